//! Running other programs: `std` has what it takes, pipes for both outputs in one included, so that a
//! crate for it would make nothing here shorter.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::{env, io};

use anyhow::{Context, Result, anyhow, bail};

use crate::report::Step;
use crate::workspace;

/// A program, started in the repository's top folder, that does not see what `cargo run` told us.
pub(crate) fn tool(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root("")).stdin(Stdio::null());
    // All output is kept, and shown when it matters: escape sequences would only be in the way.
    command.env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never").env_remove("FORCE_COLOR");
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_cargo_private) {
            command.env_remove(name);
        }
    }
    // `cargo run` puts its toolchain's libraries first; another toolchain's rustc must not load them.
    if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
        let kept: Vec<_> = env::split_paths(&paths).filter(|path| !is_cargo_lib(path)).collect();
        match env::join_paths(&kept) {
            Ok(paths) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", paths),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command
}

/// What every program that is run here goes through.
pub(crate) trait Run {
    /// Runs it to its end and returns all it wrote; its failure is an error that shows that.
    fn run(&mut self, step: &Step) -> Result<String>;

    /// Runs it quietly and returns its standard output.
    fn read(&mut self) -> Result<String>;

    /// Whether it can be run and succeeds.
    fn succeeds(&mut self) -> bool;
}

impl Run for Command {
    fn run(&mut self, step: &Step) -> Result<String> {
        let (reader, writer) = io::pipe().context("no pipe")?;
        self.stdout(writer.try_clone()?).stderr(writer);
        let child = self.spawn();
        // The command holds the pipe's writing ends: reading would never end while it does.
        self.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = child.map_err(|error| not_started(self, &error))?;
        let mut output = String::new();
        for line in BufReader::new(reader).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            step.line(&line);
            output.push_str(&line);
            output.push('\n');
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("{output}\n`{}` failed ({status})", shown(self));
        }
        Ok(output)
    }

    fn read(&mut self) -> Result<String> {
        let output = self.output().map_err(|error| not_started(self, &error))?;
        if !output.status.success() {
            let stderr = String::from_utf8_lossy(&output.stderr);
            bail!("{stderr}\n`{}` failed ({})", shown(self), output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn succeeds(&mut self) -> bool {
        self.stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

/// The command as a user would type it, or how it begins when it is long.
pub(crate) fn shown(command: &Command) -> String {
    const MOST: usize = 240;
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} ...", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn not_started(command: &Command, error: &io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        io::ErrorKind::NotFound => {
            anyhow!("`{program}` was not found: install it and have it on PATH")
        }
        _ => anyhow!("`{program}` could not be started: {error}"),
    }
}

fn is_cargo_private(name: &str) -> bool {
    matches!(name, "CARGO" | "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "OUT_DIR")
        || ["CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|start| name.starts_with(start))
}

fn is_cargo_lib(path: &std::path::Path) -> bool {
    path.starts_with(workspace::target(""))
        || path
            .components()
            .any(|part| part.as_os_str() == "rustlib" || part.as_os_str() == "toolchains")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_comes_back_and_failure_shows_it() {
        let step = Step::start("test");
        assert_eq!(tool("node").args(["-p", "'hello'"]).run(&step).unwrap(), "hello\n");
        let program = "console.log('oh'); console.error('dear'); process.exitCode = 3";
        let text = tool("node").args(["-e", program]).run(&step).unwrap_err().to_string();
        assert!(text.starts_with("oh\ndear\n") && text.ends_with(": 3)"), "{text}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = tool("no-such-program-here").read().unwrap_err().to_string();
        assert!(error.starts_with("`no-such-program-here` was not found"), "{error}");
    }

    #[test]
    fn what_cargo_told_us_is_not_passed_on() {
        assert!(is_cargo_private("CARGO_PKG_NAME") && is_cargo_private("CARGO"));
        assert!(!is_cargo_private("CARGO_HOME") && !is_cargo_private("CARGO_TARGET_DIR"));
    }
}
