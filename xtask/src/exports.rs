//! What plain `wasm-pack build --target web` makes of the library, in `target/pkg-js`.
//!
//! The steps are wasm-pack's own, in its order:
//!
//! 1. `cargo build --lib --release --target wasm32-unknown-unknown`, with the default features and Cargo.toml's profile;
//! 2. `wasm-bindgen --target web --typescript`, here as the library of the same version, as the name of the crate;
//! 3. package.json, LICENSE files and README;
//! 4. `wasm-opt` with what `[package.metadata.wasm-pack.profile.release]` says, over the module in place.
//!
//! wasm-pack takes rustup's compiled standard library; this program compiles it, as for the other modules (see
//! `toolchain.rs`), so that it works where rustup cannot download a target. With the same library wasm-pack 0.15.1 makes the
//! same files, byte for byte; it needs wasm-bindgen-cli 0.2.130 and wasm-opt on the path:
//!
//! ```text
//! cargo install wasm-pack wasm-bindgen-cli@0.2.130
//! RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort wasm-pack build --target web --mode force
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen_cli_support::Bindgen;

use crate::lock::lock;
use crate::run::{command, npm_tool, root, run};
use crate::toolchain::Toolchain;

const TARGET: &str = "wasm32-unknown-unknown";
/// A folder of its own: its standard library is built with other options than those of the npm package's modules.
const TARGET_DIR: &str = "target/wasm/exports";
/// The name that wasm-pack gives the files: the crate's, with underscores.
const NAME: &str = "bpc_checkout";
const DOCUMENTS: [&str; 3] = ["README.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// A build of the exports: the package itself, or a crate over it.
struct Build {
    /// The crate that is compiled.
    package: &'static str,
    /// Where the package goes.
    output: &'static str,
}

/// What wasm-pack makes of the library.
const PACKAGE: Build = Build { package: "bpc-checkout", output: "target/pkg-js" };

/// The same with one more export, which traps: for the tests of what a trap does.
const TRAPPING: Build = Build { package: "bpc-checkout-trapping", output: "target/pkg-js-test" };

/// Builds `target/pkg-js`.
pub(crate) fn build() -> Result<()> {
    make(&PACKAGE)
}

/// Builds `target/pkg-js-test`.
pub(crate) fn build_test_variant() -> Result<()> {
    make(&TRAPPING)
}

/// Makes the package in a folder beside its own and moves it there whole, as `package.rs` does.
fn make(build: &Build) -> Result<()> {
    let _lock = lock("build")?;
    println!("build: {} (wasm-pack build --target web)", build.output);
    let cargo = CargoToml::read()?;
    let compiled = compile(build)?;
    let output = root().join(build.output);
    let staging = output.with_extension("partial");
    let _ = fs::remove_dir_all(&staging);
    bind(&compiled, &staging)?;
    write_manifest(&cargo, &staging)?;
    for document in DOCUMENTS {
        fs::copy(root().join(document), staging.join(document)).with_context(|| format!("cannot copy {document}"))?;
    }
    optimise(&cargo, &staging.join(format!("{NAME}_bg.wasm")))?;
    let _ = fs::remove_dir_all(&output);
    fs::rename(&staging, &output).with_context(|| format!("cannot move the package to {}", output.display()))
}

/// The code that exists in WebAssembly only.
pub(crate) fn clippy() -> Result<()> {
    let mut cargo = Toolchain::required()?.clippy();
    add_target(cargo.arg("--quiet"), &[PACKAGE.package, TRAPPING.package]);
    run(cargo.args(["--", "-D", "warnings"]))
}

fn add_target<'a>(cargo: &'a mut Command, packages: &[&str]) -> &'a mut Command {
    cargo.args(["--lib", "--release", "--target", TARGET, "--target-dir", TARGET_DIR, "-Zbuild-std=std,panic_abort"]);
    cargo.args(packages.iter().flat_map(|package| ["--package", package]))
}

fn compile(build: &Build) -> Result<PathBuf> {
    let mut cargo = Toolchain::required()?.cargo();
    run(add_target(cargo.args(["build", "--quiet"]), &[build.package]))?;
    Ok(root().join(TARGET_DIR).join(TARGET).join("release").join(format!("{}.wasm", build.package.replace('-', "_"))))
}

fn bind(compiled: &Path, output: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    // What the command does without options: `await init()` finds the module by itself.
    bindgen.input_path(compiled).out_name(NAME).web(true)?.typescript(true).omit_default_module_path(false);
    bindgen.generate(output).with_context(|| format!("wasm-bindgen cannot process {}", compiled.display()))
}

fn optimise(cargo: &CargoToml, wasm: &Path) -> Result<()> {
    let options = &cargo.package.metadata.wasm_pack.profile.release.wasm_opt;
    run(command(npm_tool("wasm-opt")).args(options).arg(wasm).arg("-o").arg(wasm))
}

/// As wasm-pack writes it.
fn write_manifest(cargo: &CargoToml, output: &Path) -> Result<()> {
    let package = &cargo.package;
    let manifest = json!({
        "name": package.name,
        "type": "module",
        "description": package.description,
        "version": package.version,
        "license": cargo.workspace.package.license,
        "files": [format!("{NAME}_bg.wasm"), format!("{NAME}.js"), format!("{NAME}.d.ts"), "snippets"],
        "main": format!("{NAME}.js"),
        "types": format!("{NAME}.d.ts"),
        "sideEffects": ["./snippets/*"],
        "keywords": package.keywords,
    });
    let text = serde_json::to_string_pretty(&manifest)?;
    fs::write(output.join("package.json"), text).context("cannot write package.json")
}

/// What of Cargo.toml wasm-pack reads.
#[derive(Deserialize)]
struct CargoToml {
    package: Package,
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    description: String,
    keywords: Vec<String>,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Workspace {
    package: WorkspacePackage,
}

#[derive(Deserialize)]
struct WorkspacePackage {
    license: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Metadata {
    wasm_pack: WasmPack,
}

#[derive(Deserialize)]
struct WasmPack {
    profile: Profiles,
}

#[derive(Deserialize)]
struct Profiles {
    release: Release,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Release {
    wasm_opt: Vec<String>,
}

impl CargoToml {
    fn read() -> Result<Self> {
        let text = fs::read_to_string(root().join("Cargo.toml")).context("cannot read Cargo.toml")?;
        toml::from_str(&text).context("Cargo.toml lacks what wasm-pack reads")
    }
}
