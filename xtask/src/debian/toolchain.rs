//! The toolchain made of Debian's packages, for machines on which rustup may not fetch.
//!
//! Debian packages a current rustc for its browsers (`rustc-web`), with no wasm32 library but with
//! the source of one and of all crates it needs: that is built once, into a sysroot of our own.
//! Nothing is written to `/usr`, and rustup's toolchains stay as they are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::apt;
use super::sysroot::{self, Rustc};
use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::target::{TARGET, has_std};
use crate::{cache, stamp, workspace};

const NAME: &str = "wasm32-sysroot";
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// Raise it when the way the sysroot is made changes: it is part of the stamp.
const RECIPE: u32 = 1;

/// The programs of the sysroot, if it was made from what is installed now.
pub(crate) fn current() -> Result<Option<PathBuf>> {
    let folder = workspace::cache(NAME)?;
    let Ok(rustc) = Rustc::debian() else { return Ok(None) };
    let fresh = stamp::holds(&folder.join("stamp"), &stamp_of(&rustc))
        && has_std(&mut tool(folder.join("bin/rustc")))
        // A link into rustup's toolchain dangles after `rustup update`.
        && sysroot::linker_of(&folder, &rustc).exists();
    Ok(fresh.then(|| folder.join("bin")))
}

/// Installs the packages and makes the sysroot.
pub(crate) fn ensure() -> Result<PathBuf> {
    ensure!(
        Path::new("/usr/bin/apt-get").exists(),
        "the other way, by packages, is for Debian only, and this is not Debian"
    );
    let _lock = cache::lock(NAME)?;
    if let Some(bin) = current()? {
        return Ok(bin);
    }
    let rustc = step(format!("apt-get install {}", PACKAGES.join(" ")), |step| {
        apt::install(&PACKAGES.map(str::to_owned), step)?;
        Rustc::debian()
    })?;
    let linker = linker(&rustc)?;
    let folder = workspace::cache(NAME)?;
    let stamp = stamp_of(&rustc);
    let kept = stamp::holds(&folder.join("stamp"), &stamp);
    sysroot::lay_out(&folder, &rustc, &linker)?;
    if !(kept && has_std(&mut tool(folder.join("bin/rustc")))) {
        let what = format!("building Rust {}'s standard library for {}", rustc.release, TARGET);
        let _ = fs::remove_file(folder.join("stamp"));
        step_build(&what, &folder, &rustc)?;
        fs::write(folder.join("stamp"), stamp)?;
    }
    Ok(folder.join("bin"))
}

/// Adds clippy to a sysroot that is current.
pub(crate) fn ensure_clippy() -> Result<()> {
    let folder = workspace::cache(NAME)?;
    if folder.join("bin/cargo-clippy").exists() && Path::new("/usr/bin/clippy-driver").exists() {
        return Ok(());
    }
    let _lock = cache::lock(NAME)?;
    step("apt-get install rust-web-clippy", |step| {
        apt::install(&["rust-web-clippy".to_owned()], step)?;
        sysroot::wrap_clippy(&folder)
    })
}

fn step_build(what: &str, folder: &Path, rustc: &Rustc) -> Result<()> {
    step(what, |step: &Step| {
        sysroot::build_std(folder, rustc, step)?;
        ensure!(
            has_std(&mut tool(folder.join("bin/rustc"))),
            "it was built, but {} does not see it: remove that folder and run this again",
            folder.display()
        );
        Ok(())
    })
}

/// rustup's own linker is as new as its LLVM, and needs no package; else Debian's of rustc's LLVM.
fn linker(rustc: &Rustc) -> Result<PathBuf> {
    // Without rustup this is Debian's rustc, which has no such file.
    if let Ok(root) = tool("rustc").args(["--print", "sysroot"]).read() {
        let lld = Path::new(root.trim()).join(sysroot::linker_in(&rustc.host));
        if let Ok(lld) = lld.canonicalize() {
            return Ok(lld);
        }
    }
    let llvm = &rustc.llvm;
    let lld = PathBuf::from(format!("/usr/lib/llvm-{llvm}/bin/lld"));
    if !lld.exists() {
        step(format!("apt-get install lld-{llvm}"), |step| {
            apt::install(&[format!("lld-{llvm}")], step)
        })?;
    }
    lld.canonicalize()
        .with_context(|| format!("lld-{llvm} is installed, but without {}", lld.display()))
}

/// Debian's rustc moves by security updates: a library of the release before would be refused.
fn stamp_of(rustc: &Rustc) -> String {
    let version =
        |package: &&str| format!("{package} {}\n", apt::version(package).unwrap_or_default());
    let packages: String = PACKAGES.iter().map(version).collect();
    format!("recipe {RECIPE}\n{packages}{}", rustc.described)
}
