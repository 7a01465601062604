//! What follows a failed attempt: a decision, and nothing else.

use crate::error::codes::{self, Remedy};
use crate::error::{Error, Kind};
use crate::http_date;
use crate::platform::HttpAnswer;
use crate::values::Instant;

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// The call fails with what the attempt failed with.
    GiveUp,
    /// The call fails, and the hint says that the service wants to be left alone for longer than a
    /// call can wait.
    GiveUpForLong,
    /// The call is made once more, with a new UserSig.
    SignAnew,
    /// The call is made once more, after a pause.
    After(Pause),
}

/// How long to wait before the next attempt, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// At least this long: the service asked for it.
    pub at_least: u32,
    /// Chance decides on anything up to this, so that calls that failed together do not come back
    /// together.
    pub up_to: u32,
}

/// What a call has been through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// How often it was repeated after a pause.
    pub retries: u32,
    /// Whether a new UserSig was made for it.
    pub signed_anew: bool,
}

/// The pause before the first repetition; it doubles with each.
const FIRST_PAUSE: u32 = 250;
const LONGEST_PAUSE: u32 = 4000;

/// The longest that a service's Retry-After is followed.
const LONGEST_ASKED: u32 = 60_000;

/// Decides by what failed, what the service asked for ([`asked`]), and what the call has been
/// through. `max_retries` 0 means that nothing is repeated, for whatever reason.
pub fn next(error: &Error, asked: Option<u32>, past: Past, max_retries: u32) -> Next {
    let remedy = remedy(error);
    if max_retries > 0 && !past.signed_anew && remedy == Some(Remedy::SignAnew) {
        return Next::SignAnew;
    }
    if past.retries >= max_retries || !is_repeatable(error, remedy) {
        return Next::GiveUp;
    }
    let up_to = FIRST_PAUSE.checked_shl(past.retries.min(8)).unwrap_or(LONGEST_PAUSE);
    match asked.unwrap_or_default() {
        at_least if at_least > LONGEST_ASKED => Next::GiveUpForLong,
        at_least => Next::After(Pause { at_least, up_to: up_to.min(LONGEST_PAUSE) }),
    }
}

impl Pause {
    /// The pause that a number from the whole range makes of it.
    pub fn length(self, random: u32) -> u32 {
        let chance = ((u64::from(self.up_to) + 1) * u64::from(random)) >> 32;
        self.at_least.max(chance as u32)
    }
}

/// Whether the service holds the calls of this app to be too many.
pub fn is_too_fast(error: &Error) -> bool {
    error.status == Some(429) || remedy(error) == Some(Remedy::SlowDown)
}

/// Whether the service holds the UserSig to have expired.
pub fn is_expired(error: &Error) -> bool {
    remedy(error) == Some(Remedy::SignAnew)
}

/// Whether it is certain that an attempt that failed so is not applied later on.
///
/// A reply means that the service is done with it, unless it tells of a time limit of its own; so
/// does an answer that tells that it was never let in.
pub fn is_settled(error: &Error) -> bool {
    const OUT_OF_TIME: [i64; 3] = [60008, 70169, 70202];
    match error.kind {
        Kind::Network | Kind::Timeout | Kind::Protocol => false,
        Kind::Http => error.status.is_some_and(|status| status < 500 || status == 503),
        Kind::Api => error.code.is_some_and(|code| !OUT_OF_TIME.contains(&code)),
        Kind::Invalid | Kind::Load => true,
    }
}

/// For how long an answer asks not to be called again, in milliseconds: its Retry-After, in
/// seconds or as a date. A date is compared with the answer's own, should this machine's clock be
/// off.
pub fn asked(answer: &HttpAnswer, now: Instant) -> Option<u32> {
    let text = answer.retry_after.as_deref()?.trim();
    let seconds = http_date::digits(text).or_else(|| {
        let date = answer.date.as_deref().and_then(http_date::parse);
        let now = date.unwrap_or_else(|| now.unix_seconds());
        Some(http_date::parse(text)?.saturating_sub(now))
    })?;
    Some(u32::try_from(seconds.saturating_mul(1000)).unwrap_or(u32::MAX))
}

fn remedy(error: &Error) -> Option<Remedy> {
    error.code.and_then(codes::find).map(|known| known.remedy)
}

fn is_repeatable(error: &Error, remedy: Option<Remedy>) -> bool {
    match error.kind {
        Kind::Network | Kind::Timeout => true,
        Kind::Http => error.retryable,
        Kind::Api => matches!(remedy, Some(Remedy::BackOff | Remedy::SlowDown)),
        Kind::Invalid | Kind::Load | Kind::Protocol => false,
    }
}

#[cfg(test)]
mod tests;
