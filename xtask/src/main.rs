//! The build program: `cargo xtask <verb>`. npm's scripts call it, so that `npm test` and `cargo xtask test` are one thing.

mod bench;
mod deny;
mod documents;
mod exports;
mod foreign;
mod fuzz;
mod lint;
mod llvm;
mod lock;
mod manifest;
mod mode;
mod mutants;
mod needs;
mod pack;
mod package;
mod report;
mod results;
mod run;
mod rust;
mod servers;
mod start;
mod steps;
mod toolchain;
mod tools;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::manifest::Manifest;
use crate::mode::{Mode, Run};

const USAGE: &str = "\
cargo xtask <verb>
  setup [step …]     installs what the steps need, or all of it; lists it first
  build              makes the package in pkg/, and wasm-pack's of the library in target/pkg-js (npm run build)
  exports            makes the latter alone, and its test variant
  start              builds, then serves the demo store and a sandbox gateway                (npm start)
  test               every step, and at the end all that are red                             (npm test)
  test <step> …      the named steps, with the build they test                               (npm test -- fuzz)
  test --quick       format, lint, Rust tests, build and one Node: under two minutes         (npm run test:quick)
  test --long        every step; a minute for each fuzz target, 10,000 cases a property      (npm run test:full)
  test --list        names the steps
  fuzz [seconds]     runs the fuzz targets; `fuzz <target> <file>` runs one input again, `fuzz --minimise` makes the corpus
  mutants            changes the code that decides about money, and sees that a test notices
  bench              measures size and speed beside other clients                            (npm run bench)
  wasm <cargo …>     a cargo command for WebAssembly, for a crate outside this workspace: the examples
  bind <wasm> <dir>  the glue of wasm-bindgen for such a module

A step without something it needs is red and says how to install it. The last line of `test` is `N passed, M failed`.
The steps:";

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
        ["setup", steps @ ..] => steps::setup(steps),
        ["build"] => {
            needs::require(&[&needs::NPM, &needs::WASM])?;
            package::build(&read_manifest()?)?;
            exports::build()
        }
        ["exports"] => {
            needs::require(&[&needs::NPM, &needs::WASM])?;
            exports::build()?;
            exports::build_test_variant()
        }
        ["test", "--list"] => {
            steps::list();
            Ok(())
        }
        ["test", "--quick", steps @ ..] => test(Mode::Quick, steps),
        ["test", "--long", steps @ ..] => test(Mode::Long, steps),
        ["test", steps @ ..] => test(Mode::Short, steps),
        ["start"] => start::start(&read_manifest()?),
        ["fuzz", rest @ ..] => fuzz::fuzz(rest),
        ["mutants", rest @ ..] => mutants::mutants(rest),
        ["wasm", arguments @ ..] => foreign::cargo(arguments),
        ["bind", module, folder] => foreign::bind(module, folder),
        ["bench", rest @ ..] => bench::bench(&read_manifest()?, rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            steps::list();
            Ok(())
        }
        other => bail!("unknown: {}\n{USAGE}", other.join(" ")),
    }
}

fn test(mode: Mode, steps: &[&str]) -> Result<()> {
    steps::test(&Run { manifest: read_manifest()?, mode }, steps)
}

fn read_manifest() -> Result<Manifest> {
    Manifest::read(&run::root())
}
