//! Installs what is missing, and says what it is doing while it does.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{capture, command, npm_tool, root, run};
use crate::toolchain::Toolchain;

/// Where Debian puts the browser that the tests drive.
pub(crate) const CHROMIUM: &str = "/usr/bin/chromium";

/// What the commands of `node_modules` must answer to: npm may skip an install script with no more than a warning, and
/// then a binary is missing that only a later step would miss.
const TOOLS: [&str; 9] = ["node", "deno", "bun", "esbuild", "workerd", "wasm-opt", "wrangler", "tsc", "vite"];

/// npm's tools, the WebAssembly compiler, and with `chromium` the browser. One at a time: two `npm ci` side by side
/// would take each other's files away.
pub(crate) fn setup(chromium: bool) -> Result<()> {
    let _alone = alone("setup")?;
    npm_tools()?;
    let toolchain = Toolchain::ensure()?;
    println!("setup: WebAssembly is compiled by {}", toolchain.version);
    if chromium {
        ensure_chromium()?;
    }
    Ok(())
}

/// Waits until no other run of this program does `what`; ends with the returned file.
pub(crate) fn alone(what: &str) -> Result<File> {
    let folder = root().join("target");
    std::fs::create_dir_all(&folder)?;
    let file = File::create(folder.join(format!(".xtask-{what}")))?;
    if file.try_lock().is_err() {
        println!("{what}: waiting for another cargo xtask");
        file.lock()?;
    }
    Ok(file)
}

/// `npm ci`, unless `node_modules` already agrees with package-lock.json.
fn npm_tools() -> Result<()> {
    let root = root();
    let installed = root.join("node_modules/.setup-lock");
    let lock = std::fs::read(root.join("package-lock.json")).context("package-lock.json is missing")?;
    if std::fs::read(&installed).is_ok_and(|seen| seen == lock) {
        return Ok(());
    }
    println!("setup: installing the tools of package.json into node_modules (npm ci, about 1.2 GB, once)");
    // `command` would put node_modules/.bin first; npm must run on the machine's own Node while it replaces that.
    run(Command::new("npm").current_dir(&root).args(["ci", "--no-fund", "--no-audit", "--loglevel=error"]))?;
    for tool in TOOLS {
        check_tool(tool)?;
    }
    std::fs::write(&installed, lock).context("cannot write to node_modules")
}

/// Runs the tool once; if it does not, runs the install scripts that npm skipped and tries again.
fn check_tool(tool: &str) -> Result<()> {
    let works = || capture(command(npm_tool(tool)).arg("--version"));
    if works().is_ok() {
        return Ok(());
    }
    println!("setup: {tool} does not start, running the install scripts again (npm rebuild)");
    run(Command::new("npm").current_dir(root()).args(["rebuild", "--foreground-scripts", "--loglevel=error"]))?;
    works().map(drop).with_context(|| format!("node_modules/.bin/{tool} does not run after npm rebuild"))
}

/// Debian's Chromium, installed when it is missing.
pub(crate) fn ensure_chromium() -> Result<()> {
    if Path::new(CHROMIUM).exists() {
        return Ok(());
    }
    println!("setup: installing Chromium for the browser tests (apt-get install chromium)");
    if !apt_install(&["chromium"])? || !Path::new(CHROMIUM).exists() {
        bail!("{CHROMIUM} is missing, install it with: apt-get install chromium");
    }
    Ok(())
}

/// The C++ compiler that libFuzzer is built with.
pub(crate) fn ensure_cpp() -> Result<()> {
    let works = || capture(Command::new("c++").arg("--version")).is_ok();
    if works() {
        return Ok(());
    }
    println!("setup: installing a C++ compiler for libFuzzer (apt-get install g++)");
    if !apt_install(&["g++"])? || !works() {
        bail!("there is no C++ compiler, install one with: apt-get install g++");
    }
    Ok(())
}

/// Installs Debian packages. False: there is no apt-get, or it may not install (not root).
pub(crate) fn apt_install(packages: &[&str]) -> Result<bool> {
    if capture(Command::new("apt-get").arg("--version")).is_err()
        || capture(Command::new("id").arg("-u"))?.trim() != "0"
    {
        return Ok(false);
    }
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))?;
    Ok(true)
}
