//! Random histories of order, rate and retries, on a clock that is moved by hand: whatever fails,
//! is given up or falls silent, the rules hold.
//!
//! `MODEL_HISTORIES` sets how many there are, `MODEL_SEED` repeats one that has failed.
#![cfg(all(feature = "server", not(target_arch = "wasm32")))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

#[path = "model/change.rs"]
mod change;
mod fake_platform;
#[path = "model/plan.rs"]
mod plan;
#[path = "model/rules.rs"]
mod rules;

use change::Change;
use fake_platform::rng::Rng;
use fake_platform::{FakePlatform, Plan, Said, number, reply, text};
use room_engine_admin::engine::{Id, Waking};
use room_engine_admin::text::json::Value;

const HISTORIES: u64 = 10_000;

#[test]
fn model_the_rules_hold_in_every_history() {
    let setting = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    if let Some(seed) = setting("MODEL_SEED") {
        return check(seed);
    }
    let histories = setting("MODEL_HISTORIES").unwrap_or(HISTORIES);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for first in 0..cores {
            scope.spawn(move || {
                for seed in (first as u64..histories).step_by(cores) {
                    let outcome = std::panic::catch_unwind(|| check(seed));
                    assert!(outcome.is_ok(), "a rule is broken: repeat it with MODEL_SEED={seed}");
                }
            });
        }
    });
}

/// How a history goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    waking: Waking,
    limit: f64,
    max_retries: u32,
    timeout: f64,
    members: usize,
    calls: usize,
    /// Over how many milliseconds they are asked for.
    span: f64,
    /// How many in a hundred attempts go wrong, calls are given up, and calls fall silent.
    faults: usize,
    aborts: usize,
    silent: usize,
    /// How many in a hundred exchanges hold the process up, and how often its machine sleeps.
    held_up: usize,
    naps: usize,
    has_two_clients: bool,
    /// Whether a function is asked for the UserSig, which takes a while, and how often that fails.
    has_provider: bool,
    provider_faults: usize,
    /// Whether a rate is asked that machines share.
    has_limiter: bool,
}

impl Setting {
    fn random(rng: &Rng) -> Self {
        let waking =
            rng.pick(&[Waking::Sure, Waking::Sure, Waking::Worker, Waking::IsolatedWorker]);
        Self {
            waking,
            limit: rng.pick(&[0.0, 1.0, 2.0, 2.5, 5.0, 20.0, 200.0]),
            max_retries: rng.pick(&[0, 1, 2, 2, 2, 3]),
            timeout: rng.pick(&[500.0, 1000.0, 5000.0]),
            members: rng.pick(&[1, 2, 3, 6, 1000]),
            calls: 1 + rng.below(16),
            span: rng.pick(&[0.0, 10.0, 1000.0, 20_000.0]),
            faults: rng.pick(&[0, 10, 40, 80]),
            aborts: rng.pick(&[0, 0, 20, 60]),
            // In a process and in a page nobody goes without a word.
            silent: if waking == Waking::Sure { 0 } else { rng.pick(&[0, 0, 15]) },
            held_up: rng.pick(&[0, 0, 0, 10]),
            naps: rng.pick(&[0, 0, 0, 2]),
            has_two_clients: rng.percent(30),
            has_provider: rng.percent(50),
            provider_faults: rng.pick(&[0, 0, 0, 20]),
            has_limiter: rng.percent(20),
        }
    }

    /// Whether all goes well, so that it can be said what goes out when.
    fn is_calm(&self) -> bool {
        self.faults + self.silent + self.held_up + self.naps == 0
            && !self.has_provider
            && !self.has_limiter
    }
}

/// A history as it was played.
pub(crate) struct History {
    setting: Setting,
    changes: Vec<Change>,
    platform: FakePlatform,
}

fn check(seed: u64) {
    let rng = Rng::new(seed);
    let setting = Setting::random(&rng);
    if std::env::var_os("MODEL_SEED").is_some() {
        eprintln!("{setting:#?}");
    }
    let mut changes: Vec<_> = (0..setting.calls).map(|_| Change::random(&rng, &setting)).collect();
    changes.sort_by(|one, other| one.asked_at.total_cmp(&other.asked_at));
    let planner = plan::planner(Rng::new(!seed), setting, changes.clone());
    let mut platform = FakePlatform::new(setting.waking, seed, planner);
    platform.timers_miss = rng.pick(&[(0.0, 0.0), (-0.9, 1.5), (0.0, 8.0)]);
    platform.held_up = (setting.held_up, 60.0);
    let (faults, chance) = (setting.provider_faults, Rng::new(seed ^ 1));
    platform.user_sig = Box::new(move || match chance.percent(faults) {
        true => (30.0, chance_of_failure(&chance)),
        false => (30.0, Said::Text("eJx".to_owned())),
    });
    let chance = Rng::new(seed ^ 2);
    platform.limiter = Box::new(move || {
        let failed = chance.percent(faults / 4);
        (chance.between(0.0, 30.0), if failed { Err("gone".to_owned()) } else { Ok(()) })
    });
    let clients = [connect(&mut platform, &setting), connect(&mut platform, &setting)];
    play(&mut platform, &setting, clients, &changes, &rng);
    let mut history = History { setting, changes, platform };
    rules::check(&history);
    history.platform.assert_nothing_is_left(&clients);
}

fn chance_of_failure(chance: &Rng) -> Said {
    match chance.below(4) {
        0 => Said::Threw("signed out".to_owned()),
        1 => Said::Gave("undefined".to_owned()),
        2 => Said::Text("no UserSig".to_owned()),
        _ => Said::Nothing,
    }
}

fn connect(platform: &mut FakePlatform, setting: &Setting) -> Id {
    let limiter = if setting.has_limiter { Value::Other("object".into()) } else { Value::Absent };
    let user_sig = if setting.has_provider { fake_platform::function() } else { text("eJx") };
    let options = [
        ("sdkAppId", number(1_400_000_000.0)),
        ("identifier", text("administrator")),
        ("userSig", user_sig),
        ("limiter", limiter),
        ("callsPerSecond", number(setting.limit)),
        ("maxRetries", number(f64::from(setting.max_retries))),
        ("timeoutMs", number(setting.timeout)),
    ];
    platform.connect(&options).unwrap()
}

/// Asks for each change at its time, and ends those that are to end.
fn play(
    platform: &mut FakePlatform,
    setting: &Setting,
    clients: [Id; 2],
    changes: &[Change],
    rng: &Rng,
) {
    let asks = changes.iter().enumerate().map(|(index, change)| (change.asked_at, index, true));
    let ends =
        changes.iter().enumerate().filter_map(|(i, change)| Some((change.ends_at?, i, false)));
    let mut events: Vec<_> = asks.chain(ends).collect();
    events.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (at, index, is_ask) in events {
        platform.run_until(at);
        if rng.percent(setting.naps) {
            platform.doze(rng.pick(&[50.0, 1000.0, 30_000.0]));
        }
        let change = &changes[index];
        if is_ask {
            let name = change.kind.operation();
            let call = platform.call(clients[change.client], name, &change.options());
            assert_eq!(call, index, "they are asked for in order");
        } else if change.falls_silent {
            platform.freeze(index);
        } else {
            platform.cancel(index);
        }
    }
    platform.run();
}

/// Many members at once, and a steady stream: neither waits for long.
#[test]
fn model_a_full_second_is_made_use_of() {
    let mut platform = FakePlatform::new(Waking::Sure, 1, |_, _, _| Plan {
        applied_after: None,
        answer: Some((50.0, Ok(reply(0)))),
    });
    platform.timers_miss = (0.0, 2.0);
    let setting = Setting {
        limit: 200.0,
        max_retries: 2,
        timeout: 5000.0,
        has_provider: false,
        has_limiter: false,
        ..Setting::random(&Rng::new(0))
    };
    let client = connect(&mut platform, &setting);
    for member in 0..2000 {
        let options = [("roomId", text("room")), ("memberAccount", text(member.to_string()))];
        platform.call(client, "updateRoomMemberInfo", &options);
    }
    platform.run();
    assert!((0..2000).all(|call| platform.outcome(call).is_ok()));
    let sent = platform.send_times();
    for second in 0..9 {
        let start = f64::from(second) * 1000.0;
        let in_second = sent.iter().filter(|at| (start..start + 1000.0).contains(*at)).count();
        assert!((199..=200).contains(&in_second), "{in_second} in second {second}");
    }
}
