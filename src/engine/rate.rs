//! When the next call of an app may go out. All calls of one app share what the service allows it, whichever client
//! makes them.

use std::collections::VecDeque;

use super::queue::Queue;
use super::slab::Id;
use super::stall::StallDetector;

/// How many calls of one app the service documents that it takes in a second.
const DOCUMENTED: f64 = 200.0;

/// The apps of this process, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Apps(Vec<(u32, Limiter)>);

impl Apps {
    /// The app of this number.
    pub(super) fn app(&mut self, number: u32, now: f64) -> Option<&mut Limiter> {
        let index = match self.0.binary_search_by_key(&number, |entry| entry.0) {
            Ok(index) => index,
            Err(_) => {
                // Only when room is needed, so that adding many costs little each.
                if self.0.len() == self.0.capacity() {
                    self.0.retain(|(_, app)| !app.is_idle(now));
                }
                let index = self.0.partition_point(|entry| entry.0 < number);
                self.0.insert(index, (number, Limiter::default()));
                index
            }
        };
        self.0.get_mut(index).map(|(_, app)| app)
    }
}

/// A call's place among those of its app that wait.
#[derive(Debug, Default)]
pub(super) struct Ticket {
    number: Option<u64>,
    stall: StallDetector,
}

impl Ticket {
    /// Whether it is taken.
    pub(super) fn is_waiting(&self) -> bool {
        self.number.is_some()
    }
}

/// A call that wants to go out now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker {
    pub(super) call: Id,
    /// How many calls may go out in a second, as its client was told.
    pub(super) given: f64,
    pub(super) now: f64,
    /// Whether those before it may have gone without a word.
    pub(super) may_be_gone: bool,
}

/// What has gone out for one app, and who waits to.
#[derive(Debug)]
pub(super) struct Limiter {
    /// When calls went out, over the last second, or the last `most` of them.
    sent: VecDeque<f64>,
    /// The highest limit so far, in calls.
    most: usize,
    /// The beat that the last call went out with. A call that goes out late, as timers are, is
    /// followed by the next at its own time all the same.
    slot: f64,
    pace: AdaptiveRate,
    last_seen: f64,
    queue: Queue,
}

impl Default for Limiter {
    fn default() -> Self {
        Self {
            sent: VecDeque::new(),
            most: DOCUMENTED as usize,
            slot: f64::NEG_INFINITY,
            pace: AdaptiveRate::default(),
            last_seen: f64::NEG_INFINITY,
            queue: Queue::default(),
        }
    }
}

impl Limiter {
    /// No window of this length has more calls than the limit, in milliseconds: a second, and a
    /// little for clocks that are read a moment before or after.
    const WINDOW: f64 = 1001.0;

    /// By how much calls may be ahead of an even beat, in milliseconds: a few that are asked for
    /// together need not wait, and what a late timer has cost is made up for.
    const AHEAD: f64 = 100.0;

    /// After how long at the least to look again at somebody else's turn, in milliseconds.
    const SOONEST: f64 = 4.0;

    /// How long after its time somebody may still be expected to look, in milliseconds.
    const GRACE: f64 = 100.0;

    /// Lets a call go, if nobody waits and it may: it is counted from now on.
    pub(super) fn try_go(&mut self, given: f64, now: f64) -> bool {
        self.see(now);
        let limit = self.limit(given, now);
        let is_free = limit.is_none_or(|limit| self.queue.is_empty() && self.due(limit, 0) <= now);
        if is_free {
            self.attempt_started(limit, now);
        }
        is_free
    }

    /// Lets a call go that waits, if it may; else tells when to look again.
    pub(super) fn look(
        &mut self,
        ticket: &mut Ticket,
        asker: Asker,
        wake: &mut Vec<Id>,
    ) -> Option<f64> {
        if let Some(at) = self.wait_for_turn(ticket, asker) {
            return Some(at);
        }
        let now = asker.now;
        let limit = self.limit(asker.given, now);
        self.attempt_started(limit, now);
        if let Some(number) = ticket.number.take() {
            self.queue.leave(number);
        }
        let due = limit.map_or(now, |limit| self.due(limit, 0));
        wake.extend(self.queue.call_first(due.max(now) + 1.0));
        None
    }

    /// When to look again, or nothing when it may go now; it stays the first till it does.
    pub(super) fn wait_for_turn(&mut self, ticket: &mut Ticket, asker: Asker) -> Option<f64> {
        let Asker { call, given, now, may_be_gone } = asker;
        self.see(now);
        let is_late = may_be_gone && self.pass_over_the_gone(ticket, now);
        let known = ticket.number.and_then(|number| Some((number, self.queue.position(number)?)));
        let (number, position) = known.unwrap_or_else(|| {
            let number = self.queue.join(call);
            (number, self.queue.position(number).unwrap_or_default())
        });
        ticket.number = Some(number);
        let limit = self.limit(given, now);
        let due = limit.map_or(now, |limit| self.due(limit, position));
        if position == 0 && due <= now {
            return None;
        }
        // Whoever is before it is about to go, and will wake it where that can be.
        let first_looks = self.queue.first().filter(|_| position > 0).map_or(now, |(_, at)| at);
        let soonest = if position == 0 { 1.0 } else { Self::SOONEST };
        let at = match is_late {
            true => now + StallDetector::HEARTBEAT,
            false => due.max(now + soonest).max(first_looks),
        };
        self.queue.will_look(number, at);
        Some(at)
    }

    /// Notes when a call will look by itself that waits for something else meanwhile.
    pub(super) fn will_look(&mut self, ticket: &Ticket, at: f64) {
        if let Some(number) = ticket.number {
            self.queue.will_look(number, at);
        }
    }

    /// For calls that are given up while they wait.
    pub(super) fn give_up(&mut self, ticket: &mut Ticket, wake: &mut Vec<Id>) {
        let Some(number) = ticket.number.take() else { return };
        let was_first = self.queue.position(number) == Some(0);
        self.queue.leave(number);
        if was_first {
            wake.extend(self.queue.call_first(f64::NEG_INFINITY));
        }
    }

    fn pass_over_the_gone(&mut self, ticket: &mut Ticket, now: f64) -> bool {
        let Some((first, look_at)) =
            self.queue.first().filter(|(first, _)| Some(*first) != ticket.number)
        else {
            return false;
        };
        let is_late = ticket.stall.is_late(first, look_at + Self::GRACE, now);
        if ticket.stall.is_gone() {
            self.queue.pass_over(now - Self::GRACE);
        }
        is_late
    }

    /// How many calls may go out in a second now, or none where there is no limit.
    fn limit(&self, given: f64, now: f64) -> Option<f64> {
        let share = self.pace.share(now);
        // Where the caller sets no limit and the service has one, it is likely the documented one.
        let unset = (share < 1.0).then_some(DOCUMENTED);
        Some(given).filter(|given| *given > 0.0).or(unset).map(|limit| limit * share)
    }

    /// When a call may go out before which `position` others wait.
    fn due(&self, limit: f64, position: usize) -> f64 {
        let interval = 1000.0 / limit;
        let most = limit.max(1.0) as usize;
        let oldest = self.sent.len().checked_sub(most).and_then(|index| self.sent.get(index));
        let by_window = oldest.map_or(f64::NEG_INFINITY, |at| at + Self::WINDOW);
        by_window.max(self.slot + interval) + position as f64 * interval
    }

    /// Notes that a call goes out.
    fn attempt_started(&mut self, limit: Option<f64>, now: f64) {
        // Below one call a second nothing but the beat keeps the limit.
        let ahead = if limit.is_some_and(|limit| limit < 1.0) { 0.0 } else { Self::AHEAD };
        let beat = limit.map_or(now, |limit| self.slot + 1000.0 / limit);
        self.slot = beat.max(now - ahead);
        self.most = self.most.max(limit.unwrap_or_default() as usize);
        let is_past = |at: &f64| at + Self::WINDOW <= now;
        while self.sent.len() >= self.most || self.sent.front().is_some_and(is_past) {
            self.sent.pop_front();
        }
        self.sent.push_back(now);
    }

    /// Notes that a call went out of which this module knows nothing else: another version of the package sent it.
    pub(super) fn went_out_elsewhere(&mut self, now: f64) {
        self.see(now);
        self.attempt_started(Some(self.most as f64), now);
    }

    /// Notes that what was counted at `counted` or since had not gone out before `now`: a process can
    /// be held up in between, and it is what goes out that must fit the window.
    pub(super) fn went_out(&mut self, counted: f64, now: f64) {
        for at in self.sent.iter_mut().rev().take_while(|at| **at >= counted) {
            *at = at.max(now);
        }
    }

    /// Starts anew when the clock has been set back.
    fn see(&mut self, now: f64) {
        if now < self.last_seen {
            self.sent.clear();
            self.slot = f64::NEG_INFINITY;
            self.pace = AdaptiveRate::default();
        }
        self.last_seen = now;
    }

    /// Notes that the service held the calls to be too many.
    pub(super) fn throttle(&mut self, now: f64) {
        self.pace.halve(now);
    }

    /// Whether it can be forgotten without a difference.
    fn is_idle(&self, now: f64) -> bool {
        let last = self.sent.back().copied().unwrap_or(f64::NEG_INFINITY);
        self.queue.is_empty()
            && self.pace.share(now) >= 1.0
            && last.max(self.slot) + Self::LONGEST_BEAT <= now
    }

    /// A client with a lower limit than this would find nothing left of its last call.
    const LONGEST_BEAT: f64 = 60_000.0;
}

/// Which share of the limit is made use of. It is halved when the service asks for it, and grows
/// back by itself.
#[derive(Debug)]
struct AdaptiveRate {
    share: f64,
    since: f64,
}

impl Default for AdaptiveRate {
    fn default() -> Self {
        Self { share: 1.0, since: f64::NEG_INFINITY }
    }
}

impl AdaptiveRate {
    /// How long all of it takes to grow back, in milliseconds.
    const RECOVERY: f64 = 30_000.0;
    const LEAST: f64 = 1.0 / 32.0;

    fn share(&self, now: f64) -> f64 {
        if self.share >= 1.0 {
            return 1.0;
        }
        (self.share + (now - self.since) / Self::RECOVERY).min(1.0)
    }

    /// At most once a second: what is refused till then went out at the old pace.
    fn halve(&mut self, now: f64) {
        if now < self.since + 1000.0 {
            return;
        }
        *self = Self { share: (self.share(now) / 2.0).max(Self::LEAST), since: now };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    /// Sends as fast as it may from `start` to `end`, each call `late` after it is due.
    fn run(limiter: &mut Limiter, limit: f64, start: f64, end: f64, late: f64) -> Vec<f64> {
        let (mut now, mut sent) = (start, Vec::new());
        loop {
            let due = limiter.due(limit, 0);
            now = if due <= now { now } else { due + late };
            if now >= end {
                return sent;
            }
            limiter.attempt_started(Some(limit), now);
            sent.push(now);
        }
    }

    fn assert_windows(sent: &[f64], most: usize) {
        for (index, at) in sent.iter().enumerate() {
            let in_window = sent[index..].iter().take_while(|next| **next < at + 1000.0).count();
            assert!(in_window <= most, "{in_window} from {at}");
        }
    }

    #[test]
    fn rate_no_window_has_more_than_the_limit_and_a_full_second_nearly_as_many() {
        for (limit, late) in [(200.0, 0.0), (200.0, 1.0), (200.0, 3.0), (10.0, 1.0), (2.5, 1.0)] {
            let sent = run(&mut Limiter::default(), limit, 0.0, 10_000.0, late);
            assert_windows(&sent, limit as usize);
            let least = (limit.floor() * 9.95) as usize;
            assert!(sent.len() >= least, "{limit} {late}: {}", sent.len());
        }
    }

    #[test]
    fn rate_a_call_counts_from_when_it_has_gone_out() {
        let mut limiter = Limiter::default();
        for at in [0.0, 7.0, 7.0] {
            limiter.attempt_started(Some(3.0), at);
        }
        limiter.went_out(7.0, 20.0);
        assert_eq!(limiter.sent, [0.0, 20.0, 20.0]);
        limiter.went_out(0.0, 15.0);
        assert_eq!(limiter.sent, [15.0, 20.0, 20.0]);
        assert_eq!(limiter.due(3.0, 0), 15.0 + Limiter::WINDOW);
    }

    #[test]
    fn rate_a_few_go_out_at_once_and_the_others_evenly() {
        let sent = run(&mut Limiter::default(), 200.0, 0.0, 990.0, 0.0);
        assert_eq!(sent.iter().filter(|at| **at == 0.0).count(), 21);
        assert!(sent[21..].windows(2).all(|pair| pair[1] - pair[0] >= 4.9));
        assert_eq!(sent.len(), 200);
    }

    #[test]
    fn rate_without_a_limit_no_more_is_kept_than_a_limit_needs() {
        let mut limiter = Limiter::default();
        for call in 0..10_000 {
            limiter.attempt_started(None, f64::from(call) / 100.0);
        }
        assert_eq!(limiter.sent.len(), 200);
        assert_eq!(limiter.due(200.0, 0), 98.0 + Limiter::WINDOW);
    }

    #[test]
    fn rate_a_limit_below_one_is_a_pause() {
        let sent = run(&mut Limiter::default(), 0.5, 0.0, 10_000.0, 0.0);
        assert_eq!(sent, [0.0, 2000.0, 4000.0, 6000.0, 8000.0]);
    }

    #[test]
    fn rate_the_pace_is_halved_together_and_grows_back() {
        let mut limiter = Limiter::default();
        let two_hundred = DOCUMENTED;
        let at = |limiter: &Limiter, now| limiter.limit(two_hundred, now).unwrap().round();
        for now in [10_000.0, 10_001.0, 10_999.0] {
            limiter.throttle(now);
        }
        assert_eq!(at(&limiter, 10_000.0), 100.0);
        assert_eq!(at(&limiter, 17_500.0), 150.0);
        assert_eq!(at(&limiter, 25_000.0), 200.0);
        limiter.throttle(25_000.0);
        limiter.throttle(26_001.0);
        assert_eq!(at(&limiter, 26_001.0), 53.0);
        for second in 0..100 {
            limiter.throttle(30_000.0 + f64::from(second) * 1000.0);
        }
        assert!(at(&limiter, 129_000.0) >= 6.0);
    }

    #[test]
    fn rate_without_a_limit_only_the_service_slows_calls_down() {
        let none = 0.0;
        let mut limiter = Limiter::default();
        assert_eq!(limiter.limit(none, 0.0), None);
        limiter.throttle(0.0);
        assert_eq!(limiter.limit(none, 0.0), Some(100.0));
        assert_eq!(limiter.limit(none, 15_000.0), None);
    }

    #[test]
    fn rate_a_clock_that_is_set_back_makes_nobody_wait() {
        let mut limiter = Limiter::default();
        limiter.see(1e12);
        run(&mut limiter, 1.0, 1e12, 1e12 + 1.0, 0.0);
        limiter.see(5.0);
        assert!(limiter.due(1.0, 0) <= 5.0);
    }
}
