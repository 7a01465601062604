//! When, and for how long a UserSig is valid.

use super::{Refusal, Value, whole_number};
use crate::options::Given;

/// A moment, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Instant(f64);

impl Instant {
    /// Numbers below this (in 1973) are taken for seconds and refused.
    const LEAST_MILLISECONDS: f64 = 1e11;

    /// A moment from a clock.
    pub const fn from_milliseconds(milliseconds: f64) -> Self {
        Self(milliseconds)
    }

    /// The milliseconds since 1970.
    pub const fn milliseconds(self) -> f64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down; 0 for what lies before.
    pub const fn unix_seconds(self) -> u64 {
        (self.0 / 1000.0) as u64
    }
}

impl Value for Instant {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        match given {
            Given::Date(milliseconds) if milliseconds >= 0.0 => Ok(Self(milliseconds)),
            Given::Date(_) => Err(Refusal::new("must be a valid Date of 1970 or later")),
            Given::Number(number) if number.is_finite() && number >= Self::LEAST_MILLISECONDS => {
                Ok(Self(number))
            }
            Given::Number(_) => Err(Refusal::new(
                [
                    "must be a Date or milliseconds as of Date.now(), got ",
                    &given.shown(),
                    " (seconds? multiply by 1000)",
                ]
                .concat(),
            )),
            other => Err(Refusal::type_mismatch("a Date or milliseconds", &other)),
        }
    }
}

/// How long a UserSig is valid, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ttl(u32);

impl Ttl {
    /// The seconds.
    pub const fn seconds(self) -> u32 {
        self.0
    }
}

impl Default for Ttl {
    /// A day: the vendor's error page for 70001 advises not to go below it.
    fn default() -> Self {
        Self(86_400)
    }
}

impl Value for Ttl {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        whole_number(&given, 0, u32::MAX).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_date_or_milliseconds_but_not_seconds() {
        let moment = |given| Instant::from_given(given).map(Instant::unix_seconds);
        assert_eq!(moment(Given::Date(1_700_000_000_999.0)), Ok(1_700_000_000));
        assert_eq!(moment(Given::Number(1_700_000_000_999.0)), Ok(1_700_000_000));
        assert_eq!(moment(Given::Date(0.0)), Ok(0));
        let refusal = moment(Given::Number(1_700_000_000.0)).unwrap_err();
        assert!(refusal.as_ref().contains("seconds?"), "{refusal:?}");
        assert!(moment(Given::Date(f64::NAN)).is_err());
        assert!(moment(Given::Text("2026-01-01".into())).is_err());
    }

    #[test]
    fn a_ttl_is_whole_seconds() {
        let ttl = |number| Ttl::from_given(Given::Number(number)).map(Ttl::seconds);
        assert_eq!(ttl(0.0), Ok(0));
        assert_eq!(ttl(4_294_967_295.0), Ok(4_294_967_295));
        assert!(ttl(-1.0).is_err() && ttl(1.5).is_err() && ttl(4_294_967_296.0).is_err());
        assert_eq!(Ttl::default().seconds(), 86_400);
    }
}
