//! `cargo xtask docs`: the reference by TypeDoc, from the types as they are packed, and the playground.
//! Files alone, which work from any folder of any server, and from disk.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::build::generated;
use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::tools::npm;
use crate::{cache, stamp, workspace};

/// Of `docs/site/`: what TypeDoc is told.
const TYPEDOC: [&str; 4] = ["typedoc.json", "tsconfig.json", "index.md", "links.js"];

/// Makes the site of a package, built or installed, and says where it is.
pub(crate) fn make(package: &Path) -> Result<PathBuf> {
    npm::ensure()?;
    let tools = workspace::target("site-tools");
    npm::install(&workspace::root("docs/site"), &tools)?;
    let site = workspace::target("site");
    step("the reference, by TypeDoc", |step| reference(package, &tools, &site, step))?;
    step("the playground", |step| playground(package, &tools, &site.join("playground"), step))?;
    Ok(site)
}

/// TypeDoc reads the declarations, and takes the version from the manifest beside them.
fn reference(package: &Path, tools: &Path, site: &Path, step: &Step) -> Result<()> {
    for name in TYPEDOC {
        fs::copy(workspace::root("docs/site").join(name), tools.join(name))
            .with_context(|| format!("docs/site/ lacks {name}"))?;
    }
    let types = tools.join("types");
    cache::remove(&types)?;
    fs::create_dir_all(&types)?;
    for file in stamp::files_under(&package.join("types"))? {
        let name = file.file_name().unwrap_or_default();
        if name.to_string_lossy().ends_with(".d.ts") {
            fs::copy(&file, types.join(name))?;
        }
    }
    let typedoc = tools.join("node_modules/typedoc/bin/typedoc");
    tool("node").current_dir(tools).arg(typedoc).arg("--out").arg(site).run(step)?;
    Ok(())
}

/// One script, so that a browser may load it from disk.
fn playground(package: &Path, tools: &Path, out: &Path, step: &Step) -> Result<()> {
    // Beside what it imports, so that names are found.
    let source = tools.join("playground");
    cache::remove(&source)?;
    fs::create_dir_all(&source)?;
    for file in stamp::files_under(&workspace::root("docs/site/playground"))? {
        fs::copy(&file, source.join(file.file_name().unwrap_or_default()))?;
    }
    let table = tools.join("table.js");
    fs::write(&table, generated::table()?)?;
    let dist = package.join("dist");
    npm::bin("esbuild")
        .arg(source.join("playground.js"))
        .args(["--bundle", "--minify", "--format=iife", "--platform=browser", "--target=es2022"])
        .args(["--log-level=warning", "--legal-comments=linked"])
        .arg(format!("--alias:#table={}", table.display()))
        .arg(format!("--alias:room-engine-admin={}", dist.join("index.js").display()))
        .arg(format!("--alias:room-engine-admin/simulator={}", dist.join("simulator.js").display()))
        .arg(format!("--outdir={}", out.display()))
        .run(step)?;
    for name in ["index.html", "playground.css"] {
        fs::copy(source.join(name), out.join(name))?;
    }
    ensure!(out.join("playground.js").is_file(), "esbuild wrote no playground.js");
    Ok(())
}
