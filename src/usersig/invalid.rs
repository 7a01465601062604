//! Why a text is no UserSig, in words for the person who has to find out.

use std::borrow::Cow;

use crate::text::json::push_integer;

/// Why a text is no UserSig. Never holds a part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidUserSig {
    /// There is no text.
    Empty,
    /// More than 16384 characters.
    TooLong,
    /// A character that no UserSig can have.
    Character {
        /// How many characters stand before it.
        at: usize,
        /// What kind of character it is, as far as that hints at a cause.
        character: BadCharacter,
    },
    /// `usersig=` stands before it: a part of a URL.
    Parameter,
    /// A URL.
    Url,
    /// The length is not a multiple of four, which padding always makes it.
    Length,
    /// The alphabet is right, but no base64 encoder writes this.
    Base64,
    /// The bytes do not start like a zlib stream.
    NotZlib,
    /// The zlib stream starts well and has no end.
    CutShort,
    /// The zlib stream contradicts itself or its checksum.
    Damaged,
    /// More bytes follow after the end of the zlib stream.
    Trailing,
    /// It unpacks to more than 64 KiB.
    TooLarge,
    /// What is packed into it is not a JSON object.
    NotJson,
    /// A signature of the kind before HMAC, by private key (ECDSA).
    LegacyEcdsa,
    /// A field of the document is not as it should be.
    Field {
        /// Which one.
        field: Field,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// Kinds of characters found in texts that are no UserSig.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadCharacter {
    /// Anything that hints at nothing.
    Other,
    /// `%`: the text went through a URL.
    Percent,
    /// `%25`: it did so twice, so that even its percent signs are encoded.
    PercentTwice,
    /// `+`, `/` or `=`: the vendor writes `*`, `-` and `_` for these.
    PlainBase64,
    /// A space, tab or line end, mostly copied along at an end.
    Space,
    /// One that nobody sees, such as a zero-width space.
    Invisible(char),
}

/// The fields of the document that is packed into a UserSig.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Field {
    /// Lifetime in seconds.
    Expire,
    /// The account.
    Identifier,
    /// The application.
    SdkAppId,
    /// The HMAC.
    Sig,
    /// Time of issue in Unix seconds.
    Time,
    /// Further bytes that were signed along.
    UserBuf,
    /// The version of the format.
    Ver,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It is there, but of another type, or another value than the format knows.
    Form,
    /// A number that is negative or too large for what it counts.
    Range,
}

impl InvalidUserSig {
    /// What is wrong and where that usually comes from: a clause that goes on after "no UserSig: ".
    pub fn reason(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Empty => "the text is empty",
            Self::TooLong => {
                "it is longer than 16384 characters; UserSigs have about 200, so something else was passed"
            }
            Self::Character { at, character } => return Cow::Owned(bad_character(*at, *character)),
            Self::Parameter => {
                "`usersig=` stands in it; pass only what follows, up to the next `&`"
            }
            Self::Url => "it is a URL; pass only the value of its parameter `usersig`",
            Self::Length => {
                "its length is not a multiple of four; it was cut short, or the _ at its end got lost"
            }
            Self::Base64 => "it is not base64; it was damaged, or two texts were joined",
            Self::NotZlib => {
                "it does not hold a zlib stream; it is some other text, or made with gzip, raw deflate \
                 or an URL-safe base64 instead of the vendor's own alphabet"
            }
            Self::CutShort => "what it holds ends too early; it was cut short on its way",
            Self::Damaged => {
                "what it holds is damaged; characters were changed on its way, case included"
            }
            Self::Trailing => "more follows after its end; two texts were joined",
            Self::TooLarge => "it unpacks to more than 64 KiB, which no signer makes",
            Self::NotJson => {
                "what it holds is not a JSON object; signers that build the text by hand \
                 write this when the identifier has quotes or backslashes"
            }
            Self::LegacyEcdsa => {
                "it is signed by private key (ECDSA), as apps from before July 2019 may do; \
                 this is about the newer kind, signed with a secret key"
            }
            Self::Field { field, fault } => return Cow::Owned(field.reason(*fault)),
        })
    }
}

impl Field {
    /// The name of the field in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Expire => "TLS.expire",
            Self::Identifier => "TLS.identifier",
            Self::SdkAppId => "TLS.sdkappid",
            Self::Sig => "TLS.sig",
            Self::Time => "TLS.time",
            Self::UserBuf => "TLS.userbuf",
            Self::Ver => "TLS.ver",
        }
    }

    fn reason(self, fault: Fault) -> String {
        let clause = match (fault, self) {
            (Fault::Missing, _) => {
                " is missing; it was made by something else than the vendor's packages"
            }
            (Fault::Range, Self::SdkAppId) => " is not within 1..4294967295",
            (Fault::Range, _) => " is negative, or beyond any date; times are in seconds",
            (Fault::Form, Self::Ver) => " is not \"2.0\"",
            (Fault::Form, Self::Identifier) => " is not whole text; it has half a character in it",
            (Fault::Form, Self::Sig) => {
                " is not the base64 of 32 bytes; it was not made with HMAC-SHA256"
            }
            (Fault::Form, Self::UserBuf) => " is not base64",
            (Fault::Form, _) => " is not a whole number; the signer was given a text or a fraction",
        };
        let mut reason = String::from(self.name());
        reason.push_str(clause);
        reason
    }
}

fn bad_character(at: usize, character: BadCharacter) -> String {
    let mut reason = String::from("character ");
    push_integer(&mut reason, at as u64 + 1);
    if let BadCharacter::Invisible(character) = character {
        reason.push_str(", U+");
        push_code_point(&mut reason, character);
        reason.push(',');
    }
    reason.push_str(" is none of A-Z a-z 0-9 * - _");
    reason.push_str(match character {
        BadCharacter::Other => "",
        BadCharacter::Percent => "; it is percent-encoded and has to be decoded first",
        BadCharacter::PercentTwice => {
            "; it is percent-encoded twice and has to be decoded twice first"
        }
        BadCharacter::PlainBase64 => "; it is plain base64, and the vendor writes * - _ for + / =",
        BadCharacter::Space => "; a space or line break came along when it was copied",
        BadCharacter::Invisible(_) => "; it cannot be seen, and came along when it was copied",
    });
    reason
}

/// In hexadecimal, with at least four digits, as Unicode writes it.
fn push_code_point(out: &mut String, character: char) {
    let code = u32::from(character);
    let places = (0..6).rev().skip_while(|place| *place > 3 && code >> (4 * place) == 0);
    let digits = places.filter_map(|place| char::from_digit((code >> (4 * place)) & 15, 16));
    out.extend(digits.map(|digit| digit.to_ascii_uppercase()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_name_the_place() {
        let reason = InvalidUserSig::Character { at: 4, character: BadCharacter::Percent }.reason();
        assert!(reason.starts_with("character 5 is none of"), "{reason}");
        for (character, name) in
            [('\u{200b}', "U+200B"), ('\u{a0}', "U+00A0"), ('\u{e0001}', "U+E0001")]
        {
            let character = BadCharacter::Invisible(character);
            let reason = InvalidUserSig::Character { at: 0, character }.reason();
            let expected = ["character 1, ", name, ", is none of"].concat();
            assert!(reason.starts_with(&expected), "{reason}");
        }
        let reason = InvalidUserSig::Field { field: Field::Time, fault: Fault::Missing }.reason();
        assert!(reason.starts_with("TLS.time is missing"), "{reason}");
    }
}
