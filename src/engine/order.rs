//! Calls that change the same go out one at a time, in the order in which they were asked for.
//!
//! A call takes its places in the queues of all that it changes at once, when it is asked for: so no two calls can wait
//! for each other, whatever the sets they change have in common.

use std::collections::VecDeque;

use super::SERVICE_LIMIT;
use super::slab::{Id, Slab};
use super::stall::StallDetector;
use super::table::Table;

/// What a call changes: calls that change the same go out one after the other.
///
/// A hash is enough. Should two members ever share one, they wait for each other in vain, and nothing worse happens.
pub(super) fn key(client: Id, names: &[&str]) -> u64 {
    // FNV-1a; each name ends with a byte that UTF-8 does not have.
    let mut hash = add_to(0xcbf2_9ce4_8422_2325, &client.number().to_le_bytes());
    for name in names {
        hash = add_to(add_to(hash, name.as_bytes()), &[0xff]);
    }
    hash
}

fn add_to(mut hash: u64, bytes: &[u8]) -> u64 {
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// The queues of all that calls change.
#[derive(Debug, Default)]
pub(super) struct Order {
    tickets: Slab<Ticket>,
    tails: Table<Tail>,
    /// What attempts of which the outcome is unknown may still change, and until when, in rising order.
    unsettled: VecDeque<(f64, u64)>,
}

/// What a call does till it shows itself again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Doing {
    /// It sleeps till a moment that is known.
    Sleep,
    /// It asks somebody, who may answer at any time.
    Ask,
    /// An attempt is out.
    Attempt,
}

/// A call's places.
#[derive(Debug)]
struct Ticket {
    call: Id,
    places: Vec<Position>,
    /// By when it will have shown itself again; never too late where nobody goes without a word.
    lease: f64,
    doing: Doing,
    stall: StallDetector,
}

/// A place in one queue.
#[derive(Clone, Copy, Debug)]
struct Position {
    key: u64,
    before: Option<Id>,
    after: Option<Id>,
}

#[derive(Debug, Default)]
struct Tail {
    last: Option<Id>,
    /// Until when an attempt that was given up may still be applied.
    settled_at: f64,
}

impl Order {
    /// Takes a place at the end of the queue of each key, once, however often it is named.
    pub(super) fn join(&mut self, call: Id, keys: &[u64], now: f64) -> Id {
        self.forget_settled(now);
        let ticket = self.tickets.insert(Ticket {
            call,
            places: Vec::new(),
            lease: f64::INFINITY,
            doing: Doing::Ask,
            stall: StallDetector::default(),
        });
        for &key in keys {
            let Some(tail) = self.tails.enter(key, now.to_bits()) else { continue };
            if tail.last == Some(ticket) {
                continue;
            }
            let before = tail.last.replace(ticket);
            if let Some(place) = before.and_then(|before| self.place(before, key)) {
                place.after = Some(ticket);
            }
            if let Some(own) = self.tickets.get_mut(ticket) {
                own.places.push(Position { key, before, after: None });
            }
        }
        ticket
    }

    /// Gives all places up, and tells whose turn it is now.
    pub(super) fn leave(&mut self, ticket: Id, now: f64, wake: &mut Vec<Id>) {
        let Some(gone) = self.tickets.remove(ticket) else { return };
        for Position { key, before, after } in gone.places {
            if let Some(place) = before.and_then(|before| self.place(before, key)) {
                place.after = after;
            }
            match after {
                Some(after) => {
                    if let Some(place) = self.place(after, key) {
                        place.before = before;
                    }
                    if before.is_none()
                        && self.is_first(after)
                        && let Some(ticket) = self.tickets.get(after)
                    {
                        wake.push(ticket.call);
                    }
                }
                None => {
                    if let Some(tail) = self.tails.find(key) {
                        tail.last = before;
                    }
                    self.forget_if_idle(key, now);
                }
            }
        }
    }

    /// Whether nobody is before it in any queue; false when it has been passed over.
    pub(super) fn is_first(&self, ticket: Id) -> bool {
        let Some(ticket) = self.tickets.get(ticket) else { return false };
        ticket.places.iter().all(|place| place.before.is_none())
    }

    /// Whether it has not been passed over.
    pub(super) fn is_known(&self, ticket: Id) -> bool {
        self.tickets.get(ticket).is_some()
    }

    /// When nothing that others have sent can be applied any more.
    pub(super) fn settled_at(&mut self, ticket: Id) -> f64 {
        let mut settled_at: f64 = 0.0;
        let Some(ticket) = self.tickets.get(ticket) else { return settled_at };
        for place in &ticket.places {
            if let Some(tail) = self.tails.find(place.key) {
                settled_at = settled_at.max(tail.settled_at);
            }
        }
        settled_at
    }

    /// Says by when this call will have shown itself again, and what it does till then.
    pub(super) fn lease(&mut self, ticket: Id, until: f64, doing: Doing) {
        if let Some(ticket) = self.tickets.get_mut(ticket) {
            (ticket.lease, ticket.doing) = (until, doing);
        }
    }

    /// Notes that what the call has sent may be applied until `until`.
    pub(super) fn unsettle(&mut self, ticket: Id, until: f64) {
        let Some(ticket) = self.tickets.get(ticket) else { return };
        for place in &ticket.places {
            if let Some(tail) = self.tails.find(place.key) {
                tail.settled_at = tail.settled_at.max(until);
                self.unsettled.push_back((until, place.key));
            }
        }
    }

    /// How many are before it in its longest queue, up to `most`, and by when the one right before it will have shown
    /// itself, if that one sleeps.
    pub(super) fn distance(&self, ticket: Id, most: usize) -> (usize, f64) {
        let mut longest = (0, f64::NEG_INFINITY);
        for place in
            self.tickets.get(ticket).map(|ticket| ticket.places.as_slice()).unwrap_or_default()
        {
            let (mut count, mut before) = (0, place.before);
            let asleep = before
                .and_then(|id| self.tickets.get(id))
                .filter(|ticket| ticket.doing == Doing::Sleep)
                .map(|ticket| ticket.lease);
            while let Some(id) = before.filter(|_| count < most) {
                count += 1;
                let places = self.tickets.get(id).map(|ticket| ticket.places.as_slice());
                let same = places.unwrap_or_default().iter().find(|other| other.key == place.key);
                before = same.and_then(|place| place.before);
            }
            longest = (longest.0.max(count), longest.1.max(asleep.unwrap_or(f64::NEG_INFINITY)));
        }
        longest
    }

    /// Looks at those right before this call, and passes over who has gone without a word. Says whether one is late.
    pub(super) fn pass_over_the_gone(&mut self, ticket: Id, now: f64, wake: &mut Vec<Id>) -> bool {
        let mut earliest: Option<(Id, f64)> = None;
        let places = self.tickets.get(ticket).map(|ticket| ticket.places.as_slice());
        for before in places.unwrap_or_default().iter().filter_map(|place| place.before) {
            let Some(lease) = self.tickets.get(before).map(|ticket| ticket.lease) else { continue };
            if earliest.is_none_or(|(_, other)| lease < other) {
                earliest = Some((before, lease));
            }
        }
        let Some((id, lease)) = earliest else { return false };
        let Some(own) = self.tickets.get_mut(ticket) else { return false };
        let is_late = own.stall.is_late(id.number(), lease, now);
        if own.stall.is_gone() {
            own.stall = StallDetector::default();
            self.pass_over(id, lease, now, wake);
        }
        is_late
    }

    /// What it has sent may be applied for a while yet, counted from when it could have shown itself last.
    fn pass_over(&mut self, ticket: Id, lease: f64, now: f64, wake: &mut Vec<Id>) {
        if self.tickets.get(ticket).is_some_and(|ticket| ticket.doing == Doing::Attempt) {
            self.unsettle(ticket, lease + SERVICE_LIMIT);
        }
        self.leave(ticket, now, wake);
    }

    fn place(&mut self, ticket: Id, key: u64) -> Option<&mut Position> {
        self.tickets.get_mut(ticket)?.places.iter_mut().find(|place| place.key == key)
    }

    fn forget_if_idle(&mut self, key: u64, now: f64) {
        let Some(tail) = self.tails.find(key) else { return };
        if tail.last.is_none() && tail.settled_at <= now {
            self.tails.remove(key);
        }
    }

    fn forget_settled(&mut self, now: f64) {
        while let Some(&(until, key)) = self.unsettled.front() {
            if until > now {
                return;
            }
            self.unsettled.pop_front();
            self.forget_if_idle(key, now);
        }
    }

    /// How much is kept.
    pub(super) fn len(&self) -> usize {
        self.tickets.len() + self.tails.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: usize) -> Vec<Id> {
        let mut slab = Slab::default();
        (0..count).map(|_| slab.insert(())).collect()
    }

    #[test]
    fn order_keys_tell_client_room_and_member_apart() {
        let clients = ids(2);
        let names = [["ab", "c"], ["a", "bc"], ["", "abc"], ["abc", ""], ["ba", "c"], ["ab", "d"]];
        let mut keys: Vec<u64> =
            clients.iter().flat_map(|id| names.iter().map(|names| key(*id, names))).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 12);
    }

    #[test]
    fn order_a_call_waits_for_all_who_change_one_of_its_members() {
        let calls = ids(4);
        let mut order = Order::default();
        let mut wake = Vec::new();
        let one = order.join(calls[0], &[1], 0.0);
        let two = order.join(calls[1], &[2], 0.0);
        let both = order.join(calls[2], &[1, 2], 0.0);
        let last = order.join(calls[3], &[2], 0.0);
        assert!(order.is_first(one) && order.is_first(two) && !order.is_first(both));
        order.leave(two, 0.0, &mut wake);
        assert!(wake.is_empty() && !order.is_first(both));
        order.leave(one, 0.0, &mut wake);
        assert!(wake == [calls[2]] && order.is_first(both) && !order.is_first(last));
        order.leave(both, 0.0, &mut wake);
        assert!(wake == [calls[2], calls[3]] && order.is_first(last));
        order.leave(last, 0.0, &mut wake);
        assert_eq!(order.len(), 0);
    }

    #[test]
    fn order_who_gives_up_in_the_middle_wakes_nobody_too_early() {
        let calls = ids(3);
        let mut order = Order::default();
        let mut wake = Vec::new();
        let tickets: Vec<Id> = calls.iter().map(|call| order.join(*call, &[1], 0.0)).collect();
        order.leave(tickets[1], 0.0, &mut wake);
        assert!(wake.is_empty() && !order.is_first(tickets[2]));
        assert_eq!(order.distance(tickets[2], 20).0, 1);
        order.leave(tickets[0], 0.0, &mut wake);
        assert_eq!(wake, [calls[2]]);
    }

    #[test]
    fn order_what_may_still_be_applied_is_kept_until_it_cannot() {
        let calls = ids(2);
        let mut order = Order::default();
        let first = order.join(calls[0], &[1], 0.0);
        order.unsettle(first, 3000.0);
        order.leave(first, 10.0, &mut Vec::new());
        let second = order.join(calls[1], &[1], 20.0);
        assert_eq!(order.settled_at(second), 3000.0);
        order.leave(second, 30.0, &mut Vec::new());
        let other = order.join(calls[0], &[2], 3001.0);
        order.leave(other, 3001.0, &mut Vec::new());
        assert_eq!(order.len(), 0);
    }

    #[test]
    fn order_who_is_gone_is_passed_over_and_what_it_sent_is_waited_for() {
        let calls = ids(2);
        let mut order = Order::default();
        let mut wake = Vec::new();
        let gone = order.join(calls[0], &[1], 0.0);
        order.lease(gone, 100.0, Doing::Attempt);
        let next = order.join(calls[1], &[1], 0.0);
        for now in [50.0, 101.0, 121.0, 141.0] {
            assert_eq!(order.pass_over_the_gone(next, now, &mut wake), now > 100.0);
            assert!(!order.is_first(next));
        }
        assert!(order.pass_over_the_gone(next, 161.0, &mut wake));
        assert!(order.is_first(next) && !order.is_known(gone));
        assert_eq!(order.settled_at(next), 100.0 + SERVICE_LIMIT);
    }
}
