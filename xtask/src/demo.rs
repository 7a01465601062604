//! `cargo xtask demo`: the main job, from nothing to a reply.

use std::fs;

use anyhow::{Context, Result};

use crate::report::step;
use crate::run::Run;
use crate::run::tool;
use crate::tools::npm::npm;
use crate::{build, workspace};

/// Builds the package, installs it as a user would, and makes a call with it.
pub(crate) fn demo() -> Result<()> {
    build::build()?;
    let project = workspace::target("demo");
    step("npm install ./pkg, into an empty project", |step| {
        fs::create_dir_all(&project)?;
        fs::write(project.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
        // Beside the installed package, so that Node finds it by name as it does for users.
        fs::copy(workspace::root("xtask/js/demo.mjs"), project.join("demo.mjs"))?;
        npm()
            .current_dir(&project)
            // As from a registry: a link would let the package find this repository's folders.
            .args(["install", "--install-links", "--offline", "--no-save", "--no-package-lock"])
            .arg(workspace::root("pkg"))
            .run(step)?;
        Ok(())
    })?;
    eprintln!();
    let status = tool("node")
        .arg(project.join("demo.mjs"))
        .status()
        .context("`node` could not be started: install Node.js 20 or newer")?;
    eprintln!();
    anyhow::ensure!(status.success(), "the call failed, as shown above");
    Ok(())
}
