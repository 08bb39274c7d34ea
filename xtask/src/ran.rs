//! The names of the tests that passed, a list for each step in `target/ran`: the last step holds SECURITY.md against them.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::run::root;

/// Of the step that is running.
static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn folder() -> PathBuf {
    root().join("target/ran")
}

/// Forgets what earlier runs left.
pub(crate) fn forget() {
    let _ = fs::remove_dir_all(folder());
}

/// Remembers the name, if a line of output says that a test passed.
pub(crate) fn note(line: &str) {
    if let Some(name) = passed(line) {
        NAMES.lock().unwrap_or_else(PoisonError::into_inner).push(name.to_owned());
    }
}

/// Writes down what was remembered since the last step.
pub(crate) fn keep(step: &str) -> Result<()> {
    let names = std::mem::take(&mut *NAMES.lock().unwrap_or_else(PoisonError::into_inner));
    fs::create_dir_all(folder())?;
    Ok(fs::write(folder().join(format!("{step}.txt")), names.join("\n"))?)
}

/// A test that cargo reports as passed.
pub(crate) fn of_cargo(line: &str) -> Option<&str> {
    let name = line.strip_prefix("test ")?.strip_suffix(" ... ok")?;
    // The path of its module is that of its file.
    Some(name.rsplit("::").next().unwrap_or(name))
}

/// A test that cargo (`test name ... ok`), a runner of ours (`ok   name (12 ms)`) or Node's (`✔ name (12ms)`) reports.
fn passed(line: &str) -> Option<&str> {
    let ours = || line.trim_start().strip_prefix("ok ").or_else(|| line.trim_start().strip_prefix("✔ "));
    let name = of_cargo(line).or_else(ours)?.trim();
    // How long it took.
    Some(name.rsplit_once(" (").filter(|(_, took)| took.ends_with("s)")).map_or(name, |(name, _)| name).trim_end())
}

#[cfg(test)]
mod tests {
    use super::passed;

    #[test]
    fn names_are_read_from_every_kind_of_report() {
        for (line, name) in [
            ("test verdict::tests::held_is_not_paid ... ok", Some("held_is_not_paid")),
            ("ok   a double click (twice) makes one order (1200 ms)", Some("a double click (twice) makes one order")),
            (
                "  ok  upload of a minimal store     5 of 6 bytes (0.0 s)",
                Some("upload of a minimal store     5 of 6 bytes"),
            ),
            ("✔ the README sells (4.3ms)", Some("the README sells")),
            ("test verdict::tests::held_is_not_paid ... FAILED", None),
            ("FAIL a double click", None),
            ("  RED upload of a minimal store", None),
            ("okay, 12 passed", None),
        ] {
            assert_eq!(passed(line), name, "{line}");
        }
    }
}
