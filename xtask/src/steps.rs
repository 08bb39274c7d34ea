//! `cargo xtask test`: every test of the project. All steps run, and all that are red are reported together at the end.

use std::time::Instant;

use anyhow::{Result, bail, ensure};

use crate::lock::lock;
use crate::mode::{Mode, Run};
use crate::needs::{self, Need};
use crate::report::{Done, Outcome, report};
use crate::results::{Results, file, forget};
use crate::run::{command, display, root};
use crate::{deny, exports, fuzz, lint, package, rust};

/// One step of `npm test`.
struct Step {
    name: &'static str,
    about: &'static str,
    needs: &'static [&'static Need],
    action: Action,
}

/// What a step does.
enum Action {
    /// Something this program does itself.
    Builtin(fn(&Run) -> Result<Results>),
    /// The test files of a folder, on the project's own Node, against the package as it was built.
    Node(&'static str),
    /// The same with a script of its own for the suite that runs outside Node; it writes JUnit to the file in `RESULTS`.
    Script(&'static str),
    /// What the other steps left: it needs no build.
    Last(&'static str),
}

use Action::{Builtin, Last, Node, Script};

/// The step that those with `Node` and `Script` rest on.
const BUILD: &str = "build";

/// The step that runs only if it is named: it installs whole frameworks from the registry.
const FRAMEWORKS: &str = "frameworks";

const fn step(name: &'static str, about: &'static str, needs: &'static [&'static Need], action: Action) -> Step {
    Step { name, about, needs, action }
}

/// The order: what is quick and what the rest rests on first.
static STEPS: [Step; 20] = [
    step("fmt", "rustfmt and prettier", &[&needs::NPM, &needs::LINTS], Builtin(|_| Ok(lint::fmt()))),
    step("lint", "JavaScript, its types, words, workflows, notices", &[&needs::NPM, &needs::GIT], Last("tests/lint")),
    step(
        "clippy",
        "clippy with the deny list, native and WebAssembly",
        &[&needs::WASM, &needs::LINTS],
        Builtin(lint::clippy),
    ),
    step(
        "rust",
        "unit, vector, property and documentation tests, with coverage",
        &[&needs::LLVM, &needs::CARGO_LLVM_COV, &needs::CARGO_NEXTEST],
        Builtin(rust::step),
    ),
    step(
        "deny",
        "licences, bans and sources of what we depend on, lock files",
        &[&needs::CARGO_DENY],
        Builtin(deny::step),
    ),
    step("fuzz", "the readers with random input", &[&needs::CPP, &needs::CARGO_FUZZ], Builtin(fuzz::step)),
    step(BUILD, "the package and its test variant", &[&needs::NPM, &needs::WASM], Builtin(build)),
    step("sandbox", "the sandbox as its users import it", &[&needs::NPM], Node("sandbox/tests")),
    step("recorded", "replies of every known shape through the built package", &[&needs::NPM], Node("tests/recorded")),
    step("runtimes", "one conformance suite on every runtime", &[&needs::NPM], Script("tests/runtimes/run.mjs")),
    step(
        "doors",
        "the same suite on what wasm-pack makes, side by side",
        &[&needs::NPM, &needs::CHROMIUM],
        Script("tests/doors/run.mjs"),
    ),
    step(
        "bundlers",
        "the same suite in Chromium, bundled three ways",
        &[&needs::NPM, &needs::CHROMIUM],
        Script("tests/bundlers/run.mjs"),
    ),
    step("shop", "the demo store's claims in workerd: races, crashes, callbacks", &[&needs::NPM], Node("tests/shop")),
    step("browser", "the demo store in Chromium", &[&needs::NPM, &needs::CHROMIUM], Node("tests/browser")),
    step("peers", "foreign clients against the sandbox", &[&needs::NPM, &needs::PYTHON], Node("tests/peers")),
    step(
        "examples",
        "the examples up to a paid order, and a foreign crate over the library",
        &[&needs::NPM, &needs::WASM, &needs::CHROMIUM],
        Node("tests/examples"),
    ),
    step(
        "site",
        "the documentation site: links, snippets, search, accessibility",
        &[&needs::NPM, &needs::CHROMIUM],
        Node("tests/site"),
    ),
    step("package", "contents, types, sizes, memory", &[&needs::NPM], Node("tests/package")),
    step(
        FRAMEWORKS,
        "frameworks, test runners, bundlers and package managers: build and pay (minutes; only by name)",
        &[&needs::NPM],
        Script("tests/frameworks/run.mjs"),
    ),
    step("proof", "SECURITY.md against the tests that ran", &[&needs::NPM], Last("tests/proof")),
];

/// What `--quick` runs.
const QUICK: [&str; 6] = ["fmt", "lint", "clippy", "rust", BUILD, "runtimes"];

/// The one runtime of `--quick`: a part of its name.
const QUICK_RUNTIME: &str = "node24 import";

/// Prints the names of the steps.
pub(crate) fn list() {
    for step in &STEPS {
        println!("  {:<10} {}", step.name, step.about);
    }
}

/// Installs what the chosen steps need, or all.
pub(crate) fn setup(chosen: &[&str]) -> Result<()> {
    needs::require(&needs_of(&choose(chosen)?))
}

/// Runs the chosen steps, or all, and ends with one line: `N passed, M failed`.
pub(crate) fn test(run: &Run, chosen: &[&str]) -> Result<()> {
    let chosen = if run.mode == Mode::Quick && chosen.is_empty() { &QUICK[..] } else { chosen };
    let steps = choose(chosen)?;
    if chosen.is_empty() {
        let _ = std::fs::remove_dir_all(root().join("target/results"));
    }
    needs::prepare(&needs_of(&steps))?;
    let mut done: Vec<Done> = Vec::new();
    for step in steps {
        println!("\n=== {}: {}", step.name, step.about);
        let start = Instant::now();
        let outcome = match step.obstacle(&done) {
            Some(reason) => Outcome::NotRun(reason),
            None => step.perform(run).map_or_else(|error| Outcome::Broke(format!("{error:#}")), Outcome::Ran),
        };
        if let Outcome::Broke(reason) | Outcome::NotRun(reason) = &outcome {
            println!("{}: {reason}", step.name);
        }
        done.push(Done { name: step.name, outcome, took: start.elapsed() });
    }
    println!("{}", report(&done));
    let red: Vec<&str> = done.iter().filter(|done| !done.is_green()).map(|done| done.name).collect();
    ensure!(red.is_empty(), "red: {}", red.join(", "));
    Ok(())
}

/// The named steps and those they rest on, in the order of the table; without a name, all but [`FRAMEWORKS`].
fn choose(names: &[&str]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        bail!("there is no step {unknown:?}; cargo xtask test --list names them");
    }
    let is_named = |step: &&Step| names.contains(&step.name);
    let builds = STEPS.iter().filter(is_named).any(Step::rests_on_build);
    let is_usual = |step: &&Step| names.is_empty() && step.name != FRAMEWORKS;
    Ok(STEPS.iter().filter(|step| is_usual(step) || is_named(step) || builds && step.name == BUILD).collect())
}

/// What the steps need, each once.
fn needs_of(steps: &[&'static Step]) -> Vec<&'static Need> {
    let mut needs: Vec<&Need> = Vec::new();
    for need in steps.iter().flat_map(|step| step.needs) {
        if !needs.iter().any(|known| std::ptr::eq(*known, *need)) {
            needs.push(need);
        }
    }
    needs
}

impl Step {
    fn rests_on_build(&self) -> bool {
        matches!(self.action, Node(_) | Script(_))
    }

    /// Why the step cannot run.
    fn obstacle(&self, done: &[Done]) -> Option<String> {
        let is_red = |step: &&Done| step.name == BUILD && !step.is_green();
        if self.rests_on_build() && done.iter().any(|step| is_red(&step)) {
            return Some(format!("{BUILD} is red"));
        }
        self.needs.iter().find_map(|need| need.missing())
    }

    fn perform(&self, run: &Run) -> Result<Results> {
        // Two runs side by side would write into the same folders.
        let _lock = lock(&format!("step-{}", self.name))?;
        match self.action {
            Builtin(check) => check(run),
            Node(folder) | Last(folder) => self.node_tests(run, folder),
            Script(path) => {
                let one: &[&str] = if run.mode == Mode::Quick { &[QUICK_RUNTIME] } else { &[] };
                self.collect(run, command("node").arg(path).args(one))
            }
        }
    }

    /// `node --test` over the files of a folder, in one process: they share servers.
    fn node_tests(&self, run: &Run, folder: &str) -> Result<Results> {
        let junit = file(self.name);
        self.collect(
            run,
            command("node")
                .args(["--test", "--test-isolation=none", "--test-force-exit"])
                .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
                .args(["--test-reporter=junit", &format!("--test-reporter-destination={}", junit.display())])
                .arg(format!("{folder}/*.test.mjs")),
        )
    }

    /// Runs a command that writes its results to the file in `RESULTS`.
    fn collect(&self, run: &Run, tests: &mut std::process::Command) -> Result<Results> {
        let junit = forget(self.name)?;
        let status =
            tests.env("RESULTS", &junit).env("BUDGET", serde_json::to_string(&run.manifest.budget)?).status()?;
        let mut results = Results::default();
        results.read(&junit)?;
        ensure!(status.success() || !results.failed.is_empty(), "{} ended with {status}", display(tests));
        Ok(results)
    }
}

fn build(run: &Run) -> Result<Results> {
    let mut results = Results::default();
    // The variant is of no use without the package.
    package::build(&run.manifest)?;
    results.check("the package", Ok(()));
    results.check("its test variant", package::build_test_variant(&run.manifest));
    results.check("the package of wasm-pack", exports::build());
    results.check("its test variant", exports::build_test_variant());
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::{BUILD, Done, Outcome, QUICK, Results, STEPS, choose};

    use std::time::Duration;

    fn names(chosen: &[&str]) -> Vec<&'static str> {
        choose(chosen).unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn a_step_runs_with_the_build_that_it_tests() {
        assert_eq!(names(&["shop"]), [BUILD, "shop"]);
        assert_eq!(names(&["proof", "fmt"]), ["fmt", "proof"]);
        assert_eq!(names(&[]).len(), STEPS.len() - 1);
        assert_eq!(names(&["frameworks"]), [BUILD, "frameworks"]);
        assert_eq!(names(&QUICK), QUICK);
        assert!(choose(&["nothing"]).is_err());
    }

    #[test]
    fn nothing_is_tested_against_a_build_that_is_red() {
        let build = |outcome| [Done { name: BUILD, outcome, took: Duration::ZERO }];
        let reason = |step: &str, done: &[Done]| choose(&[step]).unwrap().last().unwrap().obstacle(done);
        let red = build(Outcome::Broke("it does not compile".into()));
        assert_eq!(reason("shop", &red), Some("build is red".into()));
        assert_ne!(reason("deny", &red), Some("build is red".into()));
        let green = build(Outcome::Ran(Results { passed: 2, failed: Vec::new() }));
        assert_ne!(reason("shop", &green), Some("build is red".into()));
    }
}
