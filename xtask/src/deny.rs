//! The step `deny`: what the code depends on, and how much of it reaches the package.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::manifest::Manifest;
use crate::run::{capture, command, run};
use crate::tally::Tally;
use crate::tools::DENY;

/// Both dependency graphs: the workspace's, and the fuzz targets' own.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "tests/fuzz/Cargo.toml"];

/// The most crates that may be compiled into the npm package's module, ours not counted. The sandbox is not what stores ship.
const CRATES: usize = 15;

pub(crate) fn step(manifest: &Manifest) -> Result<Tally> {
    let mut tally = Tally::default();
    for path in MANIFESTS {
        let mut deny = DENY.cargo()?;
        deny.args(["--manifest-path", path, "--config", "deny.toml", "check", "licenses", "bans", "sources"]);
        run(&mut deny)?;
        tally = tally + Tally { passed: 3, failed: 0 };
    }
    let crates = crates_in_the_module(manifest)?;
    println!("{} crates are compiled into the npm package's module, {CRATES} are allowed", crates.len());
    Ok(tally + Tally::check(crates.len() <= CRATES))
}

/// The crates that the npm package's module is made of: not what runs while it is compiled.
fn crates_in_the_module(manifest: &Manifest) -> Result<BTreeSet<String>> {
    let package = "bpc-checkout-wasm";
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
    Ok(tree.lines().filter(|line| !line.is_empty() && !line.starts_with("bpc-checkout")).map(str::to_owned).collect())
}
