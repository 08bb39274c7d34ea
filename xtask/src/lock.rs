//! A lock between runs of this program: two of them side by side would write into the same folders.

use std::fs::File;

use anyhow::Result;

use crate::run::root;

/// Waits until no other run of this program does `what`. The lock ends when the returned file is dropped.
pub(crate) fn lock(what: &str) -> Result<File> {
    let folder = root().join("target");
    std::fs::create_dir_all(&folder)?;
    let file = File::create(folder.join(format!(".xtask-{what}")))?;
    if file.try_lock().is_err() {
        println!("{what}: waiting for another cargo xtask");
        file.lock()?;
    }
    Ok(file)
}
