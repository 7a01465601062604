//! The project's commands. `cargo xtask --help` lists them.

mod bench;
mod build;
mod cache;
mod console;
mod debian;
mod demo;
mod diff;
mod docs;
mod doctor;
mod fix;
mod lockfile;
mod release;
mod report;
mod run;
mod stamp;
mod target;
mod test;
mod toolchain;
mod tools;
mod workspace;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Each command installs what it needs and the machine lacks; a second run does nothing twice.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    /// Show the output of every program that is run
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Commands,
}

#[derive(Debug, Subcommand)]
enum Commands {
    /// Build the package and make a call with it: to the simulator, or, with SDK_APP_ID, IDENTIFIER
    /// and SECRET_KEY in the environment, to the real service
    Demo,
    /// Run the admin console of www-example/ on a local port: on the simulator, or, with SDK_APP_ID,
    /// IDENTIFIER, SECRET_KEY, OPERATORS and SESSION_KEY in the environment, on the real service
    Console {
        /// The port of 127.0.0.1; 0 takes a free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build the npm package into pkg/
    Build,
    /// Make the reference of the types, and the playground, into target/site/
    Docs,
    /// Run everything that CI runs, or the stages named
    Test {
        /// Stages to run, with those they need; all when none is named
        stages: Vec<String>,
        /// List the stages
        #[arg(long)]
        list: bool,
    },
    /// Feed every parser of what comes from outside with inputs by chance, for minutes: CI does it for
    /// a second each
    Fuzz {
        /// For how long each target is fuzzed
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Targets to fuzz (`json`, `reply`, ...); all when none is named
        targets: Vec<String>,
    },
    /// Measure the package and its peers side by side, and keep a report in target/bench/
    Bench(bench::Arguments),
    /// Check that all is ready for a version, tag it, and show what npm would publish
    Release {
        /// Only check: for a CI that works on a tag
        #[arg(long)]
        no_tag: bool,
    },
    /// Say what is missing on this machine, and how to get it
    Doctor,
    /// Format Rust, JavaScript and JSON, and write the generated types anew
    Fix,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    report::set_verbose(arguments.verbose);
    match perform(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Commands) -> Result<ExitCode> {
    let started = Instant::now();
    match command {
        Commands::Demo => demo::demo()?,
        Commands::Console { port } => console::console(port)?,
        Commands::Build => {
            let built = build::build()?;
            println!("{}", build::sizes::table()?);
            println!("pkg/ is {}", if built { "built" } else { "up to date" });
        }
        Commands::Docs => {
            build::build()?;
            let site = docs::make(&workspace::root("pkg"))?;
            println!("open {}", site.join("index.html").display());
        }
        Commands::Test { list: true, .. } => test::list(),
        Commands::Test { stages, .. } => return test::test(&stages),
        Commands::Bench(arguments) => bench::bench(arguments)?,
        Commands::Fuzz { seconds, targets } => test::rust::fuzz(seconds, &targets)?,
        Commands::Release { no_tag } => release::release(!no_tag)?,
        Commands::Doctor => return Ok(doctor::doctor()),
        Commands::Fix => fix::fix()?,
    }
    eprintln!("{:>8}  in all", report::seconds(started.elapsed()));
    Ok(ExitCode::SUCCESS)
}
