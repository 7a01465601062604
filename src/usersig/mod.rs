//! UserSig (the vendor's TLSSigAPIv2): the text by which an account proves who it is.
//!
//! A UserSig is a JSON document with an HMAC-SHA256 in it, packed by zlib and base64. A [`Signer`]
//! makes one; [`decode`] reads one that any of the vendor's packages made and gives its [`Claims`],
//! which can be verified with the key. Time always comes from the caller, in Unix seconds.

mod claims;
mod invalid;
mod secret_key;
mod signer;
mod unpack;

use core::fmt;

use zeroize::Zeroize;

pub use claims::Claims;
pub use claims::decode;
pub use invalid::BadCharacter;
pub use invalid::Fault;
pub use invalid::Field;
pub use invalid::InvalidUserSig;
pub use secret_key::key_looks_padded;
pub use signer::Signer;

/// A text that may be sent as a UserSig: not empty, nothing outside `A-Z a-z 0-9 * - _`.
///
/// It stands in a URL as it is. Whoever holds it can act as the account it names, so `Debug` hides
/// it, there is no `Display`, and it is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct UserSig(String);

impl Drop for UserSig {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl UserSig {
    /// Takes a UserSig that was signed elsewhere, without a line end at its end. What is packed into it is not looked at: the
    /// service is the judge of that, and [`decode`] is there for who wants to know.
    ///
    /// # Errors
    /// The text is empty, longer than 16384 characters, or has a character no UserSig can have.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidUserSig> {
        let mut text = text.into();
        text.truncate(unpack::trimmed(&text).len());
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
        assert_eq!(UserSig::new(""), Err(InvalidUserSig::Empty));
        for (text, at, character) in [
            ("eJ+x", 2, BadCharacter::PlainBase64),
            ("/", 0, BadCharacter::PlainBase64),
            ("eJx=", 3, BadCharacter::PlainBase64),
            ("eJ%2A", 2, BadCharacter::Percent),
            ("eJ%2A%25", 2, BadCharacter::Percent),
            ("eJ%252A", 2, BadCharacter::PercentTwice),
            ("eJ%25252A", 2, BadCharacter::PercentTwice),
            ("eJ\nx", 2, BadCharacter::Space),
            ("eJx ", 3, BadCharacter::Space),
            (" eJx", 0, BadCharacter::Space),
            ("eJx\t\n", 3, BadCharacter::Space),
            ("\u{200b}eJx", 0, BadCharacter::Invisible('\u{200b}')),
            ("eJx\u{feff}", 3, BadCharacter::Invisible('\u{feff}')),
            ("eJx\u{a0}\r\n", 3, BadCharacter::Invisible('\u{a0}')),
            ("eJx.", 3, BadCharacter::Other),
            ("eJé", 2, BadCharacter::Other),
            ("\0", 0, BadCharacter::Invisible('\0')),
        ] {
            let expected = InvalidUserSig::Character { at, character };
            assert_eq!(UserSig::new(text), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn a_line_end_at_the_end_is_taken_off() {
        for text in ["eJx", "eJx\n", "eJx\r\n", "eJx\r", "eJx\n\n"] {
            assert_eq!(UserSig::new(text).unwrap().as_str(), "eJx", "{text:?}");
        }
        assert_eq!(UserSig::new("\n"), Err(InvalidUserSig::Empty));
        assert_eq!(UserSig::new("A".repeat(16_384) + "\n").unwrap().as_str().len(), 16_384);
    }

    #[test]
    fn what_was_copied_around_a_user_sig_is_named() {
        for text in ["usersig=eJx", "&UserSig=eJx&random=1", "identifier=a&usersig=eJ%2Ax"] {
            assert_eq!(UserSig::new(text), Err(InvalidUserSig::Parameter), "{text:?}");
        }
        for text in ["https://h/v4/x?usersig=eJx&random=1", "https://example.com/"] {
            assert_eq!(UserSig::new(text), Err(InvalidUserSig::Url), "{text:?}");
        }
    }

    #[test]
    fn a_user_sig_has_a_longest() {
        assert!(UserSig::new("A".repeat(16_384)).is_ok());
        assert_eq!(UserSig::new("A".repeat(16_385)), Err(InvalidUserSig::TooLong));
    }

    #[test]
    fn debug_hides_the_text() {
        let user_sig = UserSig::new("eJxSecret").unwrap();
        assert_eq!(format!("{user_sig:?} {:?}", Some(&user_sig)), "UserSig(..) Some(UserSig(..))");
    }
}
