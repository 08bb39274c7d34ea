//! The step `rust`: the Rust tests, and the line coverage of the library and the sandbox. What exists in WebAssembly only
//! is not compiled natively and so is not in the figure: the runtimes' suites are about that.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::llvm::Llvm;
use crate::mode::{Mode, Run};
use crate::results::{Results, file, forget};
use crate::run::{command, root, run};
use crate::tools::{LLVM_COV, NEXTEST};

/// Covered to the last line, with the files below them: they decide about money.
const WHOLE: [&str; 6] = [
    "src/trust/verdict",
    "src/trust/comparison",
    "src/trust/consistency",
    "src/trust/return_token",
    "src/trust/callback",
    "src/model/money",
];

/// The packages that are counted; the others are tested, not measured.
const MEASURED: [&str; 4] = ["--package", "bpc-checkout", "--package", "bpc-sandbox"];

/// Where cargo-nextest writes its results (`.config/nextest.toml`).
const JUNIT: &str = "target/nextest/default/junit.xml";

/// Cases for each property where the run is not a long one, which leaves the 10,000 of the tests.
const CASES: [(Mode, &str); 2] = [(Mode::Quick, "100"), (Mode::Short, "1000")];

pub(crate) fn step(run_of: &Run) -> Result<Results> {
    let mut results = Results::default();
    let nextest = |tool: Command, arguments: &[&str]| {
        let mut tests = tool;
        tests.args(arguments).args(["--no-fail-fast", "--status-level=fail", "--final-status-level=fail"]);
        // Who sets it knows why.
        if let Some((_, cases)) = CASES.iter().find(|(mode, _)| *mode == run_of.mode)
            && std::env::var_os("PROPTEST_CASES").is_none()
        {
            tests.env("PROPTEST_CASES", cases);
        }
        tests
    };
    if run_of.mode == Mode::Quick {
        let tests = nextest(NEXTEST.cargo(), &["run", "--workspace"]);
        collect(&mut results, tests, "rust")?;
        return Ok(results);
    }
    // Test programs of files that were renamed would be counted too.
    run(cov()?.args(["clean", "--workspace"]))?;
    let measured = nextest(cov()?, &[&["nextest", "--no-report", "--no-cfg-coverage"], &MEASURED[..]].concat());
    collect(&mut results, measured, "rust")?;
    let others = ["run", "--workspace", "--exclude", "bpc-checkout", "--exclude", "bpc-sandbox"];
    collect(&mut results, nextest(NEXTEST.cargo(), &others), "rust-others")?;
    // A stable compiler counts no lines in them.
    let mut docs = command("cargo");
    let docs = docs.args(["test", "--quiet", "--doc", "--workspace", "--exclude", "xtask"]);
    results.check("documentation tests", run(docs));
    gates(&mut results)?;
    Ok(results)
}

/// Runs tests and reads the JUnit file they leave; it is kept under the name of the step.
fn collect(results: &mut Results, mut tests: Command, name: &str) -> Result<()> {
    let junit = root().join(JUNIT);
    let kept = forget(name)?;
    let _ = fs::remove_file(&junit);
    let ended = run(&mut tests);
    if !junit.exists() {
        // It does not compile.
        return ended.and_then(|()| Err(anyhow::anyhow!("nextest wrote no {}", junit.display())));
    }
    fs::rename(&junit, &kept)?;
    let failed = results.failed.len();
    results.read(&file(name))?;
    // A run that fails without a failed test must not be green.
    if results.failed.len() == failed { ended } else { Ok(()) }
}

/// What must be covered, each a check of its own, by cargo-llvm-cov's own options.
fn gates(results: &mut Results) -> Result<()> {
    const OVERALL: &str = "--fail-under-lines=90";
    let library = || vec!["src/".to_owned()];
    let sandbox = || vec!["sandbox/".to_owned()];
    let rest = not_whole(&sources("src")?)?;
    let gates = [
        ("coverage, together", Vec::new(), OVERALL),
        ("coverage, library", sandbox(), OVERALL),
        ("coverage, sandbox", library(), OVERALL),
        ("coverage, what decides about money", [sandbox(), rest].concat(), "--fail-uncovered-lines=0"),
    ];
    for (name, ignored, gate) in gates {
        let mut report = cov()?;
        report.args(["report", "--color=never", "--show-missing-lines", gate]).args(MEASURED);
        if !ignored.is_empty() {
            report.arg(format!("--ignore-filename-regex=^{}/({})", escaped(&root()), ignored.join("|")));
        }
        results.check(name, hold(name, gate, &mut report));
    }
    Ok(())
}

/// Prints the sum of llvm-cov's table; all of it and the lines that were missed where the gate is red.
fn hold(name: &str, gate: &str, report: &mut Command) -> Result<()> {
    let output = report.output()?;
    let table = String::from_utf8_lossy(&output.stdout);
    let lines = total(&table).context("llvm-cov printed no sum of lines")?;
    println!("{name}: {lines} ({gate})");
    ensure!(output.status.success(), "{table}{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// `98.36% of 3131 lines`, out of llvm-cov's last row: three columns each about regions, functions and lines.
fn total(table: &str) -> Option<String> {
    let row = table.lines().find_map(|line| line.strip_prefix("TOTAL"))?;
    let columns: Vec<&str> = row.split_whitespace().collect();
    let [_, _, _, _, _, _, lines, _, percent, ..] = columns.as_slice() else { return None };
    // A gate over nothing would always be green.
    (lines.parse::<u32>().ok()? > 0).then(|| format!("{percent} of {lines} lines"))
}

/// The files that are not to be covered whole, as patterns.
fn not_whole(files: &[String]) -> Result<Vec<String>> {
    let is_whole =
        |path: &str, whole: &str| path.strip_prefix(whole).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'));
    for whole in WHOLE {
        ensure!(
            files.iter().any(|path| is_whole(path, whole)),
            "{whole}.rs is gone: which file must be covered instead?"
        );
    }
    let rest = files.iter().filter(|path| !WHOLE.iter().any(|whole| is_whole(path, whole)));
    Ok(rest.map(|path| escaped(Path::new(path))).collect())
}

/// The Rust files below a folder, as paths from the root.
fn sources(folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder)).with_context(|| format!("{folder} is missing"))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().display());
        if entry.file_type()?.is_dir() {
            files.extend(sources(&path)?);
        } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

/// A path in a regular expression.
fn escaped(path: &Path) -> String {
    let path = path.display().to_string();
    path.chars()
        .flat_map(|char| [(!char.is_alphanumeric() && char != '/').then_some('\\'), Some(char)])
        .flatten()
        .collect()
}

fn cov() -> Result<Command> {
    let llvm = Llvm::find().context("LLVM's tools are missing: cargo xtask setup rust")?;
    let mut cargo = LLVM_COV.cargo();
    cargo.env("LLVM_COV", &llvm.cov).env("LLVM_PROFDATA", &llvm.profdata);
    Ok(cargo)
}

#[cfg(test)]
mod tests {
    use super::{escaped, not_whole, total};
    use std::path::Path;

    #[test]
    fn the_files_that_decide_about_money_are_counted_with_those_below_and_no_others() {
        let files = [
            "trust/verdict.rs",
            "trust/comparison.rs",
            "trust/consistency.rs",
            "trust/return_token.rs",
            "trust/callback.rs",
            "trust/callback/parameters.rs",
            "model/money.rs",
            "trust/verdicts.rs",
            "client.rs",
        ];
        let files = files.map(|file| format!("src/{file}"));
        assert_eq!(not_whole(&files).unwrap(), [r"src/trust/verdicts\.rs", r"src/client\.rs"]);
        assert!(not_whole(&files[1..]).is_err(), "a gate over no file would always be green");
    }

    #[test]
    fn the_sum_of_lines_is_read_and_a_sum_of_none_is_none() {
        let table = "Filename  Regions\nTOTAL    900  10  98.89%   60  0  100.00%   583  3  99.49%  0  0  -\n";
        assert_eq!(total(table).as_deref(), Some("99.49% of 583 lines"));
        assert_eq!(total("TOTAL 0 0 - 0 0 - 0 0 - 0 0 -"), None);
    }

    #[test]
    fn a_path_is_taken_by_the_letter() {
        assert_eq!(escaped(Path::new("/a/b-c/d.rs")), r"/a/b\-c/d\.rs");
    }
}
