//! The WebAssembly module, its JavaScript glue, and the module's bytes as a JavaScript text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::glue;
use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::stamp::{self, Inputs};
use crate::toolchain::{TARGET, Toolchain};
use crate::tools::npm;
use crate::workspace;

/// The crate's own JavaScript, which the glue imports.
const PROMISES: &str = "src/wasm/promises.js";

/// What came out.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) wasm: PathBuf,
    /// Changes when any of what came out does.
    pub(super) key: String,
}

/// Compiles, and makes the rest anew when the compiled module or a tool is another one.
pub(super) fn build(toolchain: &Toolchain, bindgen: &Path) -> Result<Core> {
    let compiled =
        step(format!("cargo build --release --target {TARGET}"), |step| compile(toolchain, step))?;
    let out = workspace::target("pkg-build");
    let wasm = out.join("core_bg.wasm");
    let inputs = Inputs::default()
        .path(&compiled)?
        .text(&bindgen.to_string_lossy())
        .path(&workspace::root("package-lock.json"))?
        .path(&workspace::root("xtask/src/build/core.rs"))?
        .path(&workspace::root("xtask/src/build/glue.rs"))?;
    let inputs = inputs.stamp();
    let stamp_file = out.join("core.stamp");
    let products = || -> Result<String> {
        let files = ["core_bg.wasm", "bindgen/core.glue.js", "core.bytes.js", "core.names.json"]
            .map(|name| out.join(name));
        let mut all = Inputs::default().text(&inputs).path(&workspace::root(PROMISES))?;
        for file in files {
            all = all.path(&file)?;
        }
        Ok(all.stamp())
    };
    if !stamp::holds(&stamp_file, &products()?) {
        let raw = step("wasm-bindgen", |step| bind(&compiled, bindgen, step))?;
        step("wasm-opt -Oz", |step| {
            let names = optimize(&raw, &wasm, step)?;
            // For tests that break an instance: they have to find its functions.
            fs::write(out.join("core.names.json"), &names)?;
            let names = serde_json::from_str(&names).context("reading wasm-opt's new names")?;
            let glue = fs::read_to_string(raw.with_file_name("core.js"));
            let glue = glue::changed(&glue.context("reading the glue")?, &names)?;
            // Beside wasm-bindgen's own, which imports files of the crate by their relative paths.
            fs::write(raw.with_file_name("core.glue.js"), glue).context("keeping the glue")
        })?;
        step("compressing the module", |_| inline(&wasm, &out.join("core.bytes.js")))?;
        fs::write(&stamp_file, products()?)?;
    }
    Ok(Core { wasm, key: products()? })
}

fn compile(toolchain: &Toolchain, step: &Step) -> Result<PathBuf> {
    let flags = nameless_paths(toolchain)?;
    let flags = serde_json::to_string(&flags)?;
    let target = workspace::target("");
    toolchain
        .tool("cargo")
        .args(["build", "--locked", "--release", "--package", "room-engine-admin", "--lib"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(&target)
        // Unlike RUSTFLAGS this adds to what .cargo/config.toml says, and what ships does not
        // depend on flags that a user keeps in his environment.
        .args(["--config", &format!("target.{TARGET}.rustflags={flags}")])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .run(step)?;
    Ok(target.join(TARGET).join("release/room_engine_admin.wasm"))
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

fn bind(compiled: &Path, bindgen: &Path, step: &Step) -> Result<PathBuf> {
    let out = workspace::target("pkg-build/bindgen");
    fs::create_dir_all(&out)?;
    let silent = out.join("silent.wasm");
    tool(bindgen.join("immediate-abort")).arg(compiled).arg(&silent).run(step)?;
    tool(bindgen.join("wasm-bindgen"))
        .arg(&silent)
        .args(["--target", "web", "--omit-default-module-path", "--no-typescript"])
        // `__wbg_reset_state()`: a new instance after a trap.
        .arg("--experimental-reset-state-function")
        .args([
            "--remove-name-section",
            "--remove-producers-section",
            "--out-name",
            "core",
            "--out-dir",
        ])
        .arg(&out)
        .run(step)?;
    Ok(out.join("core_bg.wasm"))
}

/// npm's binaryen, never the system's: old releases exit 0 and write a module that cannot be loaded.
///
/// No feature flags: it reads from the module which ones rustc used. The long names that module and
/// glue know each other by, hashes in them, become short ones: 3 kB less to download. To keep a
/// function apart that is called once costs a few bytes, and compresses better: 2 kB.
fn optimize(raw: &Path, out: &Path, step: &Step) -> Result<String> {
    npm::bin("wasm-opt")
        .args(["-Oz", "--one-caller-inline-max-function-size=20"])
        .arg("--minify-imports-and-exports-and-modules")
        .arg(raw)
        .arg("-o")
        .arg(out)
        .run(step)
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
