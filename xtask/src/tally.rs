//! How many tests a step ran, read from what it printed.

use std::fmt;

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// One check that has no tests inside, such as the formatter.
    pub(crate) fn check(ok: bool) -> Self {
        Self { passed: u64::from(ok), failed: u64::from(!ok) }
    }

    /// Adds what one line of output reports, in the words of `cargo test` ("test result: ok. 12 passed; 0 failed; …")
    /// or of our own scripts ("12 passed, 0 failed", alone on the line).
    pub(crate) fn read(&mut self, line: &str) {
        let cargo = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "));
        let counts = cargo.map_or(line, |(_, counts)| counts);
        let words: Vec<&str> = counts.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        let (passed, failed) = match words.as_slice() {
            [passed, "passed", failed, "failed"] => (passed, failed),
            [passed, "passed", failed, "failed", ..] if cargo.is_some() => (passed, failed),
            _ => return,
        };
        if let (Ok(passed), Ok(failed)) = (passed.parse::<u64>(), failed.parse::<u64>()) {
            *self = *self + Self { passed, failed };
        }
    }
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn read(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        tally
    }

    #[test]
    fn sums_the_reports_of_cargo_and_of_scripts() {
        let cargo = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        let broken = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(read(&[cargo, broken, "40 passed, 1 failed"]), Tally { passed: 55, failed: 3 });
    }

    #[test]
    fn other_lines_do_not_count() {
        let lines = ["", "1 passed", "node20: 12 passed, 0 failed", "12 passed, 0 failed so far", "x passed, y failed"];
        assert_eq!(read(&lines), Tally::default());
    }
}
