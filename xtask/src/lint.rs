//! The steps `fmt` and `clippy`, which also makes the documentation.

use anyhow::Result;

use crate::bench;
use crate::exports;
use crate::fuzz;
use crate::mode::Run;
use crate::results::Results;
use crate::run::{command, npm_tool, run};
use crate::toolchain::Toolchain;
use crate::wasm;

pub(crate) fn fmt() -> Results {
    let mut results = Results::default();
    results.check("rustfmt", run(command("cargo").args(["fmt", "--all", "--check"])));
    for (what, path) in [("fuzz targets", fuzz::CRATE), ("benchmark", bench::CRATE)] {
        let mut alone = command("cargo");
        results.check(&format!("rustfmt, {what}"), run(alone.args(["fmt", "--manifest-path", path, "--check"])));
    }
    results.check("prettier", run(command(npm_tool("prettier")).args(["--check", "--log-level=warn", "."])));
    results
}

/// Clippy sees the native code, and with the compiler that builds the modules the code that exists only there.
pub(crate) fn clippy(run_of: &Run) -> Result<Results> {
    const DENY: [&str; 3] = ["--", "-D", "warnings"];
    let mut results = Results::default();
    let mut native = command("cargo");
    results.check("clippy, native", run(native.args(["clippy", "--quiet", "--workspace", "--all-targets"]).args(DENY)));
    let manifest = &run_of.manifest;
    for module in &manifest.modules {
        let mut cargo = Toolchain::required()?.clippy();
        // The profile of the build: what compiles at build time is then compiled once for both.
        cargo.args(["--quiet", "--lib", "--profile", &manifest.rust.profile, "--package", &module.package]);
        wasm::add_target(manifest, module, &wasm::target_dir(module), &mut cargo);
        results.check(&format!("clippy, module {}", module.name), run(cargo.args(DENY)));
    }
    results.check("clippy, exports", exports::clippy());
    let mut docs = command("cargo");
    docs.env("RUSTDOCFLAGS", "-D warnings").args([
        "doc",
        "--quiet",
        "--package",
        "bpc-checkout",
        "--no-deps",
        "--all-features",
    ]);
    results.check("documentation without a warning", run(&mut docs));
    Ok(results)
}
