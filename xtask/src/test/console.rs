//! The admin console of `www-example/`, as people who copy it have it, on the packed package.

use anyhow::Result;

use super::{browsers, javascript, package, runtimes};
use crate::report::Step;
use crate::tools::npm;
use crate::tools::programs::{CHROMIUM, FIREFOX};
use crate::{console, workspace};

/// `tests/console/`: its server in Node and in workerd, its page in Chromium and Firefox.
pub(super) fn run(step: &Step) -> Result<String> {
    let (drivers, runtimes) = (browsers::drivers()?, runtimes::place()?);
    let (chromium, firefox) = (CHROMIUM.ensure()?, FIREFOX.ensure()?);
    let tools = workspace::target("console/tools");
    npm::install(&workspace::root("tests/console"), &tools)?;
    let project = package::install(step)?;
    let folder = console::make(&project.join("node_modules/room-engine-admin"), step)?;
    let places = [
        ("BROWSER_DRIVERS", drivers.as_path()),
        ("CHROMIUM", &chromium),
        ("CONSOLE", &folder),
        ("CONSOLE_TOOLS", &tools),
        ("FIREFOX", &firefox),
        ("RUNTIMES", &runtimes),
    ];
    javascript::run(&javascript::test_files("console")?, &places, step)
}
