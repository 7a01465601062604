//! Lets one call ask for a UserSig while the others wait for its answer.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Poll, Waker};

use crate::error::Error;
use crate::platform::Platform;
use crate::usersig::UserSig;

type Outcome = Result<UserSig, Error>;

/// Who asks, who waits, and what the last answer was.
#[derive(Debug, Default)]
pub(super) struct Asking {
    is_taken: Cell<bool>,
    /// How many have begun to ask.
    turns: Cell<u64>,
    /// How often those who ask have shown that they are still there.
    beats: Cell<u64>,
    /// How many answers there have been, failures included.
    answers: Cell<u64>,
    last: RefCell<Option<Outcome>>,
    waiting: RefCell<Vec<Waker>>,
}

impl Asking {
    /// How often who asks shows that it is there, and who waits looks by itself, in milliseconds.
    ///
    /// Elsewhere it would be enough to wake those who wait. In workerd a request may not wake
    /// another one, and may end without a word, with all that it has under way.
    const BEAT: u32 = 20;

    /// How often in a row who waits finds no sign of who asks, before it asks itself. Beats are
    /// counted, not time: what holds up one request of an isolate holds up the others too.
    const PATIENCE: u32 = 10;

    /// The turn to ask, or what somebody else was answered meanwhile.
    pub(super) async fn turn(&self, platform: &impl Platform) -> Result<Turn<'_>, Outcome> {
        let answers = self.answers.get();
        let sign = || (self.turns.get(), self.beats.get());
        let (mut seen, mut missed, mut known) = (sign(), 0, None);
        while self.is_taken.get() && missed < Self::PATIENCE {
            let turn = self.turns.get();
            let is_new = known.replace(turn) != Some(turn);
            self.end_of_turn(platform.sleep(Self::BEAT), is_new).await;
            if self.answers.get() != answers {
                return Err(self.last_outcome());
            }
            missed = if seen == sign() { missed + 1 } else { 0 };
            seen = sign();
        }
        self.is_taken.set(true);
        self.turns.set(self.turns.get() + 1);
        Ok(Turn { asking: self, number: self.turns.get() })
    }

    /// The end of the present turn, or that of `recheck`. One that is new to the caller is to wake
    /// it at its end, once, however often the caller looks.
    async fn end_of_turn(&self, recheck: impl Future<Output = ()>, is_new: bool) {
        let mut recheck = pin!(recheck);
        let mut is_known = !is_new;
        let turn = self.turns.get();
        poll_fn(|context| {
            if !self.is_taken.get() || self.turns.get() != turn {
                return Poll::Ready(());
            }
            if !std::mem::replace(&mut is_known, true) {
                self.waiting.borrow_mut().push(context.waker().clone());
            }
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
    /// What `answer` ends with, or nothing if it has not ended after `limit` milliseconds; those who
    /// wait see meanwhile that somebody asks.
    pub(super) async fn asking<T>(
        &self,
        platform: &impl Platform,
        limit: u32,
        answer: impl Future<Output = T>,
    ) -> Option<T> {
        let mut answer = pin!(answer);
        let end = platform.monotonic() + f64::from(limit);
        while platform.monotonic() < end {
            let mut beat = pin!(platform.sleep(Asking::BEAT));
            let answered = poll_fn(|context| match answer.as_mut().poll(context) {
                Poll::Ready(answered) => Poll::Ready(Some(answered)),
                Poll::Pending => beat.as_mut().poll(context).map(|()| None),
            });
            if let Some(answered) = answered.await {
                return Some(answered);
            }
            self.asking.beats.set(self.asking.beats.get() + 1);
        }
        None
    }

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
            self.asking.is_taken.set(false);
        }
        let waiting = self.asking.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests;
