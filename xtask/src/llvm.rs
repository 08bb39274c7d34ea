//! The two programs of LLVM that read what the compiler counted. They must be as new as the compiler's own LLVM.

use std::path::PathBuf;

use crate::run::{capture, command};

/// Where the programs are.
pub(crate) struct Llvm {
    pub(crate) cov: PathBuf,
    pub(crate) profdata: PathBuf,
}

impl Llvm {
    /// rustup's, which belong to the compiler, else Debian's of the same version.
    pub(crate) fn find() -> Option<Self> {
        let sysroot = PathBuf::from(capture(command("rustc").args(["--print", "sysroot"])).ok()?.trim());
        let bin = sysroot.join("lib/rustlib").join(of_rustc("host:")?).join("bin");
        let rustups = Self { cov: bin.join("llvm-cov"), profdata: bin.join("llvm-profdata") };
        let debians = major().map(|major| Self {
            cov: format!("/usr/bin/llvm-cov-{major}").into(),
            profdata: format!("/usr/bin/llvm-profdata-{major}").into(),
        });
        [Some(rustups), debians].into_iter().flatten().find(|llvm| llvm.cov.exists() && llvm.profdata.exists())
    }
}

/// The package of Debian that brings them.
pub(crate) fn debian_package() -> Option<String> {
    major().map(|major| format!("llvm-{major}"))
}

fn major() -> Option<String> {
    Some(of_rustc("LLVM version:")?.split('.').next()?.to_owned())
}

/// What `rustc -vV` says under a name.
pub(crate) fn of_rustc(name: &str) -> Option<String> {
    let version = capture(command("rustc").arg("-vV")).ok()?;
    version.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
}
