//! What a step tested: how many tests passed and the names of those that failed.
//!
//! Runners write JUnit files (cargo-nextest, `node --test`, our own for the suite that runs outside Node). They stay in
//! `target/results`, where the last step, `proof`, holds SECURITY.md against them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use roxmltree::Document;

use crate::run::root;

/// The JUnit file of a step.
pub(crate) fn file(step: &str) -> PathBuf {
    root().join("target/results").join(format!("{step}.xml"))
}

/// Removes the results of an earlier run, so that they do not count for this one.
pub(crate) fn forget(step: &str) -> Result<PathBuf> {
    let path = file(step);
    let _ = fs::remove_file(&path);
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    Ok(path)
}

/// Tests that passed, and the names of those that failed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Results {
    pub(crate) passed: u64,
    pub(crate) failed: Vec<String>,
}

impl Results {
    /// A check with no tests inside, such as the formatter. The reason of a failure is printed at once.
    pub(crate) fn check(&mut self, name: &str, outcome: Result<()>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(error) => {
                println!("{name}: {error:#}");
                self.failed.push(name.to_owned());
            }
        }
    }

    /// Adds the tests of a JUnit file.
    pub(crate) fn read(&mut self, path: &Path) -> Result<()> {
        let text = fs::read_to_string(path).with_context(|| format!("the runner wrote no {}", path.display()))?;
        self.add(&text).with_context(|| format!("cannot read {}", path.display()))
    }

    fn add(&mut self, junit: &str) -> Result<()> {
        // XML forbids the escape characters of coloured messages, but runners write them.
        let text: String = junit.chars().filter(|char| !char.is_control() || char.is_whitespace()).collect();
        for test in Document::parse(&text)?.descendants().filter(|node| node.has_tag_name("testcase")) {
            let has = |tag| test.children().any(|child| child.has_tag_name(tag));
            if has("failure") || has("error") {
                self.failed.push(test.attribute("name").unwrap_or("a test without a name").to_owned());
            } else if !has("skipped") {
                self.passed += 1;
            }
        }
        Ok(())
    }

    /// A step that tested nothing is not green: a runner that finds no tests must not pass for one that passes them.
    pub(crate) fn is_green(&self) -> bool {
        self.failed.is_empty() && self.passed > 0
    }
}

#[cfg(test)]
mod tests {
    use super::Results;

    #[test]
    fn passed_failed_and_skipped_tests_are_told_apart() {
        let mut results = Results::default();
        let junit = "<testsuites><testcase name='a'/><testsuite name='s'>\
             <testcase name='b'><failure>\u{1b}[31mred</failure></testcase><testcase name='c'><error/></testcase>\
             <testcase name='d'><skipped/></testcase></testsuite></testsuites>";
        results.add(junit).unwrap();
        assert_eq!(results, Results { passed: 1, failed: vec!["b".into(), "c".into()] });
        assert!(results.add("<testsuites><testcase name='a'/>").is_err(), "a file that was cut off");
    }

    #[test]
    fn a_step_that_tests_nothing_is_red() {
        assert!(!Results::default().is_green());
        assert!(Results { passed: 1, failed: Vec::new() }.is_green());
        assert!(!Results { passed: 1, failed: vec!["a".into()] }.is_green());
    }
}
