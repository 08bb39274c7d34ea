//! `cargo xtask start`: the demo store and a sandbox gateway, until Ctrl-C.

use std::fs::File;
use std::io::Read;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::manifest::Manifest;
use crate::run::{command, root};
use crate::servers::{Server, answers};
use crate::{needs, pack, package};

const STORE_PORT: u16 = 8787;
const SANDBOX_PORT: u16 = 8788;

/// Installs what is missing, builds, serves both, prints their addresses and waits.
pub(crate) fn start(manifest: &Manifest) -> Result<()> {
    for port in [STORE_PORT, SANDBOX_PORT] {
        ensure!(!answers(port), "port {port} of this machine is in use, stop what serves there first");
    }
    needs::require(&[&needs::NPM, &needs::WASM])?;
    package::build(manifest)?;
    println!("start: installing the packed package into www/");
    pack::install(&pack::pack(manifest)?, &root().join("www"))?;

    let (stop, stopped) = channel();
    ctrlc::set_handler(move || {
        let _ = stop.send(());
    })?;

    let mut sandbox = Server::start("sandbox", &mut sandbox())?;
    let operator_key = random_key()?;
    let mut store = Server::start("store", &mut wrangler(&operator_key))?;
    sandbox.wait_for(SANDBOX_PORT, Duration::from_secs(30))?;
    store.wait_for(STORE_PORT, Duration::from_secs(60))?;
    println!(
        "\n  store     http://127.0.0.1:{STORE_PORT}\n  operator  http://operator:{operator_key}@127.0.0.1:{STORE_PORT}/operator   (captures, refunds; what is to be packed)\n  sandbox   http://127.0.0.1:{SANDBOX_PORT}\n\n  Ctrl-C ends both.\n"
    );

    while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(Duration::from_millis(500)) {
        sandbox.check()?;
        store.check()?;
    }
    println!("start: ending");
    Ok(())
}

/// The sandbox. It notifies the store of what happens to its orders: a customer who closes the tab still gets what was paid for.
fn sandbox() -> std::process::Command {
    let mut sandbox = command("node");
    let callback = format!("http://127.0.0.1:{STORE_PORT}/callback");
    sandbox.args(["pkg/cli.js", "sandbox", "--port", &SANDBOX_PORT.to_string(), "--callback-url", &callback]);
    sandbox.args(["--name", "Kiln & Kettle"]);
    sandbox
}

/// A fresh password of the operator's page, for this run.
fn random_key() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(hex.concat())
}

/// `wrangler dev` without an account and without a network.
fn wrangler(operator_key: &str) -> std::process::Command {
    let mut wrangler = command("wrangler");
    wrangler
        .current_dir(root().join("www"))
        .args(["dev", "--ip", "127.0.0.1", "--port", &STORE_PORT.to_string(), "--show-interactive-dev-session=false"])
        .args(["--var", &format!("OPERATOR_KEY:{operator_key}")])
        .env("WRANGLER_SEND_METRICS", "false")
        .env("CI", "1")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
    wrangler
}
