//! `cargo xtask test`: everything that CI runs.
//!
//! Two stages at a time (`schedule.rs`), each of them a row of `stages.rs`.

mod count;
mod javascript;
pub(crate) mod matrix;
mod package;
mod places;
mod policy;
pub(crate) mod rust;
mod schedule;
mod stages;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::report::{Step, seconds};
pub(crate) use places::site_places;
use schedule::Outcome;
use stages::{STAGES, Stage};

/// The folder of a project in which the packed tarball is installed.
pub(crate) fn installed(step: &Step) -> Result<PathBuf> {
    package::pack(step)?;
    package::install(step)
}

/// The stage `memory` with as many calls as that, on what [`installed`] has installed.
pub(crate) fn memory(calls: u32, step: &Step) -> Result<String> {
    javascript::memory_with(calls, step)
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
    let stages = selected(names)?;
    let outcomes = schedule::run(&stages);
    print!("{}", summary(&stages, &outcomes, started.elapsed()));
    let failed = outcomes.iter().any(|outcome| !outcome.passed);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
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

/// The stages in the order of their table, whichever ended first, with what each of them took.
fn summary(stages: &[&Stage], outcomes: &[Outcome], total: Duration) -> String {
    let mut out = String::from("\n");
    let of = |stage: &&Stage| outcomes.iter().find(|outcome| outcome.stage.name == stage.name);
    for Outcome { stage, took, note, .. } in stages.iter().filter_map(of) {
        out.push_str(&format!("{:<14}{:>13}  {note}\n", stage.name, seconds(*took)));
    }
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    let sum = outcomes.iter().map(|outcome| outcome.took).sum();
    out.push_str(&format!("{:<14}{:>13}  of work\n", "together", seconds(sum)));
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
        let outcome = |index, passed| Outcome {
            stage: &STAGES[index],
            passed,
            took: Duration::from_secs(2),
            note: String::new(),
        };
        let stages: Vec<_> = STAGES.iter().take(3).collect();
        let outcomes = [outcome(2, true), outcome(0, false), outcome(1, true)];
        let text = summary(&stages, &outcomes, Duration::from_secs(3));
        assert!(text.ends_with("\n\n2 passed, 1 failed\n"), "{text}");
        let order = stages.iter().map(|stage| text.find(stage.name).unwrap());
        assert!(order.is_sorted(), "{text}");
        assert!(text.contains("6.0 s  of work") && text.contains("3.0 s\n"), "{text}");
    }
}
