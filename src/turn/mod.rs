//! When a call may go out: in which order, and how fast.
//!
//! Calls that wait here may belong to different requests of one worker, which cannot be relied on
//! to wake each other and may end without a word. So everyone who waits looks again by itself, and
//! who is silent for too long is passed over; waking the next in line only saves it the wait.

mod limiter;
mod line;
mod order;
mod patience;
mod rate;
mod table;

pub(crate) use order::{Members, Turn};
pub(crate) use rate::App;

use crate::platform::Platform;

/// How long the service may still work on an attempt that nobody waits for any more, in
/// milliseconds: its own limit, <https://trtc.io/document/60703>.
pub(crate) const SERVICE_LIMIT: f64 = 3000.0;

/// What an update changes: updates of the same go out one after the other.
///
/// A hash is enough. Should two members ever share one, they wait for each other in vain, and
/// nothing worse happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberKey(u64);

impl MemberKey {
    /// The key of what is known by all of `names` together.
    pub fn of(names: &[&str]) -> Self {
        // FNV-1a; each name ends with a byte that UTF-8 does not have.
        let bytes = names.iter().flat_map(|name| name.bytes().chain([0xff]));
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }
}

/// The time until `moment`, for a timer: never too short, and as long as a timer can wait.
fn timer(now: f64, moment: f64) -> u32 {
    (moment - now).ceil().clamp(1.0, f64::from(i32::MAX)) as u32
}

/// Ends at `moment`, however early a timer may fire.
pub(crate) async fn sleep_until(platform: &impl Platform, moment: f64) {
    loop {
        let now = platform.monotonic();
        if now >= moment {
            return;
        }
        platform.sleep(timer(now, moment)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_room_and_member_apart() {
        let keys = [["ab", "c"], ["a", "bc"], ["", "abc"], ["abc", ""], ["ba", "c"], ["ab", "d"]];
        for (index, names) in keys.iter().enumerate() {
            assert_eq!(MemberKey::of(names), MemberKey::of(&names.clone()));
            for other in &keys[index + 1..] {
                assert_ne!(MemberKey::of(names), MemberKey::of(other), "{names:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_timer_is_never_set_too_short() {
        assert_eq!(timer(0.0, 4.2), 5);
        assert_eq!(timer(10.0, 3.0), 1);
        assert_eq!(timer(0.0, f64::INFINITY), i32::MAX as u32);
    }
}
