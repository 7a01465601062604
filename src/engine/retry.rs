//! What follows a failed attempt: a decision, and nothing else.

#[cfg(feature = "server")]
use crate::api::error_codes;
use crate::api::operations::Effect;
use crate::error::{Error, Kind};

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
    RenewUserSig,
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
    pub renewed: bool,
}

/// The pause before the first repetition; it doubles with each.
const FIRST_PAUSE: u32 = 250;
const LONGEST_PAUSE: u32 = 4000;

/// The longest that a service's Retry-After is followed.
pub const LONGEST_RETRY_AFTER: f64 = 60_000.0;

/// Decides by what failed, what repeating the call does, for how long the service asked to wait (in milliseconds), and
/// what the call has been through. `max_retries` 0 means that nothing is repeated, for whatever reason.
pub fn next(
    error: &Error,
    effect: &Effect,
    retry_after_ms: Option<f64>,
    past: Past,
    max_retries: u32,
) -> Next {
    if max_retries > 0 && !past.renewed && is_expired(error) {
        return Next::RenewUserSig;
    }
    if past.retries >= max_retries || !is_repeatable(error, effect) {
        return Next::GiveUp;
    }
    let up_to = FIRST_PAUSE.checked_shl(past.retries.min(8)).unwrap_or(LONGEST_PAUSE);
    match retry_after_ms.unwrap_or_default().max(least_pause(error)) {
        at_least if at_least > LONGEST_RETRY_AFTER => Next::GiveUpForLong,
        at_least => {
            Next::After(Pause { at_least: at_least as u32, up_to: up_to.min(LONGEST_PAUSE) })
        }
    }
}

/// Within the second in which a room was made, the service does not say whose it is; then it does.
fn least_pause(error: &Error) -> f64 {
    const MADE_THIS_SECOND: i64 = 100_012;
    if error.code == Some(MADE_THIS_SECOND) { 1000.0 } else { 0.0 }
}

impl Pause {
    /// The pause that a number from the whole range makes of it.
    pub fn length(self, random: u32) -> u32 {
        let chance = ((u64::from(self.up_to) + 1) * u64::from(random)) >> 32;
        self.at_least.max(chance as u32)
    }
}

/// Whether the service holds the calls of this app to be too many.
#[cfg(feature = "server")]
pub fn is_too_fast(error: &Error) -> bool {
    error.status == Some(429) || remedy(error) == Some(error_codes::Remedy::SlowDown)
}

/// Whether the service holds the UserSig to have expired. A handler sees to that itself.
pub fn is_expired(error: &Error) -> bool {
    #[cfg(feature = "server")]
    return remedy(error) == Some(error_codes::Remedy::RenewUserSig);
    #[cfg(not(feature = "server"))]
    return {
        let _ = error;
        false
    };
}

/// Whether nothing tells what became of the attempt.
pub fn is_unanswered(error: &Error) -> bool {
    matches!(error.kind, Kind::Network | Kind::Timeout)
}

/// Whether an attempt that ended so may have been carried out, and cannot be repeated to find out.
pub fn is_doubtful(error: &Error, effect: &Effect) -> bool {
    !is_outcome_known(error) && matches!(effect, Effect::Once(codes) if codes.is_empty())
}

/// Whether it is certain that an attempt that failed so is not applied later on.
///
/// A reply means that the service is done with it, unless it tells of a time limit of its own; so
/// does an answer that tells that it was never let in.
pub fn is_outcome_known(error: &Error) -> bool {
    const OUT_OF_TIME: [i64; 3] = [60008, 70169, 70202];
    match error.kind {
        Kind::Network | Kind::Timeout | Kind::Protocol => false,
        Kind::Http => error.status.is_some_and(|status| status < 500 || status == 503),
        Kind::Api => error.code.is_some_and(|code| !OUT_OF_TIME.contains(&code)),
        Kind::Invalid | Kind::Load => true,
    }
}

#[cfg(feature = "server")]
fn remedy(error: &Error) -> Option<error_codes::Remedy> {
    error.code.and_then(error_codes::find).map(|known| known.remedy)
}

fn is_repeatable(error: &Error, effect: &Effect) -> bool {
    if is_doubtful(error, effect) {
        return false;
    }
    match error.kind {
        Kind::Network | Kind::Timeout => true,
        Kind::Http => error.retryable,
        #[cfg(feature = "server")]
        Kind::Api => {
            use error_codes::Remedy;
            matches!(remedy(error), Some(Remedy::BackOff | Remedy::SlowDown))
        }
        _ => false,
    }
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests;
