//! Values that cannot be wrong: whoever holds one needs no further check.
//!
//! Each is made from what a caller gave, by [`Value::from_given`], which is the only way in.

mod account;
mod base_url;
mod endpoint;
mod instant;
mod log_level;
mod member;
mod number;

pub use account::{Identifier, SdkAppId, SecretKey};
pub use base_url::BaseUrl;
pub use endpoint::Endpoint;
pub use instant::{Instant, Ttl};
pub use log_level::LogLevel;
pub use member::{
    CUSTOM_INFO_BYTES, CustomInfo, MemberAccount, NAME_CARD_BYTES, NameCard, Role, RoomId,
};
pub use number::{CallsPerSecond, MaxRetries, TimeoutMs};

use crate::options::Given;
use crate::text::decimal;

/// Why a value was refused: it completes the sentence that starts with the option's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// A refusal in the given words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// "must be a string, got number", and the like.
    pub fn type_mismatch(expected: &str, given: &Given) -> Self {
        if matches!(given, Given::BrokenText) {
            return Self::new(
                "holds half of a surrogate pair, which UTF-8 cannot carry: the text was cut in \
                 the middle of a character",
            );
        }
        Self(["must be ", expected, ", got ", given.type_name()].concat())
    }
}

impl AsRef<str> for Refusal {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A type that is made from what a caller gave.
pub trait Value: Sized {
    /// The value, or why it was refused. `given` is never [`Given::Absent`].
    fn from_given(given: Given) -> Result<Self, Refusal>;
}

impl Value for bool {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        match given {
            Given::Boolean(value) => Ok(value),
            other => Err(Refusal::type_mismatch("a boolean", &other)),
        }
    }
}

fn text(given: Given) -> Result<String, Refusal> {
    match given {
        Given::Text(text) => Ok(text),
        other => Err(Refusal::type_mismatch("a string", &other)),
    }
}

fn non_empty_text(given: Given) -> Result<String, Refusal> {
    let text = text(given)?;
    if text.is_empty() {
        return Err(Refusal::new("must not be empty"));
    }
    Ok(text)
}

/// A whole number of `from..=to`.
fn whole_number(given: &Given, from: u32, to: u32) -> Result<u32, Refusal> {
    let Given::Number(number) = *given else {
        return Err(Refusal::type_mismatch("a number", given));
    };
    // Truncation is the test itself; the range makes the cast exact.
    if number.trunc() == number && number >= f64::from(from) && number <= f64::from(to) {
        return Ok(number as u32);
    }
    Err(Refusal(
        [
            "must be a whole number from ",
            &decimal(from.into()),
            " to ",
            &decimal(to.into()),
            ", got ",
            &given.shown(),
        ]
        .concat(),
    ))
}
