//! A caller's AbortSignal.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::prelude::*;

use super::source::{JsSource, given};
use crate::error::Error;
use crate::options::catalog::SIGNAL;

#[wasm_bindgen]
extern "C" {
    /// By its shape, not its class: a polyfill's signal is a signal too.
    #[derive(Clone)]
    pub(super) type AbortSignal;

    #[wasm_bindgen(method, getter)]
    fn aborted(this: &AbortSignal) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn reason(this: &AbortSignal) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = addEventListener)]
    fn listen_function(this: &AbortSignal) -> JsValue;

    #[wasm_bindgen(method, js_name = addEventListener)]
    fn listen(this: &AbortSignal, event: &str, listener: &Closure<dyn FnMut()>);

    #[wasm_bindgen(method, js_name = removeEventListener)]
    fn unlisten(this: &AbortSignal, event: &str, listener: &Closure<dyn FnMut()>);
}

impl AbortSignal {
    /// The signal among a call's options, if there is one.
    pub(super) fn read(options: &JsSource) -> Result<Option<Self>, Error> {
        let Some(value) = options.value(SIGNAL.name).filter(|value| !value.is_null_or_undefined())
        else {
            return Ok(None);
        };
        Self::of(value).map(Some).ok_or_else(|| {
            let refusal = ["must be an AbortSignal, got ", given(value).type_name()].concat();
            Error::invalid(SIGNAL.name, refusal)
        })
    }

    /// `value`, if that is a signal.
    pub(super) fn of(value: &JsValue) -> Option<Self> {
        let signal: &Self = value.unchecked_ref();
        let is_signal = value.is_object()
            && signal.aborted().as_bool().is_some()
            && signal.listen_function().is_function();
        is_signal.then(|| signal.clone())
    }

    pub(super) fn is_aborted(&self) -> bool {
        self.aborted().is_truthy()
    }
}

/// The outcome of `future`, or the signal's reason as soon as it is aborted; `future` is dropped
/// then, which ends what it has under way.
pub(super) async fn or_abort(
    signal: Option<AbortSignal>,
    future: impl Future<Output = Result<JsValue, JsValue>>,
) -> Result<JsValue, JsValue> {
    let Some(signal) = signal else { return future.await };
    if signal.is_aborted() {
        return Err(signal.reason());
    }
    let listener = Listener::new(signal);
    let mut future = pin!(future);
    poll_fn(|context| {
        *listener.waker.borrow_mut() = Some(context.waker().clone());
        let outcome = future.as_mut().poll(context);
        if outcome.is_pending() && listener.signal.is_aborted() {
            return Poll::Ready(Err(listener.signal.reason()));
        }
        outcome
    })
    .await
}

/// Wakes the call when the signal is aborted; dropped, it leaves nothing on the signal.
struct Listener {
    signal: AbortSignal,
    waker: Rc<RefCell<Option<Waker>>>,
    callback: Closure<dyn FnMut()>,
}

impl Listener {
    fn new(signal: AbortSignal) -> Self {
        let waker = Rc::new(RefCell::new(None::<Waker>));
        let callback = Closure::new({
            let waker = Rc::clone(&waker);
            move || {
                let woken = waker.borrow_mut().take();
                if let Some(woken) = woken {
                    woken.wake();
                }
            }
        });
        signal.listen("abort", &callback);
        Self { signal, waker, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.signal.unlisten("abort", &self.callback);
    }
}
