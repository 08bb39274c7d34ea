//! Tools of cargo's that the tests run, each in one version, in `target/tools`.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{capture, command, path_with, root};

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

/// Builds and runs the fuzz targets.
pub(crate) const FUZZ: Tool = Tool { name: "fuzz", version: "0.13.2" };

/// Runs the Rust tests, and writes their results as JUnit.
pub(crate) const NEXTEST: Tool = Tool { name: "nextest", version: "0.9.151" };

impl Tool {
    /// `cargo <name>`. The program itself, so that none of another version on the machine is taken.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = command(bin().join(format!("cargo-{}", self.name)));
        // The tools find each other: cargo-llvm-cov runs cargo-nextest.
        cargo.env("PATH", path_with(&bin())).arg(self.name);
        cargo
    }

    /// The command that installs it. Without optimisation it is there in half the time; it runs for a second.
    pub(crate) fn install(&self) -> String {
        let Self { name, version } = self;
        format!(
            "cargo install --quiet --locked --force --debug --config profile.dev.debug=false --root target/tools cargo-{name}@{version}"
        )
    }

    pub(crate) fn is_installed(&self) -> bool {
        let said = capture(self.cargo().arg("--version")).unwrap_or_default();
        said.split_whitespace().any(|word| word == self.version)
    }
}

fn bin() -> PathBuf {
    root().join("target/tools/bin")
}
