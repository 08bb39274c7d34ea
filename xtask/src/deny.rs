//! The step `deny`: what the code depends on, and how much of it reaches the package.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

use crate::bench;
use crate::manifest::Manifest;
use crate::mode::Run;
use crate::results::Results;
use crate::run::{capture, command, root, run};
use crate::tools::DENY;

/// Every dependency graph: the workspace's, the fuzz targets' own and the benchmark's.
const MANIFESTS: [&str; 3] = ["Cargo.toml", "tests/fuzz/Cargo.toml", bench::CRATE];

/// The lock files of npm's tools, of the documentation site, of the foreign clients, and of the benchmark's subjects.
const NPM_LOCKS: [&str; 4] =
    ["package-lock.json", "site/package-lock.json", "tests/peers/package-lock.json", "tests/bench/package-lock.json"];

/// The most crates that may be compiled into the library's module, ours not counted. The sandbox is not what stores ship.
const CRATES: usize = 15;

pub(crate) fn step(run_of: &Run) -> Result<Results> {
    let mut results = Results::default();
    for path in MANIFESTS {
        let mut deny = DENY.cargo();
        deny.args(["--manifest-path", path, "--config", "deny.toml", "check", "licenses", "bans", "sources"]);
        results.check(&format!("licences, bans and sources of {path}"), run(&mut deny));
    }
    for path in NPM_LOCKS {
        results.check(&format!("{path} is whole"), is_whole(&fs::read_to_string(root().join(path))?));
    }
    let crates = crates_in_the_module(&run_of.manifest)?.len();
    println!("{crates} crates are compiled into the library's module, {CRATES} are allowed");
    let few = if crates <= CRATES { Ok(()) } else { Err(anyhow!("{crates}, {CRATES} are allowed")) };
    results.check("the number of crates in the library's module", few);
    Ok(results)
}

/// Every package of a lock file must have its hash: npm leaves it out for other platforms' packages when it locks what is
/// installed, and takes whatever the registry then gives.
fn is_whole(lock: &str) -> Result<()> {
    let lock: Value = serde_json::from_str(lock)?;
    let packages = lock.get("packages").and_then(Value::as_object).context("it lists no packages")?;
    let installed = packages.iter().filter(|(path, package)| !path.is_empty() && package.get("link").is_none());
    let without: Vec<&str> =
        installed.filter(|(_, package)| package.get("integrity").is_none()).map(|(path, _)| path.as_str()).collect();
    ensure!(without.is_empty(), "no integrity: {}", without.join(", "));
    Ok(())
}

/// The crates that the npm package's module is made of: not what runs while it is compiled.
fn crates_in_the_module(manifest: &Manifest) -> Result<BTreeSet<String>> {
    let library = manifest.modules.first().context("wasm-pack.toml names no module")?;
    let tree = capture(command("cargo").args([
        "tree",
        "--package",
        &library.package,
        "--target",
        &manifest.rust.target,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--no-dedupe",
        "--format",
        "{p}",
    ]))?;
    // Ours have a path behind their version.
    Ok(tree.lines().filter(|line| !line.is_empty() && !line.ends_with(')')).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    #[test]
    fn a_package_without_its_hash_is_named() {
        let lock = |package: &str| format!(r#"{{"packages": {{"": {{}}, "node_modules/a": {package}}}}}"#);
        assert!(is_whole(&lock(r#"{"version": "1.0.0", "integrity": "sha512-…"}"#)).is_ok());
        assert!(is_whole(&lock(r#"{"link": true}"#)).is_ok());
        let error = is_whole(&lock(r#"{"version": "1.0.0"}"#)).unwrap_err();
        assert_eq!(error.to_string(), "no integrity: node_modules/a");
    }
}
