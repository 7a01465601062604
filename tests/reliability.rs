//! Retries, order and rate of whole calls, to the millisecond, on a clock that is moved by hand.
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

use fake_platform::{FakePlatform, Outcome, Plan, answer, number, reply, text};
use room_engine_admin::engine::reply::HttpResponse;
use room_engine_admin::engine::{Id, Waking};
use room_engine_admin::error::Kind;
use room_engine_admin::text::json::Value;
use room_engine_admin::usersig;
use serde_json::json;

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

/// 2023-11-14T22:13:20Z, when the platform begins.
const DATE: u64 = 1_700_000_000;

type Options = [(&'static str, Value)];

/// A platform, and a client in it.
struct Setup {
    platform: FakePlatform,
    client: Id,
}

impl Setup {
    /// Answers in the order of `plans`, and with success after 10 ms when they are used up.
    fn new(plans: impl IntoIterator<Item = Plan>, options: &Options) -> Self {
        Self::at(Waking::Sure, plans, options)
    }

    fn at(waking: Waking, plans: impl IntoIterator<Item = Plan>, options: &Options) -> Self {
        let mut plans: VecDeque<Plan> = plans.into_iter().collect();
        let next = move |_, _, _: &_| plans.pop_front().unwrap_or_else(|| after(10.0, reply(0)));
        let mut platform = FakePlatform::new(waking, next_seed(), next);
        let client = connect(&mut platform, options);
        Self { client, platform }
    }

    /// A call that changes a member.
    fn call(&mut self, member: &str) -> usize {
        self.call_of(self.client, member)
    }

    fn call_of(&mut self, client: Id, member: &str) -> usize {
        let options = [("roomId", text("room")), ("memberAccount", text(member))];
        self.platform.call(client, "updateRoomMemberInfo", &options)
    }

    /// One call, to its end.
    fn outcome(&mut self) -> Outcome {
        let call = self.call("m");
        self.platform.run();
        self.platform.outcome(call)
    }

    fn hosts(&self) -> Vec<&str> {
        self.platform.told.iter().map(|told| told["host"].as_str().unwrap()).collect()
    }

    fn assert_nothing_is_left(&mut self) {
        self.platform.assert_nothing_is_left(&[self.client]);
    }
}

/// Pauses are of chance: each platform has another.
fn next_seed() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static SEEDS: AtomicU64 = AtomicU64::new(1);
    SEEDS.fetch_add(1, Ordering::Relaxed)
}

fn connect(platform: &mut FakePlatform, options: &Options) -> Id {
    let mut pairs = vec![
        ("sdkAppId", number(1_400_000_000.0)),
        ("identifier", text("administrator")),
        ("secretKey", text(KEY)),
        ("onAttempt", fake_platform::function()),
    ];
    pairs.extend_from_slice(options);
    platform.connect(&pairs).unwrap()
}

fn after(milliseconds: f64, answer: HttpResponse<'static>) -> Plan {
    Plan { applied_after: None, answer: Some((milliseconds, Ok(answer))) }
}

fn lost(milliseconds: f64) -> Plan {
    Plan { applied_after: None, answer: Some((milliseconds, Err("connect ECONNREFUSED".into()))) }
}

fn hanging() -> Plan {
    Plan { applied_after: None, answer: None }
}

fn busy(retry_after_ms: Option<f64>) -> Plan {
    after(10.0, HttpResponse { retry_after_ms, ..answer(503, "busy") })
}

#[test]
fn retry_what_may_pass_is_repeated_until_it_has() {
    for plan in [lost, |_| hanging(), |ms| after(ms, answer(502, "")), |ms| after(ms, reply(60008))]
    {
        let mut setup = Setup::new([plan(10.0), plan(10.0)], &[]);
        assert_eq!(setup.outcome().unwrap()["errorCode"], 0);
        assert_eq!(setup.platform.attempts.len(), 3);
        let mut setup = Setup::new([plan(10.0), plan(10.0), plan(10.0)], &[]);
        assert_eq!(setup.outcome().unwrap_err().attempts, 3);
        let mut setup = Setup::new([plan(10.0)], &[("maxRetries", number(0.0))]);
        assert_eq!(setup.outcome().unwrap_err().attempts, 1);
        setup.assert_nothing_is_left();
    }
}

#[test]
fn retry_pauses_are_of_chance_and_grow() {
    let mut longest = [0.0_f64; 6];
    for _ in 0..50 {
        let mut setup = Setup::new((0..6).map(|_| lost(0.0)), &[("maxRetries", number(6.0))]);
        setup.outcome().unwrap();
        for (pair, longest) in setup.platform.send_times().windows(2).zip(&mut longest) {
            *longest = longest.max(pair[1] - pair[0]);
        }
    }
    for (longest, most) in longest.into_iter().zip([250.0, 500.0, 1000.0, 2000.0, 4000.0, 4000.0]) {
        assert!(longest <= most + 1.0 && longest > most / 4.0, "{longest} of {most}");
    }
}

#[test]
fn retry_the_service_is_left_alone_for_as_long_as_it_asks() {
    for (retry_after, least, most) in [
        (Some(3000.0), 3010.0, 3011.0),
        (Some(60_000.0), 60_010.0, 60_011.0),
        (Some(5000.0), 5010.0, 5011.0),
        (Some(0.0), 10.0, 261.0),
        (None, 10.0, 261.0),
    ] {
        let mut setup = Setup::new([busy(retry_after)], &[]);
        setup.outcome().unwrap();
        let at = setup.platform.send_times()[1];
        assert!(at >= least && at <= most, "{retry_after:?}: {at}");
    }
    let mut setup = Setup::new([busy(Some(61_000.0))], &[]);
    let error = setup.outcome().unwrap_err();
    assert_eq!((error.attempts, error.retryable), (1, true));
    assert!(error.hint.as_ref().unwrap().contains("wait 61 s"), "{:?}", error.hint);
}

#[test]
fn credential_the_services_clock_is_learnt_from_a_refusal() {
    let expired = HttpResponse { date: Some(DATE + 172_800), ..reply(70001) };
    let mut setup = Setup::new([after(0.0, expired)], &[]);
    setup.outcome().unwrap();
    setup.outcome().unwrap();
    assert_eq!(issued(&setup), [DATE, DATE + 172_800, DATE + 172_800]);
}

/// When the UserSigs of the attempts were signed.
fn issued(setup: &Setup) -> Vec<u64> {
    let issued_at = |url: &str| {
        let (_, rest) = url.split_once("usersig=").unwrap();
        usersig::decode(rest.split('&').next().unwrap()).unwrap().issued_at()
    };
    setup.platform.attempts.iter().map(|attempt| issued_at(&attempt.exchange.url)).collect()
}

#[test]
fn credential_without_retries_an_expired_user_sig_is_renewed_for_the_next_call() {
    let plans = [after(5000.0 - 1.0, reply(70001))];
    let mut setup = Setup::new(plans, &[("maxRetries", number(0.0))]);
    assert_eq!(setup.outcome().unwrap_err().attempts, 1);
    setup.outcome().unwrap();
    assert_eq!(issued(&setup), [DATE, DATE + 4]);
}

#[test]
fn retry_the_backup_host_is_asked_in_turn_and_only_for_a_region() {
    let (main, backup) = ("adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com");
    let plans = || [lost(0.0), hanging(), lost(0.0), after(0.0, answer(502, ""))];
    let retries = ("maxRetries", number(5.0));
    let mut setup = Setup::new(plans(), &[("region", text("seoul")), retries.clone()]);
    setup.outcome().unwrap();
    assert_eq!(setup.hosts(), [main, backup, main, backup, backup]);
    for (attempt, host) in setup.platform.attempts.iter().zip([main, backup, main, backup, backup])
    {
        let url = &attempt.exchange.url;
        assert!(url.starts_with(&format!("https://{host}/v4/")), "{url}");
    }
    let base_url = ("baseUrl", text("http://127.0.0.1:8080/path"));
    let mut setup = Setup::new(plans(), &[base_url, retries]);
    setup.outcome().unwrap();
    assert_eq!(setup.hosts(), ["127.0.0.1:8080"; 5]);
}

#[test]
fn observe_every_attempt_is_told_of() {
    let plans = [lost(7.0), busy(Some(2000.0)), after(5.0, reply(100_004))];
    let mut setup = Setup::new(plans, &[]);
    assert_eq!(setup.outcome().unwrap_err().code, Some(100_004));
    let told = &setup.platform.told;
    let pause = told[0]["willRetryInMs"].as_f64().unwrap();
    assert!(pause <= 250.0);
    assert_eq!(setup.platform.send_times()[1], 7.0 + pause);
    let (main, backup) = ("adminapisgp.im.qcloud.com", "adminapisgp.my-imcloud.com");
    let expected: [serde_json::Value; 3] = [
        json!({ "attempt": 1, "host": main, "elapsedMs": 7.0, "willRetryInMs": pause as u32 }),
        json!({ "attempt": 2, "host": backup, "status": 503, "elapsedMs": 10.0, "willRetryInMs": 2000 }),
        json!({
            "attempt": 3, "host": backup, "status": 200, "code": 100_004, "requestId": "Id-100004",
            "elapsedMs": 5.0,
        }),
    ];
    assert_eq!(*told, expected);
}

#[test]
fn order_updates_of_one_member_go_out_one_after_the_other_and_others_do_not_wait() {
    let mut setup = Setup::new((0..4).map(|_| after(100.0, reply(0))), &[]);
    let calls = ["a", "a", "b", "a"].map(|member| setup.call(member));
    setup.platform.run();
    assert_eq!(setup.platform.senders(), [0, 2, 1, 3]);
    assert_eq!(setup.platform.send_times(), [0.0, 0.0, 100.0, 200.0]);
    assert!(calls.iter().all(|call| setup.platform.outcome(*call).is_ok()));
    setup.assert_nothing_is_left();
}

#[test]
fn order_a_failure_lets_the_next_go_at_once_where_it_is_final() {
    for (plan, at) in [
        (after(100.0, reply(100_004)), 100.0),
        (after(100.0, answer(404, "")), 100.0),
        (after(100.0, answer(503, "")), 100.0),
        (after(100.0, answer(504, "")), 3100.0),
        (after(100.0, answer(200, "<html>")), 3100.0),
        (lost(100.0), 3100.0),
        (hanging(), 8000.0),
    ] {
        let mut setup = Setup::new([plan], &[("maxRetries", number(0.0))]);
        let first = setup.call("a");
        setup.call("a");
        setup.platform.run();
        setup.platform.outcome(first).unwrap_err();
        assert_eq!(setup.platform.send_times(), [0.0, at]);
    }
}

#[test]
fn order_what_an_attempt_may_still_do_is_waited_for_even_when_a_later_one_succeeded() {
    let mut setup = Setup::new([hanging()], &[("timeoutMs", number(1000.0))]);
    setup.call("a");
    setup.call("a");
    setup.platform.run();
    let sent = setup.platform.send_times();
    assert!(sent[1] <= 1250.0 && sent[2] == 4000.0, "{sent:?}");
}

#[test]
fn order_an_abort_lets_the_next_go_and_waits_only_for_what_was_sent() {
    let mut setup = Setup::new([after(1000.0, reply(0)), after(1000.0, reply(0))], &[]);
    let calls = [(); 3].map(|()| setup.call("a"));
    setup.platform.run_until(10.0);
    setup.platform.cancel(calls[1]);
    setup.platform.run_until(500.0);
    setup.platform.cancel(calls[0]);
    setup.platform.run();
    assert_eq!(setup.platform.senders(), [0, 2]);
    assert_eq!(setup.platform.send_times(), [0.0, 3500.0]);
    setup.assert_nothing_is_left();
}

#[test]
fn order_an_abort_while_waiting_leaves_the_line_clean() {
    let mut setup = Setup::new((0..3).map(|_| after(100.0, reply(0))), &[]);
    let calls = [(); 4].map(|()| setup.call("a"));
    setup.platform.run_until(50.0);
    setup.platform.cancel(calls[1]);
    setup.platform.cancel(calls[2]);
    setup.platform.run_until(250.0);
    assert_eq!(setup.platform.senders(), [0, 3]);
    assert_eq!(setup.platform.send_times(), [0.0, 100.0]);
    setup.assert_nothing_is_left();
}

#[test]
fn order_an_abort_between_attempts_is_an_end_like_any() {
    let mut setup = Setup::new([after(0.0, reply(60007))], &[("maxRetries", number(9.0))]);
    let first = setup.call("a");
    setup.platform.run_until(0.5);
    setup.platform.cancel(first);
    setup.call("a");
    setup.platform.run_until(1.0);
    assert_eq!(setup.platform.senders(), [0, 1]);
}

#[test]
fn order_reads_wait_for_nobody_and_nobody_for_them() {
    let mut setup = Setup::new((0..3).map(|_| after(1000.0, reply(0))), &[]);
    let room = ("roomId", text("room"));
    setup.call("a");
    setup.platform.call(setup.client, "getRoomMemberList", std::slice::from_ref(&room));
    let members = fake_platform::list(&["b".into(), "c".into()]);
    let ban = [room, ("memberAccounts", members), ("reason", text("")), ("duration", number(1.0))];
    setup.platform.call(setup.client, "banRoomMember", &ban);
    setup.call("c");
    setup.platform.run();
    assert_eq!(setup.platform.senders(), [0, 1, 2, 3]);
    assert_eq!(setup.platform.send_times(), [0.0, 0.0, 0.0, 1000.0]);
}

#[test]
fn rate_all_clients_of_an_app_share_its_limit_and_wait_in_line() {
    let mut setup = Setup::new([], &[("callsPerSecond", number(2.0))]);
    let other = connect(&mut setup.platform, &[("callsPerSecond", number(2.0))]);
    for index in 0..6 {
        let client = if index % 2 == 0 { setup.client } else { other };
        setup.call_of(client, &index.to_string());
    }
    setup.platform.run();
    assert_eq!(setup.platform.senders(), [0, 1, 2, 3, 4, 5]);
    let sent = setup.platform.send_times();
    assert!(sent.windows(3).all(|window| window[2] - window[0] >= 1000.0), "{sent:?}");
    assert!(sent[5] <= 2510.0, "{sent:?}");
}

#[test]
fn rate_another_app_has_a_limit_of_its_own() {
    let mut setup = Setup::new([], &[("callsPerSecond", number(1.0))]);
    let options = [("callsPerSecond", number(1.0)), ("sdkAppId", number(1.0))];
    let other = connect(&mut setup.platform, &options);
    setup.call("a");
    setup.call_of(other, "b");
    setup.platform.run();
    assert_eq!(setup.platform.send_times(), [0.0, 0.0]);
}

#[test]
fn rate_a_client_of_one_call_leaves_its_mark() {
    let mut setup = Setup::new([], &[]);
    for _ in 0..3 {
        let client = connect(&mut setup.platform, &[("callsPerSecond", number(1.0))]);
        setup.call_of(client, "m");
        setup.platform.engine.free(client);
        setup.platform.run();
    }
    assert_eq!(setup.platform.send_times(), [0.0, 1001.0, 2002.0]);
}

#[test]
fn rate_those_who_give_up_waiting_leave_no_gap() {
    let mut setup = Setup::new([], &[("callsPerSecond", number(10.0))]);
    let calls: Vec<_> = (0..1000).map(|n| setup.call(&n.to_string())).collect();
    setup.platform.run_until(250.0);
    let sent = setup.platform.attempts.len();
    for call in &calls[sent..999] {
        setup.platform.cancel(*call);
    }
    setup.platform.run();
    assert_eq!(setup.platform.senders().last(), Some(&999));
    assert!(setup.platform.send_times()[sent] <= 351.0, "{:?}", setup.platform.send_times());
    setup.assert_nothing_is_left();
}

#[test]
fn rate_no_limit_means_none_and_each_attempt_takes_a_place() {
    let mut setup = Setup::new([], &[("callsPerSecond", number(0.0))]);
    (0..1000).for_each(|n| _ = setup.call(&n.to_string()));
    setup.platform.run();
    assert_eq!(setup.platform.send_times(), [0.0; 1000]);
    let options = [("callsPerSecond", number(1.0)), ("maxRetries", number(4.0))];
    let mut setup = Setup::new((0..4).map(|_| after(0.0, reply(70500))), &options);
    setup.outcome().unwrap();
    let sent = setup.platform.send_times();
    assert!(sent.windows(2).all(|pair| pair[1] - pair[0] >= 1000.0), "{sent:?}");
}

#[test]
fn rate_when_the_service_says_so_all_calls_of_the_app_slow_down_and_recover() {
    let mut setup = Setup::new([after(0.0, reply(60011))], &[]);
    (0..8000).for_each(|n| _ = setup.call(&n.to_string()));
    setup.platform.run();
    let sent = setup.platform.send_times();
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
fn rate_what_holds_the_process_up_is_counted_from_when_it_went_out() {
    let mut setup = Setup::new([], &[("callsPerSecond", number(5.0))]);
    setup.platform.held_up = (100, 40.0);
    (0..30).for_each(|n| _ = setup.call(&n.to_string()));
    setup.platform.run();
    let sent = setup.platform.send_times();
    assert!(sent.windows(6).all(|window| window[5] - window[0] >= 1000.0), "{sent:?}");
}

#[test]
fn limiter_each_attempt_asks_it_and_it_is_told_when_the_service_holds_calls_to_be_too_many() {
    let limiter = ("limiter", Value::Other("object".into()));
    let slow = HttpResponse { retry_after_ms: Some(1000.0), ..answer(429, "slow down") };
    let mut setup = Setup::new([after(0.0, slow)], std::slice::from_ref(&limiter));
    setup.platform.limiter = Box::new(|| (50.0, Ok(())));
    setup.outcome().unwrap();
    let sent = setup.platform.send_times();
    assert_eq!(sent, [50.0, 1100.0]);
    assert_eq!(setup.platform.slowed_down, [json!({ "status": 429, "retryAfterMs": 1000 })]);

    let mut setup = Setup::new([], &[limiter]);
    setup.platform.limiter = Box::new(|| (5.0, Err("the store is gone".into())));
    let error = setup.outcome().unwrap_err();
    assert_eq!((error.kind, error.retryable, error.attempts), (Kind::Network, true, 0));
    assert_eq!(error.message, "`limiter` let nothing go: the store is gone");
    assert!(setup.platform.attempts.is_empty());
}

#[test]
fn limiter_calls_whose_slot_was_lost_go_all_the_same_one_by_one() {
    for waking in [Waking::Sure, Waking::Worker, Waking::IsolatedWorker] {
        for milliseconds in [5.0, 250.0] {
            let limiter = ("limiter", Value::Other("object".into()));
            let mut setup = Setup::at(waking, [], &[limiter, ("callsPerSecond", number(2.0))]);
            setup.platform.limiter = Box::new(move || (milliseconds, Ok(())));
            let calls: Vec<_> = (0..20).map(|n| setup.call(&n.to_string())).collect();
            setup.platform.run_until(30_000.0);
            assert!(calls.iter().all(|call| setup.platform.outcome(*call).is_ok()));
            assert!(setup.platform.senders().is_sorted(), "{:?}", setup.platform.senders());
            let sent = setup.platform.send_times();
            assert!(sent.windows(3).all(|three| three[2] - three[0] >= 1000.0), "{sent:?}");
            assert!(sent[19] <= 10_000.0 + 20.0 * milliseconds, "{sent:?}");
        }
    }
}

#[test]
fn worker_a_holder_that_is_gone_without_a_word_is_passed_over() {
    for (waking, most) in [(Waking::IsolatedWorker, 4100.0), (Waking::Worker, 4100.0)] {
        let options = [("timeoutMs", number(2000.0))];
        let mut setup = Setup::at(waking, [after(1000.0, reply(0))], &options);
        let calls = [(); 3].map(|()| setup.call("a"));
        setup.platform.run_until(500.0);
        setup.platform.freeze(calls[0]);
        setup.platform.run();
        assert!(calls[1..].iter().all(|call| setup.platform.outcome(*call).is_ok()));
        let sent = setup.platform.send_times();
        // Alive at 400 for the last time, which holds for 400 ms; then what the service may still do.
        assert!(sent[1] >= 3800.0 && sent[1] <= most, "{sent:?}");
        setup.assert_nothing_is_left();
    }
}

#[test]
fn worker_the_next_update_of_a_member_goes_out_at_once() {
    for waking in [Waking::IsolatedWorker, Waking::Worker] {
        for milliseconds in [5.0, 100.0, 250.0] {
            let plans = (0..50).map(|_| after(milliseconds, reply(0)));
            let mut setup = Setup::at(waking, plans, &[]);
            let calls = [(); 50].map(|()| setup.call("a"));
            setup.platform.run();
            assert!(calls.iter().all(|call| setup.platform.outcome(*call).is_ok()));
            let sent = setup.platform.send_times();
            let gap = |pair: &[f64]| pair[1] - pair[0] - milliseconds;
            assert!(sent.windows(2).all(|pair| gap(pair) < 10.0), "{milliseconds}: {sent:?}");
        }
    }
}

#[test]
fn worker_one_that_was_asleep_with_its_machine_is_not_passed_over() {
    for waking in [Waking::IsolatedWorker, Waking::Worker] {
        let mut setup = Setup::at(waking, [after(1000.0, reply(0))], &[]);
        let calls = [(); 3].map(|()| setup.call("a"));
        setup.platform.run_until(500.0);
        setup.platform.doze(60_000.0);
        setup.platform.run();
        assert!(calls.iter().all(|call| setup.platform.outcome(*call).is_ok()));
        assert_eq!(setup.platform.senders(), [0, 1, 2]);
        assert!(setup.platform.send_times()[1] >= 60_500.0);
    }
}

#[test]
fn worker_a_thousand_silent_ones_hold_nobody_up_for_long() {
    for waking in [Waking::IsolatedWorker, Waking::Worker] {
        let mut setup = Setup::at(waking, [], &[("callsPerSecond", number(100.0))]);
        let silent: Vec<_> = (0..300).map(|n| setup.call(&n.to_string())).collect();
        let last = setup.call("last");
        setup.platform.run_until(1.0);
        silent.into_iter().for_each(|call| setup.platform.freeze(call));
        setup.platform.run();
        setup.platform.outcome(last).unwrap();
        let at = *setup.platform.send_times().last().unwrap();
        assert!(at <= 5000.0, "{at}");
        setup.assert_nothing_is_left();
    }
}

#[test]
fn errors_an_unreachable_service_is_told_with_the_platforms_words() {
    let error = Setup::new((0..3).map(|_| lost(1.0)), &[]).outcome().unwrap_err();
    assert_eq!((error.kind, error.retryable), (Kind::Network, true));
    assert_eq!(error.message, "no answer arrived: connect ECONNREFUSED");
}
