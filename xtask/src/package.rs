//! Puts the publishable package together: the modules, their glue, and the hand-written files of npm/.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::documents;
use crate::lock::lock;
use crate::manifest::{Bundle, Manifest, Module};
use crate::run::{command, npm_tool, root, run};
use crate::toolchain::Toolchain;
use crate::wasm::{self, Built};

/// What is built into the package besides the modules as they are.
#[derive(Default)]
struct Extras<'a> {
    features: Option<&'a BTreeMap<String, Vec<String>>>,
    append: Option<&'a BTreeMap<String, String>>,
}

/// What an import for one bank is where no module is uploaded.
const WHOLE: &str = "export * from \"./index.js\";\n";

/// Builds `pkg/`, ready for `npm pack`.
pub(crate) fn build(manifest: &Manifest) -> Result<()> {
    assemble(manifest, &manifest.output.package, &Extras::default())
}

/// Builds the package that tests alone use.
pub(crate) fn build_test_variant(manifest: &Manifest) -> Result<()> {
    let variant = &manifest.test_variant;
    let extras = Extras { features: Some(&variant.features), append: Some(&variant.append) };
    assemble(manifest, &variant.package, &extras)
}

/// Makes the package in a folder beside `output` and moves it there whole: a failed build leaves the last good one.
fn assemble(manifest: &Manifest, output: &str, extras: &Extras) -> Result<()> {
    let _lock = lock("build")?;
    let toolchain = Toolchain::required()?;
    println!("build: WebAssembly is compiled by {}", toolchain.version);
    let output = root().join(output);
    let staging = output.with_extension("partial");
    let _ = fs::remove_dir_all(&staging);
    fs::create_dir_all(&staging).with_context(|| format!("cannot create {}", staging.display()))?;

    for module in &manifest.modules {
        let features = extras.features.and_then(|features| features.get(&module.name));
        let built = wasm::build(manifest, &toolchain, module, features.map_or(&[], Vec::as_slice))?;
        add_module(module, &built, &staging)?;
    }
    for bank in &manifest.banks.names {
        let module = manifest.core()?;
        let built = wasm::build_for_bank(manifest, &toolchain, module, &manifest.banks.variable, bank)?;
        fs::copy(&built.wasm, staging.join(format!("{bank}.wasm")))?;
    }
    add_static(manifest, &staging)?;
    for (file, line) in extras.append.into_iter().flatten() {
        let mut text = fs::read_to_string(staging.join(file))?;
        text.push_str(line);
        fs::write(staging.join(file), text)?;
    }
    for bank in &manifest.banks.names {
        for entry in &manifest.banks.entries {
            add_bank(&manifest.banks.module, bank, entry, &staging)?;
        }
        // For resolvers that do not read `exports`.
        fs::write(staging.join(format!("{bank}.js")), WHOLE)?;
        fs::write(staging.join(format!("{bank}.d.ts")), WHOLE)?;
    }
    for bundle in &manifest.bundles {
        add_bundles(bundle, &staging)?;
    }
    for file in &manifest.output.intermediate {
        fs::remove_file(staging.join(file)).with_context(|| format!("the build made no {file}"))?;
    }
    let _ = fs::remove_dir_all(&output);
    fs::rename(&staging, &output).with_context(|| format!("cannot move the package to {}", output.display()))?;
    println!("build: {} is ready (npm pack {})", output.display(), output.display());
    Ok(())
}

/// `<name>.wasm`, its glue without comments and spaces, and the base64 of the same bytes.
fn add_module(module: &Module, built: &Built, folder: &Path) -> Result<()> {
    fs::copy(&built.wasm, folder.join(format!("{}.wasm", module.name)))?;
    esbuild(&built.glue, &folder.join(&module.glue), &["--minify", "--format=esm", "--log-level=warning"])?;
    let inline = format!("export default \"{}\";\n", STANDARD.encode(fs::read(&built.wasm)?));
    fs::write(folder.join(format!("{}-inline.js", module.name)), inline)?;
    Ok(())
}

/// What is copied as it is: npm/ and the documents. `CommonJS` users get the same types under the extension they need.
fn add_static(manifest: &Manifest, folder: &Path) -> Result<()> {
    let source = root().join(&manifest.output.static_files);
    for entry in fs::read_dir(&source).with_context(|| format!("cannot read {}", source.display()))? {
        let from = entry?.path();
        if from.is_dir() {
            continue;
        }
        let name = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
        fs::copy(&from, folder.join(&name)).with_context(|| format!("cannot copy npm/{name}"))?;
        if let Some(stem) = name.strip_suffix(".d.ts") {
            fs::copy(&from, folder.join(format!("{stem}.d.cts")))?;
        }
    }
    for (name, example) in &manifest.output.templates {
        copy_template(&root().join(example), &folder.join("templates").join(name))?;
    }
    for (name, source) in &manifest.output.demo {
        copy_template(&root().join(source), &folder.join("demo").join(name))?;
    }
    documents::add(&manifest.output, folder)
}

/// Copies an example without what a developer's run left in it.
fn copy_template(from: &Path, to: &Path) -> Result<()> {
    const LEFT: [&str; 6] = ["node_modules", ".wrangler", ".dev.vars", ".env", "package-lock.json", "shop.sqlite"];
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if LEFT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if from.is_dir() {
            copy_template(&from, &to)?;
        } else {
            fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        }
    }
    Ok(())
}

/// `<bank>-<entry>`: the entry with the bank's module, and with a glue of its own. One program may import two entries.
fn add_bank(module: &str, bank: &str, entry: &str, folder: &Path) -> Result<()> {
    let text = fs::read_to_string(folder.join(entry)).with_context(|| format!("npm/ has no {entry}"))?;
    let file = format!("./{module}.wasm");
    anyhow::ensure!(text.contains(&file), "npm/{entry} does not import {file}");
    let output = folder.join(format!("{bank}-{entry}"));
    fs::write(&output, text.replace(&file, &format!("./{bank}.wasm")))?;
    let options = ["--bundle", "--format=esm", "--platform=neutral", "--external:*.wasm", "--external:*.wasm?module"];
    let common = ["--target=es2022", "--charset=utf8", "--log-level=warning", "--allow-overwrite"];
    esbuild(&output, &output, &[&options[..], &common].concat())
}

fn add_bundles(bundle: &Bundle, folder: &Path) -> Result<()> {
    let entry = folder.join(&bundle.entry);
    let common = ["--bundle", "--target=es2022", "--charset=utf8", "--log-level=warning"];
    // Platform node adds the hint by which Node finds the names of the exports in an `import` of CommonJS.
    let cjs = [&common[..], &["--format=cjs", "--platform=node"]].concat();
    esbuild(&entry, &folder.join(&bundle.cjs), &cjs)?;
    let Some(file) = &bundle.esm else { return Ok(()) };
    // Last, and over the entry itself.
    let esm = [&common[..], &["--format=esm", "--platform=neutral", "--allow-overwrite"]].concat();
    esbuild(&entry, &folder.join(file), &esm)
}

fn esbuild(input: &Path, output: &Path, options: &[&str]) -> Result<()> {
    run(command(npm_tool("esbuild")).arg(input).args(options).arg(format!("--outfile={}", output.display())))
}
