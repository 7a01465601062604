//! `cargo xtask test`: everything that CI runs.
//!
//! Every stage is run, also after one has failed, so that one run shows all there is to repair; only
//! what needs the product of a failed stage is not tried.

mod browsers;
mod console;
mod count;
mod faults;
mod instructions;
mod javascript;
pub(crate) mod matrix;
mod package;
mod policy;
mod runtimes;
mod rust;
mod stages;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::report::{Step, say, seconds};
use stages::{STAGES, Stage};

/// How a stage ended.
struct Outcome {
    stage: &'static Stage,
    passed: bool,
    took: Duration,
    note: String,
}

/// The folder of a project in which the packed tarball is installed.
pub(crate) fn installed(step: &Step) -> Result<PathBuf> {
    package::pack(step)?;
    package::install(step)
}

/// Prints what stages there are.
pub(crate) fn list() {
    for Stage { name, what, .. } in STAGES {
        println!("{name:<14}{what}");
    }
}

/// Runs the named stages and those they need, or all of them.
pub(crate) fn test(names: &[String]) -> Result<ExitCode> {
    let started = Instant::now();
    let mut outcomes: Vec<Outcome> = Vec::new();
    for stage in selected(names)? {
        let lacking =
            outcomes.iter().find(|done| !done.passed && stage.needs.contains(&done.stage.name));
        let outcome = match lacking.map(|done| done.stage.name) {
            Some(name) => not_run(stage, name),
            None => run(stage),
        };
        outcomes.push(outcome);
    }
    print!("{}", summary(&outcomes, started.elapsed()));
    let failed = outcomes.iter().any(|outcome| !outcome.passed);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn run(stage: &'static Stage) -> Outcome {
    let step = Step::start(format!("{}: {}", stage.name, stage.what));
    match (stage.run)(&step) {
        Ok(note) => {
            let note =
                if note.is_empty() { "passed".to_owned() } else { format!("passed ({note})") };
            let took = step.done(&note);
            Outcome { stage, passed: true, took, note }
        }
        Err(error) => {
            let took = step.failed();
            say(&format!("\n{error:#}\n"));
            Outcome { stage, passed: false, took, note: "FAILED".to_owned() }
        }
    }
}

fn not_run(stage: &'static Stage, lacking: &str) -> Outcome {
    let note = format!("FAILED (not run: it needs `{lacking}`)");
    say(&format!("{:>8}  {}: {note}", "-", stage.name));
    Outcome { stage, passed: false, took: Duration::ZERO, note }
}

/// The stages to run, in the order of the table.
fn selected(names: &[String]) -> Result<Vec<&'static Stage>> {
    if let Some(unknown) = names.iter().find(|name| STAGES.iter().all(|stage| stage.name != **name))
    {
        let known: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
        bail!("there is no stage `{unknown}`; there are: {}", known.join(", "));
    }
    let mut wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    // What a stage needs stands above it: one walk from the end finds all.
    for stage in STAGES.iter().rev() {
        if wanted.contains(&stage.name) {
            wanted.extend(stage.needs);
        }
    }
    Ok(STAGES.iter().filter(|stage| names.is_empty() || wanted.contains(&stage.name)).collect())
}

fn summary(outcomes: &[Outcome], total: Duration) -> String {
    let mut out = String::from("\n");
    for Outcome { stage, took, note, .. } in outcomes {
        out.push_str(&format!("{:<14}{:>13}  {note}\n", stage.name, seconds(*took)));
    }
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    out.push_str(&format!("{:<14}{:>13}\n\n", "total", seconds(total)));
    out.push_str(&format!("{passed} passed, {} failed\n", outcomes.len() - passed));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stage_needs_stands_above_it() {
        for (index, stage) in STAGES.iter().enumerate() {
            for need in stage.needs {
                assert!(STAGES[..index].iter().any(|above| above.name == *need), "{}", stage.name);
            }
        }
    }

    #[test]
    fn a_chosen_stage_brings_what_it_needs() {
        let names: Vec<_> =
            selected(&["node".to_owned()]).unwrap().iter().map(|stage| stage.name).collect();
        assert_eq!(names, ["generated", "package", "node"]);
        assert_eq!(selected(&[]).unwrap().len(), STAGES.len());
        assert!(selected(&["nope".to_owned()]).is_err());
    }

    #[test]
    fn the_last_line_counts_stages() {
        let outcome = |passed| Outcome {
            stage: &STAGES[0],
            passed,
            took: Duration::from_secs(1),
            note: String::new(),
        };
        let text = summary(&[outcome(true), outcome(false), outcome(true)], Duration::from_secs(3));
        assert!(text.ends_with("\n\n2 passed, 1 failed\n"), "{text}");
    }
}
