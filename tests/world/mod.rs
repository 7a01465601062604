//! A world of numbers: a clock that is moved by hand, calls that are polled one at a time, and a
//! service that does to each attempt what the test plans.
#![allow(dead_code, unreachable_pub, reason = "a module of tests, each of which uses a part of it")]

pub mod rng;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use room_engine_admin::error::Error;
use room_engine_admin::platform::{
    Attempt, Cause, FetchFailure, HttpAnswer, HttpRequest, Platform, ProviderFailure,
};
use room_engine_admin::values::Instant;

/// Unix milliseconds at the start of the world.
pub const EPOCH: f64 = 1_700_000_000_000.0;

/// How many timers may end: those who wait look again and again, and would do so for ever.
const DOOMSDAY: u64 = 1_000_000;

/// What becomes of one attempt.
pub struct Plan {
    /// After how long it is applied, if it is.
    pub applied_after: Option<f64>,
    /// What the caller sees, and after how long; none for never.
    pub answer: Option<(f64, Result<HttpAnswer, String>)>,
}

/// An answer of the service with status 200.
pub fn reply(code: i64) -> HttpAnswer {
    answer(200, format!("{{\"ErrorCode\":{code},\"RequestId\":\"Id-{code}\"}}"))
}

/// Any answer.
pub fn answer(status: u16, body: impl Into<String>) -> HttpAnswer {
    HttpAnswer { status, content_type: None, retry_after: None, date: None, body: body.into() }
}

/// An attempt that went out.
#[derive(Clone, Debug)]
pub struct Sent {
    pub at: f64,
    pub url: String,
    pub body: String,
}

/// An attempt that was told of.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    pub attempt: u32,
    pub host: String,
    pub status: Option<u16>,
    pub code: Option<i64>,
    pub request_id: Option<String>,
    pub elapsed_ms: f64,
    pub will_retry_in_ms: Option<u32>,
}

type Planner = Box<dyn FnMut(&HttpRequest) -> Plan>;

/// The world, which is also the platform that calls run on.
pub struct World {
    now: Cell<f64>,
    timers: RefCell<BTreeMap<(u64, u64), Option<Waker>>>,
    timer_count: Cell<u64>,
    timers_over: Cell<u64>,
    /// By how much timers miss, in milliseconds: at the least, and at the most.
    pub timers_miss: Cell<(f64, f64)>,
    /// By how much the wall clock is ahead of the service's, in milliseconds.
    pub clock_error: Cell<f64>,
    pub random: rng::Rng,
    planner: RefCell<Planner>,
    pub sent: RefCell<Vec<Sent>>,
    /// What was applied, and when.
    pub applied: RefCell<Vec<(f64, String)>>,
    pub observed: RefCell<Vec<Observed>>,
}

impl World {
    pub fn new(seed: u64, planner: impl FnMut(&HttpRequest) -> Plan + 'static) -> Rc<Self> {
        Rc::new(Self {
            now: Cell::new(0.0),
            timers: RefCell::default(),
            timer_count: Cell::new(0),
            timers_over: Cell::new(0),
            timers_miss: Cell::new((0.0, 0.0)),
            clock_error: Cell::new(0.0),
            random: rng::Rng::new(seed),
            planner: RefCell::new(Box::new(planner)),
            sent: RefCell::default(),
            applied: RefCell::default(),
            observed: RefCell::default(),
        })
    }

    /// Milliseconds since the start.
    pub fn time(&self) -> f64 {
        self.now.get()
    }

    /// How many timers are set.
    pub fn timers(&self) -> usize {
        self.timers.borrow().len()
    }

    /// Ends after a time, on the dot.
    pub fn exactly(self: &Rc<Self>, milliseconds: f64) -> Timer<'_> {
        Timer::new(self, milliseconds)
    }

    /// When things were sent.
    pub fn send_times(&self) -> Vec<f64> {
        self.sent.borrow().iter().map(|sent| sent.at).collect()
    }

    /// The bodies that were sent.
    pub fn bodies(&self) -> Vec<String> {
        self.sent.borrow().iter().map(|sent| sent.body.clone()).collect()
    }

    /// Moves the clock to the next timer.
    fn advance(&self) {
        let first = self.timers.borrow().first_key_value().map(|(key, _)| *key);
        let Some(key) = first else { return };
        self.timers_over.set(self.timers_over.get() + 1);
        assert!(self.timers_over.get() < DOOMSDAY, "somebody waits for ever");
        self.now.set(self.now.get().max(key.0 as f64 / 1000.0));
        let waker = self.timers.borrow_mut().remove(&key).flatten();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// A timer, which is taken back when it is dropped.
pub struct Timer<'a> {
    world: &'a World,
    key: (u64, u64),
}

impl<'a> Timer<'a> {
    fn new(world: &'a World, milliseconds: f64) -> Self {
        let count = world.timer_count.get();
        world.timer_count.set(count + 1);
        let at = (world.now.get() + milliseconds.max(0.0)) * 1000.0;
        let key = (at.ceil() as u64, count);
        world.timers.borrow_mut().insert(key, None);
        Self { world, key }
    }
}

impl Future for Timer<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match self.world.timers.borrow_mut().get_mut(&self.key) {
            Some(waker) => {
                *waker = Some(context.waker().clone());
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        self.world.timers.borrow_mut().remove(&self.key);
    }
}

impl Platform for World {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        let now = self.now.get();
        let sent = Sent { at: now, url: request.url.clone(), body: request.body.clone() };
        self.sent.borrow_mut().push(sent);
        let plan = (self.planner.borrow_mut())(&request);
        if let Some(after) = plan.applied_after {
            self.applied.borrow_mut().push((now + after, request.body.clone()));
        }
        let timeout = f64::from(request.timeout.milliseconds());
        match plan.answer {
            Some((after, answer)) if after < timeout => {
                Timer::new(self, after).await;
                answer.map_err(|message| FetchFailure::Network(Cause { message, value: None }))
            }
            _ => {
                Timer::new(self, timeout).await;
                Err(FetchFailure::Timeout)
            }
        }
    }

    async fn provide_user_sig(&self) -> Result<String, ProviderFailure> {
        Timer::new(self, 30.0).await;
        Ok("eJx".to_owned())
    }

    async fn sleep(&self, milliseconds: u32) {
        let (least, most) = self.timers_miss.get();
        let miss = if most > least { self.random.between(least, most) } else { least };
        Timer::new(self, f64::from(milliseconds) + miss).await;
    }

    fn now(&self) -> Instant {
        Instant::from_milliseconds(EPOCH + self.now.get() + self.clock_error.get())
    }

    fn monotonic(&self) -> f64 {
        self.now.get()
    }

    fn random(&self) -> Result<u32, Error> {
        Ok(self.random.next() as u32)
    }

    fn observe(&self, attempt: &Attempt<'_>) {
        self.observed.borrow_mut().push(Observed {
            attempt: attempt.attempt,
            host: attempt.host.to_owned(),
            status: attempt.status,
            code: attempt.code,
            request_id: attempt.request_id.map(str::to_owned),
            elapsed_ms: attempt.elapsed_ms,
            will_retry_in_ms: attempt.will_retry_in_ms,
        });
    }
}

/// A call that runs by itself.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Runs tasks one at a time, in the order they were woken.
pub struct Runner {
    world: Rc<World>,
    tasks: Vec<Option<Task>>,
    woken: Arc<Mutex<Woken>>,
}

#[derive(Default)]
struct Woken {
    queue: VecDeque<usize>,
    /// Which task is being polled.
    current: Option<usize>,
    /// Whether a task cannot wake another one, as in workerd.
    are_apart: bool,
}

struct Wakeup(usize, Arc<Mutex<Woken>>);

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        let mut woken = self.1.lock().unwrap();
        if woken.are_apart && woken.current.is_some_and(|current| current != self.0) {
            return;
        }
        if !woken.queue.contains(&self.0) {
            woken.queue.push_back(self.0);
        }
    }
}

impl Runner {
    pub fn new(world: &Rc<World>) -> Self {
        Self { world: Rc::clone(world), tasks: Vec::new(), woken: Arc::default() }
    }

    /// From now on no task can wake another one.
    pub fn set_apart(&self) {
        self.woken.lock().unwrap().are_apart = true;
    }

    /// Adds a task, which runs when the runner does; its number names it.
    pub fn add(&mut self, task: impl Future<Output = ()> + 'static) -> usize {
        self.tasks.push(Some(Box::pin(task)));
        self.woken.lock().unwrap().queue.push_back(self.tasks.len() - 1);
        self.tasks.len() - 1
    }

    /// Gives a task up.
    pub fn abort(&mut self, index: usize) {
        self.woken.lock().unwrap().current = Some(index);
        self.tasks[index] = None;
        self.woken.lock().unwrap().current = None;
    }

    /// Stops a task without a word: it is neither run nor dropped any more.
    pub fn freeze(&mut self, index: usize) {
        if let Some(task) = self.tasks[index].take() {
            std::mem::forget(task);
        }
    }

    pub fn is_done(&self, index: usize) -> bool {
        self.tasks[index].is_none()
    }

    pub fn are_all_done(&self) -> bool {
        self.tasks.iter().all(Option::is_none)
    }

    /// Runs until `moment`, or until nothing is left to wait for.
    pub fn run_until(&mut self, moment: f64) {
        loop {
            self.poll_woken();
            let next = self.world.timers.borrow().first_key_value().map(|(key, _)| key.0);
            if next.is_none_or(|next| next as f64 / 1000.0 > moment) {
                if moment.is_finite() {
                    self.world.now.set(self.world.now.get().max(moment));
                }
                return;
            }
            self.world.advance();
        }
    }

    /// Runs until nothing is left to wait for.
    pub fn run(&mut self) {
        self.run_until(f64::INFINITY);
    }

    fn poll_woken(&mut self) {
        loop {
            let mut woken = self.woken.lock().unwrap();
            let Some(index) = woken.queue.pop_front() else { return };
            woken.current = Some(index);
            drop(woken);
            if let Some(mut task) = self.tasks[index].take() {
                let waker = Waker::from(Arc::new(Wakeup(index, Arc::clone(&self.woken))));
                if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                    self.tasks[index] = Some(task);
                }
            }
            self.woken.lock().unwrap().current = None;
        }
    }
}
