//! What only JavaScript can do for us: make errors, and catch what should never happen.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript around this module.
    #[derive(Clone)]
    pub type Host;

    /// What calls reject with, made of an error's fields.
    #[wasm_bindgen(catch, method)]
    fn failure(this: &Host, fields: &JsValue) -> Result<JsValue, JsValue>;

    /// A function that calls `resume(index, tenancy)` soon, as often as it is called, in the async
    /// context that is now. It is told whether another call does the waking.
    #[wasm_bindgen(catch, method)]
    fn alarm(this: &Host, index: u32, tenancy: u32) -> Result<Function, JsValue>;
}

thread_local! {
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
}

/// Makes the JavaScript around this module known to it, before any call.
#[wasm_bindgen]
pub fn connect(host: Host) {
    HOST.set(Some(host));
}

fn host() -> Option<Host> {
    HOST.with_borrow(Clone::clone)
}

/// What a call rejects with.
pub(super) fn failure(fields: JsValue) -> JsValue {
    host().and_then(|host| host.failure(&fields).ok()).unwrap_or(fields)
}

/// What has a task polled soon. There is none without a host, as in tests of this module alone.
pub(super) fn alarm(index: u32, tenancy: u32) -> Option<Function> {
    host()?.alarm(index, tenancy).ok()
}
