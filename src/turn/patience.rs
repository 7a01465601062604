//! When to hold that somebody is gone without a word.

/// What one who waits has seen of the one it waits for.
#[derive(Debug, Default)]
pub(super) struct Patience {
    seen: Option<(u64, f64)>,
    since: f64,
    missed: u32,
}

impl Patience {
    /// How long to wait for a sign of somebody who is overdue, in milliseconds.
    pub(super) const BEAT: f64 = 20.0;

    /// Looks are counted, not only time: what holds up one call of a process holds up the others
    /// too, and whoever was asleep with its machine shows itself within one of them.
    const LOOKS: u32 = 4;

    /// Whether `ticket`, which was to show itself by `expected`, is late.
    pub(super) fn is_tried(&mut self, ticket: u64, expected: f64, now: f64) -> bool {
        if now <= expected {
            self.seen = None;
        } else if self.seen != Some((ticket, expected)) {
            (self.seen, self.since, self.missed) = (Some((ticket, expected)), now, 1);
        } else {
            self.missed += 1;
        }
        self.seen.is_some()
    }

    /// Since when it has been late, once that is long enough.
    pub(super) fn is_over(&self) -> Option<f64> {
        (self.seen.is_some() && self.missed >= Self::LOOKS).then_some(self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_late_at_every_look_is_given_up() {
        let mut patience = Patience::default();
        for now in [5.0, 10.0] {
            assert!(!patience.is_tried(1, 10.0, now) && patience.is_over().is_none());
        }
        for now in [11.0, 30.0, 50.0] {
            assert!(patience.is_tried(1, 10.0, now) && patience.is_over().is_none());
        }
        assert!(patience.is_tried(1, 20.0, 70.0), "a sign of life");
        for now in [90.0, 110.0] {
            assert!(patience.is_tried(1, 20.0, now) && patience.is_over().is_none());
        }
        assert!(patience.is_tried(1, 20.0, 130.0));
        assert_eq!(patience.is_over(), Some(70.0));
        assert!(patience.is_tried(2, 20.0, 131.0) && patience.is_over().is_none());
    }
}
