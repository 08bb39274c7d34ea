//! The build program: `cargo xtask <verb>`. npm's scripts call it, so that `npm test` and `cargo xtask test` are one thing.

mod bench;
mod coverage;
mod deny;
mod exports;
mod fuzz;
mod manifest;
mod mutants;
mod pack;
mod package;
mod ran;
mod run;
mod servers;
mod setup;
mod shrink;
mod start;
mod steps;
mod tally;
mod toolchain;
mod tools;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::manifest::Manifest;

const USAGE: &str = "\
cargo xtask <verb>
  setup [--chromium]  installs what is missing: npm's tools, the WebAssembly compiler, the browser
  build               makes the publishable package in pkg/, and what wasm-pack makes of the library in target/pkg-js
  exports             makes the latter alone, and its test variant
  test [step …]       runs every test, or the named steps (cargo xtask test --list)
  start               builds, then serves the demo store and a sandbox gateway
  fuzz [seconds]      runs the fuzz targets; `fuzz <target> <file>` runs one input again, `fuzz --minimise` makes the corpus
  mutants             changes the code that decides about money, and sees that a test notices
  bench               measures size and speed beside other clients";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["setup"] => setup::setup(false),
        ["setup", "--chromium"] => setup::setup(true),
        ["build"] => {
            setup::setup(false)?;
            package::build(&read_manifest()?)?;
            exports::build()
        }
        ["exports"] => {
            setup::setup(false)?;
            exports::build()?;
            exports::build_test_variant()
        }
        ["test", "--list"] => {
            steps::list();
            Ok(())
        }
        ["test", chosen @ ..] => steps::test(&read_manifest()?, chosen),
        ["start"] => start::start(&read_manifest()?),
        ["fuzz", rest @ ..] => fuzz::fuzz(rest),
        ["mutants", rest @ ..] => mutants::mutants(rest),
        ["bench", rest @ ..] => bench::bench(&read_manifest()?, rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("unknown: {}\n{USAGE}", other.join(" ")),
    }
}

fn read_manifest() -> Result<Manifest> {
    Manifest::read(&run::root())
}
