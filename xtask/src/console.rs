//! The admin console of `www-example/`: installed with the built package, its page built, started.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::report::{Step, step};
use crate::run::{Run, tool};
use crate::tools::npm::{self, npm};
use crate::{build, cache, stamp, workspace};

/// What may lie in `www-example/` of somebody's own work there.
const LEFT_BEHIND: [&str; 3] = ["node_modules", "dist", ".wrangler"];

/// What the page imports as `#table`.
const TABLE: &str = "page/table.js";

/// Builds what is not up to date and runs the console until it is stopped.
pub(crate) fn console(port: u16) -> Result<()> {
    build::build()?;
    let folder = step("the console's page", |step| make(&workspace::root("pkg"), step))?;
    eprintln!();
    let status = tool("node")
        .arg(folder.join("server/node.mjs"))
        .env("PORT", port.to_string())
        .status()
        .context("`node` could not be started: install Node.js 20 or newer")?;
    anyhow::ensure!(status.success(), "the console has ended with {status}");
    Ok(())
}

/// A copy of `www-example/` beside a copy of `package`, as the two lie in a clone, with the operations'
/// table, what it needs installed and its page built: what a team copies to deploy it.
pub(crate) fn make(package: &Path, step: &Step) -> Result<PathBuf> {
    let place = workspace::target("console");
    let folder = place.join("www-example");
    copy(package, &place.join("pkg"), &[])?;
    copy(&workspace::root("www-example"), &folder, &LEFT_BEHIND)?;
    // Its forms ask for what the crate's table says.
    let table = folder.join(TABLE);
    fs::write(&table, build::generated::table()?)
        .with_context(|| format!("writing {}", table.display()))?;
    npm::install(&workspace::root("www-example"), &folder)?;
    npm().current_dir(&folder).args(["run", "build"]).run(step)?;
    Ok(folder)
}

/// Puts all files of a folder into another one, in which no other folder stays but what npm installed.
fn copy(from: &Path, to: &Path, without: &[&str]) -> Result<()> {
    for old in fs::read_dir(to).into_iter().flatten() {
        let old = old?.path();
        if old.is_dir() && !old.ends_with("node_modules") {
            cache::remove(&old)?;
        }
    }
    for file in stamp::files_under(from)? {
        let name = file.strip_prefix(from)?;
        if without.iter().any(|other| name.starts_with(other)) {
            continue;
        }
        let target = to.join(name);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(&file, &target).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_what_is_there_now_and_nothing_of_somebodys_own() {
        let place = workspace::target("tmp/console-copy");
        let _ = fs::remove_dir_all(&place);
        let (from, to) = (place.join("from"), place.join("to"));
        for file in ["page/main.js", "dist/index.html", "node_modules/a/a.js"] {
            fs::create_dir_all(from.join(file).parent().unwrap()).unwrap();
            fs::write(from.join(file), file).unwrap();
        }
        for file in ["page/old.js", "node_modules/b/b.js"] {
            fs::create_dir_all(to.join(file).parent().unwrap()).unwrap();
            fs::write(to.join(file), file).unwrap();
        }
        copy(&from, &to, &LEFT_BEHIND).unwrap();
        let files = stamp::files_under(&to).unwrap();
        assert_eq!(files, [to.join("node_modules/b/b.js"), to.join("page/main.js")]);
    }
}
