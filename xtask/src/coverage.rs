//! The Rust tests of the library and the sandbox, run once, with every line counted. What exists in WebAssembly only
//! (`js`, `transport`) is not compiled natively and so is not in the figure: the runtimes' suites are about that.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::run::{capture, command, root, run};
use crate::setup;
use crate::steps::counted;
use crate::tally::Tally;
use crate::toolchain::install_component;
use crate::tools::LLVM_COV;

/// Covered to the last line, with the files below them.
const WHOLE: [&str; 4] = ["src/verdict", "src/return_state", "src/callback", "src/money"];

/// Of all lines together, in percent.
const OVERALL: f64 = 90.0;

const PACKAGES: [&str; 4] = ["--package", "bpc-checkout", "--package", "bpc-sandbox"];

/// The lines of a file.
struct File {
    path: String,
    lines: u64,
    covered: u64,
}

impl File {
    fn percent(&self) -> f64 {
        percent(self.covered, self.lines)
    }

    /// Whether every line of it must be covered.
    fn is_whole(&self) -> bool {
        let module = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        WHOLE.iter().any(|whole| module == *whole || module.starts_with(&format!("{whole}/")))
    }
}

#[expect(clippy::cast_precision_loss, reason = "lines of code are few")]
fn percent(covered: u64, lines: u64) -> f64 {
    if lines == 0 { 100.0 } else { covered as f64 * 100.0 / lines as f64 }
}

/// Runs the tests and holds the coverage against its gates, each a test of its own.
pub(crate) fn tests() -> Result<Tally> {
    let llvm = Llvm::ensure()?;
    let json = root().join("target/coverage.json");
    let mut cargo = llvm.cov()?;
    cargo.args(["--json", "--summary-only", "--output-path"]).arg(&json);
    let tests = counted(cargo.arg("--no-cfg-coverage").args(PACKAGES))?;
    if tests.failed > 0 {
        return Ok(tests);
    }
    let report = std::fs::read_to_string(&json).context("llvm-cov wrote no report")?;
    let files = files(&serde_json::from_str(&report).context("llvm-cov wrote no JSON")?)?;
    let gates = show(&files)?;
    if gates.failed > 0 {
        run(llvm.cov()?.args(["report", "--show-missing-lines"]).args(PACKAGES))?;
    }
    Ok(tests + gates)
}

/// The table of the library's files, the sums, and what is red.
fn show(files: &[File]) -> Result<Tally> {
    println!("\n{:<34} {:>6} {:>7} {:>8}", "line coverage", "lines", "missed", "percent");
    for file in files.iter().filter(|file| file.path.starts_with("src/")) {
        println!("{:<34} {:>6} {:>7} {:>8.2}", file.path, file.lines, file.lines - file.covered, file.percent());
    }
    let sum = |prefix: &str| {
        let below = files.iter().filter(|file| file.path.starts_with(prefix));
        below.fold((0, 0), |sum, file| (sum.0 + file.covered, sum.1 + file.lines))
    };
    let mut tally = Tally::default();
    for (name, prefix) in [("the library", "src/"), ("the sandbox", "sandbox/"), ("together", "")] {
        let (covered, lines) = sum(prefix);
        ensure!(lines > 0, "no lines of {name} were counted");
        println!("{name:<34} {lines:>6} {:>7} {:>8.2}", lines - covered, percent(covered, lines));
        tally = tally + Tally::check(percent(covered, lines) >= OVERALL);
    }
    for whole in WHOLE {
        let present = files.iter().any(|file| file.path.starts_with(whole));
        ensure!(present || !root().join(format!("{whole}.rs")).exists(), "{whole}.rs was not counted");
    }
    for file in files.iter().filter(|file| file.is_whole()) {
        if file.covered < file.lines {
            println!("{} must be covered to the last line", file.path);
        }
        tally = tally + Tally::check(file.covered == file.lines);
    }
    Ok(tally)
}

/// Reads llvm-cov's export: a file's name and its lines.
fn files(report: &Value) -> Result<Vec<File>> {
    let root = format!("{}/", root().display());
    let files = report.pointer("/data/0/files").and_then(Value::as_array).context("the report names no files")?;
    let file = |file: &Value| {
        let path = file.get("filename")?.as_str()?;
        let lines = file.pointer("/summary/lines")?;
        Some(File {
            path: path.strip_prefix(&root).unwrap_or(path).to_owned(),
            lines: lines.get("count")?.as_u64()?,
            covered: lines.get("covered")?.as_u64()?,
        })
    };
    files.iter().map(|entry| file(entry).context("a file without lines")).collect()
}

/// The two programs of LLVM that read what the compiler counted; they must be as new as the compiler's own LLVM.
struct Llvm {
    cov: PathBuf,
    profdata: PathBuf,
}

impl Llvm {
    /// rustup's, which belong to the compiler, else Debian's of the same version; installed when they are missing.
    fn ensure() -> Result<Self> {
        let version = capture(command("rustc").arg("-vV"))?;
        let after = |name: &str| version.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let host = after("host:").context("rustc names no host")?;
        let major =
            after("LLVM version:").and_then(|version| version.split('.').next()).context("rustc names no LLVM")?;
        let sysroot = PathBuf::from(capture(command("rustc").args(["--print", "sysroot"]))?.trim());
        let bin = sysroot.join("lib/rustlib").join(host).join("bin");
        let find = || {
            let rustups = Self { cov: bin.join("llvm-cov"), profdata: bin.join("llvm-profdata") };
            let debians = Self {
                cov: PathBuf::from(format!("/usr/bin/llvm-cov-{major}")),
                profdata: PathBuf::from(format!("/usr/bin/llvm-profdata-{major}")),
            };
            [rustups, debians].into_iter().find(|llvm| llvm.cov.exists() && llvm.profdata.exists())
        };
        if let Some(found) = find() {
            return Ok(found);
        }
        let debian = format!("llvm-{major}");
        if !install_component("llvm-tools").unwrap_or(false) || find().is_none() {
            println!("setup: installing {debian} (apt-get)");
            setup::apt_install(&[&debian])?;
        }
        let Some(found) = find() else {
            bail!("coverage needs LLVM's tools: rustup component add llvm-tools, or apt-get install {debian}");
        };
        Ok(found)
    }

    fn cov(&self) -> Result<Command> {
        let mut cargo = LLVM_COV.cargo()?;
        cargo.env("LLVM_COV", &self.cov).env("LLVM_PROFDATA", &self.profdata);
        Ok(cargo)
    }
}

#[cfg(test)]
mod tests {
    use super::{File, files};

    fn file(path: &str, lines: u64, covered: u64) -> File {
        File { path: path.into(), lines, covered }
    }

    #[test]
    fn the_files_that_decide_about_money_are_known_with_those_below() {
        for whole in ["src/verdict.rs", "src/money.rs", "src/money/currencies.rs", "src/callback/keys.rs"] {
            assert!(file(whole, 1, 1).is_whole(), "{whole}");
        }
        for other in ["src/client.rs", "src/verdicts.rs", "sandbox/src/money.rs", "sandbox/src/callback.rs"] {
            assert!(!file(other, 1, 1).is_whole(), "{other}");
        }
    }

    #[test]
    fn a_red_file_is_a_failed_test() {
        let files = [file("src/verdict.rs", 1000, 999), file("src/money.rs", 10, 10), file("sandbox/src/a.rs", 10, 8)];
        let others = ["src/return_state.rs", "src/callback.rs"].map(|path| file(path, 1, 1));
        let tally = super::show(&files.into_iter().chain(others).collect::<Vec<_>>()).unwrap();
        assert_eq!((tally.passed, tally.failed), (5, 2), "the sandbox as a whole, and one line of the verdict");
    }

    #[test]
    fn the_report_is_read() {
        let root = crate::run::root();
        let report = serde_json::json!({"data": [{"files": [
            {"filename": root.join("src/money.rs"), "summary": {"lines": {"count": 4, "covered": 3, "percent": 75.0}}}
        ]}]});
        let read = files(&report).unwrap();
        assert_eq!((read[0].path.as_str(), read[0].lines, read[0].covered), ("src/money.rs", 4, 3));
        assert!(files(&serde_json::json!({})).is_err());
    }
}
