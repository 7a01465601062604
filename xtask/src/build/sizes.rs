//! What the package weighs.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::run::{Run, tool};
use crate::tools::npm;
use crate::{stamp, workspace};

/// What is weighed as a user's bundler makes it, of an app that does little else.
struct App {
    what: &'static str,
    /// In `xtask/js/sizes/`.
    source: &'static str,
    /// In `pkg/dist/`: what `room-engine-admin` stands for.
    entry: &'static str,
    /// The most that may weigh, in bytes after `gzip -9`: 2 % above what was reached.
    budget: u64,
}

const APPS: [App; 2] = [
    App { what: "a page with an endpoint", source: "page.js", entry: "browser.js", budget: 38_740 },
    App { what: "all of it on Node", source: "node.js", entry: "index.js", budget: 95_000 },
];

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
    for app in &APPS {
        let (used, budget) = (bytes(bundled(app)?), bytes(app.budget));
        let _ = writeln!(table, "{}: {used} of {budget} bytes with gzip", app.what);
    }
    Ok(table)
}

/// Fails above a budget; else says how much of each is used.
pub(crate) fn check() -> Result<String> {
    let mut notes = Vec::new();
    for app in &APPS {
        let gzip = bundled(app)?;
        let (used, budget) = (bytes(gzip), bytes(app.budget));
        ensure!(
            gzip <= app.budget,
            "{}: {used} bytes (gzip), above the budget of {budget}: \
             see with `cargo xtask build` which file grew",
            app.what
        );
        notes.push(format!("{}: {used} of {budget} bytes", app.what));
    }
    Ok(notes.join("; "))
}

/// What a page's app weighs, of an entry for pages in another folder than `pkg/dist/`.
pub(super) fn of_page(dist: &Path) -> Result<u64> {
    let page = APPS.iter().find(|app| app.source == "page.js").context("no app of a page")?;
    bundled_of(page, dist, &workspace::target("one-more/sizes"))
}

fn bundled(app: &App) -> Result<u64> {
    bundled_of(app, &workspace::root("pkg/dist"), &workspace::target("pkg-build/sizes"))
}

/// The scripts that an app loads to make its first call.
fn bundled_of(app: &App, dist: &Path, out: &Path) -> Result<u64> {
    let out = out.join(app.source);
    let _ = fs::remove_dir_all(&out);
    npm::bin("esbuild")
        .arg(workspace::root("xtask/js/sizes").join(app.source))
        .args(["--bundle", "--minify", "--format=esm", "--splitting", "--platform=neutral"])
        .args(["--target=es2022", "--charset=utf8", "--legal-comments=none"])
        .args(["--log-level=warning", "--external:node:*"])
        .arg(alias("room-engine-admin", &dist.join(app.entry)))
        .arg(alias("room-engine-admin/handler", &dist.join("handler.js")))
        .arg(format!("--outdir={}", out.display()))
        .read()?;
    gzip(&out.join(app.source))
}

fn alias(name: &str, file: &Path) -> String {
    format!("--alias:{name}={}", file.display())
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
