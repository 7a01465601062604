//! One UserSig for many calls.

use super::slab::Id;
use super::stall::StallDetector;
use crate::error::{Error, Kind};
use crate::text::{decimal, fill};
use crate::usersig::{self, Signer, UserSig};

/// What proves who calls, and the UserSig in use.
#[derive(Debug)]
pub(super) struct Credential {
    source: Source,
    kept: Option<Kept>,
    /// By how many seconds this machine's clock is behind the service's.
    clock_offset: i64,
    question: Question,
}

/// Where UserSigs come from.
#[derive(Debug)]
pub(super) enum Source {
    /// The caller gave one.
    Fixed(UserSig),
    /// The caller's function, which the driver asks.
    Provider,
    /// The key to sign with, for whom, and for how many seconds.
    Signer { signer: Signer, identifier: String, ttl: u32 },
}

/// A UserSig and when to make the next one, in Unix seconds.
#[derive(Debug)]
struct Kept {
    user_sig: UserSig,
    renew_at: u64,
}

/// Lets one call ask the caller's function while the others wait for its answer.
#[derive(Debug, Default)]
struct Question {
    asking: Option<Id>,
    /// By when who asks will have shown itself again.
    lease: f64,
    waiting: Vec<Id>,
    /// How often all who waited were woken.
    rounds: u64,
    /// How many answers there have been, failures included.
    answers: u64,
    failure: Option<Error>,
}

/// What a call knew when it looked last: how many answers there had been, and how often all who waited were woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    answers: u64,
    rounds: u64,
}

/// What a call that needs a UserSig is told.
#[derive(Debug)]
pub(super) enum Answer {
    Ready(UserSig),
    Failed(Error),
    /// Ask the caller's function.
    Ask,
    /// Somebody else asks.
    Wait,
}

impl Credential {
    pub(super) fn new(source: Source) -> Self {
        Self { source, kept: None, clock_offset: 0, question: Question::default() }
    }

    /// The UserSig that the caller gave, or that calls share.
    pub(super) fn in_use(&self) -> Option<&UserSig> {
        match &self.source {
            Source::Fixed(user_sig) => Some(user_sig),
            _ => self.kept.as_ref().map(|kept| &kept.user_sig),
        }
    }

    /// A UserSig that is good for a while yet, or what the call has to do for it. `seen` is what
    /// [`Self::seen`] was when the call looked last.
    pub(super) fn user_sig(&mut self, call: Id, seen: Option<Seen>, unix: f64) -> Answer {
        let now = self.service_time(unix);
        if let Source::Fixed(user_sig) = &self.source {
            return Answer::Ready(user_sig.clone());
        }
        let is_new = seen.is_some_and(|seen| seen.answers != self.question.answers);
        // One that has just been given is used, near its end or not: asking again would have no end.
        if let Some(kept) = self.kept.as_ref().filter(|kept| is_new || now < kept.renew_at) {
            return Answer::Ready(kept.user_sig.clone());
        }
        if let Source::Signer { signer, identifier, ttl } = &self.source {
            let user_sig = signer.sign(identifier, now, *ttl);
            self.keep(&user_sig, now + renewal_after(u64::from(*ttl)));
            return Answer::Ready(user_sig);
        }
        let question = &mut self.question;
        if let Some(failure) = question.failure.as_ref().filter(|_| is_new) {
            return Answer::Failed(failure.clone());
        }
        match question.asking {
            Some(asking) if asking != call => {
                // Once for each question, however often the call looks.
                if seen.is_none_or(|seen| seen.rounds != question.rounds) {
                    question.waiting.push(call);
                }
                Answer::Wait
            }
            _ => {
                question.asking = Some(call);
                Answer::Ask
            }
        }
    }

    /// What a call that waits has to know when it looks again.
    pub(super) fn seen(&self) -> Seen {
        Seen { answers: self.question.answers, rounds: self.question.rounds }
    }

    /// Takes what the caller's function gave, and tells who waits for it.
    pub(super) fn answer(
        &mut self,
        call: Id,
        answer: Result<&str, Error>,
        wake: &mut Vec<Id>,
    ) -> Result<(), Error> {
        let outcome = answer.and_then(|text| {
            UserSig::new(text.trim_end_matches(['\r', '\n']).to_owned()).map_err(|flaw| {
                Error::invalid("userSig", fill("returned no UserSig: *", &[&flaw.reason()]))
            })
        });
        let outcome = outcome.map(|user_sig| self.keep(&user_sig, renewal_of(&user_sig)));
        if self.question.asking == Some(call) {
            self.question.answers += 1;
            self.question.failure = outcome.as_ref().err().cloned();
            self.let_next_ask(call, wake);
        }
        outcome
    }

    /// Lets the next one ask, should this one have been asking.
    pub(super) fn let_next_ask(&mut self, call: Id, wake: &mut Vec<Id>) {
        if self.question.asking == Some(call) {
            self.question.asking = None;
            self.question.rounds += 1;
            wake.append(&mut self.question.waiting);
        }
    }

    /// Says by when who asks will have shown itself again.
    pub(super) fn lease(&mut self, call: Id, until: f64) {
        if self.question.asking == Some(call) {
            self.question.lease = until;
        }
    }

    /// Takes the question from who asks and has gone without a word; says whether that one is late.
    pub(super) fn pass_over_the_gone(&mut self, stall: &mut StallDetector, now: f64) -> bool {
        let Some(asking) = self.question.asking else { return false };
        let is_late = stall.is_late(asking.number(), self.question.lease, now);
        if stall.is_gone() {
            self.question.asking = None;
        }
        is_late
    }

    /// Signs for another account with the client's key, if it has one.
    pub(super) fn sign_for(&self, identifier: &str, ttl: u32, unix: f64) -> Option<UserSig> {
        let Source::Signer { signer, .. } = &self.source else { return None };
        Some(signer.sign(identifier, self.service_time(unix), ttl))
    }

    /// Drops `refused`, which the service holds to be expired, and says whether another can be
    /// had. A newer one that another call has fetched meanwhile stays.
    pub(super) fn renew(&mut self, refused: &UserSig) -> bool {
        if self.kept.as_ref().is_some_and(|kept| kept.user_sig == *refused) {
            self.kept = None;
        }
        !matches!(self.source, Source::Fixed(_))
    }

    /// Learns from a refusal that the service's clock showed `date` when this machine's showed
    /// `unix`, so that what is signed from now on is valid there.
    pub(super) fn learn_time(&mut self, date: u64, unix: f64) {
        /// A Date header is of whole seconds, and has travelled.
        const TOLERANCE: u64 = 5;
        let offset = date.cast_signed() - (unix / 1000.0) as i64;
        self.clock_offset = if offset.unsigned_abs() > TOLERANCE { offset } else { 0 };
    }

    /// Lets go of what could be used to call.
    pub(super) fn forget(&mut self) {
        self.kept = None;
    }

    fn service_time(&self, unix: f64) -> u64 {
        ((unix / 1000.0) as u64).saturating_add_signed(self.clock_offset)
    }

    fn keep(&mut self, user_sig: &UserSig, renew_at: u64) {
        self.kept = Some(Kept { user_sig: user_sig.clone(), renew_at });
    }
}

/// After how much of its life a UserSig is made anew: a tenth before the end, but not less than a
/// minute, and not more than an hour.
fn renewal_after(ttl: u64) -> u64 {
    ttl.saturating_sub((ttl / 10).clamp(60, 3600))
}

/// A UserSig made elsewhere tells when it ends; one that cannot be read is used until refused.
fn renewal_of(user_sig: &UserSig) -> u64 {
    usersig::decode(user_sig.as_str())
        .map_or(u64::MAX, |claims| claims.issued_at() + renewal_after(claims.ttl()))
}

/// The caller's function gave nothing in time.
pub(super) fn unanswered(limit_ms: u32) -> Error {
    let limit = decimal(limit_ms.into());
    Error::new(Kind::Timeout, fill("`userSig` gave nothing within * ms", &[&limit])).with_hint(
        "the `userSig` function did not settle; `timeoutMs` is the limit for it as for an attempt",
    )
}

/// The caller's function threw or rejected.
pub(super) fn threw(message: &str) -> Error {
    Error::invalid("userSig", fill("failed: *", &[message]))
        .with_cause(crate::error::Cause::Asked)
        .with_hint("the `userSig` function threw or rejected; see `cause`")
}

/// The caller's function gave something else than text.
pub(super) fn gave(type_name: &str) -> Error {
    Error::invalid(
        "userSig",
        fill("must return a string or a promise of one, returned *", &[type_name]),
    )
}
