//! One HTTP exchange through the platform's fetch, or the caller's own.
//!
//! Not through gloo-net: it reaches the global fetch only, sends a `Request` object where
//! `fetch(url, init)` costs a third less, and panics when a fetch rejects with something else than
//! an `Error`.

use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;

use super::environment::page_host;
use super::failure::cause_of;
use super::promised::{Awaited, outcome};
use crate::error::redact;
use crate::platform::{FetchFailure, HttpAnswer, HttpRequest};
use crate::text::split_once;

#[wasm_bindgen(module = "/src/wasm/promises.js")]
extern "C" {
    #[wasm_bindgen(extends = Awaited)]
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
    let failed = |thrown: JsValue| FetchFailure::Network(cause_of(&thrown, &secrets));
    let sends_cookies = request.to_handler && page_host().is_some();
    let timeout = request.timeout.milliseconds();
    let exchange =
        Exchange::new(fetch, &request.url, &request.body, headers, sends_cookies, timeout);
    let outcome = outcome(exchange.map_err(failed)?.into()).await.map_err(failed)?;
    let parts = outcome.dyn_ref::<Array>().ok_or(FetchFailure::Timeout)?;
    let mut answer = answer(parts).map_err(|reason| failed(JsError::new(reason).into()))?;
    if headers.is_some() {
        answer.body = redact(&answer.body, &secrets);
        answer.content_type = answer.content_type.map(|text| redact(&text, &secrets));
    }
    Ok(answer)
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

fn user_sig_in(url: &str) -> &str {
    let value = split_once(url, "usersig=").map_or("", |(_, rest)| rest);
    split_once(value, "&").map_or(value, |(user_sig, _)| user_sig)
}
