//! `cargo xtask mutants`: changes the code that decides about money, a line at a time, and sees that a test goes red.
//! `.cargo/mutants.toml` says which code and which tests.

use anyhow::{Context, Result};

use crate::needs;
use crate::run::run;
use crate::tools::MUTANTS;

/// Runs all mutants, with what else is given to cargo-mutants.
pub(crate) fn mutants(arguments: &[&str]) -> Result<()> {
    needs::require(&[&needs::CARGO_MUTANTS])?;
    let mut cargo = MUTANTS.cargo();
    cargo.args(["--jobs", "2", "--output", "target"]).args(arguments);
    // Every mutant runs every property: each is shortened, and what matters has an exact test besides.
    cargo.env("PROPTEST_CASES", "256");
    run(&mut cargo)
        .context("a change went unnoticed, or took too long: target/mutants.out/missed.txt and timeout.txt name it")
}
