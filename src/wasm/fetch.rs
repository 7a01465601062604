//! One HTTP exchange through the platform's fetch, or the caller's own.
//!
//! Not through gloo-net: it reaches the global fetch only, sends a `Request` object where
//! `fetch(url, init)` costs a third less, and panics when a fetch rejects with something else than
//! an `Error`.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use super::environment::page_host;
use super::failure::cause_of;
use super::promised::settled;
use super::timer::sleep;
use crate::error::redact;
use crate::platform::{FetchFailure, HttpAnswer, HttpRequest};
use crate::text::split_once;

#[wasm_bindgen]
extern "C" {
    /// Looked up at each exchange: tests and tracers replace it.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &Object) -> Result<JsValue, JsValue>;

    /// What any fetch answers with; a caller's own need not be the platform's Response.
    type Answer;

    #[wasm_bindgen(catch, method, getter)]
    fn status(this: &Answer) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method, getter)]
    fn headers(this: &Answer) -> Result<Headers, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn text(this: &Answer) -> Result<JsValue, JsValue>;

    type Headers;

    #[wasm_bindgen(catch, method)]
    fn get(this: &Headers, name: &str) -> Result<JsValue, JsValue>;
}

/// Makes the exchange and reads the whole body, or gives up after the request's timeout.
pub(super) async fn exchange(
    fetch: Option<&Function>,
    request: &HttpRequest,
    headers: Option<&Object>,
    secrets: &str,
) -> Result<HttpAnswer, FetchFailure> {
    // Whoever quotes the URL or the headers would give them away.
    let secrets = [user_sig_in(&request.url), secrets];
    let guard = AbortGuard::new(&secrets)?;
    let mut timeout = pin!(sleep(request.timeout.milliseconds()));
    let mut answer = pin!(answer(fetch, request, headers, &guard));
    let outcome = poll_fn(|context| {
        if let Poll::Ready(outcome) = answer.as_mut().poll(context) {
            return Poll::Ready(outcome.map_err(|thrown| network(&thrown, &secrets)));
        }
        timeout.as_mut().poll(context).map(|()| Err(FetchFailure::Timeout))
    })
    .await;
    guard.settle(&outcome);
    let mut answer = outcome?;
    if headers.is_some() {
        answer.body = redact(&answer.body, &secrets);
        answer.content_type = answer.content_type.map(|text| redact(&text, &secrets));
    }
    Ok(answer)
}

async fn answer(
    fetch: Option<&Function>,
    request: &HttpRequest,
    headers: Option<&Object>,
    guard: &AbortGuard,
) -> Result<HttpAnswer, JsValue> {
    let init = init(request, headers, guard)?;
    let started = match fetch {
        // Without `this`: a browser's fetch refuses any other than its own global.
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &request.url.as_str().into(), &init),
        None => global_fetch(&request.url, &init),
    }?;
    let answer: Answer = settled(&started).await?.unchecked_into();
    let status = answer.status()?.as_f64().filter(|status| (0.0..=999.0).contains(status));
    let status = status.ok_or_else(|| JsError::new("fetch gave no Response"))?;
    let headers = answer.headers().ok();
    let header = |name| headers.as_ref()?.get(name).ok()?.as_string();
    let content_type = header("content-type");
    let (retry_after, date) = (header("retry-after"), header("date"));
    let body = settled(&answer.text()?).await?;
    let body = body.as_string().ok_or_else(|| JsError::new("the Response gave no text"))?;
    Ok(HttpAnswer { status: status as u16, content_type, retry_after, date, body })
}

/// The second argument of fetch.
fn init(
    request: &HttpRequest,
    more_headers: Option<&Object>,
    guard: &AbortGuard,
) -> Result<Object, JsValue> {
    let headers = Object::new();
    if let Some(more) = more_headers {
        Object::assign(&headers, more);
    }
    set(&headers, "Content-Type", &"application/json".into())?;
    let init = Object::new();
    set(&init, "method", &"POST".into())?;
    set(&init, "headers", &headers)?;
    set(&init, "body", &request.body.as_str().into())?;
    set(&init, "redirect", &"manual".into())?;
    set(&init, "signal", &guard.controller.signal())?;
    // Only a page has cookies to send, and workerd refuses the very word.
    if request.to_handler && page_host().is_some() {
        set(&init, "credentials", &"same-origin".into())?;
    }
    Ok(init)
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<bool, JsValue> {
    Reflect::set(object, &name.into(), value)
}

fn network(thrown: &JsValue, secrets: &[&str]) -> FetchFailure {
    FetchFailure::Network(cause_of(thrown, secrets))
}

fn user_sig_in(url: &str) -> &str {
    let value = split_once(url, "usersig=").map_or("", |(_, rest)| rest);
    split_once(value, "&").map_or(value, |(user_sig, _)| user_sig)
}

/// Ends the exchange when the call is given up before it settles.
struct AbortGuard {
    controller: AbortController,
    is_settled: Cell<bool>,
}

impl AbortGuard {
    fn new(secrets: &[&str]) -> Result<Self, FetchFailure> {
        let controller = AbortController::new().map_err(|thrown| network(&thrown, secrets))?;
        Ok(Self { controller, is_settled: Cell::new(false) })
    }

    /// A timeout leaves the exchange under way.
    fn settle(&self, outcome: &Result<HttpAnswer, FetchFailure>) {
        self.is_settled.set(!matches!(outcome, Err(FetchFailure::Timeout)));
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        if !self.is_settled.get() {
            self.controller.abort();
        }
    }
}
