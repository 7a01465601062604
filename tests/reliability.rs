//! Retries, order and rate of whole calls, to the millisecond, on a clock that is moved by hand.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

mod world;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use room_engine_admin::call::Client;
use room_engine_admin::error::{Error, Kind};
use room_engine_admin::operations::{self, Prepared};
use room_engine_admin::options::{ClientOptions, Given};
use room_engine_admin::platform::HttpAnswer;
use room_engine_admin::reply::Reply;
use room_engine_admin::turn::MemberKey;
use room_engine_admin::usersig;
use world::{Observed, Plan, Runner, World, answer, reply};

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

type Outcome = Rc<RefCell<Option<Result<Reply, Error>>>>;

/// A world, a client of an app of its own, and calls that run in it.
struct Scene {
    world: Rc<World>,
    client: Rc<Client>,
    runner: Runner,
}

impl Scene {
    /// Answers in the order of `plans`, and with success after 10 ms when they are used up.
    fn new(plans: impl IntoIterator<Item = Plan>, options: &[(&'static str, Given)]) -> Self {
        let mut plans: VecDeque<Plan> = plans.into_iter().collect();
        let next = move |_: &_| plans.pop_front().unwrap_or_else(|| after(10.0, reply(0)));
        let app = next_app();
        let world = World::new(app.into(), next);
        let runner = Runner::new(&world);
        Self { client: client(app, options), world, runner }
    }

    fn call(&mut self, member: &str, body: &str) -> (usize, Outcome) {
        let client = Rc::clone(&self.client);
        self.call_of(&client, member, body)
    }

    fn call_of(&mut self, client: &Rc<Client>, member: &str, body: &str) -> (usize, Outcome) {
        let (world, client) = (Rc::clone(&self.world), Rc::clone(client));
        let prepared = Prepared::new(body).in_turn_of(MemberKey::of(&["room", member]));
        let outcome = Outcome::default();
        let told = Rc::clone(&outcome);
        let task = self.runner.add(async move {
            let operation = operations::find("updateRoomMemberInfo").unwrap();
            let outcome = client.call(&*world, operation, &prepared).await;
            *told.borrow_mut() = Some(outcome);
        });
        (task, outcome)
    }

    /// One call, to its end.
    fn outcome(&mut self) -> Result<Reply, Error> {
        let (_, outcome) = self.call("m", "{}");
        self.runner.run();
        outcome.take().expect("it waits for ever")
    }

    fn hosts(&self) -> Vec<String> {
        self.world.observed.borrow().iter().map(|observed| observed.host.clone()).collect()
    }
}

/// The limiter outlives clients, and tests run side by side.
fn next_app() -> u32 {
    static APPS: AtomicU32 = AtomicU32::new(1);
    APPS.fetch_add(1, Ordering::Relaxed)
}

fn client(app: u32, options: &[(&'static str, Given)]) -> Rc<Client> {
    let mut pairs = options.to_vec();
    let defaults = [
        ("sdkAppId", Given::Number(f64::from(app))),
        ("identifier", Given::Text("administrator".into())),
        ("secretKey", Given::Text(KEY.into())),
    ];
    pairs.extend(defaults);
    if options.iter().any(|(name, _)| *name == "userSig") {
        pairs.retain(|(name, _)| *name != "secretKey");
    }
    Rc::new(Client::new(ClientOptions::read(&pairs.as_slice()).unwrap()))
}

fn number(name: &'static str, number: f64) -> (&'static str, Given) {
    (name, Given::Number(number))
}

fn after(milliseconds: f64, answer: HttpAnswer) -> Plan {
    Plan { applied_after: None, answer: Some((milliseconds, Ok(answer))) }
}

fn lost(milliseconds: f64) -> Plan {
    Plan { applied_after: None, answer: Some((milliseconds, Err("connect ECONNREFUSED".into()))) }
}

fn hanging() -> Plan {
    Plan { applied_after: None, answer: None }
}

fn busy(retry_after: &str) -> Plan {
    let mut busy = answer(503, "busy");
    busy.retry_after = Some(retry_after.to_owned());
    busy.date = Some("Tue, 14 Nov 2023 22:13:20 GMT".to_owned());
    after(10.0, busy)
}

#[test]
fn what_may_pass_is_repeated_until_it_has() {
    for plan in [lost, |_| hanging(), |ms| after(ms, answer(502, "")), |ms| after(ms, reply(60008))]
    {
        let mut scene = Scene::new([plan(10.0), plan(10.0)], &[]);
        assert_eq!(scene.outcome().unwrap().error_code, 0);
        assert_eq!(scene.world.sent.borrow().len(), 3);
        let mut scene = Scene::new([plan(10.0), plan(10.0), plan(10.0)], &[]);
        assert_eq!(scene.outcome().unwrap_err().attempts, 3);
        let mut scene = Scene::new([plan(10.0)], &[number("maxRetries", 0.0)]);
        assert_eq!(scene.outcome().unwrap_err().attempts, 1);
        assert_eq!(scene.world.timers(), 0);
    }
}

#[test]
fn pauses_are_of_chance_and_grow() {
    let mut longest = [0.0_f64; 6];
    for _ in 0..50 {
        let mut scene = Scene::new((0..6).map(|_| lost(0.0)), &[number("maxRetries", 6.0)]);
        scene.outcome().unwrap();
        for (pair, longest) in scene.world.send_times().windows(2).zip(&mut longest) {
            *longest = longest.max(pair[1] - pair[0]);
        }
    }
    for (longest, most) in longest.into_iter().zip([250.0, 500.0, 1000.0, 2000.0, 4000.0, 4000.0]) {
        assert!(longest <= most + 1.0 && longest > most / 4.0, "{longest} of {most}");
    }
}

#[test]
fn the_service_is_left_alone_for_as_long_as_it_asks() {
    for (retry_after, least, most) in [
        ("3", 3010.0, 3011.0),
        ("60", 60_010.0, 60_011.0),
        ("Tue, 14 Nov 2023 22:13:25 GMT", 5010.0, 5011.0),
        ("0", 10.0, 261.0),
        ("nonsense", 10.0, 261.0),
    ] {
        let mut scene = Scene::new([busy(retry_after)], &[]);
        scene.outcome().unwrap();
        let at = scene.world.send_times()[1];
        assert!(at >= least && at <= most, "{retry_after}: {at}");
    }
    let mut scene = Scene::new([busy("61")], &[]);
    let error = scene.outcome().unwrap_err();
    assert_eq!((error.attempts, error.retryable), (1, true));
    assert!(error.hint.as_ref().unwrap().contains("for 61 s"), "{:?}", error.hint);
}

#[test]
fn the_services_clock_is_learnt_from_a_refusal() {
    let mut expired = reply(70001);
    expired.date = Some("Thu, 16 Nov 2023 22:13:20 GMT".to_owned());
    let mut scene = Scene::new([after(0.0, expired)], &[]);
    scene.outcome().unwrap();
    scene.outcome().unwrap();
    let issued: Vec<u64> =
        scene.world.sent.borrow().iter().map(|sent| issued_at(&sent.url)).collect();
    assert_eq!(issued, [1_700_000_000, 1_700_172_800, 1_700_172_800]);
}

fn issued_at(url: &str) -> u64 {
    let (_, rest) = url.split_once("usersig=").unwrap();
    usersig::decode(rest.split('&').next().unwrap()).unwrap().issued_at()
}

#[test]
fn without_retries_an_expired_user_sig_is_renewed_for_the_next_call() {
    let plans = [after(5000.0 - 1.0, reply(70001))];
    let mut scene = Scene::new(plans, &[number("maxRetries", 0.0)]);
    assert_eq!(scene.outcome().unwrap_err().attempts, 1);
    scene.outcome().unwrap();
    let sent = scene.world.sent.borrow();
    assert_eq!((issued_at(&sent[0].url), issued_at(&sent[1].url)), (1_700_000_000, 1_700_000_004));
}

#[test]
fn the_backup_host_is_asked_in_turn_and_only_for_a_region() {
    let (main, backup) = ("adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com");
    let region = ("region", Given::Text("seoul".into()));
    let plans = || [lost(0.0), hanging(), lost(0.0), after(0.0, answer(502, ""))];
    let mut scene = Scene::new(plans(), &[region, number("maxRetries", 5.0)]);
    scene.outcome().unwrap();
    assert_eq!(scene.hosts(), [main, backup, main, backup, backup]);
    let sent = scene.world.sent.borrow().iter().map(|sent| sent.url.clone()).collect::<Vec<_>>();
    for (url, host) in sent.iter().zip([main, backup, main, backup, backup]) {
        assert!(url.starts_with(&format!("https://{host}/v4/")), "{url}");
    }
    let base_url = ("baseUrl", Given::Text("http://127.0.0.1:8080/path".into()));
    let mut scene = Scene::new(plans(), &[base_url, number("maxRetries", 5.0)]);
    scene.outcome().unwrap();
    assert_eq!(scene.hosts(), ["127.0.0.1:8080"; 5]);
}

#[test]
fn every_attempt_is_told_of() {
    let mut scene = Scene::new([lost(7.0), busy("2"), after(5.0, reply(100_004))], &[]);
    assert_eq!(scene.outcome().unwrap_err().code, Some(100_004));
    let observed = scene.world.observed.borrow().clone();
    let (first, pause) = (&observed[0], observed[0].will_retry_in_ms.unwrap());
    assert!(pause <= 250);
    assert_eq!(scene.world.send_times()[1], 7.0 + f64::from(pause));
    let blank = Observed { request_id: None, code: None, status: None, ..first.clone() };
    assert_eq!((first.attempt, first.elapsed_ms, first), (1, 7.0, &blank));
    let second = Observed {
        attempt: 2,
        host: "adminapisgp.my-imcloud.com".into(),
        status: Some(503),
        elapsed_ms: 10.0,
        will_retry_in_ms: Some(2000),
        ..blank
    };
    assert_eq!(observed[1], second);
    let third = Observed {
        attempt: 3,
        status: Some(200),
        code: Some(100_004),
        request_id: Some("Id-100004".into()),
        elapsed_ms: 5.0,
        will_retry_in_ms: None,
        ..second
    };
    assert_eq!(observed[2], third);
}

#[test]
fn updates_of_one_member_go_out_one_after_the_other_and_others_do_not_wait() {
    let mut scene = Scene::new((0..4).map(|_| after(100.0, reply(0))), &[]);
    let calls = [("a", "1"), ("a", "2"), ("b", "3"), ("a", "4")];
    let outcomes = calls.map(|(member, body)| scene.call(member, body).1);
    scene.runner.run();
    assert_eq!(scene.world.bodies(), ["1", "3", "2", "4"]);
    assert_eq!(scene.world.send_times(), [0.0, 0.0, 100.0, 200.0]);
    assert!(outcomes.iter().all(|outcome| matches!(&*outcome.borrow(), Some(Ok(_)))));
    assert_eq!(scene.world.timers(), 0);
}

#[test]
fn a_failure_lets_the_next_go_at_once_where_it_is_final() {
    for (plan, at) in [
        (after(100.0, reply(100_004)), 100.0),
        (after(100.0, answer(404, "")), 100.0),
        (after(100.0, answer(503, "")), 100.0),
        (after(100.0, answer(504, "")), 3100.0),
        (after(100.0, answer(200, "<html>")), 3100.0),
        (lost(100.0), 3100.0),
        (hanging(), 8000.0),
    ] {
        let mut scene = Scene::new([plan], &[number("maxRetries", 0.0)]);
        let first = scene.call("a", "1").1;
        scene.call("a", "2");
        scene.runner.run();
        assert!(matches!(&*first.borrow(), Some(Err(_))));
        assert_eq!(scene.world.send_times(), [0.0, at]);
    }
}

#[test]
fn what_an_attempt_may_still_do_is_waited_for_even_when_a_later_one_succeeded() {
    let mut scene = Scene::new([hanging()], &[number("timeoutMs", 1000.0)]);
    scene.call("a", "1");
    scene.call("a", "2");
    scene.runner.run();
    let sent = scene.world.send_times();
    assert!(sent[1] <= 1250.0 && sent[2] == 4000.0, "{sent:?}");
}

#[test]
fn an_abort_lets_the_next_go_and_waits_only_for_what_was_sent() {
    let mut scene = Scene::new([after(1000.0, reply(0)), after(1000.0, reply(0))], &[]);
    let tasks = ["1", "2", "3"].map(|body| scene.call("a", body).0);
    scene.runner.run_until(10.0);
    scene.runner.abort(tasks[1]);
    scene.runner.run_until(500.0);
    scene.runner.abort(tasks[0]);
    scene.runner.run();
    assert_eq!(scene.world.bodies(), ["1", "3"]);
    assert_eq!(scene.world.send_times(), [0.0, 3500.0]);
    assert_eq!(scene.world.timers(), 0);
}

#[test]
fn an_abort_while_waiting_leaves_the_line_clean() {
    let mut scene = Scene::new((0..3).map(|_| after(100.0, reply(0))), &[]);
    let tasks = ["1", "2", "3", "4"].map(|body| scene.call("a", body).0);
    scene.runner.run_until(50.0);
    scene.runner.abort(tasks[1]);
    scene.runner.abort(tasks[2]);
    scene.runner.run_until(250.0);
    assert_eq!(scene.world.bodies(), ["1", "4"]);
    assert_eq!(scene.world.send_times(), [0.0, 100.0]);
    assert_eq!(scene.world.timers(), 0);
}

#[test]
fn an_abort_between_attempts_is_an_end_like_any() {
    let mut scene = Scene::new([after(0.0, reply(60007))], &[number("maxRetries", 9.0)]);
    let (first, _) = scene.call("a", "1");
    scene.runner.run_until(0.5);
    scene.runner.abort(first);
    scene.call("a", "2");
    scene.runner.run_until(1.0);
    assert_eq!(scene.world.bodies(), ["1", "2"]);
}

#[test]
fn all_clients_of_an_app_share_its_limit_and_wait_in_line() {
    let mut scene = Scene::new([], &[number("callsPerSecond", 2.0)]);
    let app = next_app();
    let clients = [2.0, 2.0].map(|limit| client(app, &[number("callsPerSecond", limit)]));
    for index in 0..6 {
        scene.call_of(&clients[index % 2], &index.to_string(), &index.to_string());
    }
    scene.runner.run();
    assert_eq!(scene.world.bodies(), ["0", "1", "2", "3", "4", "5"]);
    let sent = scene.world.send_times();
    assert!(sent.windows(3).all(|window| window[2] - window[0] >= 1000.0), "{sent:?}");
    assert!(sent[5] <= 2510.0, "{sent:?}");
}

#[test]
fn a_client_of_one_call_leaves_its_mark() {
    let mut scene = Scene::new([], &[]);
    let app = next_app();
    for body in ["1", "2", "3"] {
        let client = client(app, &[number("callsPerSecond", 1.0)]);
        scene.call_of(&client, "m", body);
        drop(client);
        scene.runner.run();
    }
    assert_eq!(scene.world.send_times(), [0.0, 1001.0, 2002.0]);
}

#[test]
fn those_who_give_up_waiting_leave_no_gap() {
    let mut scene = Scene::new([], &[number("callsPerSecond", 10.0)]);
    let tasks: Vec<_> = (0..1000).map(|n| scene.call(&n.to_string(), &n.to_string()).0).collect();
    scene.runner.run_until(250.0);
    let sent = scene.world.sent.borrow().len();
    for task in &tasks[sent..999] {
        scene.runner.abort(*task);
    }
    scene.runner.run();
    assert_eq!(scene.world.bodies().last().unwrap(), "999");
    assert!(scene.world.send_times()[sent] <= 351.0, "{:?}", scene.world.send_times());
    assert_eq!(scene.world.timers(), 0);
}

#[test]
fn no_limit_means_none_and_each_attempt_takes_a_place() {
    let mut scene = Scene::new([], &[number("callsPerSecond", 0.0)]);
    (0..1000).for_each(|n| drop(scene.call(&n.to_string(), "{}")));
    scene.runner.run();
    assert_eq!(scene.world.send_times(), [0.0; 1000]);
    let options = [number("callsPerSecond", 1.0), number("maxRetries", 4.0)];
    let mut scene = Scene::new((0..4).map(|_| after(0.0, reply(70500))), &options);
    scene.outcome().unwrap();
    let sent = scene.world.send_times();
    assert!(sent.windows(2).all(|pair| pair[1] - pair[0] >= 1000.0), "{sent:?}");
}

#[test]
fn when_the_service_says_so_all_calls_of_the_app_slow_down_and_recover() {
    let mut scene = Scene::new([after(0.0, reply(60011))], &[]);
    (0..8000).for_each(|n| drop(scene.call(&n.to_string(), "{}")));
    scene.runner.run();
    let sent = scene.world.send_times();
    let in_second = |second: f64| {
        let start = second * 1000.0;
        sent.iter().filter(|at| (start..start + 1000.0).contains(*at)).count()
    };
    assert!(in_second(0.0) <= 122, "{}", in_second(0.0));
    assert!((120..=140).contains(&in_second(5.0)), "{}", in_second(5.0));
    assert!((155..=175).contains(&in_second(10.0)), "{}", in_second(10.0));
    assert!(in_second(17.0) >= 198, "{}", in_second(17.0));
}

#[test]
fn a_holder_that_is_gone_without_a_word_is_passed_over() {
    let mut scene = Scene::new([after(1000.0, reply(0))], &[number("timeoutMs", 2000.0)]);
    scene.runner.set_apart();
    let (silent, _) = scene.call("a", "1");
    let next = ["2", "3"].map(|body| scene.call("a", body).1);
    scene.runner.run_until(500.0);
    scene.runner.freeze(silent);
    scene.runner.run();
    assert!(next.iter().all(|outcome| matches!(&*outcome.borrow(), Some(Ok(_)))));
    let sent = scene.world.send_times();
    assert!(sent[1] >= 5000.0 && sent[1] <= 5700.0, "{sent:?}");
}

#[test]
fn a_thousand_silent_ones_hold_nobody_up_for_long() {
    let mut scene = Scene::new([], &[number("callsPerSecond", 100.0)]);
    scene.runner.set_apart();
    let silent: Vec<_> = (0..300).map(|n| scene.call(&n.to_string(), "silent").0).collect();
    let (_, last) = scene.call("last", "last");
    scene.runner.run_until(1.0);
    silent.into_iter().for_each(|task| scene.runner.freeze(task));
    scene.runner.run();
    assert!(matches!(&*last.borrow(), Some(Ok(_))));
    let at = *scene.world.send_times().last().unwrap();
    assert!(at <= 5000.0, "{at}");
}

#[test]
fn an_unreachable_service_is_told_with_the_platforms_words() {
    let error = Scene::new((0..3).map(|_| lost(1.0)), &[]).outcome().unwrap_err();
    assert_eq!((error.kind, error.retryable), (Kind::Network, true));
    assert_eq!(error.message, "no answer arrived: connect ECONNREFUSED");
}
