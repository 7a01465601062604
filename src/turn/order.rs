//! Updates of one member go out one at a time, in the order they were asked for.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Poll, Waker};

use super::line::{Line, pause};
use super::patience::Patience;
use super::table::Table;
use super::{MemberKey, SERVICE_LIMIT, sleep_until, timer};
use crate::platform::Platform;

/// The members of one client that have updates under way.
#[derive(Debug, Default)]
pub(crate) struct Members {
    table: RefCell<Table<Member>>,
    /// Members with an attempt that may still be applied, and until when, in rising order.
    unsettled: RefCell<VecDeque<(f64, MemberKey)>>,
    turns: Cell<u64>,
}

#[derive(Debug, Default)]
struct Member {
    holder: Option<Holder>,
    line: Line,
    /// Until when an attempt that was given up may still be applied.
    settled_at: f64,
}

#[derive(Debug)]
struct Holder {
    number: u64,
    /// By when it will have shown itself again.
    lease: f64,
}

enum Look {
    Mine(u64),
    Later(f64),
}

impl Members {
    /// A turn for the member of `key`, once all who asked before have had theirs, and nothing that
    /// they sent can be applied any more.
    pub(crate) async fn turn<'a, P: Platform>(
        &'a self,
        platform: &'a P,
        key: MemberKey,
    ) -> Turn<'a, P> {
        self.forget_settled(platform.monotonic());
        let mut number = self.take_if_free(platform, key);
        if number.is_none() {
            let mut place = Place { members: self, platform, key, ticket: self.join(key) };
            number = Some(place.wait().await);
        }
        let turn = Turn {
            members: self,
            platform,
            key,
            number: number.unwrap_or_default(),
            is_out: Cell::new(false),
        };
        turn.settled().await;
        turn
    }

    fn take_if_free(&self, platform: &impl Platform, key: MemberKey) -> Option<u64> {
        let now = platform.monotonic();
        let mut table = self.table.borrow_mut();
        let member = table.enter(key.0, now.to_bits())?;
        (member.holder.is_none() && member.line.is_empty()).then(|| self.take(member, now))
    }

    fn take(&self, member: &mut Member, now: f64) -> u64 {
        let number = self.turns.get() + 1;
        self.turns.set(number);
        member.holder = Some(Holder { number, lease: now });
        number
    }

    fn join(&self, key: MemberKey) -> u64 {
        self.with(key, |member| member.line.join()).unwrap_or_default()
    }

    fn with<T>(&self, key: MemberKey, f: impl FnOnce(&mut Member) -> T) -> Option<T> {
        self.table.borrow_mut().find(key.0).map(f)
    }

    /// Looks after what somebody leaves behind, and wakes the next.
    fn left(&self, key: MemberKey, now: f64) {
        let mut is_idle = false;
        let next = self.with(key, |member| {
            is_idle = member.holder.is_none() && member.line.is_empty() && member.settled_at <= now;
            member.line.call_first(f64::NEG_INFINITY).filter(|_| member.holder.is_none())
        });
        if is_idle {
            self.table.borrow_mut().remove(key.0);
        }
        if let Some(next) = next.flatten() {
            next.wake();
        }
    }

    fn unsettle(&self, key: MemberKey, until: f64) {
        self.with(key, |member| member.settled_at = member.settled_at.max(until));
        self.unsettled.borrow_mut().push_back((until, key));
    }

    fn forget_settled(&self, now: f64) {
        loop {
            let key = match self.unsettled.borrow().front() {
                Some(&(until, key)) if until <= now => key,
                _ => return,
            };
            self.unsettled.borrow_mut().pop_front();
            self.left(key, now);
        }
    }
}

/// A place in a member's line.
struct Place<'a, P: Platform> {
    members: &'a Members,
    platform: &'a P,
    key: MemberKey,
    ticket: u64,
}

/// How soon, and how late, who waits looks by itself, in milliseconds.
const SOONEST: f64 = 20.0;
const LATEST: f64 = 500.0;
/// ... and how late when many wait before it.
const LATEST_OF_MANY: f64 = 5000.0;

impl<P: Platform> Place<'_, P> {
    async fn wait(&mut self) -> u64 {
        let mut patience = Patience::default();
        let mut interval = SOONEST;
        loop {
            let now = self.platform.monotonic();
            let at = match self.look(now, interval, &mut patience) {
                Look::Mine(number) => return number,
                Look::Later(at) => at,
            };
            interval = (interval * 2.0).min(LATEST);
            let keep = |waker: &Waker, is_first_time| {
                let keep =
                    |member: &mut Member| member.line.keep(self.ticket, waker, is_first_time);
                self.members.with(self.key, keep).unwrap_or_default()
            };
            pause(self.platform.sleep(timer(now, at)), keep).await;
        }
    }

    fn look(&mut self, now: f64, interval: f64, patience: &mut Patience) -> Look {
        let mut table = self.members.table.borrow_mut();
        let Some(member) = table.enter(self.key.0, now.to_bits()) else {
            return Look::Later(now + interval);
        };
        let is_late = pass_over_the_silent(member, now, patience);
        let rank = member.line.rank(self.ticket).unwrap_or_else(|| {
            self.ticket = member.line.join();
            member.line.rank(self.ticket).unwrap_or_default()
        });
        if rank == 0 && member.holder.is_none() {
            member.line.leave(self.ticket);
            return Look::Mine(self.members.take(member, now));
        }
        let by_rank = (rank as f64 * SOONEST).min(LATEST_OF_MANY);
        let at = now + if is_late { Patience::BEAT } else { interval.max(by_rank) };
        member.line.will_look(self.ticket, at);
        Look::Later(at)
    }
}

/// Frees the turn of a holder, or the place of the first in line, that has been overdue for long;
/// says whether one is overdue.
fn pass_over_the_silent(member: &mut Member, now: f64, patience: &mut Patience) -> bool {
    let (number, expected) = match (&member.holder, member.line.first()) {
        // By then nothing that it has sent can be applied any more.
        (Some(holder), _) => (holder.number, holder.lease + SERVICE_LIMIT),
        (None, Some((ticket, look_at))) => (ticket, look_at + LATEST),
        (None, None) => return false,
    };
    let is_late = patience.is_tried(number, expected, now);
    if let Some(since) = patience.is_over()
        && member.holder.take().is_none()
    {
        member.line.pass_over(since - LATEST);
    }
    is_late
}

impl<P: Platform> Drop for Place<'_, P> {
    fn drop(&mut self) {
        let first = self.members.with(self.key, |member| {
            let first = member.line.first().map(|(ticket, _)| ticket);
            member.line.leave(self.ticket);
            first
        });
        // Whoever took the turn wakes the next one when it is done.
        if first.flatten() == Some(self.ticket) {
            self.members.left(self.key, self.platform.monotonic());
        }
    }
}

/// Whoever holds this may send updates of the member. Dropped, it lets the next one go.
pub(crate) struct Turn<'a, P: Platform> {
    members: &'a Members,
    platform: &'a P,
    key: MemberKey,
    number: u64,
    is_out: Cell<bool>,
}

impl<P: Platform> Turn<'_, P> {
    /// How often who waits for something without a limit shows itself, in milliseconds.
    const BEAT: u32 = 1000;

    /// Says by when this call will have shown itself again. False when it has been taken for dead
    /// and the next update has gone out.
    pub(crate) fn lease(&self, until: f64) -> bool {
        let renew = |holder: &mut Holder| holder.lease = until;
        let mine = |member: &mut Member| {
            member.holder.as_mut().filter(|holder| holder.number == self.number).map(renew)
        };
        self.members.with(self.key, mine).flatten().is_some()
    }

    /// What `future` ends with, showing meanwhile that somebody waits for it.
    pub(crate) async fn keeping<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut beat = pin!(None);
        poll_fn(|context| {
            loop {
                if let Poll::Ready(outcome) = future.as_mut().poll(context) {
                    return Poll::Ready(outcome);
                }
                if beat.is_none() {
                    self.lease(self.platform.monotonic() + f64::from(Self::BEAT));
                    beat.set(Some(self.platform.sleep(Self::BEAT)));
                }
                match beat.as_mut().as_pin_mut().map(|beat| beat.poll(context)) {
                    Some(Poll::Ready(())) => beat.set(None),
                    _ => return Poll::Pending,
                }
            }
        })
        .await
    }

    /// Notes that an attempt goes out, which ends by `until` at the latest. False as for
    /// [`Turn::lease`].
    pub(crate) fn goes_out(&self, until: f64) -> bool {
        let is_mine = self.lease(until);
        self.is_out.set(is_mine);
        is_mine
    }

    /// Notes that the attempt has ended; `is_settled` when it is known not to be applied later.
    pub(crate) fn came_back(&self, is_settled: bool) {
        self.is_out.set(false);
        if !is_settled {
            self.members.unsettle(self.key, self.platform.monotonic() + SERVICE_LIMIT);
        }
    }

    async fn settled(&self) {
        let at = self.members.with(self.key, |member| member.settled_at).unwrap_or_default();
        if self.platform.monotonic() < at {
            self.lease(at);
            sleep_until(self.platform, at).await;
        }
    }
}

impl<P: Platform> Drop for Turn<'_, P> {
    fn drop(&mut self) {
        if self.is_out.get() {
            self.came_back(false);
        }
        self.members.with(self.key, |member| {
            member.holder = member.holder.take().filter(|holder| holder.number != self.number);
        });
        self.members.left(self.key, self.platform.monotonic());
    }
}
