//! What a caller is told when a call does not succeed.

use std::ops::{Deref, DerefMut};

use crate::text::fill;
use crate::text::json::ObjectWriter;

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
    /// All that the service said beside the code; the message has its beginning ([`Kind::Api`]).
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
    /// Whose error of the platform is the cause.
    pub cause: Option<Cause>,
}

/// Whose error of the platform is the cause; the driver keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The last one that this call met.
    Own,
    /// The one that the client's last question for a UserSig met.
    Asked,
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
        Self::of(kind, message.into())
    }

    fn of(kind: Kind, message: String) -> Self {
        Self(Box::new(Fields {
            kind,
            message,
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
        Self::refused(field.as_ref(), refusal.as_ref())
    }

    fn refused(field: &str, refusal: &str) -> Self {
        let mut error = Self::of(Kind::Invalid, fill("`*` *", &[field, refusal]));
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
    pub fn with_cause(mut self, cause: Cause) -> Self {
        self.cause = Some(cause);
        self
    }

    /// The same error with the number of attempts made.
    #[must_use]
    pub fn after_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// What JavaScript's `RoomEngineError` is made of.
    pub fn to_json(&self) -> String {
        let mut fields = ObjectWriter::default();
        fields.string("kind", self.kind.name());
        fields.string("message", &self.message);
        if let Some(code) = self.code {
            fields.integer("code", code);
        }
        if let Some(status) = self.status {
            fields.integer("status", status.into());
        }
        for (name, text) in [
            ("info", &self.info),
            ("requestId", &self.request_id),
            ("field", &self.field),
            ("hint", &self.hint),
        ] {
            if let Some(text) = text {
                fields.string(name, text);
            }
        }
        fields.boolean("retryable", self.retryable);
        fields.integer("attempts", self.attempts.into());
        fields.into_text()
    }
}
