//! The outcome of a promise.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/wasm/promises.js")]
extern "C" {
    /// A promise that settles at the latest with its end.
    pub(super) type Awaited;

    #[wasm_bindgen(constructor)]
    fn new(value: &JsValue) -> Awaited;

    #[wasm_bindgen(method, getter)]
    fn outcome(this: &Awaited) -> Promise;

    #[wasm_bindgen(method)]
    fn end(this: &Awaited);
}

/// The outcome of a promise, or of a value that is none.
pub(super) async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    outcome(Awaited::new(value)).await
}

/// The outcome of `awaited`, which ends when nobody waits for it any longer: what `JsFuture` waits
/// with stays until then.
pub(super) async fn outcome(awaited: Awaited) -> Result<JsValue, JsValue> {
    let guard = Guard(awaited);
    JsFuture::from(guard.0.outcome()).await
}

struct Guard(Awaited);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.end();
    }
}
