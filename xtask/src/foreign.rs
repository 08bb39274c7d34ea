//! Crates outside this workspace, such as the examples: compiled for WebAssembly as their authors would compile them.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::run::run;
use crate::toolchain::Toolchain;

/// `cargo xtask wasm build --manifest-path …`: this cargo command for WebAssembly, with a standard library compiled for it.
pub(crate) fn cargo(arguments: &[&str]) -> Result<()> {
    let toolchain = Toolchain::find().context("no Rust compiler with its sources found; run: cargo xtask build")?;
    let mut cargo = toolchain.cargo();
    cargo.args(arguments).args(["--target", "wasm32-unknown-unknown", "-Zbuild-std=std,panic_abort"]);
    run(&mut cargo)
}

/// `cargo xtask bind <module> <folder>`: wasm-bindgen's `worker.js` and `worker_bg.wasm` in the folder, as
/// `wasm-bindgen --target web --no-typescript` writes them.
pub(crate) fn bind(module: &str, folder: &str) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("worker").web(true)?.typescript(false);
    bindgen.generate(Path::new(folder)).with_context(|| format!("wasm-bindgen cannot process {module}"))
}
