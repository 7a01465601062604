//! What a caller is told when a call does not succeed.

pub mod codes;
mod redact;

use std::any::Any;
use std::rc::Rc;

use serde::Serialize;

pub use redact::redact;

/// Which step of a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// The service answered with an ErrorCode other than 0.
    Api,
    /// The HTTP status was not 200 and the body was no reply of the service.
    Http,
    /// An option is wrong; nothing was sent.
    Invalid,
    /// The WebAssembly module could not be loaded.
    Load,
    /// No HTTP answer arrived.
    Network,
    /// The HTTP status was 200, but the body is no reply of the service.
    Protocol,
    /// No whole answer arrived within `timeoutMs`.
    Timeout,
}

impl Kind {
    /// Every kind, with what it means: the list that types and documents are made from.
    pub const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Invalid, "invalid", "an option is wrong; nothing was sent"),
        (Self::Api, "api", "the service refused the call; see `code`"),
        (Self::Http, "http", "the HTTP status was not 200; see `status`"),
        (Self::Network, "network", "no HTTP answer arrived"),
        (Self::Timeout, "timeout", "no whole answer arrived within `timeoutMs`"),
        (Self::Protocol, "protocol", "HTTP 200 with a body that is no reply of the service"),
        (Self::Load, "load", "the WebAssembly module could not be loaded"),
    ];
}

/// A failed call. Holds neither a secret key nor a UserSig.
///
/// Serialized, it is the set of fields that JavaScript's `RoomEngineError` carries.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// Which step failed.
    pub kind: Kind,
    /// What happened, in a sentence.
    pub message: String,
    /// The service's ErrorCode ([`Kind::Api`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// The HTTP status ([`Kind::Http`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The service's own name of the exchange, to quote to its support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Box<str>>,
    /// The option at fault, as the caller wrote it ([`Kind::Invalid`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Box<str>>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Box<str>>,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// How many attempts were made.
    pub attempts: u32,
    /// What the platform said; only the edge that made it can read it.
    #[serde(skip)]
    pub cause: Option<Rc<dyn Any>>,
}

impl Error {
    /// A failure of `kind`; whether it is retryable follows from the kind.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            code: None,
            status: None,
            request_id: None,
            field: None,
            hint: None,
            retryable: matches!(kind, Kind::Load | Kind::Network | Kind::Timeout),
            attempts: 0,
            cause: None,
        }
    }

    /// A refused option: `field` is its name as the caller wrote it, `refusal` completes the
    /// sentence that starts with the name.
    pub fn invalid(field: impl Into<Box<str>>, refusal: impl AsRef<str>) -> Self {
        let field = field.into();
        let message = ["`", &field, "` ", refusal.as_ref()].concat();
        Self { field: Some(field), ..Self::new(Kind::Invalid, message) }
    }

    /// The same error with a word on what to do next.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Box<str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with what the platform said.
    #[must_use]
    pub fn with_cause(mut self, cause: Option<Rc<dyn Any>>) -> Self {
        self.cause = cause;
        self
    }

    /// The same error with the number of attempts made.
    #[must_use]
    pub fn after_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }
}
