//! All calls of one app share what the service allows it, whichever client makes them.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Waker;

use super::limiter::Limiter;
use super::line::pause;
use super::patience::Patience;
use super::timer;
use crate::platform::Platform;
use crate::values::{CallsPerSecond, SdkAppId};

thread_local! {
    /// In the order of their numbers.
    static APPS: RefCell<Vec<(u32, App)>> = const { RefCell::new(Vec::new()) };
}

/// One app, as all clients in the process share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct App(Rc<RefCell<Limiter>>);

impl App {
    /// The app of this number.
    pub(crate) fn of(sdk_app_id: SdkAppId, now: f64) -> Self {
        let number = sdk_app_id.number();
        APPS.with_borrow_mut(|apps| match apps.binary_search_by_key(&number, |entry| entry.0) {
            Ok(index) => apps.get(index).map(|(_, app)| app.clone()).unwrap_or_default(),
            Err(_) => {
                // Only when room is needed, so that adding many costs little each.
                if apps.len() == apps.capacity() {
                    apps.retain(|(_, app)| Rc::strong_count(&app.0) > 1 || !app.is_idle(now));
                }
                let app = Self::default();
                let index = apps.partition_point(|entry| entry.0 < number);
                apps.insert(index, (number, app.clone()));
                app
            }
        })
    }

    /// A place among the calls of this second, for the attempt that goes out now: the moment from
    /// which it is counted.
    ///
    /// All who wait are served in the order they came. `will_look` is told by when this call will
    /// have looked again.
    pub(crate) async fn place(
        &self,
        platform: &impl Platform,
        given: CallsPerSecond,
        mut will_look: impl FnMut(f64),
    ) -> f64 {
        let now = platform.monotonic();
        if self.is_free(given, now) {
            return now;
        }
        let mut place = Place { app: self, ticket: self.0.borrow_mut().line.join() };
        let mut patience = Patience::default();
        loop {
            let now = platform.monotonic();
            let Some(at) = place.look(given, now, &mut patience) else { return now };
            will_look(at);
            let keep = |waker: &Waker, is_first_time| {
                self.0.borrow_mut().line.keep(place.ticket, waker, is_first_time)
            };
            pause(platform.sleep(timer(now, at)), keep).await;
        }
    }

    /// The outcome of `exchange`, which is counted from `counted` on and goes out now.
    pub(crate) async fn sent<T>(
        &self,
        platform: &impl Platform,
        counted: f64,
        exchange: impl Future<Output = T>,
    ) -> T {
        let mut exchange = pin!(exchange);
        let mut is_out = false;
        poll_fn(|context| {
            let outcome = exchange.as_mut().poll(context);
            if !std::mem::replace(&mut is_out, true) {
                self.0.borrow_mut().went_out(counted, platform.monotonic());
            }
            outcome
        })
        .await
    }

    /// Notes that the service held the app's calls to be too many: all of them slow down.
    pub(crate) fn slow_down(&self, now: f64) {
        self.0.borrow_mut().slow_down(now);
    }

    fn is_free(&self, given: CallsPerSecond, now: f64) -> bool {
        let mut limiter = self.0.borrow_mut();
        limiter.see(now);
        let limit = limiter.limit(given, now);
        let is_free =
            limit.is_none_or(|limit| limiter.line.is_empty() && limiter.due(limit, 0) <= now);
        if is_free {
            limiter.goes_out(limit, now);
        }
        is_free
    }

    fn is_idle(&self, now: f64) -> bool {
        self.0.borrow().is_idle(now)
    }

    /// Wakes the first in line, if it would look later than it may go.
    fn call_first(&self, given: CallsPerSecond, now: f64) {
        let mut limiter = self.0.borrow_mut();
        let due = limiter.limit(given, now).map_or(now, |limit| limiter.due(limit, 0));
        let first = limiter.line.call_first(due.max(now) + 1.0);
        drop(limiter);
        if let Some(first) = first {
            first.wake();
        }
    }
}

/// A place in the app's line.
struct Place<'a> {
    app: &'a App,
    ticket: u64,
}

impl Place<'_> {
    /// How long after its time somebody may still be expected to look, in milliseconds.
    const GRACE: f64 = 500.0;

    /// After how long at the least to look again at somebody else's turn, in milliseconds.
    const SOONEST: f64 = 4.0;

    /// When to look again, or none when the call goes out.
    fn look(&mut self, given: CallsPerSecond, now: f64, patience: &mut Patience) -> Option<f64> {
        let mut limiter = self.app.0.borrow_mut();
        limiter.see(now);
        let is_late = match limiter.line.first() {
            Some((first, look_at)) if first != self.ticket => {
                patience.is_tried(first, look_at + Self::GRACE, now)
            }
            _ => false,
        };
        if let Some(since) = patience.is_over() {
            limiter.line.pass_over(since - Self::GRACE);
        }
        let rank = limiter.line.rank(self.ticket).unwrap_or_else(|| {
            self.ticket = limiter.line.join();
            limiter.line.rank(self.ticket).unwrap_or_default()
        });
        let limit = limiter.limit(given, now);
        let due = limit.map_or(now, |limit| limiter.due(limit, rank));
        if rank == 0 && due <= now {
            limiter.goes_out(limit, now);
            limiter.line.leave(self.ticket);
            drop(limiter);
            self.app.call_first(given, now);
            return None;
        }
        // Whoever is before it is about to go, and will wake it where that can be.
        let soonest = if rank == 0 { 1.0 } else { Self::SOONEST };
        let at = if is_late { now + Patience::BEAT } else { due.max(now + soonest) };
        limiter.line.will_look(self.ticket, at);
        Some(at)
    }
}

impl Drop for Place<'_> {
    /// For calls that are given up; one that has gone out is not in line any more.
    fn drop(&mut self) {
        let mut limiter = self.app.0.borrow_mut();
        let was_first = limiter.line.rank(self.ticket) == Some(0);
        limiter.line.leave(self.ticket);
        let first = limiter.line.call_first(f64::NEG_INFINITY).filter(|_| was_first);
        drop(limiter);
        if let Some(first) = first {
            first.wake();
        }
    }
}
