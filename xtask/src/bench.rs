//! `cargo xtask bench`: the measurement table, against the package as it is now.

use anyhow::{Result, ensure};

use crate::manifest::Manifest;
use crate::run::{command, root, run};
use crate::{needs, package};

const SCRIPT: &str = "tests/bench/run.mjs";

/// What its instructions are counted of.
pub(crate) const CRATE: &str = "tests/bench/native/Cargo.toml";

/// Builds, then hands over to the script.
pub(crate) fn bench(manifest: &Manifest, arguments: &[&str]) -> Result<()> {
    ensure!(root().join(SCRIPT).exists(), "{SCRIPT} is missing");
    needs::require(&[&needs::NPM, &needs::WASM])?;
    package::build(manifest)?;
    run(command("node").arg(SCRIPT).args(arguments))
}
