//! What a call needs of the place it runs in: the one seam between rules and runtime.

use std::any::Any;
use std::future::Future;
use std::rc::Rc;

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

    /// A number from the platform's secure source, over the full range.
    fn random(&self) -> Result<u32, Error>;
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
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The HTTP status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The Content-Type, if there is one.
    pub content_type: Option<String>,
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
