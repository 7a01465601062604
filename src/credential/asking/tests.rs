use std::pin::Pin;
use std::task::Context;

use super::*;
use crate::platform::{FetchFailure, HttpAnswer, HttpRequest, ProviderFailure};

/// Whose pauses end when the test says so.
#[derive(Default)]
struct Ticking(Cell<u32>);

impl Platform for Ticking {
    async fn fetch(&self, _: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        panic!("not a part of asking")
    }

    async fn provide_user_sig(&self) -> Result<String, ProviderFailure> {
        panic!("not a part of asking")
    }

    async fn sleep(&self, _: u32) {
        let start = self.0.get();
        poll_fn(|_| if self.0.get() > start { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    fn now(&self) -> crate::values::Instant {
        panic!("not a part of asking")
    }

    /// A millisecond a tick.
    fn monotonic(&self) -> f64 {
        self.0.get().into()
    }

    fn random(&self) -> Result<u32, Error> {
        panic!("not a part of asking")
    }
}

/// How long an answer may take.
const LIMIT: u32 = 2000;

type Call<'a> = Pin<Box<dyn Future<Output = Outcome> + 'a>>;

/// A call that asks when it is its turn, and counts that in `asked`; it is answered when `is_answered`.
fn call<'a>(
    asking: &'a Asking,
    platform: &'a Ticking,
    asked: &'a Cell<u32>,
    is_answered: &'a Cell<bool>,
) -> Call<'a> {
    Box::pin(async move {
        let turn = match asking.turn(platform).await {
            Ok(turn) => turn,
            Err(answered) => return answered,
        };
        asked.set(asked.get() + 1);
        let answer = poll_fn(|_| if is_answered.get() { Poll::Ready(()) } else { Poll::Pending });
        let answered = turn.asking(platform, LIMIT, answer).await;
        let user_sig = answered.and_then(|()| UserSig::new("eJx".to_owned()).ok());
        turn.end_with(user_sig.ok_or_else(|| Error::invalid("userSig", "")))
    })
}

/// How many are done after each was polled once.
fn poll_all(calls: &mut [Call<'_>]) -> usize {
    let mut context = Context::from_waker(Waker::noop());
    calls.iter_mut().map(|call| usize::from(call.as_mut().poll(&mut context).is_ready())).sum()
}

#[test]
fn nobody_else_asks_while_somebody_does() {
    let (asking, platform) = (Asking::default(), Ticking::default());
    let (asked, is_answered) = (Cell::new(0), Cell::new(false));
    let mut calls: Vec<_> =
        (0..3).map(|_| call(&asking, &platform, &asked, &is_answered)).collect();
    for tick in 0..1000 {
        platform.0.set(tick);
        assert_eq!(poll_all(&mut calls), 0);
    }
    is_answered.set(true);
    assert_eq!((poll_all(&mut calls), asked.get()), (3, 1));
}

#[test]
fn when_who_asks_is_gone_without_a_word_one_other_asks() {
    let (asking, platform) = (Asking::default(), Ticking::default());
    let (asked, is_answered) = (Cell::new(0), Cell::new(false));
    let mut gone = call(&asking, &platform, &asked, &is_answered);
    assert_eq!(poll_all(std::slice::from_mut(&mut gone)), 0);
    let mut calls: Vec<_> =
        (0..3).map(|_| call(&asking, &platform, &asked, &is_answered)).collect();
    for tick in 0..Asking::PATIENCE {
        platform.0.set(tick);
        poll_all(&mut calls);
        assert_eq!(asked.get(), 1);
    }
    for tick in Asking::PATIENCE..100 {
        platform.0.set(tick);
        poll_all(&mut calls);
    }
    assert_eq!(asked.get(), 2);
    is_answered.set(true);
    platform.0.set(100);
    assert_eq!((poll_all(&mut calls), asked.get()), (3, 2));
}

#[test]
fn who_waits_is_remembered_once() {
    let (asking, platform) = (Asking::default(), Ticking::default());
    let (asked, is_answered) = (Cell::new(0), Cell::new(false));
    let mut calls: Vec<_> =
        (0..4).map(|_| call(&asking, &platform, &asked, &is_answered)).collect();
    for tick in 0..50 {
        platform.0.set(tick);
        poll_all(&mut calls);
    }
    assert_eq!(asking.waiting.borrow().len(), 3);
}

#[test]
fn an_answer_that_never_comes_is_waited_for_until_the_limit_by_all() {
    let (asking, platform) = (Asking::default(), Ticking::default());
    let (asked, is_answered) = (Cell::new(0), Cell::new(false));
    let mut calls: Vec<_> =
        (0..3).map(|_| call(&asking, &platform, &asked, &is_answered)).collect();
    for tick in 0..LIMIT {
        platform.0.set(tick);
        assert_eq!(poll_all(&mut calls), 0);
    }
    platform.0.set(LIMIT);
    assert_eq!((poll_all(&mut calls), asked.get()), (3, 1));
    let mut later = [call(&asking, &platform, &asked, &is_answered)];
    is_answered.set(true);
    assert_eq!((poll_all(&mut later), asked.get()), (1, 2));
}
