//! The rules, each looked at by itself in what was sent, applied and told. They are written down here a second time, so
//! that a mistake in the engine is not also one here.

use std::collections::BTreeSet;

use room_engine_admin::error::{Error, Kind};

use super::History;
use super::change::{Effect, Key};
use super::plan::SERVICE_LIMIT;
use crate::fake_platform::{Attempt, Seen};

pub(crate) fn check(history: &History) {
    history.nobody_waits_for_ever();
    for key in history.keys() {
        history.one_at_a_time(key);
        history.applied_in_order(key);
    }
    history.rate();
    for call in 0..history.changes.len() {
        history.repetitions(call);
        history.outcome(call);
    }
    history.reads_wait_for_nobody();
    history.fairness();
    history.speed();
}

/// What has to follow an attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    End,
    /// At least after this pause, and by chance after up to so much more.
    Again {
        at_least: f64,
        up_to: f64,
    },
    NewUserSig,
}

/// The service's word for what a call has seen.
fn code(seen: &Seen) -> Option<i64> {
    let Seen::Answered(response) = seen else { return None };
    let value: serde_json::Value = serde_json::from_str(response.body).ok()?;
    value["ErrorCode"].as_i64()
}

/// Whether nothing of that attempt can be applied any more.
fn is_settled(seen: &Seen) -> bool {
    match (seen, code(seen)) {
        (Seen::Failed | Seen::TimedOut, _) => false,
        (_, Some(code)) => ![60008, 70169, 70202].contains(&code),
        (Seen::Answered(response), None) => matches!(response.status, 404 | 429 | 503),
    }
}

/// Whether the service holds the calls of the app to be too many.
fn is_too_fast(seen: &Seen) -> bool {
    let is_429 = matches!(seen, Seen::Answered(response) if response.status == 429);
    is_429 || code(seen).is_some_and(|code| [60007, 60011, 60018, 60019].contains(&code))
}

fn is_passing(seen: &Seen, effect: Effect) -> bool {
    const MAY_PASS: [i64; 10] =
        [60007, 60011, 60018, 60019, 60014, 70500, 100_001, 60008, 70169, 70202];
    if effect == Effect::Once && !is_settled(seen) {
        return false;
    }
    match (seen, code(seen)) {
        (Seen::Failed | Seen::TimedOut, _) => true,
        (_, Some(code)) => MAY_PASS.contains(&code),
        (Seen::Answered(response), None) => response.status == 429 || response.status >= 500,
    }
}

impl History {
    fn context(&self) -> String {
        format!("{:?}\n{:#?}", self.setting, self.changes)
    }

    fn attempts(&self, call: usize) -> Vec<&Attempt> {
        self.platform.attempts.iter().filter(|attempt| attempt.call == call).collect()
    }

    fn keys(&self) -> BTreeSet<Key> {
        self.changes.iter().flat_map(|change| change.keys()).collect()
    }

    fn nobody_waits_for_ever(&self) {
        for call in 0..self.changes.len() {
            assert!(self.platform.has_ended(call), "{call} waits for ever: {}", self.context());
        }
    }

    /// Calls that change the same go out in the order in which they were asked for, the next only when the one before
    /// has ended, and when nothing of what it sent can be applied any more.
    fn one_at_a_time(&self, key: Key) {
        let mut free_at = f64::NEG_INFINITY;
        let mut last = 0;
        let changes = |attempt: &&Attempt| self.changes[attempt.call].keys().contains(&key);
        let attempts: Vec<&Attempt> = self.platform.attempts.iter().filter(changes).collect();
        for attempt in &attempts {
            let Attempt { call, said_at, .. } = **attempt;
            assert!(last <= call, "{call} overtakes on {key:?}: {}", self.context());
            if last < call {
                let early = free_at - said_at;
                assert!(early <= 0.0, "{call} goes {early} ms early: {}", self.context());
            }
            let is_settled = attempt.seen.as_ref().is_some_and(|(_, seen)| is_settled(seen));
            let until = if is_settled { 0.0 } else { SERVICE_LIMIT } + attempt.over_at;
            (last, free_at) = (call, free_at.max(until));
        }
    }

    /// What is applied never goes back, so that the last one asked for is there in the end, unless it failed.
    fn applied_in_order(&self, key: Key) {
        let mut applied = self.platform.applied.clone();
        applied.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mine = |call: &usize| self.changes[*call].keys().contains(&key);
        let in_time: Vec<usize> = applied.iter().map(|(_, call)| *call).filter(mine).collect();
        assert!(in_time.is_sorted(), "applied out of order: {in_time:?} {}", self.context());
        // One that others had done already was not done by us.
        let is_done = |call: &usize| {
            matches!(&self.platform.calls[*call].outcome, Some(Ok(_)))
                && !matches!(self.changes[*call].kind.effect(), Effect::OnceWithCode(_))
        };
        let last = (0..self.changes.len()).filter(mine).filter(is_done).max();
        assert!(last <= in_time.last().copied(), "{last:?} is lost: {}", self.context());
    }

    fn rate(&self) {
        if self.setting.limit == 0.0 {
            return;
        }
        for pair in self.platform.send_times().windows(self.setting.limit as usize + 1) {
            let window = pair[pair.len() - 1] - pair[0];
            let count = pair.len();
            assert!(window >= 1000.0, "{count} within {window} ms: {}", self.context());
        }
    }

    /// What follows each attempt of a call, by what it has been through.
    fn followers(&self, call: usize) -> Vec<Next> {
        let most = self.setting.max_retries;
        let effect = self.changes[call].kind.effect();
        let (mut retries, mut has_new_user_sig) = (0, false);
        let mut next = |seen: &Seen| {
            let can_be_renewed = self.setting.has_provider && most > 0 && !has_new_user_sig;
            if matches!(code(seen), Some(70001 | 70052)) {
                has_new_user_sig = true;
                return if can_be_renewed { Next::NewUserSig } else { Next::End };
            }
            let at_least = match seen {
                Seen::Answered(response) => response.retry_after_ms.unwrap_or_default(),
                _ => 0.0,
            };
            if retries == most || !is_passing(seen, effect) || at_least > 60_000.0 {
                return Next::End;
            }
            retries += 1;
            Next::Again { at_least, up_to: (125.0 * f64::from(1 << retries)).min(4000.0) }
        };
        self.attempts(call)
            .iter()
            .filter_map(|attempt| attempt.seen.as_ref())
            .map(|(_, seen)| next(seen))
            .collect()
    }

    /// Each attempt is followed by another one exactly where it has to be.
    fn repetitions(&self, call: usize) {
        let attempts = self.attempts(call);
        let followers = self.followers(call);
        let tells = || format!("{call}: {attempts:#?}\n{followers:?}\n{}", self.context());
        for (pair, next) in attempts.windows(2).zip(&followers) {
            let pause = pair[1].said_at - pair[0].over_at;
            match next {
                Next::End => panic!("repeated in vain: {}", tells()),
                Next::NewUserSig => {}
                Next::Again { at_least, up_to } => {
                    assert!(pause >= *at_least, "after {pause} ms: {}", tells());
                    let most = at_least.max(*up_to) + 10.0;
                    assert!(pause <= most || !self.nothing_holds_up(), "{pause} ms: {}", tells());
                }
            }
        }
        let end = &self.platform.calls[call];
        let is_left = end.left_at.is_some()
            || end.outcome.as_ref().is_some_and(|outcome| {
                outcome
                    .as_ref()
                    .is_err_and(|error| error.field.is_some() || is_no_attempts_fault(error))
            });
        if !is_left {
            assert_eq!(followers.last(), Some(&Next::End), "given up too early: {}", tells());
        }
    }

    /// Whether nothing but its pause keeps a call from its next attempt.
    fn nothing_holds_up(&self) -> bool {
        let Self { setting, platform, .. } = self;
        let is_slowed = platform
            .attempts
            .iter()
            .any(|attempt| attempt.seen.as_ref().is_some_and(|(_, seen)| is_too_fast(seen)));
        setting.limit == 0.0
            && !is_slowed
            && !setting.has_provider
            && !setting.has_limiter
            && setting.held_up + setting.naps == 0
    }

    /// A call ends with what its last attempt came to; and has been done, where the service says that it had been done
    /// already after an attempt that may have done it.
    fn outcome(&self, call: usize) {
        let Some(outcome) = &self.platform.calls[call].outcome else { return };
        let attempts = self.attempts(call);
        let seen: Vec<&Seen> =
            attempts.iter().filter_map(|attempt| Some(&attempt.seen.as_ref()?.1)).collect();
        let tells = || format!("{call}: {outcome:#?}\n{attempts:#?}\n{}", self.context());
        let effect = self.changes[call].kind.effect();
        if let Err(error) = outcome {
            assert_eq!(error.attempts as usize, attempts.len(), "{}", tells());
            if error.field.is_some() || is_no_attempts_fault(error) {
                return assert!(self.setting.provider_faults > 0, "{}", tells());
            }
        }
        let Some((last, before)) = seen.split_last() else { panic!("{}", tells()) };
        let was_done = match effect {
            Effect::OnceWithCode(done) => {
                code(last) == Some(done) && before.iter().any(|seen| !is_settled(seen))
            }
            _ => false,
        };
        assert_eq!(outcome.is_ok(), was_done || code(last) == Some(0), "{}", tells());
        let is_unanswered = matches!(last, Seen::Failed | Seen::TimedOut);
        if let Err(error) = outcome
            && is_unanswered
        {
            let expected = if **last == Seen::Failed { Kind::Network } else { Kind::Timeout };
            assert_eq!(
                (error.kind, error.retryable),
                (expected, effect != Effect::Once),
                "{}",
                tells()
            );
        }
    }

    /// They are not held up by what is changed, nor by anybody who changes it.
    fn reads_wait_for_nobody(&self) {
        let Self { setting, changes, platform } = self;
        if setting.limit > 0.0 || setting.has_provider || setting.has_limiter {
            return;
        }
        let slowed_at = |attempt: &Attempt| {
            attempt.seen.as_ref().filter(|(_, seen)| is_too_fast(seen)).map(|(at, _)| *at)
        };
        let slowed_at =
            platform.attempts.iter().filter_map(slowed_at).fold(f64::INFINITY, f64::min);
        for (call, change) in changes.iter().enumerate() {
            let begun_at = platform.calls[call].begun_at;
            if change.kind.effect() == Effect::Read && begun_at < slowed_at {
                let first = self.attempts(call).first().map(|attempt| attempt.said_at);
                assert_eq!(first, Some(begun_at), "{call} waits: {}", self.context());
            }
        }
    }

    /// Where nothing fails, and nobody has to wait for somebody of the same member, calls go out in the order in which
    /// they were asked for.
    fn fairness(&self) {
        let keys = self.changes.iter().map(|change| change.keys().len()).sum::<usize>();
        if self.setting.is_calm() && keys == self.keys().len() {
            let mut first = Vec::<usize>::new();
            for call in self.platform.senders() {
                if !first.contains(&call) {
                    first.push(call);
                }
            }
            assert!(first.is_sorted(), "out of turn: {first:?} {}", self.context());
        }
    }

    /// Nobody waits for longer than what is before it can take.
    fn speed(&self) {
        /// A retry waits for 4 s at the most here, and the silent are passed over in time.
        const OF_EACH: f64 = 4000.0 + SERVICE_LIMIT + 6000.0;
        const NAPS: f64 = 30_000.0;
        let Self { setting, changes, platform } = self;
        let attempts = f64::from(setting.max_retries) + 2.0;
        // The pace goes down to a 32nd, and then not below six calls of 200 a second.
        let pace = if setting.limit == 0.0 { 0.2 } else { 32.0 / setting.limit };
        // Each attempt may have to ask for a UserSig first.
        let each = attempts * (2.0 * setting.timeout + OF_EACH + pace * 1000.0);
        let naps = if setting.naps > 0 { 2.0 * NAPS } else { 0.0 };
        let most = setting.span + changes.len() as f64 * (each + naps);
        assert!(platform.time() <= most, "{} of {most} ms: {}", platform.time(), self.context());
        self.nobody_is_passed_over();
    }

    /// Who has not fallen silent is expected for as long as it takes.
    fn nobody_is_passed_over(&self) {
        let overtaken = |error: &Error| error.message.starts_with("stalled");
        for (call, end) in self.platform.calls.iter().enumerate() {
            let is_overtaken = matches!(&end.outcome, Some(Err(error)) if overtaken(error));
            assert!(!is_overtaken, "{call} was passed over: {}", self.context());
        }
    }
}

/// Whether the call ended before its attempt: no UserSig could be had in time, or no place in the shared rate.
fn is_no_attempts_fault(error: &Error) -> bool {
    error.message.starts_with("`userSig`") || error.message.starts_with("`limiter`")
}
