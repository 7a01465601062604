//! Runs a call's future as a JavaScript promise.
//!
//! Each call is woken by its own promises and timers, and goes on in their turn and in its own async
//! context. A queue that all calls share, as `wasm_bindgen_futures::spawn_local` has one, would be
//! run by whichever request of a worker scheduled it, and would hang the others when that one is
//! cancelled.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::host;

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

/// Goes on with a task that has been woken.
#[wasm_bindgen]
pub fn resume(index: u32, tenancy: u32) {
    poll(Key { index, tenancy });
}

thread_local! {
    static TASKS: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
    static FREE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static CURRENT: Cell<Option<Key>> = const { Cell::new(None) };
}

/// A place for a task. Wakers outlive their tasks, so that a place counts its tenants.
struct Slot {
    tenancy: u32,
    state: State,
    /// What wakes it: it goes on as itself, and not as a part of whoever does the waking.
    alarm: Option<Function>,
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
#[derive(Clone, Copy, PartialEq)]
struct Key {
    index: u32,
    tenancy: u32,
}

impl Wake for Key {
    /// Never polls by itself: whoever wakes may be in the middle of something.
    fn wake(self: Arc<Self>) {
        let key = *self;
        let current = CURRENT.get();
        if current == Some(key) {
            with_slot(key, |slot| {
                slot.state = State::Polled { woken: true };
                Some(())
            });
        } else if let Some(alarm) = with_slot(key, |slot| slot.alarm.clone()) {
            // It does no more than resolve a promise.
            let _ = alarm.call1(&JsValue::UNDEFINED, &current.is_some().into());
        } else {
            poll(key);
        }
    }
}

fn start(run: Run) {
    let key = TASKS.with_borrow_mut(|tasks| {
        let free = FREE.with_borrow_mut(Vec::pop);
        if let Some((slot, index)) = free.and_then(|i| Some((tasks.get_mut(i as usize)?, i))) {
            slot.state = State::Parked(run);
            return Key { index, tenancy: slot.tenancy };
        }
        if tasks.len() == tasks.capacity() {
            make_room(tasks.len());
        }
        tasks.push(Slot { tenancy: 0, state: State::Parked(run), alarm: None });
        Key { index: tasks.len() as u32 - 1, tenancy: 0 }
    });
    let alarm = host::alarm(key.index, key.tenancy);
    with_slot(key, |slot| {
        slot.alarm = alarm;
        Some(())
    });
    poll(key);
}

/// Has the module's memory grow at once for as many more calls as there are. Left alone it grows by
/// a page at a time, and each page takes a runtime the longer the more there are.
fn make_room(calls: usize) {
    drop(black_box(Vec::<u8>::with_capacity(calls * ROOM)));
}

/// About what a call takes that is under way, in bytes.
const ROOM: usize = 3072;

fn poll(key: Key) {
    let Some(mut run) = take(key) else { return };
    let waker = Waker::from(Arc::new(key));
    loop {
        let outer = CURRENT.replace(Some(key));
        let outcome = run.as_mut().poll(&mut Context::from_waker(&waker));
        CURRENT.set(outer);
        if outcome.is_ready() {
            return leave(key);
        }
        match park(key, run) {
            Some(again) => run = again,
            None => return,
        }
    }
}

/// The task to poll, unless it has ended or is being polled already.
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
        slot.alarm = None;
        Some(())
    });
    FREE.with_borrow_mut(|free| free.push(key.index));
}

fn with_slot<T>(key: Key, f: impl FnOnce(&mut Slot) -> Option<T>) -> Option<T> {
    TASKS.with_borrow_mut(|tasks| {
        tasks.get_mut(key.index as usize).filter(|slot| slot.tenancy == key.tenancy).and_then(f)
    })
}
