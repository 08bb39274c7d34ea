//! Servers that run beside this program and end with it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::run::display;

/// A server with everything it started. Dropping it ends them.
pub(crate) struct Server {
    name: &'static str,
    child: Child,
}

impl Server {
    /// Starts `command` in a process group of its own: wrangler starts workerd, which must end with it.
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let child = command.process_group(0).spawn().with_context(|| format!("cannot start {}", display(command)))?;
        Ok(Self { name, child })
    }

    /// Waits until the server answers HTTP on `port`, for at most `limit`.
    pub(crate) fn wait_for(&mut self, port: u16, limit: Duration) -> Result<()> {
        let start = Instant::now();
        while !answers(port) {
            self.check()?;
            if start.elapsed() > limit {
                bail!("the {} does not answer on port {port} after {} s", self.name, limit.as_secs());
            }
            sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// An error if the server has ended by itself.
    pub(crate) fn check(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            Some(status) => bail!("the {} ended with {status}", self.name),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        signal(&self.child, "TERM");
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && start.elapsed() < Duration::from_secs(5) {
            sleep(Duration::from_millis(50));
        }
        // The processes of the group that are left did not react to the signal.
        signal(&self.child, "KILL");
        let _ = self.child.wait();
    }
}

/// Sends a signal to the whole process group of `child`.
fn signal(child: &Child, name: &str) {
    // The shell has `kill` built in; the program of that name is missing on small systems.
    let kill = format!("kill -{name} -- -{}", child.id());
    let _ = Command::new("sh").args(["-c", &kill]).stderr(std::process::Stdio::null()).status();
}

/// Whether a server answers HTTP on a port of this machine.
pub(crate) fn answers(port: u16) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else { return false };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let request = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut start = [0; 5];
    stream.write_all(request.as_bytes()).is_ok() && stream.read_exact(&mut start).is_ok() && &start == b"HTTP/"
}
