//! A line of calls that wait, the oldest first.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Poll, Waker};

/// Who waits. Joining, leaving and looking take no longer when many wait.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// In the order of their tickets; those who have left stay until many have.
    waiting: Vec<Waiting>,
    /// Where the first one stands that has not left.
    first: usize,
    /// How many of `waiting` have left.
    gone: usize,
    tickets: u64,
}

#[derive(Debug)]
struct Waiting {
    ticket: u64,
    /// When it will look by itself.
    look_at: f64,
    waker: Option<Waker>,
    is_gone: bool,
}

impl Line {
    /// Stands at the end; the ticket is never given again.
    pub(super) fn join(&mut self) -> u64 {
        self.tickets += 1;
        let ticket = self.tickets;
        self.waiting.push(Waiting { ticket, look_at: f64::INFINITY, waker: None, is_gone: false });
        ticket
    }

    /// Whether nobody waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How many stand before `ticket`, at the most; 0 is the first. None if it is not in line.
    pub(super) fn rank(&self, ticket: u64) -> Option<usize> {
        self.index(ticket)?.checked_sub(self.first)
    }

    /// The ticket of the first, and when it will look by itself.
    pub(super) fn first(&self) -> Option<(u64, f64)> {
        self.waiting.get(self.first).map(|waiting| (waiting.ticket, waiting.look_at))
    }

    /// Notes when `ticket` will look by itself.
    pub(super) fn will_look(&mut self, ticket: u64, at: f64) {
        if let Some(waiting) = self.find(ticket) {
            waiting.look_at = at;
        }
    }

    /// Lets `ticket` go.
    pub(super) fn leave(&mut self, ticket: u64) {
        let Some(waiting) = self.find(ticket) else { return };
        waiting.is_gone = true;
        waiting.waker = None;
        self.gone += 1;
        self.tidy();
    }

    /// Lets all go that were to look before `moment` and did not.
    pub(super) fn pass_over(&mut self, moment: f64) {
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.look_at < moment) {
            if !std::mem::replace(&mut waiting.is_gone, true) {
                self.gone += 1;
            }
        }
        self.tidy();
    }

    /// What wakes the first, if it would look by itself only after `moment`.
    #[must_use]
    pub(super) fn call_first(&mut self, moment: f64) -> Option<Waker> {
        let first = self.waiting.get_mut(self.first)?;
        if first.look_at <= moment { None } else { first.waker.take() }
    }

    /// Keeps `waker` for `ticket`; false when the one kept before has been used, or the ticket is
    /// not in line any more.
    pub(super) fn keep(&mut self, ticket: u64, waker: &Waker, is_first_time: bool) -> bool {
        let Some(waiting) = self.find(ticket) else { return false };
        if waiting.waker.is_none() && !is_first_time {
            return false;
        }
        waiting.waker = Some(waker.clone());
        true
    }

    fn index(&self, ticket: u64) -> Option<usize> {
        let index = self.waiting.binary_search_by_key(&ticket, |waiting| waiting.ticket).ok()?;
        self.waiting.get(index).filter(|waiting| !waiting.is_gone).map(|_| index)
    }

    fn find(&mut self, ticket: u64) -> Option<&mut Waiting> {
        let index = self.index(ticket)?;
        self.waiting.get_mut(index)
    }

    /// Those who have left are swept out together: each costs little then.
    fn tidy(&mut self) {
        const FEW: usize = 16;
        if self.gone == self.waiting.len() || self.gone > FEW + self.waiting.len() / 2 {
            self.waiting.retain(|waiting| !waiting.is_gone);
            (self.first, self.gone) = (0, 0);
        }
        while self.waiting.get(self.first).is_some_and(|waiting| waiting.is_gone) {
            self.first += 1;
        }
    }
}

/// Ends with `sleep`, or as soon as `keep` finds that its waker has been used.
pub(super) async fn pause(
    sleep: impl Future<Output = ()>,
    mut keep: impl FnMut(&Waker, bool) -> bool,
) {
    let mut sleep = pin!(sleep);
    let mut is_first_time = true;
    poll_fn(|context| {
        if !keep(context.waker(), std::mem::replace(&mut is_first_time, false)) {
            return Poll::Ready(());
        }
        sleep.as_mut().poll(context)
    })
    .await;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn who_was_called_is_not_called_again() {
        let mut line = Line::default();
        let ticket = line.join();
        assert!(line.keep(ticket, Waker::noop(), true));
        assert!(line.keep(ticket, Waker::noop(), false));
        line.will_look(ticket, 5.0);
        assert!(line.call_first(5.0).is_none());
        assert!(line.call_first(4.0).is_some() && line.call_first(4.0).is_none());
        assert!(!line.keep(ticket, Waker::noop(), false));
    }

    #[test]
    fn the_silent_are_passed_over() {
        let mut line = Line::default();
        let tickets = [(); 4].map(|()| line.join());
        for (ticket, at) in tickets.iter().zip([1.0, 9.0, 2.0]) {
            line.will_look(*ticket, at);
        }
        line.pass_over(3.0);
        assert_eq!(line.first(), Some((tickets[1], 9.0)));
        assert_eq!(tickets.map(|ticket| line.rank(ticket).is_some()), [false, true, false, true]);
    }

    proptest! {
        #[test]
        fn it_is_a_queue_that_anyone_may_leave(steps in prop::collection::vec(0_usize..40, 0..200)) {
            let (mut line, mut expected) = (Line::default(), Vec::new());
            for step in steps {
                if step < 25 {
                    expected.push(line.join());
                } else if !expected.is_empty() {
                    line.leave(expected.remove((step - 25) % expected.len()));
                }
                prop_assert_eq!(line.first().map(|(ticket, _)| ticket), expected.first().copied());
                prop_assert_eq!(line.is_empty(), expected.is_empty());
                prop_assert!(line.waiting.len() <= 2 * expected.len() + 34);
                for (place, ticket) in expected.iter().enumerate() {
                    let rank = line.rank(*ticket);
                    prop_assert!(rank.is_some_and(|rank| rank >= place && (rank > 0 || place == 0)));
                }
            }
        }
    }
}
