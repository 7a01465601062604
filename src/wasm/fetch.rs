//! One HTTP exchange through the platform's fetch, or the caller's own.
//!
//! Not through gloo-net: it reaches the global fetch only, sends a `Request` object where
//! `fetch(url, init)` costs a third less, and panics when a fetch rejects with something else than
//! an `Error`.

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::environment::page_host;
use super::failure::cause_of;
use crate::platform::{FetchFailure, HttpAnswer, HttpRequest};
use crate::text::split_once;

#[wasm_bindgen(module = "/src/wasm/exchange.js")]
extern "C" {
    type Exchange;

    #[wasm_bindgen(catch, constructor)]
    fn new(
        own_fetch: Option<&Function>,
        url: &str,
        body: &str,
        more_headers: Option<&Object>,
        sends_cookies: bool,
        timeout_ms: u32,
    ) -> Result<Exchange, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn outcome(this: &Exchange) -> Promise;

    #[wasm_bindgen(method)]
    fn end(this: &Exchange);
}

/// Makes the exchange and reads the whole body, or gives up after the request's timeout.
pub(super) async fn exchange(
    fetch: Option<&Function>,
    request: &HttpRequest,
    headers: Option<&Object>,
) -> Result<HttpAnswer, FetchFailure> {
    let failed = |thrown: JsValue| network(&thrown, &request.url);
    let sends_cookies = request.to_handler && page_host().is_some();
    let timeout = request.timeout.milliseconds();
    let exchange =
        Exchange::new(fetch, &request.url, &request.body, headers, sends_cookies, timeout);
    let guard = Guard(exchange.map_err(failed)?);
    let outcome = JsFuture::from(guard.0.outcome()).await.map_err(failed)?;
    match outcome.dyn_ref::<Array>() {
        Some(parts) => answer(parts).map_err(|reason| failed(JsError::new(reason).into())),
        None => Err(FetchFailure::Timeout),
    }
}

fn answer(parts: &Array) -> Result<HttpAnswer, &'static str> {
    let text = |index| parts.get(index).as_string();
    let status = parts.get(0).as_f64().filter(|status| (0.0..=999.0).contains(status));
    Ok(HttpAnswer {
        status: status.ok_or("fetch gave no Response")? as u16,
        content_type: text(1),
        retry_after: text(2),
        date: text(3),
        body: text(4).ok_or("the Response gave no text")?,
    })
}

fn network(thrown: &JsValue, url: &str) -> FetchFailure {
    FetchFailure::Network(cause_of(thrown, &[user_sig_in(url)]))
}

/// What a runtime that quotes the URL would give away.
fn user_sig_in(url: &str) -> &str {
    let value = split_once(url, "usersig=").map_or("", |(_, rest)| rest);
    split_once(value, "&").map_or(value, |(user_sig, _)| user_sig)
}

/// Ends the exchange when the call is given up before it settles.
struct Guard(Exchange);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.end();
    }
}
