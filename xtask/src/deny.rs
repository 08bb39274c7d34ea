//! The step `deny`: what the code depends on, and how much of it reaches the package.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};

use crate::manifest::Manifest;
use crate::results::Results;
use crate::run::{capture, command, run};
use crate::steps::Run;
use crate::tools::DENY;

/// Both dependency graphs: the workspace's, and the fuzz targets' own.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "tests/fuzz/Cargo.toml"];

/// The most crates that may be compiled into the library's module, ours not counted. The sandbox is not what stores ship.
const CRATES: usize = 15;

pub(crate) fn step(run_of: &Run) -> Result<Results> {
    let mut results = Results::default();
    for path in MANIFESTS {
        let mut deny = DENY.cargo();
        deny.args(["--manifest-path", path, "--config", "deny.toml", "check", "licenses", "bans", "sources"]);
        results.check(&format!("licences, bans and sources of {path}"), run(&mut deny));
    }
    let crates = crates_in_the_module(&run_of.manifest)?.len();
    println!("{crates} crates are compiled into the library's module, {CRATES} are allowed");
    let few = if crates <= CRATES { Ok(()) } else { Err(anyhow!("{crates}, {CRATES} are allowed")) };
    results.check("the number of crates in the library's module", few);
    Ok(results)
}

/// The crates that the library's module is made of: not what runs while it is compiled.
fn crates_in_the_module(manifest: &Manifest) -> Result<BTreeSet<String>> {
    let package = "bpc-checkout";
    let tree = capture(command("cargo").args([
        "tree",
        "--package",
        package,
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
    Ok(tree.lines().filter(|line| !line.is_empty() && !line.starts_with(package)).map(str::to_owned).collect())
}
