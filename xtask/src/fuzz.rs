//! `cargo xtask fuzz`: the fuzz targets of tests/fuzz, on the stable compiler.
//!
//! libFuzzer needs no more than the compiler's own instrumentation, so neither a nightly compiler nor cargo-fuzz is there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use crate::needs;
use crate::results::Results;
use crate::run::{capture, command, display, root, run};
use crate::steps::{Mode, Run};

/// A workspace of its own: nothing else builds it.
pub(crate) const CRATE: &str = "tests/fuzz/Cargo.toml";

/// Everything that a run leaves behind: binaries, its own corpus, logs, and the inputs that broke something.
const TARGET_DIR: &str = "target/fuzz";

const TARGETS: [&str; 4] = ["replies", "tokens", "amounts", "callbacks"];

/// How long a target runs: before a merge, and every night. A fault planted in any of the targets is found in a second or two.
const SHORT_SECONDS: u32 = 10;
const LONG_SECONDS: u32 = 60;

/// So many targets run at a time.
const LANES: usize = 2;

/// What the committed corpus may weigh in all, in bytes: it is read on every run and lies in the repository for ever.
const CORPUS_LIMIT: u64 = 200 * 1024;

/// The instrumentation that libFuzzer reads. One unit of code, or some of it would stay without.
const RUSTFLAGS: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebug-assertions",
    "-Ccodegen-units=1",
    "--cfg=fuzzing",
];

/// A step of `npm test`.
pub(crate) fn step(run_of: &Run) -> Result<Results> {
    all(if run_of.mode == Mode::Long { LONG_SECONDS } else { SHORT_SECONDS })
}

/// The verb: `fuzz [seconds]`, `fuzz --minimise`, `fuzz <target> <file>`.
pub(crate) fn fuzz(arguments: &[&str]) -> Result<()> {
    needs::require(&[&needs::CPP])?;
    match arguments {
        [] => green(&all(SHORT_SECONDS)?),
        ["--minimise"] => minimise(),
        [seconds] => green(&all(seconds.parse().context("how many seconds?")?)?),
        [target, file] => {
            let binary = build()?.join(known(target)?);
            let file = fs::canonicalize(file).with_context(|| format!("there is no {file}"))?;
            run(command(binary).arg("-timeout=10").arg(file))
        }
        other => bail!("fuzz [seconds] | --minimise | <target> <file>, not {}", other.join(" ")),
    }
}

fn green(results: &Results) -> Result<()> {
    ensure!(results.is_green(), "red: {}", results.failed.join(", "));
    Ok(())
}

fn known(target: &str) -> Result<&str> {
    ensure!(TARGETS.contains(&target), "there is no target {target:?}, only {}", TARGETS.join(", "));
    Ok(target)
}

/// Builds the targets and returns their folder.
fn build() -> Result<PathBuf> {
    let version = capture(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    // A target that is named is not what build scripts are compiled for: those stay as they are.
    let mut cargo = command("cargo");
    cargo.args(["build", "--quiet", "--release", "--locked", "--manifest-path", CRATE]);
    cargo.args(["--target", host, "--target-dir", TARGET_DIR]);
    run(cargo.env("CARGO_ENCODED_RUSTFLAGS", RUSTFLAGS.join("\u{1f}")))?;
    Ok(root().join(TARGET_DIR).join(host).join("release"))
}

/// Runs every target for so many seconds, [`LANES`] at a time.
fn all(seconds: u32) -> Result<Results> {
    let binaries = build()?;
    seed()?;
    let mut results = Results::default();
    results.check("the corpus is there and small", corpus_is_small());
    for lane in TARGETS.chunks(LANES) {
        let outcomes = thread::scope(|scope| {
            let runs: Vec<_> = lane.iter().map(|name| scope.spawn(|| one(&binaries, name, seconds))).collect();
            runs.into_iter().map(|run| run.join().unwrap_or_else(|_| bail!("a thread panicked"))).collect::<Vec<_>>()
        });
        for (name, outcome) in lane.iter().zip(outcomes) {
            results.check(name, outcome);
        }
    }
    Ok(results)
}

/// Runs one target and says what it saw. An error: it found an input that breaks a property.
fn one(binaries: &Path, name: &str, seconds: u32) -> Result<()> {
    let findings = root().join(TARGET_DIR).join("findings").join(name);
    let _ = fs::remove_dir_all(&findings);
    fs::create_dir_all(&findings)?;
    let mut fuzzer = command(binaries.join(name));
    fuzzer
        .args([&format!("-max_total_time={seconds}"), "-max_len=4096", "-timeout=10", "-rss_limit_mb=512"])
        .arg(format!("-artifact_prefix={}/", findings.display()))
        .arg(format!("-dict=tests/fuzz/dictionaries/{name}.txt"))
        .args(folders(name)?);
    let output = fuzzer.output().with_context(|| format!("cannot start {}", display(&fuzzer)))?;
    let log = String::from_utf8_lossy(&output.stderr);
    match (output.status.success(), summary(&log)) {
        (true, Some(summary)) => {
            println!("{name}: {summary}");
            Ok(())
        }
        (true, None) => bail!("{name}: libFuzzer ended without a word"),
        (false, _) => {
            println!("{}", last_lines(&log, 40));
            for finding in fs::read_dir(&findings)?.flatten() {
                let path = finding.path();
                println!("{name} is broken by {:?}", String::from_utf8_lossy(&fs::read(&path)?));
                println!("again: cargo xtask fuzz {name} {}", path.display());
            }
            bail!("an input breaks a property")
        }
    }
}

/// Where a target reads inputs; what it finds goes into the first, which is not committed.
fn folders(name: &str) -> Result<Vec<PathBuf>> {
    let own = root().join(TARGET_DIR).join("corpus").join(name);
    fs::create_dir_all(&own)?;
    let others = [committed(name), seeds(name)];
    Ok([own].into_iter().chain(others.into_iter().filter(|folder| folder.is_dir())).collect())
}

fn committed(name: &str) -> PathBuf {
    root().join("tests/fuzz/corpus").join(name)
}

fn seeds(name: &str) -> PathBuf {
    root().join(TARGET_DIR).join("seeds").join(name)
}

/// What our own vectors are made of: a row that is added is an input from then on.
fn seed() -> Result<()> {
    for (target, file, column) in [("replies", "replies.mjs", "body"), ("callbacks", "callbacks.mjs", "query")] {
        let text = fs::read_to_string(root().join("tests/vectors").join(file))?;
        let rows = text.split_once("export default").with_context(|| format!("{file} has no rows"))?.1;
        let rows: Vec<serde_json::Value> = serde_json::from_str(rows.trim().trim_end_matches(';'))?;
        fs::create_dir_all(seeds(target))?;
        for (number, row) in rows.iter().enumerate() {
            let input = row.get(column).and_then(serde_json::Value::as_str);
            let input = input.with_context(|| format!("a row of {file} without {column}"))?;
            fs::write(seeds(target).join(number.to_string()), input)?;
        }
    }
    Ok(())
}

/// The committed corpus must be there for every target, and within its limit.
fn corpus_is_small() -> Result<()> {
    let mut bytes = 0;
    for name in TARGETS {
        let folder = committed(name);
        let files = fs::read_dir(&folder).with_context(|| format!("{} is missing", folder.display()))?;
        let sizes = files.map(|file| Ok(file?.metadata()?.len())).collect::<Result<Vec<u64>>>()?;
        ensure!(!sizes.is_empty(), "{} is empty", folder.display());
        println!("{name}: {} inputs in the corpus", sizes.len());
        bytes += sizes.iter().sum::<u64>();
    }
    println!("the corpus has {bytes} bytes, {CORPUS_LIMIT} are allowed");
    ensure!(bytes <= CORPUS_LIMIT, "{bytes} bytes, {CORPUS_LIMIT} are allowed: delete the largest inputs");
    Ok(())
}

/// Makes the committed corpus anew: the fewest of all known inputs that reach everything that all of them reach.
fn minimise() -> Result<()> {
    let binaries = build()?;
    seed()?;
    for name in TARGETS {
        let fresh = root().join(TARGET_DIR).join("minimised").join(name);
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(&fresh)?;
        let mut fuzzer = command(binaries.join(name));
        fuzzer
            .args(["-set_cover_merge=1", "-use_counters=0", "-max_len=4096", "-verbosity=0"])
            .arg(&fresh)
            .args(folders(name)?);
        capture(&mut fuzzer)?;
        let _ = fs::remove_dir_all(committed(name));
        fs::create_dir_all(root().join("tests/fuzz/corpus"))?;
        fs::rename(&fresh, committed(name)).context("cannot move the corpus")?;
    }
    corpus_is_small()
}

/// `1234567 executions, 20576/s; 805 edges, 3120 features, 420 inputs`, out of libFuzzer's last line.
fn summary(log: &str) -> Option<String> {
    let done = log.lines().rfind(|line| line.contains("\tDONE "))?;
    let runs = done.strip_prefix('#')?.split('\t').next()?;
    let words: Vec<&str> = done.split_whitespace().collect();
    let after = |name: &str| words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1)).copied();
    let inputs = after("corp:")?.split('/').next()?;
    Some(format!(
        "{runs} executions, {}/s; {} edges, {} features, {inputs} inputs",
        after("exec/s:")?,
        after("cov:")?,
        after("ft:")?,
    ))
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(count)..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{last_lines, summary};

    #[test]
    fn the_last_line_of_libfuzzer_is_read() {
        let log = "INFO: seed\n#2\tINITED cov: 3 ft: 3\n#119078\tDONE   cov: 252 ft: 807 corp: 152/5627b lim: 625 exec/s: 5670 rss: 27Mb\nDone 119078 runs";
        assert_eq!(summary(log).as_deref(), Some("119078 executions, 5670/s; 252 edges, 807 features, 152 inputs"));
        assert_eq!(summary("#5\tNEW cov: 1"), None);
    }

    #[test]
    fn a_log_is_cut_to_its_end() {
        assert_eq!(last_lines("a\nb\nc", 2), "b\nc");
        assert_eq!(last_lines("a", 2), "a");
    }
}
