//! The outcome of a promise.
//!
//! Not `JsFuture`: what that waits with stays until the promise settles, also when nobody waits any
//! longer, and a caller's own promise may never settle. Here the promise gets no more than the
//! number of a place, and the place is another's when its future is dropped.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Promise)]
    type AnyPromise;

    #[wasm_bindgen(method)]
    fn then(this: &AnyPromise, fulfilled: &JsValue, rejected: &JsValue) -> JsValue;

    #[wasm_bindgen(extends = Function)]
    type Settle;

    #[wasm_bindgen(method)]
    fn bind(this: &Settle, of: &JsValue, index: u32, tenancy: u32, is_fulfilled: bool) -> JsValue;
}

/// The outcome of a promise, or of a value that is none.
pub(super) fn settled(value: &JsValue) -> Settled {
    let key = take_place();
    let promise: AnyPromise = Promise::resolve(value).unchecked_into();
    SETTLE.with(|settle| {
        let bound =
            |is_fulfilled| settle.bind(&JsValue::UNDEFINED, key.index, key.tenancy, is_fulfilled);
        promise.then(&bound(true), &bound(false));
    });
    Settled(key)
}

/// Waits for a promise.
pub(super) struct Settled(Key);

impl Future for Settled {
    type Output = Result<JsValue, JsValue>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = with_place(self.0, |state| match state {
            State::Awaited(waker) => {
                *waker = Some(context.waker().clone());
                None
            }
            State::Settled(outcome) => outcome.take(),
        });
        outcome.flatten().map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for Settled {
    fn drop(&mut self) {
        let Key { index, .. } = self.0;
        let left = with_place(self.0, |state| std::mem::replace(state, State::Settled(None)));
        PLACES.with_borrow_mut(|places| {
            if let Some(place) = places.get_mut(index as usize) {
                place.tenancy = place.tenancy.wrapping_add(1);
            }
        });
        FREE.with_borrow_mut(|free| free.push(index));
        // What is in it may do anything when it goes.
        drop(left);
    }
}

/// Names a place, and which of its tenants.
#[derive(Clone, Copy)]
struct Key {
    index: u32,
    tenancy: u32,
}

struct Place {
    tenancy: u32,
    state: State,
}

enum State {
    Awaited(Option<Waker>),
    Settled(Option<Result<JsValue, JsValue>>),
}

thread_local! {
    static PLACES: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
    static FREE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    /// What all promises call, each with its place.
    static SETTLE: Settle = {
        let settle = Closure::<dyn FnMut(u32, u32, bool, JsValue)>::new(settle);
        settle.into_js_value().unchecked_into()
    };
}

fn settle(index: u32, tenancy: u32, is_fulfilled: bool, value: JsValue) {
    let outcome = if is_fulfilled { Ok(value) } else { Err(value) };
    let before = with_place(Key { index, tenancy }, |state| {
        std::mem::replace(state, State::Settled(Some(outcome)))
    });
    if let Some(State::Awaited(Some(waker))) = before {
        waker.wake();
    }
}

fn take_place() -> Key {
    PLACES.with_borrow_mut(|places| {
        let state = State::Awaited(None);
        let free = FREE.with_borrow_mut(Vec::pop);
        if let Some((place, index)) = free.and_then(|i| Some((places.get_mut(i as usize)?, i))) {
            place.state = state;
            return Key { index, tenancy: place.tenancy };
        }
        places.push(Place { tenancy: 0, state });
        Key { index: places.len() as u32 - 1, tenancy: 0 }
    })
}

/// Nothing when it is another tenant's by now.
fn with_place<T>(key: Key, f: impl FnOnce(&mut State) -> T) -> Option<T> {
    PLACES.with_borrow_mut(|places| {
        let place = places.get_mut(key.index as usize)?;
        (place.tenancy == key.tenancy).then(|| f(&mut place.state))
    })
}
