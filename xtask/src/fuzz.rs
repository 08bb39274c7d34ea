//! `cargo xtask fuzz`: the fuzz targets of tests/fuzz, by cargo-fuzz. Without a sanitizer it works on the stable compiler.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use crate::mode::{Mode, Run};
use crate::needs;
use crate::results::Results;
use crate::run::{capture, display, root, run};
use crate::tools::FUZZ;

/// A workspace of its own: nothing else builds it.
pub(crate) const CRATE: &str = "tests/fuzz/Cargo.toml";

/// Everything that a run leaves behind but the inputs that broke something: those are in tests/fuzz/artifacts.
const TARGET_DIR: &str = "target/fuzz";

const TARGETS: [&str; 4] = ["replies", "tokens", "amounts", "callbacks"];

/// How many inputs a target gets before a merge. The seed is fixed, so that a run without older finds tries the same inputs
/// whatever the speed of the machine. A long run looks for new ones.
const SHORT: Budget = Budget::Inputs(100_000);
const LONG: Budget = Budget::Seconds(60);

/// When a target ends.
#[derive(Clone, Copy)]
enum Budget {
    Inputs(u32),
    Seconds(u32),
}

/// So many targets run at a time.
const LANES: usize = 2;

/// What the committed corpus may weigh in all, in bytes: it is read on every run and stays in the repository.
const CORPUS_LIMIT: u64 = 200 * 1024;

/// A step of `npm test`.
pub(crate) fn step(run_of: &Run) -> Result<Results> {
    all(if run_of.mode == Mode::Long { LONG } else { SHORT })
}

/// The verb: `fuzz [seconds]`, `fuzz --minimise`, `fuzz <target> <file>`.
pub(crate) fn fuzz(arguments: &[&str]) -> Result<()> {
    needs::require(&[&needs::CPP, &needs::CARGO_FUZZ])?;
    match arguments {
        [] => green(&all(SHORT)?),
        ["--minimise"] => minimise(),
        [seconds] => green(&all(Budget::Seconds(seconds.parse().context("how many seconds?")?))?),
        [target, file] => run(cargo_fuzz("run").args([target, file])),
        other => bail!("fuzz [seconds] | --minimise | <target> <file>, not {}", other.join(" ")),
    }
}

fn green(results: &Results) -> Result<()> {
    ensure!(results.is_green(), "red: {}", results.failed.join(", "));
    Ok(())
}

fn cargo_fuzz(verb: &str) -> Command {
    let mut cargo = FUZZ.cargo();
    cargo.args([verb, "--fuzz-dir", "tests/fuzz", "--sanitizer=none", "--target-dir", TARGET_DIR]);
    cargo
}

/// Runs every target, [`LANES`] at a time.
fn all(budget: Budget) -> Result<Results> {
    run(&mut cargo_fuzz("build"))?;
    seed()?;
    let mut results = Results::default();
    results.check("the corpus is there and small", corpus_is_small());
    for lane in TARGETS.chunks(LANES) {
        let outcomes = thread::scope(|scope| {
            let runs: Vec<_> = lane.iter().map(|name| scope.spawn(|| one(name, budget))).collect();
            runs.into_iter().map(|run| run.join().unwrap_or_else(|_| bail!("a thread panicked"))).collect::<Vec<_>>()
        });
        for (name, outcome) in lane.iter().zip(outcomes) {
            results.check(name, outcome);
        }
    }
    Ok(results)
}

/// Runs one target and says what it saw. An error: it found an input that breaks a property, and says how to run it again.
fn one(name: &str, budget: Budget) -> Result<()> {
    let mut fuzzer = cargo_fuzz("run");
    fuzzer.arg(name).args(folders(name)?).arg("--");
    match budget {
        Budget::Inputs(count) => fuzzer.args([&format!("-runs={count}"), "-seed=1"]),
        Budget::Seconds(seconds) => fuzzer.arg(format!("-max_total_time={seconds}")),
    };
    fuzzer.args(["-max_len=4096", "-timeout=10", "-rss_limit_mb=512"]);
    fuzzer.arg(format!("-dict=tests/fuzz/dictionaries/{name}.txt"));
    let output = fuzzer.output().with_context(|| format!("cannot start {}", display(&fuzzer)))?;
    let log = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "an input breaks a property\n{}", last_lines(&log, 60));
    println!("{name}: {}", summary(&log).context("libFuzzer ended without a word")?);
    Ok(())
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

/// Makes the committed corpus anew: the fewest of all known inputs that reach everything that all of them reach. Not
/// `cargo fuzz cmin`: it counts how often code is reached, and so keeps more.
fn minimise() -> Result<()> {
    seed()?;
    for name in TARGETS {
        let fresh = root().join(TARGET_DIR).join("minimised").join(name);
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(&fresh)?;
        let mut fuzzer = cargo_fuzz("run");
        fuzzer.arg(name).arg(&fresh).args(folders(name)?).arg("--");
        capture(fuzzer.args(["-set_cover_merge=1", "-use_counters=0", "-max_len=4096", "-verbosity=0"]))?;
        let _ = fs::remove_dir_all(committed(name));
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
