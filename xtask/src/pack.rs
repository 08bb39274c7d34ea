//! Packs pkg/ and installs the tarball, so that what runs is what a user of npm would get.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::manifest::Manifest;
use crate::run::{capture, root, run};

/// `npm pack` of the built package into `target/packed/`; returns the tarball.
pub(crate) fn pack(manifest: &Manifest) -> Result<PathBuf> {
    let folder = root().join("target/packed");
    fs::create_dir_all(&folder)?;
    let package = root().join(&manifest.output.package);
    let name = capture(npm().arg("pack").arg(&package).arg("--pack-destination").arg(&folder).arg("--silent"))?;
    let name = name.lines().last().context("npm pack printed no file name")?;
    Ok(folder.join(name))
}

/// Installs the tarball into `folder/node_modules` without touching the folder's package.json.
pub(crate) fn install(tarball: &Path, folder: &Path) -> Result<()> {
    let options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    run(npm().current_dir(folder).arg("install").args(options).arg(tarball))
}

fn npm() -> Command {
    crate::run::command("npm")
}
