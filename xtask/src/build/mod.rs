//! `cargo xtask build`: from the crate and `pkg-template/` to `pkg/`, from `cli/` to `pkg-cli/`, ready
//! to publish.

mod bundle;
mod cli;
mod core;
pub(crate) mod crates;
mod files;
pub(crate) mod generated;
mod glue;
pub(crate) mod one_more;
pub(crate) mod sizes;

use std::fs;

use anyhow::{Context, Result};

use crate::lockfile::Lockfile;
use crate::report::step;
use crate::stamp::{self, Inputs};
use crate::toolchain::Toolchain;
use crate::tools::{bindgen, npm};
use crate::{cache, workspace};

/// What the package is made from, beside the compiled core.
const SOURCES: [&str; 5] =
    ["pkg-template", "xtask/src", "xtask/js", "package-lock.json", "CHANGELOG.md"];

/// Builds what is not up to date, and returns whether anything was.
pub(crate) fn build() -> Result<bool> {
    // What needs a network comes first, so that it fails before minutes were spent.
    npm::ensure()?;
    let toolchain = Toolchain::ensure()?;
    let bindgen = bindgen::ensure()?;

    step("checking types and references against the crate", |_| generated::check_reviewed())?;
    let facts = generated::facts()?;
    let version = Lockfile::read()?.version("room-engine-admin")?.to_owned();
    let operations = generated::operations()?;
    let table = generated::table()?;
    step("the command line into pkg-cli/", |_| cli::build(&version, &table))?;
    let page = core::build(core::PAGE, &toolchain, &bindgen)?;
    let core = core::build(core::SERVER, &toolchain, &bindgen)?;

    let stamp_file = workspace::target("pkg-build/package.stamp");
    let inputs =
        sources()?.text(&page.key).text(&core.key).text(&facts).text(&operations).text(&version);
    let inputs = inputs.stamp();
    if stamp::holds(&stamp_file, &stamp_of(&inputs)?) {
        return Ok(false);
    }
    let _ = fs::remove_file(&stamp_file);
    cache::remove(&workspace::root("pkg"))?;
    step("bundling pkg/dist", |step| {
        fs::write(workspace::target("pkg-build/facts.js"), &facts)?;
        fs::write(workspace::target("pkg-build/operations.js"), &operations)?;
        let version = format!("export const VERSION = \"{version}\";\n");
        fs::write(workspace::target("pkg-build/version.js"), version)?;
        bundle::all(step)?;
        fs::copy(&core.wasm, workspace::root("pkg/dist/core_bg.wasm"))
            .context("copying core_bg.wasm")?;
        Ok(())
    })?;
    step("types, manifest and docs into pkg/", |_| files::all(&version))?;
    fs::write(&stamp_file, stamp_of(&inputs)?)?;
    Ok(true)
}

fn sources() -> Result<Inputs> {
    let mut inputs = Inputs::default();
    for source in SOURCES {
        inputs = inputs.path(&workspace::root(source))?;
    }
    for licence in files::licences()? {
        inputs = inputs.path(&licence)?;
    }
    Ok(inputs)
}

/// The product counts too: a `pkg/` that somebody changed by hand is built again.
fn stamp_of(inputs: &str) -> Result<String> {
    Ok(Inputs::default().text(inputs).path(&workspace::root("pkg"))?.stamp())
}
