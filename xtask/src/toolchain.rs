//! Which compiler builds the WebAssembly modules.
//!
//! They are compiled together with their own standard library, so a compiler is needed whose sources are installed
//! (`rust-src`). A prebuilt wasm32 target is not needed, which is why this works where rustup cannot download one.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::run::{capture, command, path_with};

/// The oldest compiler that builds the modules: the first with `-Cpanic=immediate-abort`.
const OLDEST: (u32, u32) = (1, 92);

/// Debian's newer compiler, its sources, its clippy and a linker for WebAssembly; they install beside rustup's without
/// touching it.
pub(crate) const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];

/// A compiler with its standard library's sources and a linker for WebAssembly.
#[derive(Debug)]
pub(crate) struct Toolchain {
    /// What `rustc --version` says: part of what decides whether a module must be built again.
    pub(crate) version: String,
    rustc: PathBuf,
    linker: Option<PathBuf>,
}

impl Toolchain {
    /// The first complete compiler: the one on `PATH`, else Debian's in /usr/bin.
    /// `XTASK_RUSTC=/usr/bin/rustc` chooses one by hand.
    pub(crate) fn find() -> Option<Self> {
        if let Some(chosen) = std::env::var_os("XTASK_RUSTC") {
            return Self::examine(Path::new(&chosen));
        }
        ["rustc", "/usr/bin/rustc"].iter().find_map(|rustc| Self::examine(Path::new(rustc)))
    }

    /// The compiler, where `needs` has seen to it that there is one.
    pub(crate) fn required() -> Result<Self> {
        Self::find().context("there is no Rust compiler with its sources: cargo xtask setup build")
    }

    /// The cargo of this compiler.
    pub(crate) fn cargo(&self) -> Command {
        self.program("cargo")
    }

    /// A program that came with this compiler, free of what an outer `cargo run` left in the environment.
    fn program(&self, name: &str) -> Command {
        let beside = self.rustc.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut cargo = command(beside.map_or_else(|| PathBuf::from(name), |folder| folder.join(name)));
        for inherited in ["RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "LD_LIBRARY_PATH", "CARGO"] {
            cargo.env_remove(inherited);
        }
        if let Some(folder) = beside {
            // clippy would take rustup's standard library for this compiler's.
            cargo.env_remove("RUSTUP_HOME").env_remove("RUSTUP_TOOLCHAIN");
            cargo.env("PATH", path_with(folder)).env("RUSTC", &self.rustc);
        }
        if let Some(linker) = &self.linker {
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        // `-Zbuild-std` is not stable yet; this lets a stable compiler accept it.
        cargo.env("RUSTC_BOOTSTRAP", "1");
        cargo
    }

    /// Not `cargo clippy`: a cargo looks into rustup's folder first.
    pub(crate) fn clippy(&self) -> Command {
        let mut clippy = self.program("cargo-clippy");
        clippy.arg("clippy");
        clippy
    }

    pub(crate) fn has_clippy(&self) -> bool {
        capture(self.program("cargo-clippy").arg("--version")).is_ok()
    }

    /// `rustc`, if it is new enough, has its sources and there is a linker.
    fn examine(rustc: &Path) -> Option<Self> {
        let version = capture(Command::new(rustc).arg("--version")).ok()?.trim().to_owned();
        if parse_version(&version)? < OLDEST {
            return None;
        }
        let sysroot = PathBuf::from(capture(Command::new(rustc).args(["--print", "sysroot"])).ok()?.trim());
        let rustlib = sysroot.join("lib/rustlib");
        if !rustlib.join("src/rust/library/std/Cargo.toml").exists() {
            return None;
        }
        // rustup brings its own rust-lld; Debian's compiler uses the packaged wasm-ld.
        let linker = if has_rust_lld(&rustlib) { None } else { Some(packaged_linker()?) };
        Some(Self { version, rustc: rustc.to_path_buf(), linker })
    }
}

/// `rustc 1.95.0 (…)` → (1, 95).
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix("rustc ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn has_rust_lld(rustlib: &Path) -> bool {
    let targets = std::fs::read_dir(rustlib).into_iter().flatten().flatten();
    targets.into_iter().any(|target| target.path().join("bin/rust-lld").exists())
}

/// The newest `wasm-ld` that a system package brought.
fn packaged_linker() -> Option<PathBuf> {
    let folder = Path::new("/usr/bin");
    (15..40).rev().map(|version| folder.join(format!("wasm-ld-{version}"))).find(|path| path.exists())
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn reads_the_version_of_both_kinds_of_compiler() {
        assert_eq!(parse_version("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
        assert_eq!(parse_version("rustc 1.96.0-nightly"), Some((1, 96)));
        assert_eq!(parse_version("rustc"), None);
        assert_eq!(parse_version("clang 19.1"), None);
    }
}
