//! What the package weighs.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::run::{Run, tool};
use crate::{stamp, workspace};

/// What a browser loads to make a call.
const DOWNLOAD: &str = "dist/index.js";

/// The most that may weigh, in bytes after `gzip -9`.
const BUDGET: u64 = 87_000;

/// One file of `pkg/`, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weight {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// A table of the files that are loaded at run time, and of what a browser downloads.
pub(crate) fn table() -> Result<String> {
    let weights = weigh()?;
    let mut table = format!("{:<28}{:>10}{:>10}{:>10}\n", "pkg/", "raw", "gzip -9", "brotli 11");
    for Weight { name, raw, gzip, brotli } in &weights {
        let (raw, gzip, brotli) = (bytes(*raw), bytes(*gzip), bytes(*brotli));
        // Writing to a String cannot fail.
        let _ = writeln!(table, "{name:<28}{raw:>10}{gzip:>10}{brotli:>10}");
    }
    let down = download(&weights)?;
    let _ = write!(
        table,
        "a browser downloads {DOWNLOAD}: {} bytes with gzip, {} with brotli",
        bytes(down.gzip),
        bytes(down.brotli)
    );
    Ok(table)
}

/// Fails above the budget; else says how much of it is used.
pub(crate) fn check() -> Result<String> {
    let gzip = download(&weigh()?)?.gzip;
    let (used, budget) = (bytes(gzip), bytes(BUDGET));
    ensure!(
        gzip <= BUDGET,
        "a browser downloads {used} bytes (gzip), above the budget of {budget}: \
         see with `cargo xtask build` which file grew"
    );
    Ok(format!("{used} of {budget} bytes"))
}

fn download(weights: &[Weight]) -> Result<Weight> {
    let found = weights.iter().find(|weight| weight.name == DOWNLOAD);
    found.cloned().with_context(|| format!("pkg/{DOWNLOAD} was not built"))
}

/// Node's brotli is the reference one; its zlib is not, and packs 2 % worse than `gzip` does.
fn weigh() -> Result<Vec<Weight>> {
    let pkg = workspace::root("pkg");
    let mut files = stamp::files_under(&pkg.join("dist"))?;
    files.retain(|file| {
        file.extension().is_some_and(|end| end == "js" || end == "cjs" || end == "wasm")
    });
    let brotli = tool("node").arg(workspace::root("xtask/js/brotli.mjs")).args(&files).read()?;
    let brotli: Vec<u64> = serde_json::from_str(&brotli)?;
    let weigh = |(file, brotli): (&PathBuf, u64)| {
        Ok(Weight {
            name: file.strip_prefix(&pkg).unwrap_or(file).display().to_string(),
            raw: fs::metadata(file)?.len(),
            gzip: gzip(file)?,
            brotli,
        })
    };
    files.iter().zip(brotli).map(weigh).collect()
}

fn gzip(file: &Path) -> Result<u64> {
    let packed = tool("gzip").args(["-9", "--no-name", "--stdout"]).arg(file).output();
    Ok(packed.context("`gzip` could not be started: install it")?.stdout.len() as u64)
}

/// `1234567` as `1 234 567`.
fn bytes(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_readable() {
        assert_eq!(bytes(0), "0");
        assert_eq!(bytes(999), "999");
        assert_eq!(bytes(1000), "1 000");
        assert_eq!(bytes(1_234_567), "1 234 567");
    }
}
