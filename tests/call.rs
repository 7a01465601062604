//! A whole call on a platform of numbers: what goes out, what is kept, what is told.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use room_engine_admin::call::Client;
use room_engine_admin::error::{Error, Kind};
use room_engine_admin::operations::{self, Operation, Prepared};
use room_engine_admin::options::{ClientOptions, Given};
use room_engine_admin::platform::{
    Cause, FetchFailure, HttpAnswer, HttpRequest, Platform, ProviderFailure,
};
use room_engine_admin::reply::Reply;
use room_engine_admin::usersig;
use room_engine_admin::values::{Identifier, Instant, Ttl, Value};

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const START: f64 = 1_700_000_000_000.0;
const OK: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}"#;
const EXPIRED: &str = r#"{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"sig expired"}"#;

/// Answers in the order they were put in; time and randomness are what the test sets.
struct Fake {
    answers: RefCell<VecDeque<Result<(u16, String), FetchFailure>>>,
    sent: RefCell<Vec<HttpRequest>>,
    provided: RefCell<VecDeque<Result<String, ProviderFailure>>>,
    asked: Cell<u32>,
    is_answering: Cell<bool>,
    now: Cell<f64>,
    random: Cell<u32>,
}

impl Fake {
    fn answering(answers: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            answers: RefCell::new(answers.into_iter().map(|body| Ok((200, body.into()))).collect()),
            sent: RefCell::default(),
            provided: RefCell::default(),
            asked: Cell::new(0),
            is_answering: Cell::new(true),
            now: Cell::new(START),
            random: Cell::new(u32::MAX - 1),
        }
    }

    fn failing(failure: FetchFailure) -> Self {
        let fake = Self::answering([]);
        fake.answers.borrow_mut().push_back(Err(failure));
        fake
    }

    fn providing(self, provided: impl IntoIterator<Item = String>) -> Self {
        self.provided.borrow_mut().extend(provided.into_iter().map(Ok));
        self
    }

    fn parameter(&self, attempt: usize, name: &str) -> String {
        let url = self.sent.borrow()[attempt].url.clone();
        let (_, query) = url.split_once('?').unwrap();
        let marked = [name, "="].concat();
        query.split('&').find_map(|pair| pair.strip_prefix(&marked)).unwrap().to_owned()
    }
}

impl Platform for Fake {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        self.sent.borrow_mut().push(request);
        let (status, body) = self.answers.borrow_mut().pop_front().expect("no answer is left")?;
        Ok(HttpAnswer {
            status,
            content_type: Some("application/json".into()),
            retry_after: None,
            date: None,
            body,
        })
    }

    async fn provide_user_sig(&self) -> Result<String, ProviderFailure> {
        self.asked.set(self.asked.get() + 1);
        poll_fn(|_| if self.is_answering.get() { Poll::Ready(()) } else { Poll::Pending }).await;
        self.provided.borrow_mut().pop_front().expect("no UserSig is left")
    }

    /// Takes no time but that of the clock, unless somebody is being asked for an answer.
    async fn sleep(&self, milliseconds: u32) {
        if !self.is_answering.get() {
            std::future::pending::<()>().await;
        }
        self.now.set(self.now.get() + f64::from(milliseconds));
    }

    fn now(&self) -> Instant {
        Instant::from_milliseconds(self.now.get())
    }

    fn random(&self) -> Result<u32, Error> {
        self.random.set(self.random.get().wrapping_add(1));
        Ok(self.random.get())
    }
}

fn empty() -> Prepared {
    Prepared::new("{}")
}

fn operation() -> &'static Operation {
    operations::find("updateRoomMemberInfo").unwrap()
}

fn client(credential: (&str, Given), more: &[(&str, Given)]) -> Client {
    let mut pairs = vec![
        ("sdkAppId", Given::Number(1_400_000_000.0)),
        ("identifier", Given::Text("administrator".into())),
        credential,
    ];
    pairs.extend_from_slice(more);
    Client::new(ClientOptions::read(&pairs.as_slice()).unwrap())
}

fn with_key() -> Client {
    client(("secretKey", Given::Text(KEY.into())), &[])
}

fn without_retries() -> Client {
    let none = ("maxRetries", Given::Number(0.0));
    client(("secretKey", Given::Text(KEY.into())), &[none])
}

fn with_provider() -> Client {
    client(("userSig", Given::Function), &[])
}

/// For futures that wait for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match poll_once(pin!(future)) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("the future waits"),
    }
}

fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn call(client: &Client, fake: &Fake) -> Result<Reply, Error> {
    now(client.call(fake, operation(), &empty()))
}

fn signed(issued_at: u64, ttl: u32) -> String {
    usersig::Signer::new(1_400_000_000, KEY)
        .sign("administrator", issued_at, ttl)
        .as_str()
        .to_owned()
}

#[test]
fn a_call_sends_one_signed_request_and_gives_the_reply() {
    let fake = Fake::answering([OK]);
    let reply = call(&with_key(), &fake).unwrap();
    assert_eq!((reply.error_code, reply.request_id.as_deref()), (0, Some("Id-1")));
    let claims = usersig::decode(&fake.parameter(0, "usersig")).unwrap();
    assert!(claims.verify(KEY));
    assert_eq!((claims.issued_at(), claims.ttl()), (1_700_000_000, 86_400));
    assert_eq!(fake.sent.borrow()[0].body, "{}");
}

#[test]
fn the_random_number_is_fresh_for_each_attempt() {
    let fake = Fake::answering([EXPIRED, OK]);
    call(&with_key(), &fake).unwrap();
    assert_eq!(fake.parameter(0, "random"), u32::MAX.to_string());
    assert_eq!(fake.parameter(1, "random"), "0");
}

#[test]
fn one_user_sig_serves_many_calls_until_well_before_its_end() {
    let fake = Fake::answering([OK, OK, OK]);
    let client = with_key();
    call(&client, &fake).unwrap();
    fake.now.set(START + (86_400.0 - 3601.0) * 1000.0);
    call(&client, &fake).unwrap();
    assert_eq!(fake.parameter(0, "usersig"), fake.parameter(1, "usersig"));
    fake.now.set(START + (86_400.0 - 3600.0) * 1000.0);
    call(&client, &fake).unwrap();
    assert_ne!(fake.parameter(1, "usersig"), fake.parameter(2, "usersig"));
}

#[test]
fn a_short_lived_user_sig_is_never_used_in_its_last_minute() {
    let fake = Fake::answering([OK, OK]);
    let client =
        client(("secretKey", Given::Text(KEY.into())), &[("userSigTtl", Given::Number(90.0))]);
    call(&client, &fake).unwrap();
    fake.now.set(START + 30_000.0);
    call(&client, &fake).unwrap();
    assert_ne!(fake.parameter(0, "usersig"), fake.parameter(1, "usersig"));
}

#[test]
fn an_expired_user_sig_is_signed_anew_and_the_call_repeated_once() {
    let fake = Fake::answering([OK, EXPIRED, OK, EXPIRED, EXPIRED]);
    let client = with_key();
    call(&client, &fake).unwrap();
    fake.now.set(START + 5000.0);
    call(&client, &fake).unwrap();
    assert_ne!(fake.parameter(1, "usersig"), fake.parameter(2, "usersig"));
    fake.now.set(START + 9000.0);
    let error = call(&client, &fake).unwrap_err();
    assert_eq!((error.kind, error.code, error.attempts), (Kind::Api, Some(70001), 2));
}

#[test]
fn a_user_sig_of_the_callers_own_is_used_as_it_is() {
    let client = client(("userSig", Given::Text("eJx*-_".into())), &[]);
    let fake = Fake::answering([OK, EXPIRED]);
    call(&client, &fake).unwrap();
    assert_eq!(fake.parameter(0, "usersig"), "eJx*-_");
    assert_eq!(call(&client, &fake).unwrap_err().attempts, 1);
}

#[test]
fn a_provider_is_asked_again_when_refused_and_when_its_user_sig_ends() {
    let fake = Fake::answering([OK, OK, EXPIRED, OK, OK]).providing([
        signed(1_700_000_000, 3600),
        signed(1_700_000_001, 3600),
        signed(1_700_003_600, 3600),
    ]);
    let client = with_provider();
    call(&client, &fake).unwrap();
    call(&client, &fake).unwrap();
    assert_eq!(fake.asked.get(), 1);
    call(&client, &fake).unwrap();
    assert_eq!(fake.asked.get(), 2);
    fake.now.set(START + 3_500_000.0);
    call(&client, &fake).unwrap();
    assert_eq!(fake.asked.get(), 3);
}

#[test]
fn concurrent_calls_ask_a_provider_once_and_share_its_failure() {
    let failed = || ProviderFailure::Failed(Cause { message: "login needed".into(), value: None });
    for provided in [Ok(signed(1_700_000_000, 3600)), Err(failed())] {
        let is_good = provided.is_ok();
        let fake = Fake::answering([OK, OK, OK]);
        fake.provided.borrow_mut().push_back(provided);
        fake.is_answering.set(false);
        let client = with_provider();
        let body = empty();
        let calls = [(); 3].map(|()| Box::pin(client.call(&fake, operation(), &body)));
        let mut calls = Vec::from(calls);
        assert!(calls.iter_mut().all(|call| poll_once(call.as_mut()).is_pending()));
        fake.is_answering.set(true);
        for call in &mut calls {
            let Poll::Ready(outcome) = poll_once(call.as_mut()) else { panic!("it waits") };
            assert_eq!(outcome.is_ok(), is_good);
            if let Err(error) = outcome {
                assert_eq!((error.kind, error.field.as_deref()), (Kind::Invalid, Some("userSig")));
                assert!(error.message.contains("login needed"), "{}", error.message);
            }
        }
        assert_eq!(fake.asked.get(), 1);
    }
}

#[test]
fn a_call_that_is_given_up_while_asking_lets_the_next_one_ask() {
    let fake = Fake::answering([OK]).providing([signed(1_700_000_000, 3600)]);
    fake.is_answering.set(false);
    let client = with_provider();
    let body = empty();
    let mut first = Box::pin(client.call(&fake, operation(), &body));
    let mut second = Box::pin(client.call(&fake, operation(), &body));
    assert!(poll_once(first.as_mut()).is_pending() && poll_once(second.as_mut()).is_pending());
    drop(first);
    fake.is_answering.set(true);
    let Poll::Ready(outcome) = poll_once(second.as_mut()) else { panic!("it waits") };
    assert!(outcome.is_ok());
    assert_eq!(fake.asked.get(), 2);
}

#[test]
fn what_a_provider_returns_is_checked() {
    let fake = Fake::answering([]).providing(["not a+sig".to_owned()]);
    let error = call(&with_provider(), &fake).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("userSig"));
    fake.provided.borrow_mut().push_back(Err(ProviderFailure::WrongType("number")));
    let error = call(&with_provider(), &fake).unwrap_err();
    assert!(error.message.contains("returned number"), "{}", error.message);
    assert!(fake.sent.borrow().is_empty());
}

#[test]
fn network_failures_and_timeouts_say_so_and_hand_on_the_cause() {
    let value: Rc<dyn Any> = Rc::new("the platform's own");
    let cause = Cause { message: "connect ECONNREFUSED".into(), value: Some(value) };
    let error = call(&without_retries(), &Fake::failing(FetchFailure::Network(cause))).unwrap_err();
    assert_eq!((error.kind, error.attempts, error.retryable), (Kind::Network, 1, true));
    assert_eq!(error.message, "no answer arrived: connect ECONNREFUSED");
    assert!(error.cause.as_ref().unwrap().is::<&str>());
    let error = call(&without_retries(), &Fake::failing(FetchFailure::Timeout)).unwrap_err();
    assert_eq!(error.kind, Kind::Timeout);
    assert_eq!(error.message, "no whole answer within 5000 ms");
}

#[test]
fn no_error_repeats_the_user_sig_that_an_answer_quotes() {
    let user_sig = "eJxSECRETSIGNATURE*-_";
    let none = ("maxRetries", Given::Number(0.0));
    let client = client(("userSig", Given::Text(user_sig.into())), &[none]);
    let quoting = [
        format!("<a href='https://portal/?to=https://h/p?usersig={user_sig}&random=1'>"),
        format!("{{\"ErrorCode\":70003,\"ErrorInfo\":\"bad sig {user_sig}\"}}"),
        format!("{{\"ErrorCode\":60002,\"RequestId\":\"{user_sig}\"}}"),
    ];
    for body in quoting {
        let fake = Fake::answering([]);
        fake.answers.borrow_mut().push_back(Ok((200, body)));
        let error = call(&client, &fake).unwrap_err();
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
    }
    let cause = Cause { message: format!("GET https://h/?usersig={user_sig} failed"), value: None };
    let error = call(&client, &Fake::failing(FetchFailure::Network(cause))).unwrap_err();
    assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
}

#[test]
fn a_client_with_a_key_signs_for_others_and_one_without_says_why_not() {
    let identifier = Identifier::from_given(Given::Text("用户甲".into())).unwrap();
    let moment = Instant::from_milliseconds(START);
    let user_sig = with_key().sign_user_sig(&identifier, Ttl::default(), moment).unwrap();
    let claims = usersig::decode(user_sig.as_str()).unwrap();
    assert!(claims.verify(KEY) && claims.identifier() == "用户甲");
    let error = with_provider().sign_user_sig(&identifier, Ttl::default(), moment).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("secretKey"));
}

#[test]
fn nothing_that_can_be_printed_holds_the_key() {
    let client = with_key();
    call(&client, &Fake::answering([OK])).unwrap();
    let shown = format!("{client:?}");
    assert!(!shown.contains(KEY) && !shown.contains("eJ"), "{shown}");
}
