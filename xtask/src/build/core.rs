//! The WebAssembly modules, their JavaScript glue, and their bytes as JavaScript texts.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::glue;
use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::stamp::{self, Inputs};
use crate::target::TARGET;
use crate::toolchain::Toolchain;
use crate::tools::npm;
use crate::workspace;

/// One of the two modules that the crate compiles to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Module {
    /// What its files in `target/pkg-build/` begin with.
    name: &'static str,
    features: &'static [&'static str],
    opt_level: &'static str,
    /// More for rustc.
    flags: &'static [&'static str],
    /// Of its own, so that neither has the other built again.
    target_folder: &'static str,
}

/// All there is: for servers, and for pages that sign.
pub(super) const SERVER: Module =
    Module { name: "server", features: &[], opt_level: "s", flags: &[], target_folder: "" };

/// What a page with an `endpoint` needs. Every visitor downloads it.
pub(super) const PAGE: Module = Module {
    name: "page",
    features: &["--no-default-features"],
    opt_level: "z",
    // Above the 5 of `z`: what is small enough is smaller where it is called.
    flags: &["-Cllvm-args=--inline-threshold=10"],
    target_folder: "page",
};

/// Where a module is made from the crate.
#[derive(Debug)]
pub(super) struct Place {
    /// The top folder of the repository, or a copy of it.
    pub(super) source: PathBuf,
    /// Cargo's target directory.
    pub(super) target: PathBuf,
    /// Where what is made of the module is kept.
    pub(super) out: PathBuf,
}

impl Place {
    /// Where the package is made.
    fn of_package(module: Module) -> Self {
        Self {
            source: workspace::root(""),
            target: workspace::target(module.target_folder),
            out: workspace::target("pkg-build"),
        }
    }
}

/// What came out.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) wasm: PathBuf,
    /// Changes when any of what came out does.
    pub(super) key: String,
}

/// Compiles, and makes the rest anew when the compiled module or a tool is another one.
pub(super) fn build(module: Module, toolchain: &Toolchain, bindgen: &Path) -> Result<Core> {
    build_at(&Place::of_package(module), module, toolchain, bindgen)
}

/// The same from another copy of the crate.
pub(super) fn build_at(
    place: &Place,
    module: Module,
    toolchain: &Toolchain,
    bindgen: &Path,
) -> Result<Core> {
    let name = module.name;
    let compiled = step(format!("cargo build --release --target {TARGET} ({name})"), |step| {
        compile(place, module, toolchain, step)
    })?;
    let file = |end: &str| place.out.join(format!("{name}{end}"));
    let wasm = file("_bg.wasm");
    let inputs = Inputs::default()
        .path(&compiled)?
        .text(&bindgen.to_string_lossy())
        .path(&workspace::root("package-lock.json"))?
        .path(&workspace::root("xtask/src/build/core.rs"))?
        .path(&workspace::root("xtask/src/build/glue.rs"))?;
    let inputs = inputs.stamp();
    let stamp_file = file(".stamp");
    let products = || -> Result<String> {
        let mut all = Inputs::default().text(&inputs);
        for end in ["_bg.wasm", ".glue.js", ".bytes.js"] {
            all = all.path(&file(end))?;
        }
        Ok(all.stamp())
    };
    if !stamp::holds(&stamp_file, &products()?) {
        let raw = step(format!("wasm-bindgen ({name})"), |step| {
            bind(place, module, &compiled, bindgen, step)
        })?;
        step(format!("wasm-opt -Oz ({name})"), |step| {
            optimize(&raw, &wasm, step)?;
            let glue = fs::read_to_string(raw.with_file_name(format!("{name}.js")));
            let glue = glue::changed(&glue.context("reading the glue")?)?;
            fs::write(file(".glue.js"), glue).context("keeping the glue")
        })?;
        step(format!("compressing the module ({name})"), |_| inline(&wasm, &file(".bytes.js")))?;
        fs::write(&stamp_file, products()?)?;
    }
    Ok(Core { wasm, key: products()? })
}

fn compile(place: &Place, module: Module, toolchain: &Toolchain, step: &Step) -> Result<PathBuf> {
    let mut flags = nameless_paths(toolchain)?;
    flags.extend(module.flags.iter().map(|flag| (*flag).to_owned()));
    let flags = serde_json::to_string(&flags)?;
    toolchain
        .tool("cargo")
        .current_dir(&place.source)
        .args(["build", "--locked", "--release", "--package", "room-engine-admin", "--lib"])
        .args(module.features)
        .args(["--config", &format!("profile.release.opt-level=\"{}\"", module.opt_level)])
        .args(["--target", TARGET, "--target-dir"])
        .arg(&place.target)
        // Unlike RUSTFLAGS this adds to what .cargo/config.toml says, and what ships does not
        // depend on flags that a user keeps in his environment.
        .args(["--config", &format!("target.{TARGET}.rustflags={flags}")])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .run(step)?;
    Ok(place.target.join(TARGET).join("release/room_engine_admin.wasm"))
}

/// Panics name the source file they come from: by default with its place on the builder's disk, which
/// is nobody's business, different on each machine, and in every download.
fn nameless_paths(toolchain: &Toolchain) -> Result<Vec<String>> {
    let sysroot = toolchain.tool("rustc").args(["--print", "sysroot"]).read()?;
    let mut prefixes = vec![(Path::new(sysroot.trim()).join("lib/rustlib/src/rust"), "/rustc")];
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    // One folder for each registry, named by a hash of its address.
    let registries = home.map(|home| fs::read_dir(home.join("registry/src")));
    for registry in registries.into_iter().flatten().flatten() {
        prefixes.push((registry?.path(), "."));
    }
    prefixes.sort();
    let flag =
        |(from, to): &(PathBuf, &str)| format!("--remap-path-prefix={}={to}", from.display());
    Ok(prefixes.iter().map(flag).collect())
}

fn bind(
    place: &Place,
    module: Module,
    compiled: &Path,
    bindgen: &Path,
    step: &Step,
) -> Result<PathBuf> {
    let out = place.out.join("bindgen");
    fs::create_dir_all(&out)?;
    let silent = out.join(format!("{}.silent.wasm", module.name));
    tool(bindgen.join("immediate-abort")).arg(compiled).arg(&silent).run(step)?;
    tool(bindgen.join("wasm-bindgen"))
        .arg(&silent)
        .args(["--target", "web", "--omit-default-module-path", "--no-typescript"])
        .args(["--remove-name-section", "--remove-producers-section"])
        .args(["--out-name", module.name, "--out-dir"])
        .arg(&out)
        .run(step)?;
    Ok(out.join(format!("{}_bg.wasm", module.name)))
}

/// npm's binaryen, never the system's: old releases exit 0 and write a module that cannot be loaded.
///
/// No feature flags: it reads from the module which ones rustc used. Names stay: the driver calls
/// exports by theirs, and there are few imports. To keep a function apart that is called once costs a
/// few bytes, and compresses better: 2 kB.
fn optimize(raw: &Path, out: &Path, step: &Step) -> Result<()> {
    npm::bin("wasm-opt")
        .args(["-Oz", "--one-caller-inline-max-function-size=20"])
        .arg(raw)
        .arg("-o")
        .arg(out)
        .run(step)?;
    Ok(())
}

/// The module for hosts that can compile bytes: raw deflate, because that is what every one of them
/// can undo without help, and base64, because it has to stand in a JavaScript file.
///
/// zopfli takes a second and saves 7 % of what zlib at its best would leave to download.
fn inline(wasm: &Path, out: &Path) -> Result<()> {
    let mut deflated = Vec::new();
    zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Deflate,
        fs::read(wasm)?.as_slice(),
        &mut deflated,
    )?;
    fs::write(out, format!("export default \"{}\";\n", STANDARD.encode(deflated)))?;
    Ok(())
}
