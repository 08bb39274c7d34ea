//! The end of a test run: a table of the steps, everything that is red, and the last line, which CI reads.

use std::fmt::Write;
use std::time::Duration;

use crate::results::Results;

/// The names of failed tests that are shown for a step.
const MOST_NAMES: usize = 20;

/// How a step ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The tests ran.
    Ran(Results),
    /// The step broke before there were results, and why.
    Broke(String),
    /// The step could not run, and why. It counts as failed: what is skipped is not green.
    NotRun(String),
}

/// A step that was asked for.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) name: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) took: Duration,
}

impl Done {
    pub(crate) fn is_green(&self) -> bool {
        matches!(&self.outcome, Outcome::Ran(results) if results.is_green())
    }

    fn passed(&self) -> u64 {
        match &self.outcome {
            Outcome::Ran(results) => results.passed,
            Outcome::Broke(_) | Outcome::NotRun(_) => 0,
        }
    }

    /// A step that is red without a failed test is one failure.
    fn failed(&self) -> u64 {
        match &self.outcome {
            Outcome::Ran(results) if !results.failed.is_empty() => results.failed.len() as u64,
            _ => u64::from(!self.is_green()),
        }
    }

    fn reason(&self) -> String {
        match &self.outcome {
            Outcome::Broke(reason) => reason.clone(),
            Outcome::NotRun(reason) => format!("not run: {reason}"),
            Outcome::Ran(results) if results.failed.is_empty() => "no test ran".to_owned(),
            Outcome::Ran(results) => {
                let more = results.failed.len().saturating_sub(MOST_NAMES);
                let names = results.failed.iter().take(MOST_NAMES).map(|name| format!("\n    {name}"));
                let rest = if more > 0 { format!("\n    and {more} more") } else { String::new() };
                format!("{} failed{}{rest}", results.failed.len(), names.collect::<String>())
            }
        }
    }
}

/// The text of the report. Its last line is `N passed, M failed`, and nothing else.
pub(crate) fn report(done: &[Done]) -> String {
    let mut text = format!("\n{:<10} {:>8} {:>8} {:>9}\n", "step", "passed", "failed", "seconds");
    for step in done {
        let took = step.took.as_secs_f64();
        let _ = writeln!(text, "{:<10} {:>8} {:>8} {took:>9.1}", step.name, step.passed(), step.failed());
    }
    for step in done.iter().filter(|step| !step.is_green()) {
        let _ = writeln!(text, "\nRED {}: {}", step.name, step.reason());
    }
    let (passed, failed) = (done.iter().map(Done::passed).sum::<u64>(), done.iter().map(Done::failed).sum::<u64>());
    let _ = write!(text, "\n{passed} passed, {failed} failed");
    text
}

#[cfg(test)]
mod tests {
    use super::{Done, Outcome, report};
    use crate::results::Results;
    use std::time::Duration;

    fn done(name: &'static str, outcome: Outcome) -> Done {
        Done { name, outcome, took: Duration::from_millis(1500) }
    }

    fn ran(passed: u64, failed: &[&str]) -> Outcome {
        Outcome::Ran(Results { passed, failed: failed.iter().map(|name| (*name).to_owned()).collect() })
    }

    #[test]
    fn all_red_steps_are_reported_with_their_reasons() {
        let text = report(&[
            done("fmt", ran(3, &[])),
            done("rust", ran(40, &["held_is_not_paid", "nothing_else_is_ever_paid"])),
            done("fuzz", Outcome::NotRun("missing: a C++ compiler".into())),
            done("build", Outcome::Broke("cargo rustc ended with 101".into())),
            done("shop", ran(0, &[])),
        ]);
        assert_eq!(
            text,
            "\nstep         passed   failed   seconds\n\
             fmt               3        0       1.5\n\
             rust             40        2       1.5\n\
             fuzz              0        1       1.5\n\
             build             0        1       1.5\n\
             shop              0        1       1.5\n\
             \nRED rust: 2 failed\n    held_is_not_paid\n    nothing_else_is_ever_paid\n\
             \nRED fuzz: not run: missing: a C++ compiler\n\
             \nRED build: cargo rustc ended with 101\n\
             \nRED shop: no test ran\n\
             \n43 passed, 5 failed"
        );
    }

    #[test]
    fn a_green_run_ends_with_no_failure() {
        assert!(report(&[done("fmt", ran(3, &[]))]).ends_with("\n\n3 passed, 0 failed"));
    }
}
