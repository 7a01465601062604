//! Where we are: a secret key has no place in a browser.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::options::catalog::{ENDPOINT, FETCH, SECRET_KEY};
use crate::options::{ClientOptions, CredentialOption, Host};

/// Refuses a secret key in a browser page or worker, unless the caller takes it upon themselves.
pub(super) fn refuse_key_in_browser(options: &ClientOptions) -> Result<(), Error> {
    let has_key = matches!(options.signing, Some((_, CredentialOption::SecretKey(..))));
    if !has_key || options.dangerously_allow_browser || !is_browser() {
        return Ok(());
    }
    Err(Error::invalid(SECRET_KEY.name, "must not be used in a browser: every visitor can read it")
        .with_hint(
            "keep the key on a server: mount `createHandler` of room-engine-admin/handler there and \
             give the page its `endpoint`, or sign there and give the page a `userSig`; for a page \
             that only you can open, set `dangerouslyAllowBrowser`",
        ))
}

/// Refuses a path where there is no page that tells its host.
pub(super) fn refuse_path_outside_page(options: &ClientOptions) -> Result<(), Error> {
    match &options.connection.host {
        Host::Endpoint(endpoint) if endpoint.is_path() && page_host().is_none() => {
            Err(Error::invalid(ENDPOINT.name, "must be a whole URL: there is no page here")
                .with_hint("write it as https://console.example.com/api/room-engine"))
        }
        _ => Ok(()),
    }
}

/// Refuses to call where nothing makes the exchange: Jest's jsdom has no fetch. Looked up at each
/// call, as fetch itself is.
pub(super) fn require_fetch() -> Result<(), Error> {
    if lookup(&["fetch"]).is_function() {
        return Ok(());
    }
    Err(Error::invalid(FETCH.name, "is missing: there is no global one here").with_hint(
        "pass a `fetch` as an option; on Node.js, `nodeFetch` of room-engine-admin/node is one",
    ))
}

/// The host of the page, or of the worker's script, and its port.
pub(super) fn page_host() -> Option<String> {
    lookup(&["location", "host"]).as_string().filter(|host| !host.is_empty())
}

/// A page or a worker of a browser.
///
/// Node, Deno, Bun, workerd and the Edge runtime have some of the same globals, and a test runner's
/// jsdom has nearly all; each of them gives itself away by one that browsers lack.
fn is_browser() -> bool {
    let has = |path: &[&str]| !lookup(path).is_undefined();
    let is_electron_page = lookup(&["process", "type"]).as_string().as_deref() == Some("renderer");
    let is_server = has(&["process", "versions", "node"])
        || has(&["Deno"])
        || has(&["Bun"])
        || has(&["EdgeRuntime"])
        || lookup(&["navigator", "userAgent"]).as_string().as_deref() == Some("Cloudflare-Workers");
    let is_page_or_worker = has(&["document"]) || has(&["WorkerGlobalScope"]);
    is_page_or_worker && (is_electron_page || !is_server)
}

/// What stands behind a path of names from the global object on.
fn lookup(path: &[&str]) -> JsValue {
    path.iter().fold(js_sys::global().into(), |value: JsValue, name| {
        if value.is_null_or_undefined() {
            return JsValue::UNDEFINED;
        }
        Reflect::get(&value, &(*name).into()).unwrap_or(JsValue::UNDEFINED)
    })
}
