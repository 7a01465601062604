//! A whole call on a platform of numbers: what goes out, what is kept, what is told.
#![cfg(all(feature = "server", not(target_arch = "wasm32")))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

mod fake_platform;

use std::collections::VecDeque;

use fake_platform::{EPOCH, FakePlatform, Outcome, Plan, Said, fields, number, text};
use room_engine_admin::engine::server::sign_once;
use room_engine_admin::engine::{Id, Moment, Waking};
use room_engine_admin::error::{Cause, Error, Kind};
use room_engine_admin::text::json::{Object, Value};
use room_engine_admin::usersig::{self, Signer};

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const OK: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}"#;
const EXPIRED: &str = r#"{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"sig expired"}"#;

/// A client, whose attempts are answered at once.
struct Setup {
    platform: FakePlatform,
    client: Id,
}

impl Setup {
    /// Answers in the order of `bodies`.
    fn new(
        credential: (&'static str, Value),
        bodies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let bodies = bodies.into_iter().map(|body| Some(Ok(fake_platform::answer(200, body))));
        Self::planned(&[credential], bodies)
    }

    fn planned(
        more: &[(&'static str, Value)],
        answers: impl IntoIterator<Item = Option<Result<fake_platform::HttpResponse<'static>, String>>>,
    ) -> Self {
        let mut answers: VecDeque<_> = answers.into_iter().collect();
        let mut platform = FakePlatform::new(Waking::Sure, 1, move |_, _, _| {
            let answer = answers.pop_front().expect("no answer is left");
            Plan { applied_after: None, answer: answer.map(|answer| (0.0, answer)) }
        });
        platform.user_sig = Box::new(|| panic!("nobody is to be asked"));
        let mut options = vec![
            ("sdkAppId", number(1_400_000_000.0)),
            ("identifier", text("administrator")),
            // Calls that follow each other do not wait for their place.
            ("callsPerSecond", number(0.0)),
        ];
        options.extend_from_slice(more);
        let client = platform.connect(&options).unwrap();
        Self { platform, client }
    }

    /// The function gives these, one after the other, after 30 ms.
    fn saying(mut self, said: impl IntoIterator<Item = Said>) -> Self {
        let mut said: VecDeque<_> = said.into_iter().collect();
        self.platform.user_sig =
            Box::new(move || (30.0, said.pop_front().expect("no UserSig is left")));
        self
    }

    /// Begins a call that waits for no other.
    fn begin(&mut self) -> usize {
        let member = text(format!("member{}", self.platform.calls.len()));
        let options =
            [("roomId", text("r")), ("memberAccount", member), ("nameCard", text("jack"))];
        self.platform.call(self.client, "updateRoomMemberInfo", &options)
    }

    fn call(&mut self) -> Outcome {
        let call = self.begin();
        self.platform.run();
        self.platform.outcome(call)
    }

    fn parameter(&self, attempt: usize, name: &str) -> &str {
        let (_, query) = self.platform.attempts[attempt].exchange.url.split_once('?').unwrap();
        let marked = [name, "="].concat();
        query.split('&').find_map(|pair| pair.strip_prefix(&marked)).unwrap()
    }

    fn sign_for(&self, user_id: &str) -> Result<usersig::UserSig, Error> {
        self.platform.engine.sign_for(self.client, &text(user_id), &Value::Absent, EPOCH)
    }
}

fn key() -> (&'static str, Value) {
    ("secretKey", text(KEY))
}

fn provider() -> (&'static str, Value) {
    ("userSig", fake_platform::function())
}

fn signed(issued_at: u64, ttl: u32) -> Said {
    let signer = Signer::new(1_400_000_000, KEY);
    Said::Text(signer.sign("administrator", issued_at, ttl).as_str().to_owned())
}

#[test]
fn call_sends_one_signed_request_and_gives_the_reply() {
    let mut setup = Setup::new(key(), [OK]);
    let reply = setup.call().unwrap();
    assert_eq!((&reply["errorCode"], &reply["requestId"]), (&0.into(), &"Id-1".into()));
    let claims = usersig::decode(setup.parameter(0, "usersig")).unwrap();
    assert!(claims.verify(KEY));
    assert_eq!((claims.issued_at(), claims.ttl()), (1_700_000_000, 86_400));
    assert_eq!(
        setup.platform.attempts[0].exchange.body,
        r#"{"RoomId":"r","MemberInfo":{"Member_Account":"member0","NameCard":"jack"}}"#
    );
}

#[test]
fn call_the_random_number_is_fresh_for_each_attempt() {
    let mut setup = Setup::new(key(), [EXPIRED, OK]);
    setup.call().unwrap();
    let numbers = [0, 1].map(|attempt| setup.parameter(attempt, "random").parse::<u32>().unwrap());
    assert_ne!(numbers[0], numbers[1]);
}

#[test]
fn call_the_random_number_is_the_one_that_came_along() {
    let mut setup = Setup::new(key(), [OK]);
    let options = fields(&[("roomId", text("r")), ("memberAccount", text("m"))]);
    let prepared = setup.platform.engine.prepare("updateRoomMemberInfo", &options, &[]).unwrap();
    let moment = Moment { unix: EPOCH, mono: 0.0, random: u32::MAX };
    let output = setup.platform.engine.begin(setup.client, prepared, moment);
    let room_engine_admin::engine::Step::Send(exchange) = output.step else {
        panic!("no exchange")
    };
    assert!(exchange.url.contains("&random=4294967295&"), "{}", exchange.url);
}

#[test]
fn call_a_command_that_is_not_in_the_table_is_sent_as_it_is() {
    let mut setup = Setup::new(key(), [r#"{"ErrorCode":0,"Response":{"A":[1]}}"#]);
    let command = ("command", text("room_engine_http_srv/get_room_info"));
    let options = [command, ("body", text(r#"{"RoomId":"r"}"#))];
    let call = setup.platform.command(setup.client, &options, &[("effect", text("read"))]).unwrap();
    setup.platform.run();
    assert_eq!(setup.platform.outcome(call).unwrap()["response"]["A"][0], 1);
    let exchange = &setup.platform.attempts[0].exchange;
    assert!(exchange.url.contains("/v4/room_engine_http_srv/get_room_info?"), "{}", exchange.url);
    assert_eq!(exchange.body, r#"{"RoomId":"r"}"#);
}

#[test]
fn call_a_command_is_done_once_unless_it_is_said_to_be_a_read_or_a_set() {
    for (effect, attempts) in [(Value::Absent, 1), (text("set"), 2), (text("read"), 2)] {
        let lost = Some(Err("reset".to_owned()));
        let mut setup = Setup::planned(&[key()], [lost, Some(Ok(fake_platform::reply(0)))]);
        let options = [("command", text("a/b"))];
        let call = setup.platform.command(setup.client, &options, &[("effect", effect)]).unwrap();
        setup.platform.run();
        assert_eq!(setup.platform.attempts.len(), attempts);
        assert_eq!(setup.platform.outcome(call).is_ok(), attempts == 2);
    }
}

#[test]
fn credential_one_user_sig_serves_many_calls_until_well_before_its_end() {
    let mut setup = Setup::new(key(), [OK, OK, OK]);
    setup.call().unwrap();
    setup.platform.clock_error = (86_400.0 - 3601.0) * 1000.0;
    setup.call().unwrap();
    assert_eq!(setup.parameter(0, "usersig"), setup.parameter(1, "usersig"));
    setup.platform.clock_error = (86_400.0 - 3600.0) * 1000.0;
    setup.call().unwrap();
    assert_ne!(setup.parameter(1, "usersig"), setup.parameter(2, "usersig"));
}

#[test]
fn credential_a_short_lived_user_sig_is_never_used_in_its_last_minute() {
    let answers = [OK, OK].map(|body| Some(Ok(fake_platform::answer(200, body))));
    let mut setup = Setup::planned(&[key(), ("userSigTtl", number(90.0))], answers);
    setup.call().unwrap();
    setup.platform.clock_error = 30_000.0;
    setup.call().unwrap();
    assert_ne!(setup.parameter(0, "usersig"), setup.parameter(1, "usersig"));
}

#[test]
fn credential_an_expired_user_sig_is_signed_anew_and_the_call_repeated_once() {
    let mut setup = Setup::new(key(), [OK, EXPIRED, OK, EXPIRED, EXPIRED]);
    setup.call().unwrap();
    setup.platform.clock_error = 5000.0;
    setup.call().unwrap();
    assert_ne!(setup.parameter(1, "usersig"), setup.parameter(2, "usersig"));
    setup.platform.clock_error = 9000.0;
    let error = setup.call().unwrap_err();
    assert_eq!((error.kind, error.code, error.attempts), (Kind::Api, Some(70001), 2));
}

#[test]
fn credential_a_user_sig_of_the_callers_own_is_used_as_it_is() {
    let mut setup = Setup::new(("userSig", text("eJx*-_")), [OK, EXPIRED]);
    setup.call().unwrap();
    assert_eq!(setup.parameter(0, "usersig"), "eJx*-_");
    assert_eq!(setup.call().unwrap_err().attempts, 1);
}

#[test]
fn credential_a_provider_is_asked_again_when_refused_and_when_its_user_sig_ends() {
    let given =
        [signed(1_700_000_000, 3600), signed(1_700_000_001, 3600), signed(1_700_003_600, 3600)];
    let mut setup = Setup::new(provider(), [OK, OK, EXPIRED, OK, OK]).saying(given);
    setup.call().unwrap();
    setup.call().unwrap();
    assert_eq!(setup.platform.asked, 1);
    setup.call().unwrap();
    assert_eq!(setup.platform.asked, 2);
    setup.platform.clock_error = 3_500_000.0;
    setup.call().unwrap();
    assert_eq!(setup.platform.asked, 3);
}

#[test]
fn credential_concurrent_calls_ask_a_provider_once_and_share_its_failure() {
    for said in [signed(1_700_000_000, 3600), Said::Threw("login needed".into())] {
        let is_good = matches!(said, Said::Text(_));
        let mut setup = Setup::new(provider(), [OK, OK, OK]).saying([said]);
        let calls = [(); 3].map(|()| setup.begin());
        setup.platform.run();
        for call in calls {
            let outcome = setup.platform.outcome(call);
            assert_eq!(outcome.is_ok(), is_good);
            if let Err(error) = outcome {
                assert_eq!((error.kind, error.field.as_deref()), (Kind::Invalid, Some("userSig")));
                assert!(error.message.contains("login needed"), "{}", error.message);
                assert_eq!(error.cause, Some(Cause::Asked));
            }
        }
        assert_eq!(setup.platform.asked, 1);
    }
}

#[test]
fn credential_a_call_that_is_given_up_while_asking_lets_the_next_one_ask() {
    let given = [1_700_000_000, 1_700_000_001].map(|issued_at| signed(issued_at, 3600));
    let mut setup = Setup::new(provider(), [OK]).saying(given);
    let (first, second) = (setup.begin(), setup.begin());
    setup.platform.run_until(10.0);
    setup.platform.cancel(first);
    setup.platform.run();
    setup.platform.outcome(second).unwrap();
    assert_eq!(setup.platform.asked, 2);
}

#[test]
fn credential_what_a_provider_returns_is_checked() {
    let said = [Said::Text("not a+sig".into()), Said::Gave("number".into()), Said::Nothing];
    let mut setup = Setup::new(provider(), [OK; 0]).saying(said);
    for (words, field) in [
        ("returned no UserSig", Some("userSig")),
        ("returned number", Some("userSig")),
        ("gave nothing within 5000 ms", None),
    ] {
        let error = setup.call().unwrap_err();
        assert_eq!((error.field.as_deref(), error.attempts), (field, 0));
        assert!(error.message.contains(words), "{}", error.message);
    }
    assert!(setup.platform.attempts.is_empty());
}

#[test]
fn errors_network_failures_and_timeouts_say_so_and_hand_on_the_cause() {
    let none = ("maxRetries", number(0.0));
    let lost = Some(Err("connect ECONNREFUSED".to_owned()));
    let error = Setup::planned(&[key(), none.clone()], [lost]).call().unwrap_err();
    assert_eq!((error.kind, error.attempts, error.retryable), (Kind::Network, 1, true));
    assert_eq!(error.message, "no answer arrived: connect ECONNREFUSED");
    assert_eq!(error.cause, Some(Cause::Own));
    let error = Setup::planned(&[key(), none], [None]).call().unwrap_err();
    assert_eq!(error.kind, Kind::Timeout);
    assert_eq!(error.message, "no whole answer within 5000 ms");
}

#[test]
fn errors_none_repeats_the_user_sig_that_an_answer_quotes() {
    let user_sig = "eJxSECRETSIGNATURE*-_";
    let credential = ("userSig", text(user_sig));
    let none = ("maxRetries", number(0.0));
    let quoting = [
        format!("<a href='https://portal/?to=https://h/p?usersig={user_sig}&random=1'>"),
        format!("{{\"ErrorCode\":70003,\"ErrorInfo\":\"bad sig {user_sig}\"}}"),
        format!("{{\"ErrorCode\":60002,\"RequestId\":\"{user_sig}\"}}"),
    ];
    let answers = quoting.map(|body| Some(Ok(fake_platform::answer(200, body))));
    let lost = Some(Err(format!("GET https://h/?usersig={user_sig} failed")));
    for answer in answers.into_iter().chain([lost]) {
        let mut setup = Setup::planned(&[credential.clone(), none.clone()], [answer]);
        let error = setup.call().unwrap_err();
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
        assert!(!error.to_json().contains("SECRET"), "{error:?}");
        let call = setup.begin_without_an_end();
        let quotes = |text: &str| setup.platform.engine.quotes(call, setup.client, text);
        assert!(quotes(user_sig) && !quotes("eJx"));
    }
}

impl Setup {
    /// A call that has its UserSig, and whose attempt is out.
    fn begin_without_an_end(&mut self) -> Id {
        let options = fields(&[("roomId", text("r")), ("memberAccount", text("other"))]);
        let prepared = self.platform.engine.prepare("updateRoomMemberInfo", &options, &[]).unwrap();
        let moment = Moment { unix: EPOCH, mono: self.platform.time(), random: 0 };
        self.platform.engine.begin(self.client, prepared, moment).call.unwrap()
    }
}

#[test]
fn signing_a_client_with_a_key_signs_for_others_and_one_without_says_why_not() {
    let user_sig = Setup::new(key(), [OK]).sign_for("用户甲").unwrap();
    let claims = usersig::decode(user_sig.as_str()).unwrap();
    assert!(claims.verify(KEY) && claims.identifier() == "用户甲");
    assert_eq!((claims.issued_at(), claims.ttl()), (1_700_000_000, 86_400));
    let error = Setup::new(provider(), [OK]).sign_for("用户甲").unwrap_err();
    assert_eq!(error.field.as_deref(), Some("secretKey"));
    let once = Value::Object(Object(
        [("sdkAppId", number(1_400_000_000.0)), ("identifier", text("用户甲")), key()]
            .map(|(name, value)| (name.to_owned(), value))
            .into(),
    ));
    assert!(sign_once(&once, EPOCH).unwrap() == user_sig);
}

#[test]
fn secrets_nothing_that_can_be_printed_holds_the_key() {
    let mut setup = Setup::new(key(), [OK]);
    setup.call().unwrap();
    let shown = format!("{:?}", setup.platform.engine);
    assert!(shown.contains("administrator"), "{shown}");
    assert!(!shown.contains(KEY) && !shown.contains("eJ"), "{shown}");
}
