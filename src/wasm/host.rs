//! What only JavaScript can do for us: make errors, and catch what should never happen.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::task;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript around this module.
    #[derive(Clone)]
    pub type Host;

    /// What calls reject with, made of an error's fields.
    #[wasm_bindgen(catch, method)]
    fn failure(this: &Host, fields: &JsValue) -> Result<JsValue, JsValue>;

    /// Calls `resume(index, tenancy)` soon; `is_foreign` where another call does the waking.
    #[wasm_bindgen(catch, method)]
    fn wake(this: &Host, index: u32, tenancy: u32, is_foreign: bool) -> Result<(), JsValue>;
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

/// Has a task polled soon. Without a host, as in tests of this module alone, it is polled at once.
pub(super) fn wake(index: u32, tenancy: u32, is_foreign: bool) {
    match host() {
        Some(host) => {
            // It does no more than enqueue a microtask.
            let _ = host.wake(index, tenancy, is_foreign);
        }
        None => task::resume(index, tenancy),
    }
}
