//! The sysroot of our own: Debian's programs, Debian's library for this machine, our library for wasm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::cache;
use crate::report::Step;
use crate::run::{Run, tool};
use crate::target::TARGET;

/// What Debian's rustc says of itself.
#[derive(Debug)]
pub(super) struct Rustc {
    pub(super) described: String,
    pub(super) release: String,
    pub(super) host: String,
    /// Major version, which Debian's package of the linker is named by.
    pub(super) llvm: String,
}

impl Rustc {
    pub(super) fn debian() -> Result<Self> {
        let described = tool("/usr/bin/rustc").arg("-vV").read()?;
        let field = |name: &str| {
            let found = described.lines().find_map(|line| line.strip_prefix(name));
            found
                .map(str::to_owned)
                .with_context(|| format!("/usr/bin/rustc -vV shows no `{name}`"))
        };
        let llvm = field("LLVM version: ")?;
        let llvm = llvm.split('.').next().unwrap_or_default().to_owned();
        Ok(Self { release: field("release: ")?, host: field("host: ")?, llvm, described })
    }
}

/// Where rustc looks for the wasm linker inside a sysroot.
pub(super) fn linker_in(host: &str) -> PathBuf {
    Path::new("lib/rustlib").join(host).join("bin/rust-lld")
}

pub(super) fn linker_of(folder: &Path, rustc: &Rustc) -> PathBuf {
    folder.join(linker_in(&rustc.host))
}

/// Everything but the library for wasm.
///
/// Programs are wrapped, not linked: rustc takes its sysroot from where its own library lies when
/// all links are followed, and that is `/usr`.
pub(super) fn lay_out(folder: &Path, rustc: &Rustc, linker: &Path) -> Result<()> {
    let source = source(rustc)?;
    let rustlib = folder.join("lib/rustlib");
    for sub in [folder.join("bin"), rustlib.join(&rustc.host).join("bin"), rustlib.join("src")] {
        fs::create_dir_all(&sub).with_context(|| format!("making {}", sub.display()))?;
    }
    let quoted = shell_quoted(folder);
    for program in ["rustc", "rustdoc"] {
        wrap(folder, program, &format!("exec /usr/bin/{program} --sysroot {quoted} \"$@\""))?;
    }
    link(Path::new("/usr/bin/cargo"), &folder.join("bin/cargo"))?;
    link(linker, &linker_of(folder, rustc))?;
    link(
        &Path::new("/usr/lib/rustlib").join(&rustc.host).join("lib"),
        &rustlib.join(&rustc.host).join("lib"),
    )?;
    link(&source, &rustlib.join("src/rust"))
}

/// clippy takes the sysroot from the environment, and its two programs start each other's real file.
pub(super) fn wrap_clippy(folder: &Path) -> Result<()> {
    let quoted = shell_quoted(folder);
    for program in ["clippy-driver", "cargo-clippy"] {
        wrap(folder, program, &format!("export SYSROOT={quoted}\nexec /usr/bin/{program} \"$@\""))?;
    }
    Ok(())
}

/// Builds the library from the packaged source, without any network.
pub(super) fn build_std(folder: &Path, rustc: &Rustc, step: &Step) -> Result<()> {
    let source = source(rustc)?;
    let build = folder.join("build");
    let library = folder.join("lib/rustlib").join(TARGET).join("lib");
    cache::remove(&build)?;
    cache::remove(&library)?;
    fs::create_dir_all(build.join("src"))?;
    fs::write(build.join("Cargo.toml"), MANIFEST)?;
    fs::write(build.join("src/lib.rs"), "#![no_std]\n")?;
    cargo_build(folder, &build, &source).run(step)?;
    keep_library(&build, &library)?;
    cache::remove(&build)
}

/// The one build that takes the standard library with it.
fn cargo_build(folder: &Path, build: &Path, source: &Path) -> Command {
    let vendor = source.join("library/vendor");
    // Cargo drops bitcode outside LTO, and a program built with `lto = true` needs it in std too.
    // Panics name the file they come from: that is to be the same text on every machine.
    let linked = folder.join("lib/rustlib/src/rust");
    let flags = [
        "-Cembed-bitcode=yes".to_owned(),
        format!("--remap-path-prefix={}=/rustc", source.display()),
        format!("--remap-path-prefix={}=/rustc", linked.display()),
    ];
    let mut cargo = tool(folder.join("bin/cargo"));
    for (name, _) in std::env::vars_os() {
        // A user's settings for his own builds are not for this one.
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_BUILD_")
            || name.starts_with("CARGO_PROFILE_")
            || name.starts_with("RUSTC_")
        {
            cargo.env_remove(&*name);
        }
    }
    cargo
        .current_dir(build)
        .args(["build", "--offline", "--release", "--target", TARGET])
        // `test` and `proc_macro` are what a test harness links.
        .args(["-Z", "build-std=std,panic_abort,panic_unwind,proc_macro,test"])
        // -Z build-std does not look for the vendored crates that lie beside the library.
        .args(["--config", "source.crates-io.replace-with='std-vendor'"])
        .args(["--config", &format!("source.std-vendor.directory='{}'", vendor.display())])
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env("RUSTC", folder.join("bin/rustc"))
        .env("CARGO_TARGET_DIR", build.join("target"))
        // -Z is unstable. It is allowed for this one build and nowhere else.
        .env("RUSTC_BOOTSTRAP", "1");
    cargo
}

/// Moves what was built to where rustc looks for it, all at once.
fn keep_library(build: &Path, library: &Path) -> Result<()> {
    let fresh = library.with_extension("new");
    cache::remove(&fresh)?;
    fs::create_dir_all(&fresh)?;
    for entry in fs::read_dir(build.join("target").join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libstd_for_wasm-") {
            fs::copy(&file, fresh.join(&name))?;
        }
    }
    Ok(fs::rename(&fresh, library)?)
}

const MANIFEST: &str = r#"
[package]
name = "std-for-wasm"
version = "0.0.0"
edition = "2024"

[workspace]

[profile.release]
opt-level = 3
debug = false
codegen-units = 1
"#;

/// Source of another release than rustc's would fail late, with errors that explain nothing.
fn source(rustc: &Rustc) -> Result<PathBuf> {
    let source =
        fs::canonicalize("/usr/lib/rustlib/src/rust").context("rust-web-src is incomplete")?;
    let name = source.file_name().unwrap_or_default().to_string_lossy().into_owned();
    ensure!(
        name == format!("rustc-{}", rustc.release),
        "the packaged source is {name}, rustc is {}: run `apt-get install rustc-web rust-web-src`",
        rustc.release
    );
    Ok(source)
}

/// Moved into place: a build that runs right now finds the old one or the new one, never half of one.
fn wrap(folder: &Path, program: &str, line: &str) -> Result<()> {
    let fresh = folder.join("bin").join(format!(".{program}.new"));
    fs::write(&fresh, format!("#!/bin/sh\n{line}\n"))?;
    unix::mark_executable(&fresh)?;
    fs::rename(&fresh, folder.join("bin").join(program))?;
    Ok(())
}

fn link(to: &Path, at: &Path) -> Result<()> {
    let fresh = at.with_extension("new");
    let _ = fs::remove_file(&fresh);
    unix::symlink(to, &fresh).with_context(|| format!("linking {}", at.display()))?;
    fs::rename(&fresh, at).with_context(|| format!("linking {}", at.display()))
}

fn shell_quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

#[cfg(unix)]
mod unix {
    use std::fs::{Permissions, set_permissions};
    use std::io::Result;
    use std::os::unix::fs::PermissionsExt;
    pub(super) use std::os::unix::fs::symlink;
    use std::path::Path;

    pub(super) fn mark_executable(file: &Path) -> Result<()> {
        set_permissions(file, Permissions::from_mode(0o755))
    }
}

/// There is no Debian on other systems, but this has to compile there.
#[cfg(not(unix))]
mod unix {
    use std::io::{ErrorKind, Result};
    use std::path::Path;

    pub(super) fn symlink(_: &Path, _: &Path) -> Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    pub(super) fn mark_executable(_: &Path) -> Result<()> {
        Err(ErrorKind::Unsupported.into())
    }
}
