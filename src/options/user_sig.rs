//! The options of those who sign, or look into a signature.

use super::catalog::{NOW, SDK_APP_ID, SIGNED_IDENTIFIER, SIGNING_KEY, TTL, VERIFYING_KEY};
use super::{Source, optional, required};
use crate::error::Error;
use crate::values::{Identifier, Instant, SdkAppId, SecretKey, Ttl};

/// What `signUserSig` takes.
#[derive(Debug)]
#[non_exhaustive]
pub struct SignOptions {
    /// The application.
    pub sdk_app_id: SdkAppId,
    /// Whom the UserSig is for.
    pub identifier: Identifier,
    /// What it is signed with.
    pub secret_key: SecretKey,
    /// How long it is valid.
    pub ttl: Ttl,
    /// From when on, if not from now.
    pub now: Option<Instant>,
}

impl SignOptions {
    /// Reads the options; names are checked elsewhere.
    pub fn read(source: &dyn Source) -> Result<Self, Error> {
        Ok(Self {
            sdk_app_id: required(source, &SDK_APP_ID)?,
            identifier: required(source, &SIGNED_IDENTIFIER)?,
            secret_key: required(source, &SIGNING_KEY)?,
            ttl: optional(source, &TTL)?.unwrap_or_default(),
            now: optional(source, &NOW)?,
        })
    }
}

/// What `admin.signUserSig` takes beside the account.
#[derive(Debug)]
#[non_exhaustive]
pub struct MintOptions {
    /// How long the UserSig is valid.
    pub ttl: Ttl,
}

impl MintOptions {
    /// Reads the options; names are checked elsewhere.
    pub fn read(source: &dyn Source) -> Result<Self, Error> {
        Ok(Self { ttl: optional(source, &TTL)?.unwrap_or_default() })
    }
}

/// What `inspectUserSig` takes beside the UserSig.
#[derive(Debug)]
#[non_exhaustive]
pub struct InspectOptions {
    /// What to check the signature with.
    pub secret_key: Option<SecretKey>,
    /// The moment to take for now, if not the present one.
    pub now: Option<Instant>,
}

impl InspectOptions {
    /// Reads the options; names are checked elsewhere.
    pub fn read(source: &dyn Source) -> Result<Self, Error> {
        Ok(Self { secret_key: optional(source, &VERIFYING_KEY)?, now: optional(source, &NOW)? })
    }
}
