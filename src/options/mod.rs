//! What a caller wrote, read by name into values that cannot be wrong.

pub mod catalog;
mod client;
mod given;
mod headers;
pub mod nearest;
mod user_sig;

pub use catalog::{Opt, check_names};
pub use client::{Account, ClientOptions, Connection, CredentialOption, Host};
pub use given::{Given, Source};
pub use headers::check_headers;
pub use user_sig::{InspectOptions, MintOptions, SignOptions};

use crate::error::Error;
use crate::values::Value;

/// The value of `option`, or none where the caller left it out.
pub fn optional<T: Value>(source: &dyn Source, option: &Opt) -> Result<Option<T>, Error> {
    match source.given(option.name) {
        Given::Absent => Ok(None),
        given => {
            T::from_given(given).map(Some).map_err(|refusal| Error::invalid(option.name, refusal))
        }
    }
}

/// The value of `option`, which the caller may not leave out.
pub fn required<T: Value>(source: &dyn Source, option: &Opt) -> Result<T, Error> {
    optional(source, option)?
        .ok_or_else(|| Error::invalid(option.name, "is missing").with_hint(option.hint()))
}
