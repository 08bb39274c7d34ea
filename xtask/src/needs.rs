//! What the steps need beside cargo, and how it is installed.
//!
//! Everything that is missing is listed before anything is installed. What can go below the project or into rustup's folder
//! goes there; Debian's packages are installed where this program runs as root. Elsewhere the command is printed, the
//! steps that can run go on, and the others are red.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::llvm::{self, Llvm};
use crate::lock::lock;
use crate::run::{capture, command, npm_tool, root, run};
use crate::toolchain::{self, Toolchain};
use crate::tools::{DENY, FUZZ, LLVM_COV, MUTANTS, NEXTEST};

/// One thing that a step cannot do without.
pub(crate) struct Need {
    what: &'static str,
    found: fn() -> bool,
    /// The command that installs it for this project or this user alone, if there is one.
    local: fn() -> Option<String>,
    /// What is left to do after that command.
    finish: fn() -> Result<()>,
    /// The packages of Debian that bring it.
    debian: fn() -> Vec<String>,
    /// The command on macOS.
    mac: &'static str,
}

const NOTHING: Need = Need { what: "", found: || false, local: || None, finish: || Ok(()), debian: Vec::new, mac: "" };

/// What the commands of `node_modules` must answer to: npm may skip an install script with no more than a warning, and
/// then a binary is missing that only a later step would miss.
const TOOLS: [&str; 9] = ["node", "deno", "bun", "esbuild", "workerd", "wasm-opt", "wrangler", "tsc", "vite"];

pub(crate) static NPM: Need = Need {
    what: "the tools of package.json (node_modules, 1.2 GB)",
    found: npm_tools_agree,
    local: || Some("npm ci --no-fund --no-audit --loglevel=error".into()),
    finish: finish_npm,
    ..NOTHING
};

pub(crate) static WASM: Need = Need {
    what: "a Rust compiler with the sources of its standard library",
    found: || Toolchain::find().is_some(),
    local: || rustup("rust-src"),
    debian: || toolchain::DEBIAN_PACKAGES.map(str::to_owned).to_vec(),
    mac: "rustup component add rust-src",
    ..NOTHING
};

pub(crate) static LINTS: Need = Need {
    what: "rustfmt and clippy",
    found: || {
        let native = ["fmt", "clippy"].iter().all(|tool| capture(command("cargo").args([tool, "--version"])).is_ok());
        native && Toolchain::find().is_none_or(|toolchain| toolchain.has_clippy())
    },
    local: || rustup("rustfmt clippy"),
    debian: || ["rustfmt", "rust-clippy", "rust-web-clippy"].map(str::to_owned).to_vec(),
    mac: "rustup component add rustfmt clippy",
    ..NOTHING
};

pub(crate) static LLVM: Need = Need {
    what: "LLVM's tools for coverage",
    found: || Llvm::find().is_some(),
    local: || rustup("llvm-tools"),
    debian: || llvm::debian_package().into_iter().collect(),
    mac: "rustup component add llvm-tools",
    ..NOTHING
};

pub(crate) static CARGO_LLVM_COV: Need =
    Need { what: "cargo-llvm-cov", found: || LLVM_COV.is_installed(), local: || Some(LLVM_COV.install()), ..NOTHING };

pub(crate) static CARGO_NEXTEST: Need =
    Need { what: "cargo-nextest", found: || NEXTEST.is_installed(), local: || Some(NEXTEST.install()), ..NOTHING };

pub(crate) static CARGO_DENY: Need =
    Need { what: "cargo-deny", found: || DENY.is_installed(), local: || Some(DENY.install()), ..NOTHING };

pub(crate) static CARGO_FUZZ: Need =
    Need { what: "cargo-fuzz", found: || FUZZ.is_installed(), local: || Some(FUZZ.install()), ..NOTHING };

pub(crate) static CARGO_MUTANTS: Need =
    Need { what: "cargo-mutants", found: || MUTANTS.is_installed(), local: || Some(MUTANTS.install()), ..NOTHING };

pub(crate) static CPP: Need = Need {
    what: "a C++ compiler (libFuzzer is built with it)",
    found: || capture(Command::new("c++").arg("--version")).is_ok(),
    debian: || vec!["g++".into()],
    mac: "xcode-select --install",
    ..NOTHING
};

pub(crate) static CHROMIUM: Need = Need {
    what: "Chromium (or set CHROMIUM to a browser)",
    found: || capture(command("node").arg("tests/support/chromium.mjs")).is_ok(),
    debian: || vec!["chromium".into()],
    mac: "brew install --cask google-chrome",
    ..NOTHING
};

pub(crate) static GIT: Need = Need {
    what: "git, in a clone of the repository (it lists the files to check)",
    found: || capture(command("git").args(["ls-files", "--error-unmatch", "Cargo.toml"])).is_ok(),
    debian: || vec!["git".into()],
    mac: "xcode-select --install",
    ..NOTHING
};

pub(crate) static PYTHON: Need = Need {
    what: "Python 3 with venv",
    found: || capture(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_ok(),
    debian: || ["python3", "python3-venv"].map(str::to_owned).to_vec(),
    mac: "brew install python",
    ..NOTHING
};

impl Need {
    /// Why a step that needs this cannot run. Nothing: it is there.
    pub(crate) fn missing(&self) -> Option<String> {
        if (self.found)() {
            return None;
        }
        Some(format!("missing: {}; install it with: {}", self.what, self.ways().join(", or: ")))
    }

    /// The commands that install it, the preferred one first.
    fn ways(&self) -> Vec<String> {
        let system = if cfg!(target_os = "macos") {
            Some(self.mac.to_owned()).filter(|command| !command.is_empty())
        } else {
            Some((self.debian)()).filter(|packages| !packages.is_empty()).map(|packages| apt_get(&packages))
        };
        let mut ways: Vec<String> = (self.local)().into_iter().chain(system).collect();
        ways.dedup();
        ways
    }

    /// Tries the local way, then Debian's packages.
    fn install(&self) -> Result<()> {
        if let Some(words) = (self.local)() {
            let tried = run_words(&words).and_then(|()| (self.finish)());
            // A part that was added to a compiler that is too old does not help.
            if (tried.is_ok() && (self.found)()) || (self.debian)().is_empty() {
                return tried;
            }
        }
        if can_apt() {
            run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "update"]))?;
            return run_words(&apt_get(&(self.debian)()));
        }
        bail!("not installed")
    }
}

/// Lists what is missing, then installs what can be installed here. What could not be is found by [`Need::missing`].
pub(crate) fn prepare(needs: &[&'static Need]) -> Result<()> {
    let _lock = lock("setup")?;
    let missing: Vec<_> = needs.iter().filter(|need| !(need.found)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("setup: missing, with the commands that install it:");
    for need in &missing {
        println!("  {:<58} {}", need.what, need.ways().join(", or: "));
    }
    println!("setup: installing now, in this order{}", if can_apt() { "" } else { "; what needs root is left to you" });
    for need in missing {
        if let Err(error) = need.install() {
            println!("setup: {} is still missing: {error:#}", need.what);
        }
    }
    Ok(())
}

/// Installs what is missing, and fails where something still is.
pub(crate) fn require(needs: &[&'static Need]) -> Result<()> {
    prepare(needs)?;
    match needs.iter().find_map(|need| need.missing()) {
        Some(reason) => bail!(reason),
        None => Ok(()),
    }
}

/// The command that adds a part of the compiler, where rustup manages it.
fn rustup(component: &str) -> Option<String> {
    capture(Command::new("rustup").arg("--version")).ok()?;
    Some(format!("rustup component add {component}"))
}

fn apt_get(packages: &[String]) -> String {
    format!("apt-get install -y --no-install-recommends {}", packages.join(" "))
}

/// Whether Debian's packages can be installed: there is apt-get, and this is root.
fn can_apt() -> bool {
    capture(Command::new("apt-get").arg("--version")).is_ok()
        && capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Runs a command of plain words. Not by `command`, which puts `node_modules/.bin` first: `npm ci` replaces that folder.
fn run_words(words: &str) -> Result<()> {
    println!("setup: {words}");
    let mut words = words.split(' ');
    run(Command::new(words.next().unwrap_or_default())
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .current_dir(root()))
}

fn stamp() -> std::path::PathBuf {
    root().join("node_modules/.setup-lock")
}

/// Whether `node_modules` was installed from this package-lock.json.
fn npm_tools_agree() -> bool {
    let lock = std::fs::read(root().join("package-lock.json"));
    lock.is_ok_and(|lock| std::fs::read(stamp()).is_ok_and(|seen| seen == lock))
}

fn finish_npm() -> Result<()> {
    TOOLS.into_iter().try_for_each(check_tool)?;
    std::fs::copy(root().join("package-lock.json"), stamp()).map(drop).context("cannot write to node_modules")
}

/// Runs the tool once; if it does not, runs the install scripts that npm skipped and tries again.
fn check_tool(tool: &str) -> Result<()> {
    let works = || capture(command(npm_tool(tool)).arg("--version"));
    if works().is_ok() {
        return Ok(());
    }
    println!("setup: {tool} does not start, running the install scripts again");
    run_words("npm rebuild --foreground-scripts --loglevel=error")?;
    works().map(drop).with_context(|| format!("node_modules/.bin/{tool} does not run after npm rebuild"))
}

#[cfg(test)]
mod tests {
    use super::{NOTHING, Need};

    #[test]
    fn what_is_missing_is_said_with_every_command_that_installs_it() {
        let need = Need {
            what: "a thing",
            local: || Some("rustup component add thing".into()),
            debian: || vec!["thing-1".into()],
            mac: "brew install thing",
            ..NOTHING
        };
        let system = if cfg!(target_os = "macos") {
            "brew install thing"
        } else {
            "apt-get install -y --no-install-recommends thing-1"
        };
        let said = format!("missing: a thing; install it with: rustup component add thing, or: {system}");
        assert_eq!(need.missing(), Some(said));
        assert_eq!(Need { found: || true, ..need }.missing(), None);
    }
}
