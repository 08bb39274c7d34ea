//! Tools of cargo's that the tests run, each in one version, in a folder of ours.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::run::{capture, command, path_with, root, run};

/// A cargo subcommand from crates.io.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Line coverage.
pub(crate) const LLVM_COV: Tool = Tool { name: "llvm-cov", version: "0.9.1" };

/// Licences, bans and sources.
pub(crate) const DENY: Tool = Tool { name: "deny", version: "0.20.2" };

/// Mutation testing.
pub(crate) const MUTANTS: Tool = Tool { name: "mutants", version: "27.1.0" };

impl Tool {
    /// `cargo <name>`, installed when this version is not there.
    pub(crate) fn cargo(&self) -> Result<Command> {
        if !self.is_installed() {
            let (name, version) = (format!("cargo-{}", self.name), self.version);
            println!("setup: installing {name} {version} into target/tools (cargo install, some minutes, once)");
            // Without optimisation it is there in half the time; it runs for a second.
            let options = ["install", "--quiet", "--locked", "--force", "--debug", "--version", version, &name];
            run(command("cargo").args(options).arg("--root").arg(folder()))
                .with_context(|| format!("{name} cannot be installed"))?;
        }
        let mut cargo = self.bare();
        cargo.arg(self.name);
        Ok(cargo)
    }

    fn is_installed(&self) -> bool {
        let said = capture(self.bare().args([self.name, "--version"])).unwrap_or_default();
        said.split_whitespace().any(|word| word == self.version)
    }

    /// The program itself, so that none of another version on the machine is taken.
    fn bare(&self) -> Command {
        let bin = folder().join("bin");
        let mut cargo = command(bin.join(format!("cargo-{}", self.name)));
        cargo.env("PATH", path_with(&bin));
        cargo
    }
}

fn folder() -> PathBuf {
    root().join("target/tools")
}
