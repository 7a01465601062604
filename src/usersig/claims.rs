//! Reading UserSigs.

use core::fmt;

use signing::base64;
use signing::key::Key;
use signing::text::Signed;

use super::invalid::Fault;
use super::invalid::Field;
use super::invalid::InvalidUserSig;
use super::unpack;
use crate::text::json::{self, Object, Value};

/// Reads what a UserSig says. Whether it says the truth is for [`Claims::verify`] to find out.
///
/// Takes whatever the vendor's packages make, of any compression level, order of fields, spacing
/// and way of escaping. Costs little for any text: more than 16384 characters are not looked at,
/// and more than 64 KiB are not unpacked.
///
/// # Errors
/// The text is not a UserSig; [`InvalidUserSig::reason`] says where it fails.
pub fn decode(text: &str) -> Result<Claims, InvalidUserSig> {
    let document = json::parse_bytes(&unpack::document(text)?);
    let Ok(Value::Object(document)) = document else { return Err(InvalidUserSig::NotJson) };
    check_version(&document)?;
    let (issued_at, ttl) = lifetime(&document)?;
    Ok(Claims {
        identifier: identifier(&document)?,
        sdk_app_id: sdk_app_id(&document)?,
        issued_at,
        ttl,
        user_buf: user_buf(&document)?,
        signature: signature(&document)?,
    })
}

/// What a UserSig says. PrivateMapKeys of the vendor's TRTC are UserSigs with a userbuf.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    identifier: String,
    sdk_app_id: u32,
    issued_at: u64,
    ttl: u64,
    user_buf: Option<Vec<u8>>,
    signature: [u8; 32],
}

impl Claims {
    /// The account that it speaks for.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// The application. 0 where the signer was not told one.
    pub fn sdk_app_id(&self) -> u32 {
        self.sdk_app_id
    }

    /// When it was signed, by the signer's clock: Unix seconds.
    pub fn issued_at(&self) -> u64 {
        self.issued_at
    }

    /// For how long it is valid from then on, in seconds.
    pub fn ttl(&self) -> u64 {
        self.ttl
    }

    /// Further bytes that were signed along.
    pub fn user_buf(&self) -> Option<&[u8]> {
        self.user_buf.as_deref()
    }

    /// The last second in which it is valid: Unix seconds, never beyond what a JavaScript `Date`
    /// can hold.
    pub fn expires_at(&self) -> u64 {
        self.issued_at + self.ttl
    }

    /// Whether it has ended by `now` (Unix seconds). One from the future has not, to the vendor's
    /// own verifiers either.
    pub fn is_expired(&self, now: u64) -> bool {
        now > self.expires_at()
    }

    /// Whether it was signed with this key, over what it says now. Takes the same time whichever
    /// byte of the signature is wrong.
    pub fn verify(&self, secret_key: &str) -> bool {
        let key = Key::new(secret_key);
        // The vendor's package for Go signs an empty userbuf and leaves it out of the document.
        key.verify(&self.signed_text(self.user_buf()), &self.signature)
            || self.user_buf.is_none() && key.verify(&self.signed_text(Some(&[])), &self.signature)
    }

    fn signed_text(&self, user_buf: Option<&[u8]>) -> String {
        let mut text = String::new();
        let signed = Signed {
            identifier: &self.identifier,
            sdk_app_id: self.sdk_app_id,
            issued_at: self.issued_at,
            ttl: self.ttl,
            user_buf,
        };
        signed.push_to(&mut text);
        text
    }
}

/// Without the signature: with it, the UserSig could be built again.
impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims")
            .field("identifier", &self.identifier)
            .field("sdk_app_id", &self.sdk_app_id)
            .field("issued_at", &self.issued_at)
            .field("ttl", &self.ttl)
            .field("user_buf", &self.user_buf)
            .finish_non_exhaustive()
    }
}

/// The last second of JavaScript's calendar. Also catches times in milliseconds times a thousand.
const END_OF_TIME: u64 = 8_640_000_000_000;

fn check_version(document: &Object) -> Result<(), InvalidUserSig> {
    match document.field(Field::Ver.name()) {
        Some(version) if version.as_str() == Some("2.0") => Ok(()),
        Some(_) => Err(fault(Field::Ver, Fault::Form)),
        // Object that only the former kind has; not every signer of it writes a version.
        None if document.field("TLS.sdk_appid").is_some() => Err(InvalidUserSig::LegacyEcdsa),
        None => Err(fault(Field::Ver, Fault::Missing)),
    }
}

/// Go leaves out what is empty or zero: an empty identifier, application 0, no lifetime.
fn identifier(document: &Object) -> Result<String, InvalidUserSig> {
    match document.field(Field::Identifier.name()) {
        None => Ok(String::new()),
        Some(value) => {
            value.as_str().map(Into::into).ok_or_else(|| fault(Field::Identifier, Fault::Form))
        }
    }
}

fn sdk_app_id(document: &Object) -> Result<u32, InvalidUserSig> {
    let number = integer(document, Field::SdkAppId)?.unwrap_or(0);
    u32::try_from(number).map_err(|_| fault(Field::SdkAppId, Fault::Range))
}

/// Time of issue and lifetime, neither of which, nor their sum, leaves the calendar.
fn lifetime(document: &Object) -> Result<(u64, u64), InvalidUserSig> {
    let within = |field, number| match u64::try_from(number) {
        Ok(seconds) if seconds <= END_OF_TIME => Ok(seconds),
        _ => Err(fault(field, Fault::Range)),
    };
    let issued_at =
        integer(document, Field::Time)?.ok_or_else(|| fault(Field::Time, Fault::Missing))?;
    let issued_at = within(Field::Time, issued_at)?;
    let ttl = within(Field::Expire, integer(document, Field::Expire)?.unwrap_or(0))?;
    if issued_at + ttl > END_OF_TIME {
        return Err(fault(Field::Expire, Fault::Range));
    }
    Ok((issued_at, ttl))
}

fn integer(document: &Object, field: Field) -> Result<Option<i64>, InvalidUserSig> {
    let value = document.field(field.name());
    value.map(|value| value.as_integer().ok_or_else(|| fault(field, Fault::Form))).transpose()
}

fn user_buf(document: &Object) -> Result<Option<Vec<u8>>, InvalidUserSig> {
    let value = document.field(Field::UserBuf.name());
    value.map(|value| bytes(value).ok_or_else(|| fault(Field::UserBuf, Fault::Form))).transpose()
}

fn signature(document: &Object) -> Result<[u8; 32], InvalidUserSig> {
    let value =
        document.field(Field::Sig.name()).ok_or_else(|| fault(Field::Sig, Fault::Missing))?;
    let signature = bytes(value).and_then(|bytes| bytes.try_into().ok());
    signature.ok_or_else(|| fault(Field::Sig, Fault::Form))
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    base64::decode_plain(value.as_str()?)
}

fn fault(field: Field, fault: Fault) -> InvalidUserSig {
    InvalidUserSig::Field { field, fault }
}

#[cfg(test)]
mod tests;
