//! What a caller is told when a call does not succeed.

pub mod codes;
mod redact;

use std::any::Any;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use redact::redact;

/// Which step of a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Invalid, "an option is wrong; nothing was sent"),
        (Self::Api, "the service refused the call; see `code`"),
        (Self::Http, "the HTTP status was not 200; see `status`"),
        (Self::Network, "no HTTP answer arrived"),
        (Self::Timeout, "no whole answer arrived within `timeoutMs`"),
        (Self::Protocol, "HTTP 200 with a body that is no reply of the service"),
        (Self::Load, "the WebAssembly module could not be loaded"),
    ];

    /// The name that callers read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Http => "http",
            Self::Invalid => "invalid",
            Self::Load => "load",
            Self::Network => "network",
            Self::Protocol => "protocol",
            Self::Timeout => "timeout",
        }
    }
}

/// A failed call. Holds neither a secret key nor a UserSig.
///
/// Behind one pointer: what fails is rare, and the way of what succeeds should be short.
#[derive(Clone, Debug)]
pub struct Error(Box<Fields>);

/// What JavaScript's `RoomEngineError` carries.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fields {
    /// Which step failed.
    pub kind: Kind,
    /// What happened, in a sentence.
    pub message: String,
    /// The service's ErrorCode ([`Kind::Api`]).
    pub code: Option<i64>,
    /// What the service said beside the code, as it stands in the message too ([`Kind::Api`]).
    pub info: Option<Box<str>>,
    /// The HTTP status ([`Kind::Http`]).
    pub status: Option<u16>,
    /// The service's own name of the exchange, to quote to its support.
    pub request_id: Option<Box<str>>,
    /// The option at fault, as the caller wrote it ([`Kind::Invalid`]).
    pub field: Option<Box<str>>,
    /// What to do about it.
    pub hint: Option<Box<str>>,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// How many attempts were made.
    pub attempts: u32,
    /// What the platform said; only the edge that made it can read it.
    pub cause: Option<Rc<dyn Any>>,
}

impl Deref for Error {
    type Target = Fields;

    fn deref(&self) -> &Fields {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Fields {
        &mut self.0
    }
}

impl Error {
    /// A failure of `kind`; whether it is retryable follows from the kind.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Fields {
            kind,
            message: message.into(),
            code: None,
            info: None,
            status: None,
            request_id: None,
            field: None,
            hint: None,
            retryable: matches!(kind, Kind::Load | Kind::Network | Kind::Timeout),
            attempts: 0,
            cause: None,
        }))
    }

    /// A refused option: `field` is its name as the caller wrote it, `refusal` completes the
    /// sentence that starts with the name.
    pub fn invalid(field: impl AsRef<str>, refusal: impl AsRef<str>) -> Self {
        let field = field.as_ref();
        let mut error = Self::new(Kind::Invalid, ["`", field, "` ", refusal.as_ref()].concat());
        error.field = Some(field.into());
        error
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

/// As a map, not a struct: for a struct's keys `serde-wasm-bindgen` keeps a hash map, which is 3 kB
/// of the module.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.kind.name())?;
        map.serialize_entry("message", &self.message)?;
        if let Some(code) = self.code {
            // As JavaScript's own kind of number: it is a safe integer.
            map.serialize_entry("code", &(code as f64))?;
        }
        if let Some(status) = self.status {
            map.serialize_entry("status", &status)?;
        }
        let texts = [("requestId", &self.request_id), ("field", &self.field), ("hint", &self.hint)];
        for (name, text) in texts {
            if let Some(text) = text {
                map.serialize_entry(name, &**text)?;
            }
        }
        map.serialize_entry("retryable", &self.retryable)?;
        map.serialize_entry("attempts", &self.attempts)?;
        map.end()
    }
}
