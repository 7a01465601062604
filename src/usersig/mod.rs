//! UserSig (the vendor's TLSSigAPIv2): the text by which an account proves who it is.
//!
//! A UserSig is a JSON document with an HMAC-SHA256 in it, packed by zlib and base64. A [`Signer`]
//! makes one; [`decode`] reads one that any of the vendor's packages made and gives its [`Claims`],
//! which can be verified with the key. Time always comes from the caller, in Unix seconds.

mod claims;
mod fault;
mod signer;
mod unpack;

use core::fmt;

pub use claims::Claims;
pub use claims::decode;
pub use fault::Fault;
pub use fault::Field;
pub use fault::Misfit;
pub use fault::NotUserSig;
pub use signer::Signer;

/// A text that may be sent as a UserSig: not empty, nothing outside `A-Z a-z 0-9 * - _`.
///
/// It stands in a URL as it is. Whoever holds it can act as the account it names, so `Debug` hides
/// it, and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct UserSig(String);

impl UserSig {
    /// Takes a UserSig that was signed elsewhere. What is packed into it is not looked at: the
    /// service is the judge of that, and [`decode`] is there for who wants to know.
    ///
    /// # Errors
    /// The text is empty, longer than 16384 characters, or has a character no UserSig can have.
    pub fn new(text: impl Into<String>) -> Result<Self, NotUserSig> {
        let text = text.into();
        unpack::check(&text)?;
        Ok(Self(text))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UserSig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserSig(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_sig_is_of_its_alphabet() {
        assert_eq!(UserSig::new("eJx*-_09AZaz").unwrap().as_str(), "eJx*-_09AZaz");
        assert_eq!(UserSig::new(""), Err(NotUserSig::Empty));
        for (text, at, misfit) in [
            ("eJ+x", 2, Misfit::PlainBase64),
            ("/", 0, Misfit::PlainBase64),
            ("eJx=", 3, Misfit::PlainBase64),
            ("eJ%2A", 2, Misfit::Percent),
            ("eJx\n", 3, Misfit::Space),
            (" eJx", 0, Misfit::Space),
            ("eJx.", 3, Misfit::Other),
            ("eJé", 2, Misfit::Other),
            ("\0", 0, Misfit::Other),
        ] {
            assert_eq!(UserSig::new(text), Err(NotUserSig::Character { at, misfit }), "{text:?}");
        }
    }

    #[test]
    fn a_user_sig_has_a_longest() {
        assert!(UserSig::new("A".repeat(16_384)).is_ok());
        assert_eq!(UserSig::new("A".repeat(16_385)), Err(NotUserSig::TooLong));
    }

    #[test]
    fn debug_hides_the_text() {
        let user_sig = UserSig::new("eJxSecret").unwrap();
        assert_eq!(format!("{user_sig:?} {:?}", Some(&user_sig)), "UserSig(..) Some(UserSig(..))");
    }
}
