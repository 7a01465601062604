//! What is done for a call, and when: order, rate, retries, credentials and the reading of replies.
//!
//! Nothing here knows a clock, a network, chance, a promise or JavaScript. [`Engine::begin`] and [`Engine::step`] are told
//! what happened and when, and say what to do next; whoever asks carries it out. Nothing calls out, so that nothing can
//! be entered twice.

mod call;
mod client;
#[cfg(feature = "server")]
mod credential;
pub mod observe;
mod order;
pub mod protocol;
#[cfg(feature = "server")]
mod queue;
#[cfg(feature = "server")]
mod rate;
pub mod reply;
pub mod request;
pub mod retry;
#[cfg(feature = "server")]
pub mod server;
mod slab;
mod stall;
mod table;

use std::rc::Rc;

use call::{Call, Context, Outcome};
pub use client::{Client, Environment, LEVELS};
#[cfg(feature = "server")]
pub(crate) use client::{check, whole};
use observe::Line;
use order::Order;
#[cfg(feature = "server")]
use protocol::HandlerResponse;
use reply::HttpResponse;
use request::Target;
pub use slab::Id;
pub(crate) use slab::Slab;

#[cfg(feature = "server")]
use crate::api::check::push_body;
use crate::api::check::{Violation, check_fields, touched};
use crate::api::operations::{self, Effect, Operation};
use crate::api::options::{self, check_names};
use crate::error::Error;
use crate::text::fill;
use crate::text::json::{Object, Value};

/// How long the service may still work on an attempt that nobody waits for any more, in
/// milliseconds: its own limit, <https://trtc.io/document/60703>.
pub const SERVICE_LIMIT: f64 = 3000.0;

/// Whether calls can wake each other, and whether they may end without a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waking {
    /// Everybody can be woken, and nobody goes without a word: a process, a page.
    #[default]
    Sure,
    /// A worker whose requests may wake each other.
    Worker,
    /// A worker whose requests may not.
    IsolatedWorker,
}

impl Waking {
    /// How long after its time a call may still be expected, in milliseconds.
    const GRACE: f64 = 100.0;

    /// By when who has something under way shows itself again.
    const LEASE: f64 = 400.0;

    /// How many places are told apart.
    const MOST_PLACES: usize = 20;

    /// Whether everybody can be woken: so it is wherever the module for pages runs.
    fn is_sure(self) -> bool {
        !cfg!(feature = "server") || self == Self::Sure
    }

    /// When a call looks again by itself that so many others stand before.
    fn look_at(self, now: f64, places: usize) -> f64 {
        let interval = if self == Self::IsolatedWorker { 5.0 } else { 20.0 };
        now + interval * places.clamp(1, Self::MOST_PLACES) as f64
    }
}

/// When something happens, and the chance that goes with it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub unix: f64,
    /// Milliseconds of a clock that never goes back.
    pub mono: f64,
    /// A number from the whole range, from a secure source.
    pub random: u32,
}

impl Moment {
    /// A moment as the driver tells it.
    pub fn of(unix: f64, mono: f64, random: f64) -> Self {
        Self { unix, mono, random: random as u32 }
    }
}

/// What happened to a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Its time has come, or somebody woke it.
    Woke,
    /// The exchange ended with an answer.
    Answered(HttpResponse<'a>),
    /// The exchange failed; what the platform said.
    Failed(&'a str),
    /// The exchange took too long.
    TimedOut,
    /// The caller's function has been asked.
    #[cfg(feature = "server")]
    UserSig(UserSigAnswer<'a>),
    /// The rate that machines share lets one attempt go.
    #[cfg(feature = "server")]
    Acquired,
    /// The rate that machines share rejected; what it said.
    #[cfg(feature = "server")]
    LimiterFailed(&'a str),
}

/// What the caller's `userSig` function gave.
#[derive(Clone, Copy, Debug)]
#[cfg(feature = "server")]
pub enum UserSigAnswer<'a> {
    /// A text.
    Text(&'a str),
    /// It threw or rejected; what it said.
    Threw(&'a str),
    /// Something else, by the name of its type.
    Gave(&'a str),
    /// Nothing, in time.
    Nothing,
}

/// What is to be done next for a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// Make this exchange.
    Send(Exchange),
    /// Do nothing until then, or until it is woken.
    Wait {
        /// By the clock that never goes back.
        until: Option<f64>,
    },
    /// Ask the caller's function for a UserSig.
    #[cfg(feature = "server")]
    Ask {
        /// How long it may take.
        timeout_ms: u32,
    },
    /// Ask the rate that machines share.
    #[cfg(feature = "server")]
    Acquire {
        /// Which attempt of the call it is for.
        attempt: u32,
    },
    /// The call has ended well; what it resolves with, as JSON.
    Done(String),
    /// The call has failed.
    Failed(Error),
    /// The call was made for a page, which is answered this.
    #[cfg(feature = "server")]
    Respond(HandlerResponse),
    /// There is no such call any more.
    Gone,
}

/// One HTTP exchange to make: a POST of JSON whose redirects are not followed, since the URL carries the UserSig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Where to.
    pub url: String,
    /// The JSON.
    pub body: String,
    /// How long it may take, the body included.
    pub timeout_ms: u32,
    /// Whether the page's cookies go along.
    pub has_cookies: bool,
    /// Whether the headers go along that the caller gave.
    pub has_headers: bool,
}

/// What comes of a step.
#[derive(Clone, Debug)]
pub struct Output {
    /// What to do next.
    pub step: Step,
    /// The call, once it has begun.
    pub call: Option<Id>,
    /// Calls that may go on now, where they can be woken.
    pub wake: Vec<Id>,
    /// What `onAttempt` is told, as JSON.
    pub told: Option<String>,
    /// What is logged.
    pub lines: Vec<Line>,
    /// What the rate that machines share is told, as JSON.
    pub slow_down: Option<String>,
}

impl Output {
    /// A step, and nothing beside it.
    pub fn of(step: Step) -> Self {
        Self { step, call: None, wake: Vec::new(), told: None, lines: Vec::new(), slow_down: None }
    }
}

/// All clients and calls of a process.
#[derive(Debug, Default)]
pub struct Engine {
    waking: Waking,
    clients: Slab<Client>,
    calls: Slab<Box<Call>>,
    order: Order,
    #[cfg(feature = "server")]
    apps: rate::Apps,
    operations: Vec<Rc<Operation>>,
    /// Where to look next for a call that has gone without a word.
    swept: usize,
}

/// A call whose options have been checked.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    operation: Rc<Operation>,
    given: &'a Object,
}

impl Engine {
    /// An engine for a place where calls are woken so.
    pub fn new(waking: Waking) -> Self {
        Self { waking, ..Self::default() }
    }

    /// Takes this for a place where calls are woken so.
    #[cfg(feature = "server")]
    pub fn wake_by(&mut self, waking: Waking) {
        self.waking = waking;
    }

    /// Keeps a client.
    pub fn connect(&mut self, client: Client) -> Id {
        self.clients.insert(client)
    }

    /// What is known of a client.
    pub fn client(&self, client: Id) -> Option<&Client> {
        self.clients.get(client)
    }

    /// Reads who calls and where.
    pub fn read_client(options: &Object, environment: Environment<'_>) -> Result<Client, Error> {
        let client = Client::read(options, environment)?;
        #[cfg(feature = "server")]
        let client = client.with_host(options)?;
        Ok(client)
    }

    /// Forgets a client; its calls under way go on.
    pub fn free(&mut self, client: Id) {
        let Some(kept) = self.clients.get_mut(client) else { return };
        kept.is_kept = false;
        #[cfg(feature = "server")]
        if let Some(signing) = &mut kept.signing {
            signing.credential.forget();
        }
        self.drop_client_if_unused(client);
    }

    /// The operation of that name.
    pub fn operation(&mut self, name: &str) -> Result<Rc<Operation>, Error> {
        for known in &self.operations {
            if known.name == name {
                return Ok(Rc::clone(known));
            }
        }
        let Some(operation) = operations::find(name) else {
            return Err(Error::invalid("operation", "is not known"));
        };
        let operation = Rc::new(operation);
        self.operations.push(Rc::clone(&operation));
        Ok(operation)
    }

    /// Checks the options of a call; `more` names options that stand beside those of the operation.
    pub fn prepare<'a>(
        &mut self,
        name: &str,
        given: &'a Object,
        more: &[&'static str],
    ) -> Result<Prepared<'a>, Error> {
        let operation = self.operation(name)?;
        check_names(given, more, &operation.fields)?;
        check_fields(&operation.fields, given)?;
        Ok(Prepared { operation, given })
    }

    /// Begins a call.
    pub fn begin(&mut self, client: Id, prepared: Prepared<'_>, moment: Moment) -> Output {
        self.begin_with(client, prepared, moment, false)
    }

    fn begin_with(
        &mut self,
        client: Id,
        prepared: Prepared<'_>,
        moment: Moment,
        is_for_page: bool,
    ) -> Output {
        let Some(kept) = self.clients.get(client) else { return Output::of(Step::Gone) };
        let Prepared { operation, given } = prepared;
        let mut body = String::with_capacity(256);
        match kept.target {
            Target::Endpoint(_) => protocol::push_call(&mut body, &operation, given),
            #[cfg(feature = "server")]
            _ => push_body(&mut body, &operation.fields, &operation.body, given),
        }
        let keys = keys_of(client, &operation, given);
        let mut call = Call::new(client, operation, body, keys);
        call.is_for_page = is_for_page;
        self.begin_call(call, moment)
    }

    fn begin_call(&mut self, call: Call, moment: Moment) -> Output {
        self.sweep(moment.mono);
        if let Some(client) = self.clients.get_mut(call.client) {
            client.calls += 1;
        }
        let id = self.calls.insert(Box::new(call));
        let mut output = self.step(id, Event::Woke, moment);
        output.call = Some(id);
        output
    }

    /// Tells a call what happened, and says what to do next.
    pub fn step(&mut self, id: Id, event: Event<'_>, moment: Moment) -> Output {
        let mut output = Output::of(Step::Gone);
        let Some((call, mut cx)) = self.context(id, moment, &mut output) else { return output };
        let ended = match call.advance(id, event, &mut cx) {
            Ok(step) => {
                output.step = step;
                return output;
            }
            Err(outcome) => outcome,
        };
        call.finish(id, &mut cx);
        output.step = self.end(id, ended);
        output
    }

    /// Gives a call up, wherever it is; says who may go on now.
    pub fn cancel(&mut self, id: Id, moment: Moment) -> Vec<Id> {
        let mut output = Output::of(Step::Gone);
        if let Some((call, mut cx)) = self.context(id, moment, &mut output) {
            call.leave(id, &mut cx);
            self.forget(id);
        }
        output.wake
    }

    /// Shows that a call is still there.
    pub fn alive(&mut self, id: Id, moment: Moment) {
        let mut output = Output::of(Step::Gone);
        if let Some((call, mut cx)) = self.context(id, moment, &mut output) {
            call.alive(id, &mut cx);
        }
    }

    /// Whether a text quotes what is secret of a call, or of a client.
    ///
    /// One that is not known has none.
    pub fn quotes(&self, call: Id, client: Id, text: &str) -> bool {
        let call = self.calls.get(call);
        let client = self.clients.get(call.map_or(client, |call| call.client));
        let secrets = match (call, client) {
            (Some(call), Some(client)) => call.secrets(client),
            (None, Some(client)) => client.all_secrets(),
            _ => Vec::new(),
        };
        crate::text::quotes(text, &secrets)
    }

    /// How much is kept: clients, calls, and what orders them.
    pub fn sizes(&self) -> [usize; 3] {
        [self.clients.len(), self.calls.len(), self.order.len()]
    }

    fn context<'a>(
        &'a mut self,
        id: Id,
        moment: Moment,
        output: &'a mut Output,
    ) -> Option<(&'a mut Call, Context<'a>)> {
        let call = self.calls.get_mut(id)?;
        let client = self.clients.get_mut(call.client)?;
        let cx = Context {
            client,
            order: &mut self.order,
            #[cfg(feature = "server")]
            apps: &mut self.apps,
            waking: self.waking,
            moment,
            output,
        };
        Some((call, cx))
    }

    fn end(&mut self, id: Id, outcome: Outcome) -> Step {
        let Some(call) = self.forget(id) else { return Step::Gone };
        #[cfg(feature = "server")]
        if call.is_for_page {
            return match protocol::response(&outcome, &call.operation) {
                Some(response) => Step::Respond(response),
                None => outcome.map_or_else(Step::Failed, |_| Step::Gone),
            };
        }
        match outcome {
            Ok(reply) => Step::Done(reply.to_json(&call.operation)),
            Err(error) => Step::Failed(error),
        }
    }

    fn forget(&mut self, id: Id) -> Option<Box<Call>> {
        let call = self.calls.remove(id)?;
        if let Some(client) = self.clients.get_mut(call.client) {
            client.calls = client.calls.saturating_sub(1);
        }
        self.drop_client_if_unused(call.client);
        Some(call)
    }

    fn drop_client_if_unused(&mut self, id: Id) {
        let Some(client) = self.clients.get(id) else { return };
        if client.calls == 0 && !client.is_kept {
            self.clients.remove(id);
        }
    }

    /// Looks at one old call: whoever has not shown itself for a minute will not come back.
    fn sweep(&mut self, now: f64) {
        const COMES_BACK: f64 = 60_000.0;
        if self.waking.is_sure() {
            return;
        }
        self.swept += 1;
        let gone = self.calls.at(self.swept).filter(|(_, call)| call.lease + COMES_BACK < now);
        if let Some(id) = gone.map(|(id, _)| id) {
            self.cancel(id, Moment { mono: now, ..Moment::default() });
        }
    }
}

impl Prepared<'_> {
    /// The call in its own words, as a page asks for it: each option once, and nothing else.
    pub fn to_call(&self) -> String {
        let mut out = String::new();
        protocol::push_call(&mut out, &self.operation, self.given);
        out
    }
}

/// What a call changes: members of a room, or the room itself. Reads change nothing.
fn keys_of(client: Id, operation: &Operation, given: &Object) -> Vec<u64> {
    if operation.effect == Effect::Read {
        return Vec::new();
    }
    let mut members = Vec::new();
    touched(&operation.fields, given, &mut members);
    let room = given.value("roomId").as_str().unwrap_or_default();
    let mut keys = Vec::with_capacity(members.len().max(1));
    for member in &members {
        keys.push(order::key(client, &[room, member]));
    }
    if members.is_empty() {
        keys.push(order::key(client, &[room]));
    }
    keys
}

/// Refuses names of options that concern one call and are not known. The rows of `more` are known besides.
pub fn check_request_options(given: &Object, more: &'static str) -> Result<(), Error> {
    check_names(given, &[more, options::PER_CALL], &[])?;
    check_signal(given)
}

/// A signal is known by its shape, which the driver has looked at.
pub fn check_signal(given: &Object) -> Result<(), Error> {
    match given.value("signal") {
        Value::Absent => Ok(()),
        signal if signal.type_name() == "AbortSignal" => Ok(()),
        other => {
            let words = fill("must be an AbortSignal, got *", &[other.type_name()]);
            Err(Error::invalid("signal", words))
        }
    }
}

/// An object of options that the caller knows by `name`.
pub fn object<'a>(given: &'a Value, name: &str) -> Result<&'a Object, Error> {
    match given {
        Value::Object(fields) => Ok(fields),
        other => Err(Violation::of_type("an object", other).of(name)),
    }
}

/// The same for options that may be left out as a whole.
pub fn optional_object<'a>(given: &'a Value, name: &str) -> Result<&'a Object, Error> {
    static NONE: Object = Object(Vec::new());
    match given {
        Value::Absent => Ok(&NONE),
        // It has no properties of its own, and would be taken for no options at all.
        given if given.type_name() == "AbortSignal" => {
            Err(Error::invalid(name, "must be an object with options, got an AbortSignal")
                .with_hint("write it as { signal }"))
        }
        given => object(given, name),
    }
}
