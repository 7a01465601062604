//! Runs a call's future as a JavaScript promise.
//!
//! Each call is woken by its own promises and timers only, and runs in their turn. A queue that
//! all calls share, as `wasm_bindgen_futures::spawn_local` has one, would be run by whichever
//! request of a worker scheduled it, and would hang the others when that one is cancelled.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

type Run = Pin<Box<dyn Future<Output = ()>>>;

/// Starts `future` at once, and gives a promise of its outcome.
pub(super) fn promise<F>(future: F) -> Promise
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
{
    let mut future = Some(future);
    Promise::new(&mut |resolve: Function, reject: Function| {
        if let Some(future) = future.take() {
            start(Box::pin(async move {
                // Neither of a promise's own two functions throws.
                let _ = match future.await {
                    Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
                    Err(reason) => reject.call1(&JsValue::UNDEFINED, &reason),
                };
            }));
        }
    })
}

thread_local! {
    static TASKS: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
}

/// A place for a task. Wakers outlive their tasks, so that a place counts its tenants.
struct Slot {
    tenancy: u32,
    state: State,
}

enum State {
    Free,
    Parked(Run),
    /// It is being polled; `woken` says whether to poll it once more.
    Polled {
        woken: bool,
    },
}

/// Names a task: which place, and which of its tenants.
#[derive(Clone, Copy)]
struct Key {
    index: usize,
    tenancy: u32,
}

impl Wake for Key {
    fn wake(self: Arc<Self>) {
        poll(*self);
    }
}

fn start(run: Run) {
    let key = TASKS.with_borrow_mut(|tasks| {
        let free = tasks.iter().position(|slot| matches!(slot.state, State::Free));
        let index = free.unwrap_or(tasks.len());
        if let Some(slot) = tasks.get_mut(index) {
            slot.state = State::Parked(run);
            return Key { index, tenancy: slot.tenancy };
        }
        tasks.push(Slot { tenancy: 0, state: State::Parked(run) });
        Key { index, tenancy: 0 }
    });
    poll(key);
}

fn poll(key: Key) {
    let Some(mut run) = take(key) else { return };
    let waker = Waker::from(Arc::new(key));
    loop {
        match run.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(()) => return leave(key),
            Poll::Pending => match park(key, run) {
                Some(again) => run = again,
                None => return,
            },
        }
    }
}

/// The task to poll, unless it has ended or is being polled, which then polls it once more.
fn take(key: Key) -> Option<Run> {
    with_slot(key, |slot| match std::mem::replace(&mut slot.state, State::Polled { woken: true }) {
        State::Parked(run) => {
            slot.state = State::Polled { woken: false };
            Some(run)
        }
        State::Free => {
            slot.state = State::Free;
            None
        }
        State::Polled { .. } => None,
    })
}

/// Puts a pending task back, or returns it to be polled again.
fn park(key: Key, run: Run) -> Option<Run> {
    with_slot(key, |slot| {
        if matches!(slot.state, State::Polled { woken: true }) {
            slot.state = State::Polled { woken: false };
            return Some(run);
        }
        slot.state = State::Parked(run);
        None
    })
}

fn leave(key: Key) {
    with_slot(key, |slot| {
        slot.tenancy = slot.tenancy.wrapping_add(1);
        slot.state = State::Free;
        Some(())
    });
}

fn with_slot<T>(key: Key, f: impl FnOnce(&mut Slot) -> Option<T>) -> Option<T> {
    TASKS.with_borrow_mut(|tasks| {
        tasks.get_mut(key.index).filter(|slot| slot.tenancy == key.tenancy).and_then(f)
    })
}
