//! From a crate to an optimised WebAssembly module and its JavaScript glue.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::manifest::{Manifest, Module};
use crate::run::{command, npm_tool, root, run};
use crate::toolchain::Toolchain;

/// A folder of its own for each module: another compiler may work here than on the native code, and each module has its own
/// standard library.
pub(crate) fn target_dir(module: &Module) -> String {
    format!("target/wasm/{}", module.name)
}

/// All banks in one folder: they share the compiled standard library.
const BANKS_DIR: &str = "target/wasm/banks";

/// Where one module was built to.
pub(crate) struct Built {
    /// The optimised module.
    pub(crate) wasm: PathBuf,
    /// The glue of wasm-bindgen, not minified.
    pub(crate) glue: PathBuf,
}

/// Builds `module` with `features` into `target/wasm/out/<name>[-<features>]`. What has not changed is not built again:
/// cargo decides for the compiler's part, a fingerprint of its result for the rest.
pub(crate) fn build(manifest: &Manifest, toolchain: &Toolchain, module: &Module, features: &[String]) -> Result<Built> {
    let name = [std::slice::from_ref(&module.name), features].concat().join("-");
    println!("build: {name}");
    let mut cargo = toolchain.cargo();
    let compiled = compile(manifest, module, features, &target_dir(module), &mut cargo)?;
    finish(manifest, module, &name, &compiled)
}

/// Builds `module` for one bank into `target/wasm/out/<bank>`. Cargo keeps one bank of the folder that they share, so this program
/// itself sees whether the sources have changed.
pub(crate) fn build_for_bank(
    manifest: &Manifest,
    toolchain: &Toolchain,
    module: &Module,
    variable: &str,
    bank: &str,
) -> Result<Built> {
    println!("build: {} for {bank}", module.name);
    let kept = root().join(BANKS_DIR).join(format!("{bank}.wasm"));
    let seen = kept.with_extension("sources");
    let sources = sources(manifest, toolchain, module)?;
    if !kept.exists() || std::fs::read_to_string(&seen).ok().as_ref() != Some(&sources) {
        let mut cargo = toolchain.cargo();
        cargo.env(variable, bank);
        let compiled = compile(manifest, module, &[], BANKS_DIR, &mut cargo)?;
        std::fs::copy(&compiled, &kept)?;
        std::fs::write(&seen, sources)?;
    }
    finish(manifest, module, bank, &kept)
}

/// The glue and the optimised module of what was compiled, in `target/wasm/out/<name>`.
fn finish(manifest: &Manifest, module: &Module, name: &str, compiled: &Path) -> Result<Built> {
    let folder = root().join("target/wasm/out").join(name);
    let built = Built { wasm: folder.join("optimised.wasm"), glue: folder.join("glue.js") };

    let fingerprint = fingerprint(manifest, module, compiled)?;
    let stamp = folder.join("stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|seen| seen == fingerprint) {
        return Ok(built);
    }
    let _ = std::fs::remove_dir_all(&folder);
    bind(manifest, compiled, &folder)?;
    optimise(module, &folder.join("glue_bg.wasm"), &built.wasm)?;
    std::fs::write(stamp, fingerprint)?;
    Ok(built)
}

/// `cargo rustc --crate-type cdylib`: a crate that is an rlib at the same time would lose link-time optimisation.
fn compile(
    manifest: &Manifest,
    module: &Module,
    features: &[String],
    target_dir: &str,
    cargo: &mut Command,
) -> Result<PathBuf> {
    let rust = &manifest.rust;
    cargo.args(["rustc", "--lib", "--crate-type", "cdylib", "--quiet", "--package", &module.package]);
    cargo.args(["--profile", &rust.profile]);
    add_target(manifest, module, target_dir, cargo);
    if !features.is_empty() {
        cargo.args(["--features", &features.join(",")]);
    }
    run(cargo)?;
    let file = format!("{}.wasm", module.package.replace('-', "_"));
    Ok(root().join(target_dir).join(&rust.target).join(&rust.profile).join(file))
}

/// Makes a cargo command compile for WebAssembly, with a standard library of its own.
pub(crate) fn add_target(manifest: &Manifest, module: &Module, target_dir: &str, cargo: &mut Command) {
    let rust = &manifest.rust;
    let mut flags = [&rust.rustflags[..], &module.rustflags].concat();
    // Paths of the machine that builds must not end up in the package.
    flags.extend(remapped_paths());
    cargo
        .args(["--target", &rust.target, "--target-dir", target_dir])
        .arg(format!("-Zbuild-std={}", module.build_std.join(",")))
        .arg(format!("-Zbuild-std-features={}", rust.build_std_features.join(",")))
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
}

fn remapped_paths() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let known = [(Some(root()), "/bpc-checkout"), (home, "/cargo")];
    let known = known.into_iter().filter_map(|(path, name)| path.map(|path| (path, name)));
    known.map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display())).collect()
}

/// Runs wasm-bindgen: `glue.js` and `glue_bg.wasm` in `folder`.
fn bind(manifest: &Manifest, compiled: &Path, folder: &Path) -> Result<()> {
    let options = &manifest.wasm_bindgen;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("glue")
        .web(true)?
        .omit_default_module_path(options.omit_default_module_path)
        .reset_state_function(options.reset_state_function)
        .typescript(options.typescript);
    let mut output =
        bindgen.generate_output().with_context(|| format!("wasm-bindgen cannot process {}", compiled.display()))?;
    output.emit(folder)
}

fn optimise(module: &Module, input: &Path, output: &Path) -> Result<()> {
    run(command(npm_tool("wasm-opt")).args(&module.wasm_opt).arg(input).arg("-o").arg(output))
}

/// Changes when a source of the module changes, or how it is compiled.
fn sources(manifest: &Manifest, toolchain: &Toolchain, module: &Module) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    format!("{}{:?}{module:?}", toolchain.version, manifest.rust).hash(&mut hasher);
    let mut left = ["src", "wasm", "Cargo.toml", "Cargo.lock"].map(|path| root().join(path)).to_vec();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let mut entries = std::fs::read_dir(&path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
            entries.sort();
            left.extend(entries);
        } else {
            path.hash(&mut hasher);
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Changes when the compiled module, the options after it or this program change.
fn fingerprint(manifest: &Manifest, module: &Module, compiled: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    std::fs::read(compiled).with_context(|| format!("{} was not built", compiled.display()))?.hash(&mut hasher);
    format!("{:?}{:?}", manifest.wasm_bindgen, module.wasm_opt).hash(&mut hasher);
    include_str!("wasm.rs").hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}
