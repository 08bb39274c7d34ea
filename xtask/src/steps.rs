//! `cargo xtask test`: every test of the project, in one order, ending at the first red one.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::manifest::Manifest;
use crate::run::{command, root, run, shown, watch};
use crate::tally::Tally;
use crate::toolchain::Toolchain;
use crate::{coverage, deny, exports, fuzz, package, ran, setup, wasm};

/// One step of `npm test`.
struct Step {
    name: &'static str,
    about: &'static str,
    action: Action,
}

/// What a step does.
enum Action {
    /// Something this program does itself.
    Own(fn(&Manifest) -> Result<Tally>),
    /// A script for the project's own Node, which prints `N passed, M failed` as a line of its own.
    Script(&'static str),
    /// The same, with a browser.
    BrowserScript(&'static str),
}

use Action::{BrowserScript, Own, Script};

const fn step(name: &'static str, about: &'static str, action: Action) -> Step {
    Step { name, about, action }
}

/// The order: what is quick and what the rest rests on first.
const STEPS: [Step; 16] = [
    step("fmt", "rustfmt", Own(fmt)),
    step("clippy", "clippy with the deny list, native and WebAssembly", Own(clippy)),
    step("rust", "unit, vector, property and documentation tests, with coverage", Own(rust)),
    step("deny", "licences, bans and sources of what we depend on", Own(deny::step)),
    step("fuzz", "the readers against chance, a minute each", Own(fuzz::step)),
    step("build", "the package and its test variant", Own(build)),
    step("sandbox", "the sandbox as its users import it", Script("sandbox/tests/run.mjs")),
    step("recorded", "replies of every known shape through the built package", Script("tests/recorded/run.mjs")),
    step("runtimes", "one conformance suite on every runtime", Script("tests/runtimes/run.mjs")),
    step("doors", "the same suite on what wasm-pack makes, side by side", BrowserScript("tests/doors/run.mjs")),
    step("bundlers", "the same suite in Chromium, bundled three ways", BrowserScript("tests/bundlers/run.mjs")),
    step("shop", "the demo store's claims in workerd: races, crashes, callbacks", Script("tests/shop/run.mjs")),
    step("browser", "the demo store in Chromium", BrowserScript("tests/browser/run.mjs")),
    step("peers", "foreign clients against the sandbox", Script("tests/peers/run.mjs")),
    step("package", "contents, types, sizes, memory", Own(package_checks)),
    step("proof", "SECURITY.md against the tests that ran", Script("tests/proof/run.mjs")),
];

/// Prints the names of the steps.
pub(crate) fn list() {
    for step in &STEPS {
        println!("{:<10} {}", step.name, step.about);
    }
}

/// Runs all steps, or the `chosen` ones, and ends with one line: `N passed, 0 failed`.
pub(crate) fn test(manifest: &Manifest, chosen: &[&str]) -> Result<()> {
    if let Some(unknown) = chosen.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        bail!("there is no step {unknown:?}; cargo xtask test --list names them");
    }
    setup::setup(false)?;
    if chosen.is_empty() {
        ran::forget();
    }
    let mut done = Vec::new();
    for step in STEPS.iter().filter(|step| chosen.is_empty() || chosen.contains(&step.name)) {
        println!("\n=== {}: {}", step.name, step.about);
        // Two runs side by side would write into the same folders.
        let _alone = setup::alone(&format!("step-{}", step.name))?;
        let start = Instant::now();
        let outcome = perform(&step.action, manifest);
        ran::keep(step.name)?;
        done.push((step.name, outcome, start.elapsed()));
        if !done.last().is_some_and(|(_, outcome, _)| is_green(outcome)) {
            break;
        }
    }
    report(done, chosen)
}

fn perform(action: &Action, manifest: &Manifest) -> Result<Tally> {
    match action {
        Own(run) => run(manifest),
        Script(path) => script(path, &[]),
        BrowserScript(path) => {
            setup::ensure_chromium()?;
            script(path, &[])
        }
    }
}

/// A step that tested nothing is not green: a runner that finds no tests must not pass for one that passes them.
fn is_green(outcome: &Result<Tally>) -> bool {
    outcome.as_ref().is_ok_and(|tally| tally.failed == 0 && tally.passed > 0)
}

/// The table, the reason of the first red, and the last line.
fn report(done: Vec<(&str, Result<Tally>, Duration)>, chosen: &[&str]) -> Result<()> {
    println!("\n{:<10} {:>8} {:>8} {:>9}", "step", "passed", "failed", "seconds");
    let mut total = Tally::default();
    let mut reason = None;
    let ran: Vec<&str> = done.iter().map(|(name, ..)| *name).collect();
    for (name, outcome, took) in done {
        let green = is_green(&outcome);
        let tally = outcome.unwrap_or_else(|error| {
            reason = Some(format!("{error:#}"));
            Tally::default()
        });
        // A step that broke before it counted anything is one failure.
        let tally = if green || tally.failed > 0 { tally } else { tally + Tally::check(false) };
        println!("{name:<10} {:>8} {:>8} {:>9.1}", tally.passed, tally.failed, took.as_secs_f64());
        total = total + tally;
    }
    for step in STEPS.iter().filter(|step| !ran.contains(&step.name)) {
        println!(
            "{:<10} not run: {}",
            step.name,
            if chosen.is_empty() { "an earlier step is red" } else { "not asked for" }
        );
    }
    println!("\n{total}");
    match (total.failed, reason) {
        (0, _) => Ok(()),
        (_, Some(reason)) => bail!(reason),
        (_, None) => bail!("{} is red", ran.last().unwrap_or(&"")),
    }
}

fn fmt(_: &Manifest) -> Result<Tally> {
    run(command("cargo").args(["fmt", "--all", "--check"]))?;
    run(command("cargo").args(["fmt", "--manifest-path", fuzz::CRATE, "--check"]))?;
    Ok(Tally { passed: 2, failed: 0 })
}

/// Clippy sees the native code, and with the compiler that builds the modules the code that exists only there.
fn clippy(manifest: &Manifest) -> Result<Tally> {
    run(command("cargo").args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    let mut tally = Tally { passed: 1, failed: 0 };
    for module in &manifest.modules {
        let mut cargo = Toolchain::ensure()?.clippy()?;
        // The profile of the build: what compiles at build time is then compiled once for both.
        cargo.args(["--quiet", "--lib", "--profile", &manifest.rust.profile, "--package", &module.package]);
        wasm::add_target(manifest, module, &mut cargo);
        run(cargo.args(["--", "-D", "warnings"]))?;
        tally.passed += 1;
    }
    exports::clippy()?;
    tally.passed += 1;
    Ok(tally)
}

fn rust(_: &Manifest) -> Result<Tally> {
    let tests = coverage::tests()?;
    // Documentation tests cannot be counted by a stable compiler; this program's own are no part of the figure.
    let docs = counted(command("cargo").args(["test", "--doc", "--workspace", "--exclude", "xtask"]))?;
    let own = counted(command("cargo").args(["test", "--package", "xtask"]))?;
    Ok(tests + docs + own)
}

fn build(manifest: &Manifest) -> Result<Tally> {
    package::build(manifest)?;
    package::build_test_variant(manifest)?;
    exports::build()?;
    exports::build_test_variant()?;
    Ok(Tally { passed: 4, failed: 0 })
}

fn package_checks(manifest: &Manifest) -> Result<Tally> {
    let budget = &manifest.budget;
    let gates = [
        format!("--store-upload={}", budget.store_upload),
        format!("--glue={}", budget.glue),
        format!("--memory-start={}", budget.memory_start),
    ];
    script("tests/package/run.mjs", &gates)
}

/// Runs one of our scripts on the project's own Node. A script that is not there is red, not skipped.
fn script(path: &str, arguments: &[String]) -> Result<Tally> {
    anyhow::ensure!(root().join(path).exists(), "{path} is missing");
    counted(command("node").arg(path).args(arguments))
}

/// Runs a command that reports how many tests passed.
pub(crate) fn counted(command: &mut std::process::Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let succeeded = watch(command, |line| {
        tally.read(line);
        ran::note(line);
        // Hundreds of names that are as they should be hide the one that is not.
        ran::of_cargo(line).is_none()
    })?;
    if !succeeded && tally.failed == 0 {
        bail!("{} failed", shown(command));
    }
    Ok(tally)
}
