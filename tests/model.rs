//! Random histories of order, rate and retries, on a clock that is moved by hand: whatever fails,
//! is given up or falls silent, the rules hold.
//!
//! `MODEL_HISTORIES` sets how many there are, `MODEL_SEED` repeats one that has failed.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where it fails"
)]

mod world;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use room_engine_admin::call::Client;
use room_engine_admin::error::Error;
use room_engine_admin::operations::{self, Prepared};
use room_engine_admin::options::{ClientOptions, Given};
use room_engine_admin::platform::HttpRequest;
use room_engine_admin::reply::Reply;
use room_engine_admin::turn::MemberKey;
use world::rng::Rng;
use world::{Plan, Runner, World, answer, reply};

const HISTORIES: u64 = 10_000;

/// What the service itself takes at the most, in milliseconds.
const SERVICE_LIMIT: f64 = 3000.0;

#[test]
fn the_rules_hold_in_every_history() {
    let setting = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    if let Some(seed) = setting("MODEL_SEED") {
        return check(seed);
    }
    for seed in 0..setting("MODEL_HISTORIES").unwrap_or(HISTORIES) {
        let outcome = std::panic::catch_unwind(|| check(seed));
        assert!(outcome.is_ok(), "a rule is broken: repeat it with MODEL_SEED={seed}");
    }
}

/// How a history goes.
#[derive(Clone, Copy, Debug)]
struct Setting {
    limit: f64,
    max_retries: u32,
    timeout: f64,
    members: usize,
    updates: usize,
    /// Over how many milliseconds they are asked for.
    span: f64,
    /// How many in a hundred attempts go wrong, calls are given up, and calls fall silent.
    faults: usize,
    aborts: usize,
    silent: usize,
    /// Whether no call can wake another one.
    are_apart: bool,
    has_two_clients: bool,
    /// Whether a function is asked for the UserSig, which takes a while.
    has_provider: bool,
}

impl Setting {
    fn random(rng: &Rng) -> Self {
        Self {
            limit: rng.pick(&[0.0, 1.0, 2.0, 5.0, 20.0, 200.0]),
            max_retries: rng.pick(&[0, 1, 2, 2, 2, 3]),
            timeout: rng.pick(&[500.0, 1000.0, 5000.0]),
            members: rng.pick(&[1, 2, 3, 1000]),
            updates: 1 + rng.below(16),
            span: rng.pick(&[0.0, 10.0, 1000.0, 20_000.0]),
            faults: rng.pick(&[0, 10, 40, 80]),
            aborts: rng.pick(&[0, 0, 20, 60]),
            silent: rng.pick(&[0, 0, 0, 15]),
            are_apart: rng.percent(30),
            has_two_clients: rng.percent(30),
            has_provider: rng.percent(50),
        }
    }
}

/// One update that somebody asked for.
struct Update {
    client: usize,
    member: usize,
    asked_at: f64,
    /// When it is given up.
    ends_at: Option<f64>,
    falls_silent: bool,
}

impl Update {
    fn random(rng: &Rng, setting: &Setting) -> Self {
        let asked_at = rng.between(0.0, setting.span).floor();
        let falls_silent = rng.percent(setting.silent);
        let ends = falls_silent || rng.percent(setting.aborts);
        let after = rng.pick(&[0.0, 5.0, 100.0, 1000.0, 8000.0]);
        Self {
            client: if setting.has_two_clients { rng.below(2) } else { 0 },
            member: rng.below(setting.members),
            asked_at,
            ends_at: ends.then(|| asked_at + rng.between(0.0, after)),
            falls_silent,
        }
    }
}

type Outcomes = Rc<RefCell<Vec<Option<Result<Reply, Error>>>>>;

fn check(seed: u64) {
    let rng = Rng::new(seed);
    let setting = Setting::random(&rng);
    let mut updates: Vec<_> =
        (0..setting.updates).map(|_| Update::random(&rng, &setting)).collect();
    updates.sort_by(|one, other| one.asked_at.total_cmp(&other.asked_at));
    let world = world_of(seed, setting);
    world.timers_miss.set(rng.pick(&[(0.0, 0.0), (-0.9, 1.5), (0.0, 8.0)]));
    let clients = [client(seed, &setting), client(seed, &setting)];
    let mut runner = Runner::new(&world);
    if setting.are_apart {
        runner.set_apart();
    }
    let outcomes: Outcomes = Rc::new(RefCell::new(updates.iter().map(|_| None).collect()));
    play(&world, &mut runner, &clients, &updates, &outcomes);
    let context = format!("{setting:?}");
    assert!(runner.are_all_done(), "somebody waits for ever: {context}");
    if setting.silent == 0 {
        assert_eq!(world.timers(), 0, "a timer is left behind: {context}");
    }
    check_order(&world, &updates, &outcomes.borrow(), &context);
    check_rate(&world, &setting, &context);
    check_attempts(&world, &setting, &outcomes.borrow(), &context);
    check_fairness(&world, &setting, &updates, &context);
    check_speed(&world, &setting, &updates, &context);
}

/// Asks for each update at its time, and ends those that are to end.
fn play(
    world: &Rc<World>,
    runner: &mut Runner,
    clients: &[Rc<Client>; 2],
    updates: &[Update],
    outcomes: &Outcomes,
) {
    let asks = updates.iter().enumerate().map(|(index, update)| (update.asked_at, index, true));
    let ends =
        updates.iter().enumerate().filter_map(|(i, update)| Some((update.ends_at?, i, false)));
    let mut events: Vec<_> = asks.chain(ends).collect();
    events.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut tasks = vec![None; updates.len()];
    for (at, index, is_ask) in events {
        runner.run_until(at);
        let update = &updates[index];
        match tasks[index] {
            _ if is_ask => {
                let call = call(world, &clients[update.client], index, update, outcomes);
                tasks[index] = Some(runner.add(call));
                // The order of asking is that in which calls are first polled.
                runner.run_until(at);
            }
            Some(task) if update.falls_silent => runner.freeze(task),
            Some(task) => runner.abort(task),
            None => {}
        }
    }
    runner.run();
}

fn call(
    world: &Rc<World>,
    client: &Rc<Client>,
    index: usize,
    update: &Update,
    outcomes: &Outcomes,
) -> impl Future<Output = ()> + 'static {
    let (world, client, outcomes) = (Rc::clone(world), Rc::clone(client), Rc::clone(outcomes));
    let member = MemberKey::of(&["room", &update.member.to_string()]);
    let prepared = Prepared::new(index.to_string()).in_turn_of(member);
    async move {
        let operation = operations::find("updateRoomMemberInfo").unwrap();
        let outcome = client.call(&*world, operation, &prepared).await;
        outcomes.borrow_mut()[index] = Some(outcome);
    }
}

fn client(seed: u64, setting: &Setting) -> Rc<Client> {
    let pairs: &[_] = &[
        // Each history has an app of its own: the limiter outlives clients.
        ("sdkAppId", Given::Number((seed % 4_000_000_000 + 1) as f64)),
        ("identifier", Given::Text("administrator".into())),
        ("userSig", if setting.has_provider { Given::Function } else { Given::Text("eJx".into()) }),
        ("callsPerSecond", Given::Number(setting.limit)),
        ("maxRetries", Given::Number(f64::from(setting.max_retries))),
        ("timeoutMs", Given::Number(setting.timeout)),
    ];
    Rc::new(Client::new(ClientOptions::read(&pairs).unwrap()))
}

fn world_of(seed: u64, setting: Setting) -> Rc<World> {
    let rng = Rng::new(!seed);
    World::new(seed, move |_: &HttpRequest| plan(&rng, &setting))
}

/// What becomes of an attempt. Whatever is applied is applied within the service's limit, and
/// before a reply that says so.
fn plan(rng: &Rng, setting: &Setting) -> Plan {
    let work = rng.between(0.0, rng.pick(&[50.0, 400.0, SERVICE_LIMIT]));
    let quick = rng.between(1.0, 300.0);
    let maybe_late = rng.percent(50).then(|| rng.between(0.0, SERVICE_LIMIT));
    let answered =
        |applied_after, after, answer| Plan { applied_after, answer: Some((after, Ok(answer))) };
    if !rng.percent(setting.faults) {
        return answered(Some(work), work + quick, reply(0));
    }
    let busy = |status, retry_after: &str| {
        let mut busy = answer(status, "busy");
        busy.retry_after = Some(retry_after.to_owned());
        busy
    };
    match rng.below(12) {
        0 => Plan { applied_after: None, answer: Some((quick, Err("refused".into()))) },
        1 => Plan { applied_after: maybe_late, answer: Some((quick, Err("reset".into()))) },
        2 => Plan { applied_after: maybe_late, answer: None },
        3 => answered(Some(work), work + rng.between(0.0, 6000.0), reply(0)),
        4 => answered(None, quick, reply(rng.pick(&[60007, 60011, 60018, 60019]))),
        5 => answered(None, quick, reply(rng.pick(&[60014, 70500, 100_001, 70001]))),
        6 => answered(maybe_late, quick, reply(rng.pick(&[60008, 70169, 70202]))),
        7 => answered(None, quick, reply(rng.pick(&[100_004, 70009, 70050]))),
        8 => answered(None, quick, busy(503, rng.pick(&["0", "1", "3", "100", "soon"]))),
        9 => answered(None, quick, busy(429, "1")),
        10 => answered(maybe_late, quick, answer(rng.pick(&[500, 502, 504]), "<html>")),
        _ => answered(maybe_late, quick, answer(200, "<html>sign in</html>")),
    }
}

/// What is applied to a member never goes back, so that the last one asked for is there in the
/// end, unless it failed.
fn check_order(
    world: &World,
    updates: &[Update],
    outcomes: &[Option<Result<Reply, Error>>],
    context: &str,
) {
    let mut applied = world.applied.borrow().clone();
    applied.sort_by(|one, other| one.0.total_cmp(&other.0));
    for one in updates {
        let mine = |index: &usize| {
            (updates[*index].client, updates[*index].member) == (one.client, one.member)
        };
        let in_time: Vec<usize> =
            applied.iter().map(|(_, body)| body.parse().unwrap()).filter(mine).collect();
        assert!(in_time.is_sorted(), "applied out of order: {in_time:?} {context}");
        let last = (0..updates.len())
            .filter(mine)
            .filter(|index| matches!(outcomes[*index], Some(Ok(_))))
            .max();
        assert!(last <= in_time.last().copied(), "{last:?} is lost: {in_time:?} {context}");
    }
}

fn check_rate(world: &World, setting: &Setting, context: &str) {
    if setting.limit == 0.0 {
        return;
    }
    let sent = world.send_times();
    for pair in sent.windows(setting.limit as usize + 1) {
        let window = pair[pair.len() - 1] - pair[0];
        assert!(window >= 1000.0, "{} calls within {window} ms: {context}", pair.len());
    }
}

fn check_attempts(
    world: &World,
    setting: &Setting,
    outcomes: &[Option<Result<Reply, Error>>],
    context: &str,
) {
    let bodies = world.bodies();
    for (index, outcome) in outcomes.iter().enumerate() {
        let sent = bodies.iter().filter(|body| **body == index.to_string()).count();
        let anew = usize::from(setting.max_retries > 0);
        assert!(sent <= 1 + setting.max_retries as usize + anew, "{sent} attempts: {context}");
        if let Some(Err(error)) = outcome {
            assert_eq!(error.attempts as usize, sent, "{error:?} {context}");
        }
    }
}

/// Where nothing fails, nobody is asked for a UserSig, and nobody has to wait for somebody of the same member, calls go out in the
/// order in which they were asked for.
fn check_fairness(world: &World, setting: &Setting, updates: &[Update], context: &str) {
    let is_calm = setting.faults == 0 && setting.silent == 0 && !setting.has_provider;
    let mut members: Vec<_> = updates.iter().map(|update| (update.client, update.member)).collect();
    members.sort_unstable();
    members.dedup();
    if is_calm && members.len() == updates.len() {
        let mut first = Vec::<usize>::new();
        for body in world.bodies().iter().map(|body| body.parse().unwrap()) {
            if !first.contains(&body) {
                first.push(body);
            }
        }
        assert!(first.is_sorted(), "out of turn: {first:?} {context}");
    }
}

/// Nobody waits for longer than what is before it can take.
fn check_speed(world: &World, setting: &Setting, updates: &[Update], context: &str) {
    /// A retry waits for 4 s at the most here, and the silent are passed over in time.
    const OF_EACH: f64 = 4000.0 + SERVICE_LIMIT + 6000.0;
    let attempts = f64::from(setting.max_retries) + 2.0;
    // The pace goes down to a 32nd, and then not below six calls of 200 a second.
    let pace = if setting.limit == 0.0 { 0.2 } else { 32.0 / setting.limit };
    let each = attempts * (setting.timeout + OF_EACH + pace * 1000.0);
    let most = setting.span + updates.len() as f64 * each;
    assert!(world.time() <= most, "{} of {most} ms: {context}", world.time());
}

/// Many members at once, and a steady stream: neither waits for long.
#[test]
fn a_full_second_is_made_use_of() {
    let seed = 4_000_000_001;
    let world = World::new(1, |_| Plan { applied_after: None, answer: Some((50.0, Ok(reply(0)))) });
    world.timers_miss.set((0.0, 2.0));
    let setting =
        Setting { limit: 200.0, max_retries: 2, timeout: 5000.0, ..Setting::random(&Rng::new(0)) };
    let client = client(seed, &setting);
    let mut runner = Runner::new(&world);
    let done = Rc::new(Cell::new(0));
    for member in 0..2000 {
        let update =
            Update { client: 0, member, asked_at: 0.0, ends_at: None, falls_silent: false };
        let outcomes: Outcomes = Rc::new(RefCell::new(vec![None; 2000]));
        let call = call(&world, &client, member, &update, &outcomes);
        let done = Rc::clone(&done);
        runner.add(async move {
            call.await;
            done.set(done.get() + 1);
        });
    }
    runner.run();
    assert_eq!(done.get(), 2000);
    let sent = world.send_times();
    for second in 0..9 {
        let start = f64::from(second) * 1000.0;
        let in_second = sent.iter().filter(|at| (start..start + 1000.0).contains(*at)).count();
        assert!((199..=200).contains(&in_second), "{in_second} in second {second}");
    }
}
