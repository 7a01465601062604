//! What a call needs of the place it runs in: the one seam between rules and runtime.

use std::any::Any;
use std::future::Future;
use std::rc::Rc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::Error;
use crate::values::{Instant, TimeoutMs};

/// Time, randomness, fetch, and the caller's own source of UserSigs.
///
/// The JavaScript edge implements it for every runtime; tests implement it with numbers of their
/// choice.
pub trait Platform {
    /// Makes one HTTP exchange, the body read included, and gives it up after its timeout.
    ///
    /// Dropping the future ends the exchange.
    fn fetch(&self, request: HttpRequest)
    -> impl Future<Output = Result<HttpAnswer, FetchFailure>>;

    /// Asks the caller's `userSig` function.
    fn provide_user_sig(&self) -> impl Future<Output = Result<String, ProviderFailure>>;

    /// Ends after a time. Dropping it takes its timer back.
    fn sleep(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// The present moment.
    fn now(&self) -> Instant;

    /// Milliseconds since some moment, for measuring time: unlike [`Platform::now`], they should
    /// never go back nor leap.
    fn monotonic(&self) -> f64 {
        self.now().milliseconds()
    }

    /// A number from the platform's secure source, over the full range.
    fn random(&self) -> Result<u32, Error>;

    /// Is told of each attempt, by its number and host, when it goes out.
    fn announce(&self, _: u32, _: &str) {}

    /// Is told of each attempt when it has ended; those that were dropped on the way are not.
    fn observe(&self, _: &Attempt<'_>) {}
}

/// An attempt that has ended, as those who watch see it: without the URL, which carries the
/// UserSig, and without the body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt<'a> {
    /// Which one of the call, from 1 on.
    pub attempt: u32,
    /// The host, and the port if it was given.
    pub host: &'a str,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The service's ErrorCode, 0 for success, if it was its answer.
    pub code: Option<i64>,
    /// The service's own name of the exchange.
    pub request_id: Option<&'a str>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// In how many milliseconds the next attempt of the call is to follow, if one is.
    pub will_retry_in_ms: Option<u32>,
}

impl Serialize for Attempt<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("attempt", &self.attempt)?;
        map.serialize_entry("host", self.host)?;
        if let Some(status) = self.status {
            map.serialize_entry("status", &status)?;
        }
        if let Some(code) = self.code {
            map.serialize_entry("code", &(code as f64))?;
        }
        if let Some(request_id) = self.request_id {
            map.serialize_entry("requestId", request_id)?;
        }
        map.serialize_entry("elapsedMs", &self.elapsed_ms)?;
        if let Some(pause) = self.will_retry_in_ms {
            map.serialize_entry("willRetryInMs", &pause)?;
        }
        map.end()
    }
}

/// One HTTP exchange to make: a POST of JSON whose redirects are not followed, since the URL
/// carries the UserSig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// Where to.
    pub url: String,
    /// The JSON.
    pub body: String,
    /// How long it may take.
    pub timeout: TimeoutMs,
    /// Whether it goes to a handler of this package, with the headers that the caller gave for it.
    pub to_handler: bool,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The HTTP status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The Content-Type, if there is one.
    pub content_type: Option<String>,
    /// The Retry-After header as it stands, if there is one and the platform shows it.
    pub retry_after: Option<String>,
    /// The Date header as it stands, if there is one and the platform shows it.
    pub date: Option<String>,
    /// The body, decoded as UTF-8.
    pub body: String,
}

/// Why nothing, or not all, came back.
#[derive(Debug)]
pub enum FetchFailure {
    /// The exchange failed.
    Network(Cause),
    /// The timeout passed.
    Timeout,
}

/// What the platform said of a failure.
#[derive(Debug)]
pub struct Cause {
    /// Its message; it may quote the URL.
    pub message: String,
    /// The platform's own object, already free of secrets, for the edge to hand on.
    pub value: Option<Rc<dyn Any>>,
}

/// Why the caller's `userSig` function gave none.
#[derive(Debug)]
pub enum ProviderFailure {
    /// It threw or rejected.
    Failed(Cause),
    /// It returned something else than text; the name of its type.
    WrongType(&'static str),
}
