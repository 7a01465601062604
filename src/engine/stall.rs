//! When to hold that somebody is gone without a word.
//!
//! A worker may end a request without running anything of it any more. In a process and in a page nobody goes so.

/// What one who waits has seen of the one before it.
#[derive(Debug, Default)]
pub(super) struct StallDetector {
    seen: Option<(u64, f64)>,
    last_look: f64,
    missed: u32,
}

impl StallDetector {
    /// How long to wait for a sign of somebody who is overdue, in milliseconds.
    pub(super) const HEARTBEAT: f64 = 20.0;

    /// Looks are counted, not only time: what holds up one call of a process holds up the others
    /// too, and whoever was asleep with its machine shows itself within one of them.
    const LOOKS: u32 = 4;

    /// Whether the call of that number, which was to show itself by `expected`, is late.
    pub(super) fn is_late(&mut self, number: u64, expected: f64, now: f64) -> bool {
        if now <= expected {
            self.seen = None;
        } else if self.seen != Some((number, expected)) {
            (self.seen, self.last_look, self.missed) = (Some((number, expected)), now, 1);
        } else if now >= self.last_look + Self::HEARTBEAT {
            (self.last_look, self.missed) = (now, self.missed + 1);
        }
        self.seen.is_some()
    }

    /// Whether it has been late for long enough.
    pub(super) fn is_gone(&self) -> bool {
        self.seen.is_some() && self.missed >= Self::LOOKS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stall_only_who_is_late_at_every_look_is_given_up() {
        let mut stall = StallDetector::default();
        for now in [5.0, 10.0] {
            assert!(!stall.is_late(1, 10.0, now) && !stall.is_gone());
        }
        for now in [11.0, 31.0, 51.0, 52.0] {
            assert!(stall.is_late(1, 10.0, now) && !stall.is_gone());
        }
        assert!(stall.is_late(1, 20.0, 71.0), "a sign of life");
        for now in [91.0, 111.0] {
            assert!(stall.is_late(1, 20.0, now) && !stall.is_gone());
        }
        assert!(stall.is_late(1, 20.0, 131.0) && stall.is_gone());
        assert!(stall.is_late(2, 20.0, 151.0) && !stall.is_gone());
    }
}
