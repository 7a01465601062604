//! How long, how often, how many.

use super::{Refusal, Value, whole_number};
use crate::options::Given;

/// How long one attempt may take, in milliseconds, the body read included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutMs(u32);

impl TimeoutMs {
    /// The longest: what the platforms' timers can wait.
    pub const MAX: u32 = i32::MAX as u32;

    /// The milliseconds.
    pub const fn milliseconds(self) -> u32 {
        self.0
    }
}

impl Default for TimeoutMs {
    /// The service gives up after 3 s itself, so that this is long enough for its own answer.
    fn default() -> Self {
        Self(5000)
    }
}

impl Value for TimeoutMs {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        whole_number(&given, 1, Self::MAX).map(Self)
    }
}

/// How often a call is repeated at the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxRetries(u32);

impl MaxRetries {
    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl Default for MaxRetries {
    fn default() -> Self {
        Self(2)
    }
}

impl Value for MaxRetries {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        whole_number(&given, 0, u32::MAX).map(Self)
    }
}

/// How many calls of one app go out in a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CallsPerSecond(f64);

impl CallsPerSecond {
    /// The vendor's limit: <https://trtc.io/document/60714>.
    pub const DOCUMENTED: u32 = 200;

    /// The number, or none where there is no limit.
    pub fn limit(self) -> Option<f64> {
        (self.0 > 0.0).then_some(self.0)
    }
}

impl Default for CallsPerSecond {
    fn default() -> Self {
        Self(f64::from(Self::DOCUMENTED))
    }
}

impl Value for CallsPerSecond {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        let Given::Number(number) = given else {
            return Err(Refusal::type_mismatch("a number", &given));
        };
        if number.is_finite() && number >= 0.0 {
            return Ok(Self(number));
        }
        Err(Refusal::new(["must be a number from 0 (no limit) up, got ", &given.shown()].concat()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_what_a_timer_can_wait() {
        let timeout = |number| TimeoutMs::from_given(Given::Number(number));
        assert_eq!(timeout(1.0).unwrap().milliseconds(), 1);
        assert_eq!(timeout(2_147_483_647.0).unwrap().milliseconds(), 2_147_483_647);
        for number in [0.0, -5.0, 2_147_483_648.0, f64::INFINITY, 1.5] {
            assert!(timeout(number).is_err(), "{number}");
        }
        assert_eq!(TimeoutMs::default().milliseconds(), 5000);
    }

    #[test]
    fn retries_may_be_none() {
        let retries = |number| MaxRetries::from_given(Given::Number(number));
        assert_eq!(retries(0.0).unwrap().number(), 0);
        assert!(retries(-1.0).is_err() && retries(0.5).is_err());
    }

    #[test]
    fn zero_calls_per_second_means_no_limit() {
        let rate = |number| CallsPerSecond::from_given(Given::Number(number));
        assert_eq!(rate(0.0).unwrap().limit(), None);
        assert_eq!(rate(0.5).unwrap().limit(), Some(0.5));
        assert_eq!(CallsPerSecond::default().limit(), Some(200.0));
        assert!(rate(-1.0).is_err() && rate(f64::NAN).is_err() && rate(f64::INFINITY).is_err());
    }
}
