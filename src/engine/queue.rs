//! A queue of calls that wait, the oldest first.

use super::slab::Id;

/// Who waits. Joining, leaving and looking take no longer when many wait.
#[derive(Debug, Default)]
pub(super) struct Queue {
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
    call: Id,
    /// Whether it has been woken since it looked last.
    is_called: bool,
    is_gone: bool,
}

impl Queue {
    /// Stands at the end; the ticket is never given again.
    pub(super) fn join(&mut self, call: Id) -> u64 {
        self.tickets += 1;
        let ticket = self.tickets;
        self.waiting.push(Waiting {
            ticket,
            look_at: f64::INFINITY,
            call,
            is_called: false,
            is_gone: false,
        });
        ticket
    }

    /// Whether nobody waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How many stand before `ticket`, at the most; 0 is the first. None if it is not in the queue.
    pub(super) fn position(&self, ticket: u64) -> Option<usize> {
        self.index(ticket)?.checked_sub(self.first)
    }

    /// The ticket of the first, and when it will look by itself.
    pub(super) fn first(&self) -> Option<(u64, f64)> {
        self.waiting.get(self.first).map(|waiting| (waiting.ticket, waiting.look_at))
    }

    /// Notes when `ticket` will look by itself.
    pub(super) fn will_look(&mut self, ticket: u64, at: f64) {
        if let Some(waiting) = self.find(ticket) {
            (waiting.look_at, waiting.is_called) = (at, false);
        }
    }

    /// Lets `ticket` go.
    pub(super) fn leave(&mut self, ticket: u64) {
        let Some(waiting) = self.find(ticket) else { return };
        waiting.is_gone = true;
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

    /// The first, if it is to be woken: it would look by itself only after `moment`.
    #[must_use]
    pub(super) fn call_first(&mut self, moment: f64) -> Option<Id> {
        let first = self.waiting.get_mut(self.first)?;
        let is_asleep = first.look_at > moment && !std::mem::replace(&mut first.is_called, true);
        is_asleep.then_some(first.call)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rate_queue_who_was_called_is_not_called_again() {
        let mut queue = Queue::default();
        let ticket = queue.join(Id::default());
        queue.will_look(ticket, 5.0);
        assert!(queue.call_first(5.0).is_none());
        assert!(queue.call_first(4.0).is_some() && queue.call_first(4.0).is_none());
        queue.will_look(ticket, 9.0);
        assert!(queue.call_first(4.0).is_some());
    }

    #[test]
    fn rate_queue_the_silent_are_passed_over() {
        let mut queue = Queue::default();
        let tickets = [(); 4].map(|()| queue.join(Id::default()));
        for (ticket, at) in tickets.iter().zip([1.0, 9.0, 2.0]) {
            queue.will_look(*ticket, at);
        }
        queue.pass_over(3.0);
        assert_eq!(queue.first(), Some((tickets[1], 9.0)));
        assert_eq!(
            tickets.map(|ticket| queue.position(ticket).is_some()),
            [false, true, false, true]
        );
    }

    proptest! {
        #[test]
        fn rate_queue_is_a_queue_that_anyone_may_leave(steps in prop::collection::vec(0_usize..40, 0..200)) {
            let (mut queue, mut expected) = (Queue::default(), Vec::new());
            for step in steps {
                if step < 25 {
                    expected.push(queue.join(Id::default()));
                } else if !expected.is_empty() {
                    queue.leave(expected.remove((step - 25) % expected.len()));
                }
                prop_assert_eq!(queue.first().map(|(ticket, _)| ticket), expected.first().copied());
                prop_assert_eq!(queue.is_empty(), expected.is_empty());
                prop_assert!(queue.waiting.len() <= 2 * expected.len() + 34);
                for (place, ticket) in expected.iter().enumerate() {
                    let position = queue.position(*ticket);
                    prop_assert!(position.is_some_and(|position| position >= place && (position > 0 || place == 0)));
                }
            }
        }
    }
}
