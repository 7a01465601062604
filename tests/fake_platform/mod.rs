//! A fake platform: a clock that is moved by hand, a service that does to each attempt what the test plans, and a
//! driver that carries out what the engine says, as the one in JavaScript does.
#![allow(dead_code, unreachable_pub, reason = "a module of tests, each of which uses a part of it")]

pub mod rng;

use std::collections::BTreeMap;

use room_engine_admin::api::options::{self, check_names};
use room_engine_admin::engine::observe::Line;
pub use room_engine_admin::engine::reply::HttpResponse;
use room_engine_admin::engine::{
    Engine, Environment, Event, Exchange, Id, Moment, Output, Step, UserSigAnswer, Waking,
};
use room_engine_admin::error::Error;
use room_engine_admin::text::json::{Object, Value};
use serde_json::Value as Json;

/// Unix milliseconds at the start of the platform.
pub const EPOCH: f64 = 1_700_000_000_000.0;

/// How many things may happen: those who wait look again and again, and would do so for ever.
const DOOMSDAY: u64 = 1_000_000;

/// How often a call in a worker shows that it lives.
const ALIVE: f64 = 200.0;

/// What becomes of one attempt.
#[derive(Clone, Debug)]
pub struct Plan {
    /// After how long it is applied, if it is.
    pub applied_after: Option<f64>,
    /// What the caller sees, and after how long; none for never.
    pub answer: Option<(f64, Result<HttpResponse<'static>, String>)>,
}

/// What the caller's function for a UserSig does.
#[derive(Clone, Debug)]
pub enum Said {
    Text(String),
    Threw(String),
    Gave(String),
    Nothing,
}

/// What becomes of a question to the rate that machines share: after how long, and what it rejects with.
pub type Acquired = (f64, Result<(), String>);

/// An answer of the service with status 200.
pub fn reply(code: i64) -> HttpResponse<'static> {
    answer(200, format!("{{\"ErrorCode\":{code},\"RequestId\":\"Id-{code}\"}}"))
}

/// Any answer.
pub fn answer(status: u16, body: impl Into<String>) -> HttpResponse<'static> {
    HttpResponse { status, body: body.into().leak(), ..HttpResponse::default() }
}

/// An attempt that went out.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub call: usize,
    /// When the engine said so, and when it had gone out.
    pub said_at: f64,
    pub at: f64,
    pub exchange: Exchange,
    /// What the caller saw of it, and when. None for who has been given up or has fallen silent meanwhile.
    pub seen: Option<(f64, Seen)>,
    /// When its call showed last that it lives.
    alive_at: f64,
    /// Until when somebody stood behind it.
    pub over_at: f64,
}

/// What a call has seen of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Answered(HttpResponse<'static>),
    Failed,
    TimedOut,
}

/// What a call came to.
pub type Outcome = Result<Json, Error>;

/// A call, as its driver knows it.
#[derive(Debug)]
pub struct Call {
    pub id: Option<Id>,
    pub begun_at: f64,
    pub outcome: Option<Outcome>,
    /// When it was given up, or fell silent.
    pub left_at: Option<f64>,
    doing: Doing,
    has_own_look: bool,
}

/// What a call waits for, by the key of what is due.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Doing {
    Nothing,
    Sleep(Key),
    Fetch { attempt: usize, due: Key },
    Other(Key),
}

type Key = (u64, u64);

/// What happens at a moment.
enum Due {
    Woke(usize),
    Fetched(usize, Seen, String),
    Asked(usize, Said),
    Acquired(usize, Result<(), String>),
    Look(usize),
}

type Planner = Box<dyn FnMut(usize, f64, &Exchange) -> Plan>;

pub struct FakePlatform {
    pub engine: Engine,
    waking: Waking,
    now: f64,
    due: BTreeMap<Key, Due>,
    due_count: u64,
    pub random: rng::Rng,
    /// By how much timers miss, in milliseconds: at the least, and at the most.
    pub timers_miss: (f64, f64),
    /// By how much the wall clock is ahead of the service's, in milliseconds.
    pub clock_error: f64,
    /// How many in a hundred exchanges hold the whole process up as they begin, and for how long at the most.
    pub held_up: (usize, f64),
    planner: Planner,
    /// What the caller's function for a UserSig does, and after how long.
    pub user_sig: Box<dyn FnMut() -> (f64, Said)>,
    /// What the rate that machines share does.
    pub limiter: Box<dyn FnMut() -> Acquired>,
    pub calls: Vec<Call>,
    numbers: BTreeMap<Id, usize>,
    pub attempts: Vec<Attempt>,
    /// What was applied, and when.
    pub applied: Vec<(f64, usize)>,
    /// How often the caller's function was asked.
    pub asked: u32,
    pub told: Vec<Json>,
    pub lines: Vec<Line>,
    pub slowed_down: Vec<Json>,
}

impl FakePlatform {
    pub fn new(
        waking: Waking,
        seed: u64,
        planner: impl FnMut(usize, f64, &Exchange) -> Plan + 'static,
    ) -> Self {
        Self {
            engine: Engine::new(waking),
            waking,
            now: 0.0,
            due: BTreeMap::new(),
            due_count: 0,
            random: rng::Rng::new(seed),
            timers_miss: (0.0, 0.0),
            clock_error: 0.0,
            held_up: (0, 0.0),
            planner: Box::new(planner),
            user_sig: Box::new(|| (30.0, Said::Text("eJx".to_owned()))),
            limiter: Box::new(|| (0.0, Ok(()))),
            calls: Vec::new(),
            numbers: BTreeMap::new(),
            attempts: Vec::new(),
            applied: Vec::new(),
            asked: 0,
            told: Vec::new(),
            lines: Vec::new(),
            slowed_down: Vec::new(),
        }
    }

    /// Milliseconds since the start.
    pub fn time(&self) -> f64 {
        self.now
    }

    /// Who calls and where.
    pub fn connect(&mut self, options: &[(&str, Value)]) -> Result<Id, Error> {
        let options = fields(options);
        let known: Vec<_> = [options::SERVICE, options::CALLING, options::REMOTE]
            .into_iter()
            .flat_map(options::names_in)
            .collect();
        check_names(&options, &known, &[])?;
        Ok(self.engine.connect(Engine::read_client(&options, Environment::default())?))
    }

    /// Begins a call now; its number names it.
    pub fn call(&mut self, client: Id, operation: &str, options: &[(&str, Value)]) -> usize {
        let given = fields(options);
        let prepared = self.engine.prepare(operation, &given, &[]).unwrap();
        let moment = self.moment();
        let output = self.engine.begin(client, prepared, moment);
        self.begun(output)
    }

    /// Begins a command that is not in the table.
    pub fn command(
        &mut self,
        client: Id,
        options: &[(&str, Value)],
        request: &[(&str, Value)],
    ) -> Result<usize, Error> {
        let (moment, request) = (self.moment(), fields(request));
        let output = self.engine.begin_command(client, &fields(options), &request, moment)?;
        Ok(self.begun(output))
    }

    fn begun(&mut self, output: Output) -> usize {
        let (index, id) = (self.calls.len(), output.call);
        self.calls.push(Call {
            id,
            begun_at: self.now,
            outcome: None,
            left_at: None,
            doing: Doing::Nothing,
            has_own_look: self.waking != Waking::Sure,
        });
        self.numbers.extend(id.map(|id| (id, index)));
        if self.calls[index].has_own_look {
            self.later(ALIVE, Due::Look(index));
        }
        self.carry_out(index, output);
        index
    }

    /// Gives a call up.
    pub fn cancel(&mut self, index: usize) {
        let moment = self.moment();
        let Some(id) = self.stop(index) else { return };
        let wake = self.engine.cancel(id, moment);
        self.wake(&wake);
    }

    /// A call falls silent: nothing of it runs any more, and nobody is told.
    pub fn freeze(&mut self, index: usize) {
        /// What was held up a little still showed itself in time.
        const LATE: f64 = 150.0;
        if let Doing::Fetch { attempt, .. } = self.calls[index].doing {
            self.stop(index);
            // After a sleep of the machine nobody can tell one that died from one that had died before.
            let attempt = &mut self.attempts[attempt];
            if attempt.over_at > attempt.alive_at + ALIVE + LATE {
                attempt.over_at = attempt.alive_at;
            }
        }
        self.stop(index);
    }

    fn stop(&mut self, index: usize) -> Option<Id> {
        let now = self.now;
        let call = &mut self.calls[index];
        if call.outcome.is_some() || call.left_at.is_some() {
            return None;
        }
        call.left_at = Some(now);
        let doing = std::mem::replace(&mut call.doing, Doing::Nothing);
        let id = call.id;
        match doing {
            Doing::Sleep(key) | Doing::Other(key) => drop(self.due.remove(&key)),
            Doing::Fetch { attempt, due } => {
                self.attempts[attempt].over_at = now;
                self.due.remove(&due);
            }
            Doing::Nothing => {}
        }
        id
    }

    /// The machine sleeps: nothing runs, and all timers are late.
    pub fn doze(&mut self, milliseconds: f64) {
        self.now += milliseconds;
    }

    /// Runs until `moment`, or until nothing is left to wait for.
    pub fn run_until(&mut self, moment: f64) {
        let mut count = 0;
        while let Some((key, _)) = self.due.first_key_value() {
            let (key, at) = (*key, key.0 as f64 / 1000.0);
            if at > moment {
                break;
            }
            count += 1;
            assert!(count < DOOMSDAY, "somebody waits for ever: {:#?}", self.waiting());
            self.now = self.now.max(at);
            let due = self.due.remove(&key).unwrap();
            self.happens(due);
        }
        if moment.is_finite() {
            self.now = self.now.max(moment);
        }
    }

    /// Runs until nothing is left to wait for.
    pub fn run(&mut self) {
        self.run_until(f64::INFINITY);
    }

    fn happens(&mut self, due: Due) {
        match due {
            Due::Woke(index) => self.step(index, Event::Woke),
            Due::Fetched(index, seen, message) => {
                if let Doing::Fetch { attempt, .. } = self.calls[index].doing {
                    let attempt = &mut self.attempts[attempt];
                    (attempt.seen, attempt.over_at) = (Some((self.now, seen.clone())), self.now);
                }
                let event = match seen {
                    Seen::Answered(response) => Event::Answered(response),
                    Seen::Failed => Event::Failed(&message),
                    Seen::TimedOut => Event::TimedOut,
                };
                self.step(index, event);
            }
            Due::Asked(index, said) => {
                let answer = match &said {
                    Said::Text(text) => UserSigAnswer::Text(text),
                    Said::Threw(message) => UserSigAnswer::Threw(message),
                    Said::Gave(name) => UserSigAnswer::Gave(name),
                    Said::Nothing => UserSigAnswer::Nothing,
                };
                self.step(index, Event::UserSig(answer));
            }
            Due::Acquired(index, Ok(())) => self.step(index, Event::Acquired),
            Due::Acquired(index, Err(message)) => self.step(index, Event::LimiterFailed(&message)),
            Due::Look(index) => self.look(index),
        }
    }

    /// While it has something under way, a call in a worker shows that it lives.
    fn look(&mut self, index: usize) {
        let moment = self.moment();
        let call = &self.calls[index];
        if call.outcome.is_some() || call.left_at.is_some() {
            return;
        }
        if let (Some(id), Doing::Fetch { .. } | Doing::Other(_)) = (call.id, call.doing) {
            self.engine.alive(id, moment);
            if let Doing::Fetch { attempt, .. } = self.calls[index].doing {
                self.attempts[attempt].alive_at = self.now;
            }
        }
        self.later(ALIVE, Due::Look(index));
    }

    fn step(&mut self, index: usize, event: Event<'_>) {
        let moment = self.moment();
        self.calls[index].doing = Doing::Nothing;
        let Some(id) = self.calls[index].id else { return };
        let output = self.engine.step(id, event, moment);
        self.carry_out(index, output);
    }

    fn carry_out(&mut self, index: usize, output: Output) {
        self.wake(&output.wake);
        let read = |text: &String| -> Json { serde_json::from_str(text).unwrap() };
        self.told.extend(output.told.as_ref().map(read));
        self.lines.extend(output.lines);
        self.slowed_down.extend(output.slow_down.as_ref().map(read));
        self.calls[index].doing = match output.step {
            Step::Send(exchange) => self.send(index, exchange),
            Step::Wait { until } => Doing::Sleep(match until {
                Some(until) => {
                    let pause = (until.ceil() - self.now).ceil().max(1.0) + self.miss();
                    self.later(pause, Due::Woke(index))
                }
                None => (u64::MAX, index as u64),
            }),
            Step::Ask { timeout_ms } => {
                self.asked += 1;
                let (after, said) = (self.user_sig)();
                let limit = f64::from(timeout_ms);
                let (after, said) =
                    if after < limit { (after, said) } else { (limit, Said::Nothing) };
                Doing::Other(self.later(after, Due::Asked(index, said)))
            }
            Step::Acquire { .. } => {
                let (after, outcome) = (self.limiter)();
                Doing::Other(self.later(after, Due::Acquired(index, outcome)))
            }
            Step::Done(reply) => self.ends(index, Ok(read(&reply))),
            Step::Failed(error) => self.ends(index, Err(error)),
            other => panic!("a call that nobody gave up is told {other:?}"),
        };
    }

    fn ends(&mut self, index: usize, outcome: Outcome) -> Doing {
        self.calls[index].outcome = Some(outcome);
        Doing::Nothing
    }

    fn send(&mut self, index: usize, exchange: Exchange) -> Doing {
        let said_at = self.now;
        let (percent, most) = self.held_up;
        if self.random.percent(percent) {
            self.now += self.random.between(1.1, most);
            let moment = self.moment();
            self.engine.sent(self.calls[index].id.unwrap(), moment);
        }
        let plan = (self.planner)(index, self.now, &exchange);
        self.applied.extend(plan.applied_after.map(|after| (self.now + after, index)));
        let timeout = f64::from(exchange.timeout_ms);
        let (after, seen, message) = match plan.answer {
            Some((after, Ok(answer))) if after < timeout => {
                (after, Seen::Answered(answer), String::new())
            }
            Some((after, Err(message))) if after < timeout => (after, Seen::Failed, message),
            _ => (timeout, Seen::TimedOut, String::new()),
        };
        let attempt = self.attempts.len();
        let over_at = f64::INFINITY;
        let at = self.now;
        self.attempts.push(Attempt {
            call: index,
            said_at,
            at,
            exchange,
            seen: None,
            alive_at: at,
            over_at,
        });
        Doing::Fetch { attempt, due: self.later(after, Due::Fetched(index, seen, message)) }
    }

    /// A wake comes on top of the call's own timer, where calls may wake each other.
    fn wake(&mut self, ids: &[Id]) {
        if self.waking == Waking::IsolatedWorker {
            return;
        }
        for index in ids.iter().filter_map(|id| self.numbers.get(id).copied()).collect::<Vec<_>>() {
            if let Doing::Sleep(key) = self.calls[index].doing {
                self.due.remove(&key);
                self.calls[index].doing = Doing::Sleep(self.later(0.0, Due::Woke(index)));
            }
        }
    }

    fn later(&mut self, milliseconds: f64, due: Due) -> Key {
        self.due_count += 1;
        let at = (self.now + milliseconds.max(0.0)) * 1000.0;
        let key = (at.ceil() as u64, self.due_count);
        self.due.insert(key, due);
        key
    }

    fn miss(&self) -> f64 {
        let (least, most) = self.timers_miss;
        if most > least { self.random.between(least, most) } else { least }
    }

    fn moment(&self) -> Moment {
        let unix = EPOCH + self.now + self.clock_error;
        Moment { unix, mono: self.now, random: self.random.next() as u32 }
    }

    /// What a call came to; it must have ended.
    pub fn outcome(&self, index: usize) -> Outcome {
        self.calls[index].outcome.clone().expect("it waits for ever")
    }

    /// Who has not come to an end.
    fn waiting(&self) -> Vec<(usize, &Call)> {
        self.calls.iter().enumerate().filter(|(call, _)| !self.has_ended(*call)).collect()
    }

    pub fn has_ended(&self, index: usize) -> bool {
        let call = &self.calls[index];
        call.outcome.is_some() || call.left_at.is_some()
    }

    /// When things were sent.
    pub fn send_times(&self) -> Vec<f64> {
        self.attempts.iter().map(|attempt| attempt.at).collect()
    }

    /// Which calls were sent, in order.
    pub fn senders(&self) -> Vec<usize> {
        self.attempts.iter().map(|attempt| attempt.call).collect()
    }

    /// Nothing is kept of calls that have ended, once nothing of what they sent can be applied any more, nor of those
    /// that fell silent, once nobody expects them back.
    pub fn assert_nothing_is_left(&mut self, clients: &[Id]) {
        const COMES_BACK: f64 = 60_000.0;
        const SERVICE_LIMIT: f64 = 3000.0;
        self.planner =
            Box::new(|_, _, _| Plan { applied_after: None, answer: Some((10.0, Ok(reply(0)))) });
        self.user_sig = Box::new(|| (1.0, Said::Text("eJx".to_owned())));
        self.limiter = Box::new(|| (0.0, Ok(())));
        self.held_up = (0, 0.0);
        // Each call that begins looks at one that may have fallen silent.
        let silent = self.calls.iter().any(|call| call.left_at.is_some());
        let looks = if silent { self.calls.len() + 2 } else { 0 };
        self.doze(COMES_BACK + 1000.0);
        (0..looks).for_each(|_| self.calm_call(clients[0]));
        self.doze(SERVICE_LIMIT + 1.0);
        self.calm_call(clients[0]);
        clients.iter().for_each(|client| self.engine.free(*client));
        assert_eq!(self.engine.sizes(), [0; 3], "clients, calls or places are left behind");
        assert!(self.due.is_empty(), "something is still to happen");
    }

    fn calm_call(&mut self, client: Id) {
        let call = self.call(client, "updateRoomInfo", &[("roomId", text("the last"))]);
        self.run();
        self.outcome(call).unwrap();
    }
}

/// Options, in their order.
pub fn fields(pairs: &[(&str, Value)]) -> Object {
    Object(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

pub fn number(number: f64) -> Value {
    Value::Number(number)
}

pub fn list(items: &[String]) -> Value {
    Value::List(items.iter().map(text).collect())
}

pub fn function() -> Value {
    Value::Other("function".into())
}
