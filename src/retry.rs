//! What follows a failed attempt: a decision, and nothing else.

use crate::error::Error;
use crate::error::codes::{self, Remedy};

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// The call fails with what the attempt failed with.
    GiveUp,
    /// The call is made once more, with a new UserSig.
    SignAnew,
}

/// Decides by what failed, and by whether a new UserSig was made for this call already.
pub fn next(error: &Error, signed_anew: bool) -> Next {
    let remedy = error.code.and_then(codes::find).map(|known| known.remedy);
    match remedy {
        Some(Remedy::SignAnew) if !signed_anew => Next::SignAnew,
        _ => Next::GiveUp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn an_expired_user_sig_is_renewed_once() {
        let refused = |code| {
            let mut error = Error::new(Kind::Api, "refused");
            error.code = Some(code);
            error
        };
        for (error, signed_anew, expected) in [
            (refused(70001), false, Next::SignAnew),
            (refused(70052), false, Next::SignAnew),
            (refused(70001), true, Next::GiveUp),
            (refused(70009), false, Next::GiveUp),
            (refused(100_004), false, Next::GiveUp),
            (refused(1), false, Next::GiveUp),
            (Error::new(Kind::Network, "no answer"), false, Next::GiveUp),
        ] {
            assert_eq!(next(&error, signed_anew), expected, "{:?} {signed_anew}", error.code);
        }
    }
}
