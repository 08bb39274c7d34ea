//! `wasm-pack.toml`: how the npm package is built, in one place.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The whole file. An unknown key is an error: a misspelt option must not be silently without effect.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Manifest {
    pub(crate) output: Output,
    pub(crate) rust: Rust,
    pub(crate) wasm_bindgen: WasmBindgen,
    #[serde(rename = "module")]
    pub(crate) modules: Vec<Module>,
    #[serde(rename = "bundle")]
    pub(crate) bundles: Vec<Bundle>,
    pub(crate) banks: Banks,
    pub(crate) test_variant: TestVariant,
    pub(crate) budget: Budget,
}

/// Where the package comes from and where it goes; paths from the root of the repository.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    pub(crate) package: String,
    #[serde(rename = "static")]
    pub(crate) static_files: String,
    pub(crate) documents: Vec<String>,
    /// A folder; its Markdown files are documents too, but for the `internal` ones.
    pub(crate) guides: String,
    pub(crate) internal: Vec<String>,
    /// Name in the package → folder of the repository.
    pub(crate) templates: BTreeMap<String, String>,
    /// The demo store: name below demo/ of the package → folder of the repository.
    pub(crate) demo: BTreeMap<String, String>,
    pub(crate) intermediate: Vec<String>,
}

/// What the compiler is told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Rust {
    pub(crate) target: String,
    pub(crate) profile: String,
    pub(crate) build_std_features: Vec<String>,
    pub(crate) rustflags: Vec<String>,
}

/// What wasm-bindgen is told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct WasmBindgen {
    pub(crate) target: String,
    pub(crate) omit_default_module_path: bool,
    pub(crate) reset_state_function: bool,
    pub(crate) typescript: bool,
}

/// One WebAssembly module of the package: `<name>.wasm`, its glue, and `<name>-inline.js`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) package: String,
    pub(crate) glue: String,
    pub(crate) build_std: Vec<String>,
    /// On top of those that all modules share.
    pub(crate) rustflags: Vec<String>,
    /// What binaryen's wasm-opt is told.
    pub(crate) wasm_opt: Vec<String>,
}

/// An entry, and the names of the bundles made from it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bundle {
    pub(crate) entry: String,
    /// Without a name `import` takes the entry as it is.
    pub(crate) esm: Option<String>,
    pub(crate) cjs: String,
}

/// The module of the library for one bank alone: `<name>.wasm`, and a copy of each entry, `<name>-<entry>`, that imports it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Banks {
    pub(crate) module: String,
    /// The variable of the environment by which the compiler is told the name.
    pub(crate) variable: String,
    pub(crate) names: Vec<String>,
    pub(crate) entries: Vec<String>,
}

/// The package that tests alone use: more cargo features per module, and a line more at the end of some files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestVariant {
    pub(crate) package: String,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) append: BTreeMap<String, String>,
}

/// The gates of `npm test`, in bytes. tests/package gets them as JSON.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Budget {
    pub(crate) store_upload: u64,
    pub(crate) glue: u64,
    pub(crate) memory_start: u64,
}

impl Manifest {
    /// Reads `wasm-pack.toml` in `root`.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let path = root.join("wasm-pack.toml");
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let manifest: Self = toml::from_str(&text).with_context(|| format!("{} is not valid", path.display()))?;
        anyhow::ensure!(
            manifest.wasm_bindgen.target == "web",
            "wasm-pack.toml: wasm-bindgen.target must be \"web\", the loaders in npm/ call its initSync"
        );
        Ok(manifest)
    }

    /// The module of the library.
    pub(crate) fn core(&self) -> Result<&Module> {
        let name = &self.banks.module;
        self.modules
            .iter()
            .find(|module| module.name == *name)
            .with_context(|| format!("wasm-pack.toml: no module {name}"))
    }
}
