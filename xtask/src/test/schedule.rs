//! Which stage runs when: two at a time, each after those it needs.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::anyhow;

use super::stages::{Lane, Stage};
use crate::report::{self, Step, say};

/// How many stages run at once. Node's test runner leaves one core free, and Cargo takes all it finds.
const AT_ONCE: usize = 2;

/// How a stage ended.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) stage: &'static Stage,
    pub(super) passed: bool,
    pub(super) took: Duration,
    pub(super) note: String,
}

/// Runs all of them, also after one has failed, so that one run shows all there is to repair; only
/// what needs the product of a failed stage is not tried.
pub(super) fn run(stages: &[&'static Stage]) -> Vec<Outcome> {
    // What programs write is shown as it comes then, which two of them would mix.
    let at_once = if report::is_verbose() { 1 } else { AT_ONCE };
    let mut plan = Plan::new(stages, at_once);
    let (tell, ended) = mpsc::channel();
    thread::scope(|scope| {
        loop {
            while let Some(stage) = plan.next() {
                let tell = tell.clone();
                // Nobody listens only when this scope is left, and it waits for all of its threads.
                scope.spawn(move || drop(tell.send(perform(stage, at_once > 1))));
            }
            if plan.running.is_empty() {
                break;
            }
            match ended.recv() {
                Ok(outcome) => plan.ended(outcome),
                Err(_) => break,
            }
        }
    });
    plan.outcomes
}

fn perform(stage: &'static Stage, beside_others: bool) -> Outcome {
    let work = || {
        let step = Step::start(format!("{}: {}", stage.name, stage.what));
        let result = catch_unwind(AssertUnwindSafe(|| (stage.run)(&step)))
            .unwrap_or_else(|_| Err(anyhow!("the stage's own code panicked, as shown above")));
        match result {
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
    };
    if beside_others { report::in_one_piece(stage.name, work) } else { work() }
}

/// What is still to run, what runs, and what came of the rest.
struct Plan {
    waiting: Vec<&'static Stage>,
    running: Vec<&'static Stage>,
    outcomes: Vec<Outcome>,
    at_once: usize,
}

impl Plan {
    fn new(stages: &[&'static Stage], at_once: usize) -> Self {
        Self { waiting: stages.to_vec(), running: Vec::new(), outcomes: Vec::new(), at_once }
    }

    /// The next stage to start, if one can be started now. Those that lack what they need end here.
    fn next(&mut self) -> Option<&'static Stage> {
        while let Some((place, needed)) = self.lacking() {
            let stage = self.waiting.remove(place);
            let note = format!("FAILED (not run: it needs `{needed}`)");
            say(&format!("{:>8}  {}: {note}", "-", stage.name));
            self.outcomes.push(Outcome { stage, passed: false, took: Duration::ZERO, note });
        }
        let place = self.waiting.iter().position(|stage| self.is_ready(stage))?;
        let stage = self.waiting.remove(place);
        self.running.push(stage);
        Some(stage)
    }

    fn ended(&mut self, outcome: Outcome) {
        self.running.retain(|stage| stage.name != outcome.stage.name);
        self.outcomes.push(outcome);
    }

    /// A stage that needs one which failed.
    fn lacking(&self) -> Option<(usize, &'static str)> {
        self.waiting.iter().enumerate().find_map(|(place, stage)| {
            let failed =
                |outcome: &&Outcome| !outcome.passed && stage.needs.contains(&outcome.stage.name);
            self.outcomes.iter().find(failed).map(|outcome| (place, outcome.stage.name))
        })
    }

    fn is_ready(&self, stage: &Stage) -> bool {
        let is_to_come =
            |name: &&str| self.waiting.iter().chain(&self.running).any(|other| other.name == *name);
        if stage.needs.iter().any(is_to_come) {
            return false;
        }
        let in_lane = |lane| self.running.iter().filter(|other| other.lane == lane).count();
        let places = self.running.len() - in_lane(Lane::Background);
        match stage.lane {
            _ if self.at_once == 1 => self.running.is_empty(),
            Lane::Alone => self.running.is_empty(),
            _ if in_lane(Lane::Alone) > 0 => false,
            Lane::Background => true,
            Lane::Any => places < self.at_once,
            lane => places < self.at_once && in_lane(lane) == 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn stage(name: &'static str, needs: &'static [&'static str], lane: Lane) -> Stage {
        Stage { name, what: "", needs, lane, run: |_| Ok(String::new()) }
    }

    static A: Stage = stage("a", &[], Lane::Cargo);
    static B: Stage = stage("b", &["a"], Lane::Any);
    static C: Stage = stage("c", &[], Lane::Cargo);
    static D: Stage = stage("d", &[], Lane::Any);
    static E: Stage = stage("e", &[], Lane::Alone);
    static F: Stage = stage("f", &[], Lane::Background);

    fn started(plan: &mut Plan) -> Vec<&'static str> {
        std::iter::from_fn(|| plan.next()).map(|stage| stage.name).collect()
    }

    fn end(plan: &mut Plan, stage: &'static Stage, passed: bool) {
        plan.ended(Outcome { stage, passed, took: Duration::ZERO, note: String::new() });
    }

    #[test]
    fn schedule_two_run_at_once_but_one_of_a_lane() {
        let mut plan = Plan::new(&[&A, &B, &C, &D, &F], 2);
        assert_eq!(started(&mut plan), ["a", "d", "f"]);
        end(&mut plan, &A, true);
        assert_eq!(started(&mut plan), ["b"]);
        end(&mut plan, &D, true);
        assert_eq!(started(&mut plan), ["c"]);
    }

    #[test]
    fn schedule_a_stage_that_is_alone_waits_for_all_and_holds_all() {
        let mut plan = Plan::new(&[&A, &E, &D], 2);
        assert_eq!(started(&mut plan), ["a", "d"]);
        end(&mut plan, &A, true);
        assert!(started(&mut plan).is_empty());
        end(&mut plan, &D, true);
        assert_eq!(started(&mut plan), ["e"]);
        plan.waiting.push(&F);
        assert!(started(&mut plan).is_empty());
    }

    #[test]
    fn schedule_what_needs_a_failed_stage_is_not_run() {
        let mut plan = Plan::new(&[&A, &B], 2);
        assert_eq!(started(&mut plan), ["a"]);
        end(&mut plan, &A, false);
        assert!(started(&mut plan).is_empty());
        let notes: Vec<_> = plan.outcomes.iter().map(|outcome| outcome.note.as_str()).collect();
        assert_eq!(notes, ["", "FAILED (not run: it needs `a`)"]);
    }

    #[test]
    fn schedule_one_at_a_time_is_one_in_all() {
        let mut plan = Plan::new(&[&A, &D, &F], 1);
        assert_eq!(started(&mut plan), ["a"]);
        end(&mut plan, &A, true);
        assert_eq!(started(&mut plan), ["d"]);
    }

    #[test]
    fn schedule_each_stage_runs_once_and_a_panic_is_a_failure() {
        static BAD: Stage = Stage {
            name: "bad",
            what: "",
            needs: &[],
            lane: Lane::Any,
            run: |_| panic!("on purpose"),
        };
        let outcomes = run(&[&A, &B, &C, &D, &E, &F, &BAD]);
        let mut names: Vec<_> = outcomes.iter().map(|outcome| outcome.stage.name).collect();
        names.sort_unstable();
        assert_eq!(names, ["a", "b", "bad", "c", "d", "e", "f"]);
        let failed: Vec<_> = outcomes.iter().filter(|outcome| !outcome.passed).collect();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].stage.name, "bad");
    }
}
