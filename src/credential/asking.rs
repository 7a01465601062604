//! Lets one call ask for a UserSig while the others wait for its answer.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Poll, Waker};

use crate::error::Error;
use crate::platform::Platform;
use crate::usersig::UserSig;
use crate::values::Instant;

type Outcome = Result<UserSig, Error>;

/// Who asks, who waits, and what the last answer was.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// Since when somebody asks, if anybody does.
    since: Cell<Option<Instant>>,
    /// How many have begun to ask.
    turns: Cell<u64>,
    /// How many answers there have been, failures included.
    answers: Cell<u64>,
    last: RefCell<Option<Outcome>>,
    waiting: RefCell<Vec<Waker>>,
}

impl Asking {
    /// How often a waiting call looks by itself, in milliseconds.
    ///
    /// Elsewhere it is woken; in workerd a request may not wake another one, and may end without
    /// a word.
    const RECHECK: u32 = 20;

    /// After how many seconds without an answer the next one asks.
    const PATIENCE: u64 = 10;

    /// The turn to ask, or what somebody else was answered meanwhile.
    pub(super) async fn turn(&self, platform: &impl Platform) -> Result<Turn<'_>, Outcome> {
        let answers = self.answers.get();
        loop {
            let now = platform.now();
            let is_taken = self.since.get().is_some_and(|since| {
                now.unix_seconds().saturating_sub(since.unix_seconds()) < Self::PATIENCE
            });
            if !is_taken {
                self.since.set(Some(now));
                self.turns.set(self.turns.get() + 1);
                return Ok(Turn { asking: self, number: self.turns.get() });
            }
            self.end_of_turn(platform.sleep(Self::RECHECK)).await;
            if self.answers.get() != answers {
                return Err(self.last_outcome());
            }
        }
    }

    async fn end_of_turn(&self, recheck: impl Future<Output = ()>) {
        let mut recheck = pin!(recheck);
        let turn = self.turns.get();
        poll_fn(|context| {
            if self.since.get().is_none() || self.turns.get() != turn {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            recheck.as_mut().poll(context)
        })
        .await;
    }

    fn last_outcome(&self) -> Outcome {
        let last = self.last.borrow().clone();
        last.unwrap_or_else(|| Err(Error::invalid("userSig", "gave no answer")))
    }
}

/// Whoever asks holds this; a call that is aborted while asking lets the next one ask.
pub(super) struct Turn<'a> {
    asking: &'a Asking,
    number: u64,
}

impl Turn<'_> {
    /// Gives the answer to all who wait for it.
    pub(super) fn end_with(self, outcome: Outcome) -> Outcome {
        *self.asking.last.borrow_mut() = Some(outcome.clone());
        self.asking.answers.set(self.asking.answers.get() + 1);
        outcome
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.asking.turns.get() == self.number {
            self.asking.since.set(None);
        }
        let waiting = self.asking.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }
}
