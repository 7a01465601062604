//! `cargo xtask doctor`: what is there, what is missing, and how to get it.

use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, ensure};

use crate::run::{Run, tool};
use crate::target::TARGET;
use crate::toolchain::Toolchain;
use crate::tools::programs::{
    CHROMEDRIVER, CHROMIUM, FIREFOX, FISH, POSTGRES, Program, REDIS, ZSH,
};
use crate::tools::{npm, packages};

/// One thing that is needed: its name, what there is of it, and how to get it.
type Check = (&'static str, Result<String>, String);

/// Prints all checks; fails when something is missing.
pub(crate) fn doctor() -> ExitCode {
    let checks = checks();
    print!("{}", report(&checks));
    let missing = checks.iter().filter(|(_, found, _)| found.is_err()).count();
    if missing == 0 {
        println!("\nall is there");
        return ExitCode::SUCCESS;
    }
    println!("\n{missing} missing");
    ExitCode::FAILURE
}

fn checks() -> Vec<Check> {
    vec![
        (
            "Rust",
            rust(),
            format!("rustup update stable: {} or newer", env!("CARGO_PKG_RUST_VERSION")),
        ),
        (TARGET, Toolchain::find(), format!("rustup target add {TARGET}")),
        ("clippy, rustfmt", lints(), "rustup component add clippy rustfmt".to_owned()),
        ("Node.js, npm", npm::node_version(), "Node.js 20 or newer: https://nodejs.org".to_owned()),
        (
            "Python, pip",
            version(packages::PYTHON, &["-m", "pip", "--version"]),
            package("python3-pip", "python"),
        ),
        ("git", version("git", &["--version"]), package("git", "git")),
        ("Chromium", found(CHROMIUM), package("chromium", "--cask chromium")),
        ("chromedriver", found(CHROMEDRIVER), package("chromium-driver", "--cask chromedriver")),
        ("Firefox", found(FIREFOX), package("firefox-esr", "--cask firefox")),
        ("Redis", found(REDIS), package("redis-server", "redis")),
        ("PostgreSQL", found(POSTGRES), package("postgresql", "postgresql")),
        ("zsh", found(ZSH), package("zsh", "zsh")),
        ("fish", found(FISH), package("fish", "fish")),
    ]
}

fn report(checks: &[Check]) -> String {
    let mut out = String::new();
    for (name, found, advice) in checks {
        match found {
            Ok(what) => out.push_str(&format!("ok       {name:<24}{what}\n")),
            Err(why) => {
                out.push_str(&format!("MISSING  {name:<24}{why:#}\n"));
                out.push_str(&format!("{:<33}{advice}\n", ""));
            }
        }
    }
    out
}

fn rust() -> Result<String> {
    let said = version("rustc", &["--version"])?;
    let numbers = |text: &str| -> Vec<u32> { text.split('.').flat_map(str::parse).collect() };
    let oldest = env!("CARGO_PKG_RUST_VERSION");
    let is = said.split_whitespace().nth(1).context("rustc told no version")?;
    ensure!(numbers(is) >= numbers(oldest), "{is} is too old");
    Ok(said)
}

fn lints() -> Result<String> {
    version("cargo", &["fmt", "--version"])?;
    version("cargo", &["clippy", "--version"])
}

/// The first line that a program says of itself.
fn version(program: &str, arguments: &[&str]) -> Result<String> {
    let said = tool(program).args(arguments).read()?;
    Ok(said.lines().next().unwrap_or_default().to_owned())
}

fn found(program: Program) -> Result<String> {
    program.find().map(|file| file.display().to_string()).ok_or_else(|| anyhow!("not found"))
}

/// How to install a package here: by the names that Debian and Homebrew have for it.
fn package(debian: &str, homebrew: &str) -> String {
    if cfg!(target_os = "linux") {
        return format!(
            "apt-get install {debian}, which `cargo xtask test` does by itself on Debian"
        );
    }
    if cfg!(target_os = "macos") {
        format!("brew install {homebrew}")
    } else {
        format!("install {debian}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doctor_says_what_is_missing_and_how_to_get_it() {
        let checks = [
            ("one", Ok("1.0".to_owned()), String::new()),
            ("two", Err(anyhow!("not found")), "install two".to_owned()),
        ];
        let text = report(&checks);
        assert!(text.starts_with("ok       one"), "{text}");
        assert!(text.contains("MISSING  two") && text.ends_with("  install two\n"), "{text}");
    }

    #[test]
    fn doctor_finds_the_compiler_that_built_this() {
        assert!(rust().unwrap().starts_with("rustc 1."));
    }
}
