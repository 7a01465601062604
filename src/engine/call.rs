//! One call as a state machine: what happened goes in, what to do next comes out.

#[cfg(feature = "server")]
use std::borrow::Cow;
use std::rc::Rc;

use super::client::Client;
#[cfg(feature = "server")]
use super::credential::{self, Answer, Seen};
use super::observe::{self, Attempt};
use super::order::{Doing, Order};
use super::protocol;
#[cfg(feature = "server")]
use super::rate::{self, Apps, Asker};
use super::reply::{self, HttpResponse, Reply};
#[cfg(feature = "server")]
use super::request;
use super::retry::{self, Next, Past};
use super::slab::Id;
#[cfg(feature = "server")]
use super::stall::StallDetector;
use super::{Event, Exchange, Moment, Output, SERVICE_LIMIT, Step, Waking};
use crate::api::operations::{Effect, Operation};
use crate::error::{Cause, Error, Kind};
use crate::text::{self, decimal, fill};
#[cfg(feature = "server")]
use crate::usersig::UserSig;

/// A call that is under way.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) client: Id,
    pub(super) operation: Rc<Operation>,
    /// Service and command.
    #[cfg(feature = "server")]
    pub(super) path: Cow<'static, str>,
    pub(super) body: String,
    /// Whether a handler makes it for a page.
    pub(super) is_for_page: bool,
    /// Where the calls that change the same stand, and what that is.
    pub(super) ticket: Option<Id>,
    pub(super) keys: Vec<u64>,
    stage: Stage,
    attempts: u32,
    past: Past,
    /// Whether an attempt may have been carried out without an answer that says so.
    is_in_doubt: bool,
    use_backup: bool,
    started: f64,
    #[cfg(feature = "server")]
    rate_ticket: rate::Ticket,
    #[cfg(feature = "server")]
    stall: StallDetector,
    /// What the attempt that is out was made with.
    #[cfg(feature = "server")]
    user_sig: Option<UserSig>,
    /// What an earlier one was made with, if that was another: the answer may still quote it.
    #[cfg(feature = "server")]
    earlier_user_sig: Option<UserSig>,
    /// From when on the attempt that is out is counted.
    #[cfg(feature = "server")]
    counted: f64,
    /// By when it will have shown itself again.
    pub(super) lease: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Waits for those who change the same.
    Order,
    /// Waits until nothing that others have sent can be applied any more.
    Settling,
    /// Needs a UserSig.
    #[cfg(feature = "server")]
    Credential(Option<Seen>),
    /// The caller's function is being asked.
    #[cfg(feature = "server")]
    Asking,
    /// The rate that machines share is being asked.
    #[cfg(feature = "server")]
    Acquiring,
    /// Waits for its place in the second.
    #[cfg(feature = "server")]
    Rate,
    /// May go out now.
    #[cfg(not(feature = "server"))]
    Ready,
    /// An attempt is out.
    Out,
    /// Waits before the next attempt.
    Resting(f64),
}

/// What a call's step may look at and change.
pub(super) struct Context<'a> {
    pub(super) client: &'a mut Client,
    pub(super) order: &'a mut Order,
    #[cfg(feature = "server")]
    pub(super) apps: &'a mut Apps,
    pub(super) waking: Waking,
    pub(super) moment: Moment,
    pub(super) output: &'a mut Output,
}

/// What a call ends with. Behind pointers, both: it is handed on often, and looked at once.
pub(super) type Outcome = Result<Box<Reply>, Error>;

/// An attempt that has ended.
struct Ended {
    outcome: Outcome,
    status: Option<u16>,
    retry_after_ms: Option<f64>,
    date: Option<u64>,
    /// Whether a handler said so, which has repeated the call itself as often as it may.
    is_from_handler: bool,
}

impl Call {
    /// A call that has not begun.
    pub(super) fn new(client: Id, operation: Rc<Operation>, body: String, keys: Vec<u64>) -> Self {
        Self {
            client,
            #[cfg(feature = "server")]
            path: operation.path.into(),
            operation,
            body,
            is_for_page: false,
            ticket: None,
            keys,
            stage: Stage::Order,
            attempts: 0,
            past: Past::default(),
            is_in_doubt: false,
            use_backup: false,
            started: 0.0,
            #[cfg(feature = "server")]
            rate_ticket: rate::Ticket::default(),
            #[cfg(feature = "server")]
            stall: StallDetector::default(),
            #[cfg(feature = "server")]
            user_sig: None,
            #[cfg(feature = "server")]
            earlier_user_sig: None,
            #[cfg(feature = "server")]
            counted: 0.0,
            lease: f64::INFINITY,
        }
    }

    /// Takes in what happened, and says what to do next; or what the call ends with.
    pub(super) fn advance(
        &mut self,
        id: Id,
        event: Event<'_>,
        cx: &mut Context<'_>,
    ) -> Result<Step, Outcome> {
        match (self.stage, event) {
            (Stage::Out, Event::Answered(response)) => self.answered(&response, cx)?,
            (Stage::Out, Event::Failed(message)) => {
                let error = network_error(message, &self.secrets(cx.client));
                self.without_answer(error, cx)?;
            }
            (Stage::Out, Event::TimedOut) => {
                let error = timeout_error(cx.client.timeout_ms, &self.operation.effect);
                self.without_answer(error, cx)?;
            }
            #[cfg(feature = "server")]
            (Stage::Asking, Event::UserSig(answer)) => self.user_sig_given(id, answer, cx)?,
            #[cfg(feature = "server")]
            (Stage::Acquiring, Event::Acquired) => {
                if let Some(step) = self.go_if_free(id, cx)? {
                    return Ok(step);
                }
            }
            #[cfg(feature = "server")]
            (Stage::Acquiring, Event::LimiterFailed(message)) => {
                return Err(Err(self.limiter_error(message)));
            }
            _ => {}
        }
        self.go_on(id, cx)
    }

    /// Goes from stage to stage until something has to be waited for.
    fn go_on(&mut self, id: Id, cx: &mut Context<'_>) -> Result<Step, Outcome> {
        loop {
            let now = cx.moment.mono;
            match self.stage {
                Stage::Order => match self.look_at_order(id, cx) {
                    Some(until) => return Ok(self.wait(until, cx)),
                    None => self.stage = Stage::Settling,
                },
                Stage::Settling => {
                    let at = self.ticket.map_or(0.0, |ticket| cx.order.settled_at(ticket));
                    if now < at {
                        return Ok(self.wait(at, cx));
                    }
                    self.stage = Self::FIRST;
                }
                #[cfg(feature = "server")]
                Stage::Credential(seen) => {
                    if let Some(step) = self.look_for_user_sig(id, seen, cx)? {
                        return Ok(step);
                    }
                }
                #[cfg(feature = "server")]
                Stage::Rate => {
                    if let Some(step) = self.look_at_rate(id, cx)? {
                        return Ok(step);
                    }
                }
                #[cfg(not(feature = "server"))]
                Stage::Ready => return self.send(id, cx),
                Stage::Resting(until) if now < until => return Ok(self.wait(until, cx)),
                Stage::Resting(_) => self.stage = Self::FIRST,
                // An event for another stage: nothing has changed for this one.
                _ => return Ok(Step::Wait { until: None }),
            }
        }
    }

    #[cfg(feature = "server")]
    const FIRST: Stage = Stage::Credential(None);
    #[cfg(not(feature = "server"))]
    const FIRST: Stage = Stage::Ready;

    /// When to look again, or nothing when it is this call's turn.
    fn look_at_order(&mut self, id: Id, cx: &mut Context<'_>) -> Option<f64> {
        if self.keys.is_empty() {
            return None;
        }
        let now = cx.moment.mono;
        // One that was passed over while it did nothing stands at the end again.
        let ticket = self.ticket.filter(|ticket| cx.order.is_known(*ticket));
        let ticket = ticket.unwrap_or_else(|| cx.order.join(id, &self.keys, now));
        self.ticket = Some(ticket);
        if cx.order.is_first(ticket) {
            return None;
        }
        if cx.waking.is_sure() {
            return Some(f64::INFINITY);
        }
        let is_late = cx.order.pass_over_the_gone(ticket, now, &mut cx.output.wake);
        if cx.order.is_first(ticket) {
            return None;
        }
        let (places, asleep) = cx.order.distance(ticket, Waking::MOST_PLACES);
        Some(match is_late {
            true => now + super::stall::StallDetector::HEARTBEAT,
            // Whoever sleeps till a known time is not looked at before it.
            false => cx.waking.look_at(now, places).max((asleep - Waking::GRACE).min(now + 1000.0)),
        })
    }

    fn wait(&mut self, until: f64, cx: &mut Context<'_>) -> Step {
        self.show_again_by(until + Waking::GRACE, Doing::Sleep, cx);
        Step::Wait { until: until.is_finite().then_some(until) }
    }

    /// Says by when this call will have shown itself again, to those who wait for it.
    fn show_again_by(&mut self, until: f64, doing: Doing, cx: &mut Context<'_>) {
        if cx.waking.is_sure() {
            return;
        }
        self.lease = until;
        if let Some(ticket) = self.ticket {
            cx.order.lease(ticket, self.lease, doing);
        }
    }

    /// Shows that the call is still there: its attempt, or its question for a UserSig.
    pub(super) fn alive(&mut self, id: Id, cx: &mut Context<'_>) {
        let _ = id;
        let until = cx.moment.mono + Waking::LEASE;
        let doing = if self.stage == Stage::Out { Doing::Attempt } else { Doing::Ask };
        self.show_again_by(until, doing, cx);
        #[cfg(feature = "server")]
        self.keep_place(cx);
        #[cfg(feature = "server")]
        if let Some(signing) = &mut cx.client.signing {
            signing.credential.lease(id, until);
        }
    }

    fn send(&mut self, id: Id, cx: &mut Context<'_>) -> Result<Step, Outcome> {
        let now = cx.moment.mono;
        if self.ticket.is_some_and(|ticket| !cx.order.is_known(ticket)) {
            if self.attempts > 0 {
                return Err(Err(overtaken().after_attempts(self.attempts)));
            }
            // Nothing of it has gone out: it stands at the end again.
            self.stage = Stage::Order;
            return self.go_on(id, cx);
        }
        self.attempts += 1;
        self.stage = Stage::Out;
        self.started = now;
        self.show_again_by(now + Waking::LEASE, Doing::Attempt, cx);
        let host = cx.client.host(self.use_backup);
        if cx.client.level >= 4 {
            cx.output.lines.push(observe::announced(self.attempts, host));
        }
        Ok(Step::Send(self.exchange(cx)))
    }

    fn exchange(&self, cx: &Context<'_>) -> Exchange {
        let Client { target, timeout_ms, page_host, header_values, .. } = &*cx.client;
        let url = match target {
            super::request::Target::Endpoint(endpoint) => endpoint.clone(),
            #[cfg(feature = "server")]
            _ => match (&cx.client.signing, &self.user_sig) {
                (Some(signing), Some(user_sig)) => request::service_url(
                    target,
                    self.use_backup,
                    &self.path,
                    &signing.account,
                    user_sig,
                    cx.moment.random,
                ),
                _ => String::new(),
            },
        };
        Exchange {
            url,
            body: self.body.clone(),
            timeout_ms: *timeout_ms,
            has_cookies: target.is_endpoint() && page_host.is_some(),
            has_headers: !header_values.is_empty(),
        }
    }

    fn answered(
        &mut self,
        response: &HttpResponse<'_>,
        cx: &mut Context<'_>,
    ) -> Result<(), Outcome> {
        let secrets = self.secrets(cx.client);
        let (outcome, is_from_handler) = match cx.client.target.is_endpoint() {
            true => protocol::read(response, &secrets, &cx.client.target, &self.operation),
            false => (reply::read(response, &secrets, &cx.client.target, &self.operation), false),
        };
        let (status, date) = (Some(response.status), response.date);
        let retry_after_ms = response.retry_after_ms;
        self.ended(Ended { outcome, status, retry_after_ms, date, is_from_handler }, cx)
    }

    fn without_answer(&mut self, error: Error, cx: &mut Context<'_>) -> Result<(), Outcome> {
        let (status, retry_after_ms, date) = (None, None, None);
        let outcome = Err(error);
        self.ended(Ended { outcome, status, retry_after_ms, date, is_from_handler: false }, cx)
    }

    /// What must not be quoted: the UserSigs of the attempts, what the headers say.
    pub(super) fn secrets<'a>(&'a self, client: &'a Client) -> Vec<&'a str> {
        #[cfg_attr(not(feature = "server"), expect(unused_mut, reason = "pages have no UserSig"))]
        let mut secrets = client.secrets();
        #[cfg(feature = "server")]
        for user_sig in [&self.user_sig, &self.earlier_user_sig].into_iter().flatten() {
            secrets.push(user_sig.as_str());
        }
        secrets
    }

    /// Decides what follows: another attempt, or the end.
    fn ended(&mut self, mut ended: Ended, cx: &mut Context<'_>) -> Result<(), Outcome> {
        self.see_whether_it_was_done(&mut ended);
        let mut pause = None;
        if let Err(failure) = &mut ended.outcome {
            failure.attempts = self.attempts;
            #[cfg(feature = "server")]
            tell_that_it_is_too_fast(failure, ended.retry_after_ms, cx);
            let is_final = ended.is_from_handler || !self.renew(failure, ended.date, cx);
            pause = if is_final { None } else { self.pause(failure, ended.retry_after_ms, cx) };
            let is_known = ended.is_from_handler || retry::is_outcome_known(failure);
            self.is_in_doubt |= !is_known;
            if let Some(ticket) = self.ticket.filter(|_| !is_known) {
                cx.order.unsettle(ticket, cx.moment.mono + SERVICE_LIMIT);
            }
        }
        self.observe(&ended, pause, cx);
        let Some(pause) = pause else { return Err(ended.outcome) };
        // A name that does not resolve, and a host that does not answer, look like this.
        self.use_backup ^= matches!(&ended.outcome, Err(failure) if retry::is_unanswered(failure));
        let now = cx.moment.mono;
        self.stage = Stage::Resting(now + f64::from(pause));
        Ok(())
    }

    /// A refusal which says that it has been done already, after an attempt that nobody answered: it was done.
    fn see_whether_it_was_done(&self, ended: &mut Ended) {
        let Effect::Once(codes) = &self.operation.effect else { return };
        let Err(failure) = &ended.outcome else { return };
        if self.is_in_doubt && failure.code.is_some_and(|code| codes.contains(&code)) {
            ended.outcome = Ok(Box::new(Reply {
                action_status: Some("OK".to_owned()),
                request_id: failure.request_id.clone(),
                ..Reply::default()
            }));
        }
    }

    /// Lets go of a UserSig that was refused as expired, for the calls to come as well; false if
    /// there can be no other.
    fn renew(&self, failure: &mut Error, date: Option<u64>, cx: &mut Context<'_>) -> bool {
        #[cfg(feature = "server")]
        if let (Some(signing), Some(user_sig)) = (&mut cx.client.signing, &self.user_sig) {
            if failure.code == Some(70009)
                && let Some(remark) = &signing.key_remark
            {
                failure.hint = Some(fill("70009: *: take it off", &[remark]).into());
            }
            if !retry::is_expired(failure) {
                return true;
            }
            if let Some(date) = date {
                signing.credential.learn_time(date, cx.moment.unix);
            }
            if !signing.credential.renew(user_sig) {
                failure.retryable = false;
                failure.hint = Some(
                    "70001: this `userSig` is used up: make a client with a new one, or give a \
                     function that returns one"
                        .into(),
                );
                return false;
            }
        }
        let _ = (failure, date, cx);
        true
    }

    fn pause(
        &mut self,
        failure: &mut Error,
        retry_after_ms: Option<f64>,
        cx: &Context<'_>,
    ) -> Option<u32> {
        let (effect, past, most) = (&self.operation.effect, self.past, cx.client.max_retries);
        match retry::next(failure, effect, retry_after_ms, past, most) {
            Next::GiveUp => {
                if retry::is_doubtful(failure, effect) {
                    failure.retryable = false;
                    failure.hint = Some(DOUBTFUL.into());
                }
                None
            }
            Next::GiveUpForLong => {
                let hint = long_pause_hint(retry_after_ms.unwrap_or_default());
                failure.hint = Some(hint.into());
                None
            }
            Next::RenewUserSig => {
                self.past.renewed = true;
                Some(0)
            }
            Next::After(pause) => {
                self.past.retries += 1;
                Some(pause.length(cx.moment.random))
            }
        }
    }

    fn observe(&self, ended: &Ended, will_retry_in_ms: Option<u32>, cx: &mut Context<'_>) {
        if !cx.client.observes && cx.client.level == 0 {
            return;
        }
        let (code, request_id) = match &ended.outcome {
            Ok(reply) => (Some(reply.error_code), reply.request_id.as_deref()),
            Err(failure) => (failure.code, failure.request_id.as_deref()),
        };
        let attempt = Attempt {
            attempt: self.attempts,
            host: cx.client.host(self.use_backup),
            status: ended.status,
            code,
            request_id,
            elapsed_ms: cx.moment.mono - self.started,
            will_retry_in_ms,
        };
        let line = observe::ended(&attempt);
        if line.level <= cx.client.level {
            cx.output.lines.push(line);
        }
        cx.output.told = Some(attempt.to_json());
    }

    /// Leaves everything that it stands in: it has ended, or is given up.
    pub(super) fn leave(&mut self, id: Id, cx: &mut Context<'_>) {
        let now = cx.moment.mono;
        let wake = &mut cx.output.wake;
        if let Some(ticket) = self.ticket.take() {
            if self.stage == Stage::Out {
                cx.order.unsettle(ticket, now + SERVICE_LIMIT);
            }
            cx.order.leave(ticket, now, wake);
        }
        #[cfg(feature = "server")]
        if let Some(signing) = &mut cx.client.signing {
            signing.credential.let_next_ask(id, wake);
            if let Some(app) = cx.apps.app(signing.account.sdk_app_id, now) {
                app.give_up(&mut self.rate_ticket, wake);
            }
        }
        let _ = id;
    }

    /// It is over: what was sent has been answered, so that nothing of it is waited for.
    pub(super) fn finish(&mut self, id: Id, cx: &mut Context<'_>) {
        self.stage = Stage::Order;
        self.leave(id, cx);
    }
}

#[cfg(feature = "server")]
impl Call {
    /// What to do for a UserSig, or nothing when there is one.
    fn look_for_user_sig(
        &mut self,
        id: Id,
        seen: Option<Seen>,
        cx: &mut Context<'_>,
    ) -> Result<Option<Step>, Outcome> {
        let Moment { unix, mono: now, .. } = cx.moment;
        let Some(signing) = &mut cx.client.signing else {
            return self.send(id, cx).map(Some);
        };
        match signing.credential.user_sig(id, seen, unix) {
            Answer::Ready(user_sig) => {
                let earlier = self.user_sig.replace(user_sig);
                if earlier.as_ref().map(UserSig::as_str)
                    != self.user_sig.as_ref().map(UserSig::as_str)
                {
                    self.earlier_user_sig = earlier;
                }
                if signing.has_limiter {
                    return Ok(Some(self.acquire(cx)));
                }
                self.stage = Stage::Rate;
                Ok(None)
            }
            Answer::Failed(error) => Err(Err(error.after_attempts(self.attempts))),
            Answer::Ask => {
                self.stage = Stage::Asking;
                self.alive(id, cx);
                Ok(Some(Step::Ask { timeout_ms: cx.client.timeout_ms }))
            }
            Answer::Wait => {
                let mut until = f64::INFINITY;
                if !cx.waking.is_sure() {
                    signing.credential.pass_over_the_gone(&mut self.stall, now);
                    until = now + StallDetector::HEARTBEAT;
                }
                self.stage = Stage::Credential(Some(signing.credential.seen()));
                Ok(Some(self.wait(until, cx)))
            }
        }
    }

    fn user_sig_given(
        &mut self,
        id: Id,
        answer: super::UserSigAnswer<'_>,
        cx: &mut Context<'_>,
    ) -> Result<(), Outcome> {
        use super::UserSigAnswer;
        let Some(signing) = &mut cx.client.signing else { return Ok(()) };
        let answer = match answer {
            UserSigAnswer::Text(text) => Ok(text),
            UserSigAnswer::Threw(message) => Err(credential::threw(message)),
            UserSigAnswer::Gave(type_name) => Err(credential::gave(type_name)),
            UserSigAnswer::Nothing => Err(credential::unanswered(cx.client.timeout_ms)),
        };
        let seen = signing.credential.seen();
        let answered = signing.credential.answer(id, answer, &mut cx.output.wake);
        answered.map_err(|error| Err(error.after_attempts(self.attempts)))?;
        self.stage = Stage::Credential(Some(seen));
        Ok(())
    }

    fn acquire(&mut self, cx: &mut Context<'_>) -> Step {
        self.stage = Stage::Acquiring;
        self.show_again_by(cx.moment.mono + Waking::LEASE, Doing::Ask, cx);
        self.keep_place(cx);
        Step::Acquire { attempt: self.attempts + 1 }
    }

    /// Who is first in the app's line and asks the shared rate is not looked at before its lease ends.
    fn keep_place(&self, cx: &mut Context<'_>) {
        let number = cx.client.signing.as_ref().map(|signing| signing.account.sdk_app_id);
        let app = number.and_then(|number| cx.apps.app(number, cx.moment.mono));
        if let Some(app) = app.filter(|_| self.stage == Stage::Acquiring) {
            app.will_look(&self.rate_ticket, self.lease);
        }
    }

    /// The shared rate has let this attempt go: it goes at once, or its slot is lost.
    fn go_if_free(&mut self, id: Id, cx: &mut Context<'_>) -> Result<Option<Step>, Outcome> {
        let now = cx.moment.mono;
        let Some(signing) = &cx.client.signing else { return Ok(None) };
        let asker = asker(id, signing.calls_per_second, cx);
        let Some(app) = cx.apps.app(signing.account.sdk_app_id, now) else {
            return self.send(id, cx).map(Some);
        };
        let is_free = match self.rate_ticket.is_waiting() {
            true => app.look(&mut self.rate_ticket, asker, &mut cx.output.wake).is_none(),
            false => app.try_go(asker.given, now),
        };
        if is_free {
            self.counted = now;
            return self.send(id, cx).map(Some);
        }
        self.stage = Stage::Rate;
        Ok(None)
    }

    /// Waits for its place in the second, in the app's line.
    fn look_at_rate(&mut self, id: Id, cx: &mut Context<'_>) -> Result<Option<Step>, Outcome> {
        let now = cx.moment.mono;
        let Some(signing) = &cx.client.signing else { return self.send(id, cx).map(Some) };
        let (asker, has_limiter) = (asker(id, signing.calls_per_second, cx), signing.has_limiter);
        let Some(app) = cx.apps.app(signing.account.sdk_app_id, now) else { return Ok(None) };
        if !has_limiter && !self.rate_ticket.is_waiting() && app.try_go(asker.given, now) {
            self.counted = now;
            return self.send(id, cx).map(Some);
        }
        if has_limiter {
            // It waits here because the slot of the shared rate was lost: that one is asked again, by the first in line
            // only, which stays there till it goes.
            return Ok(Some(match app.wait_for_turn(&mut self.rate_ticket, asker) {
                Some(at) => self.wait(at, cx),
                None => self.acquire(cx),
            }));
        }
        if let Some(at) = app.look(&mut self.rate_ticket, asker, &mut cx.output.wake) {
            return Ok(Some(self.wait(at, cx)));
        }
        self.counted = now;
        self.send(id, cx).map(Some)
    }

    /// Notes that the attempt has really gone out now: a process can be held up in between.
    pub(super) fn sent(&mut self, cx: &mut Context<'_>) {
        let now = cx.moment.mono;
        let number = cx.client.signing.as_ref().map(|signing| signing.account.sdk_app_id);
        if let Some(app) = number.and_then(|number| cx.apps.app(number, now)) {
            app.went_out(self.counted, now);
        }
    }

    fn limiter_error(&self, message: &str) -> Error {
        let mut error = Error::new(Kind::Network, fill("`limiter` let nothing go: *", &[message]))
            .with_cause(Cause::Own)
            .with_hint("nothing was sent; see `cause` for what `limiter.acquire` rejected with")
            .after_attempts(self.attempts);
        error.retryable = true;
        error
    }
}

/// A call that asks the app's rate now.
#[cfg(feature = "server")]
fn asker(call: Id, given: f64, cx: &Context<'_>) -> Asker {
    Asker { call, given, now: cx.moment.mono, may_be_gone: !cx.waking.is_sure() }
}

/// All calls of the app slow down, and the rate that machines share is told.
#[cfg(feature = "server")]
fn tell_that_it_is_too_fast(failure: &Error, retry_after_ms: Option<f64>, cx: &mut Context<'_>) {
    let now = cx.moment.mono;
    let Some(signing) = cx.client.signing.as_ref().filter(|_| retry::is_too_fast(failure)) else {
        return;
    };
    if let Some(app) = cx.apps.app(signing.account.sdk_app_id, now) {
        app.throttle(now);
    }
    if signing.has_limiter {
        let mut fields = text::json::ObjectWriter::default();
        for (name, number) in [
            ("code", failure.code),
            ("status", failure.status.map(i64::from)),
            ("retryAfterMs", retry_after_ms.map(|ms| ms as i64)),
        ] {
            if let Some(number) = number {
                fields.integer(name, number);
            }
        }
        cx.output.slow_down = Some(fields.into_text());
    }
}

const DOUBTFUL: &str = "it may have been done: no answer says so, and doing it twice is not the same as once. \
                        Look before you repeat it";

fn overtaken() -> Error {
    let mut error = Error::new(
        Kind::Timeout,
        "stalled for so long that a newer call of the same member was sent",
    );
    error.retryable = false;
    error
}

/// How much of what the platform says stands in a message, in characters.
const SHOWN_REASON: usize = 300;

fn network_error(message: &str, secrets: &[&str]) -> Error {
    let said = text::shown(&text::withheld(message, secrets), SHOWN_REASON);
    Error::new(Kind::Network, fill("no answer arrived: *", &[&said]))
        .with_cause(Cause::Own)
        .with_hint(network_hint(message))
}

/// What helps depends on how far the exchange came. Pages are never told that.
#[cfg(not(feature = "server"))]
const fn network_hint(_: &str) -> &'static str {
    UNKNOWN_REASON
}

/// What helps depends on how far the exchange came, which Node, Deno and Bun each say in words of their own.
#[cfg(feature = "server")]
fn network_hint(message: &str) -> &'static str {
    let has = |word: &str| text::find(message, word).is_some();
    if has("expired") {
        return "the server's certificate has expired, or this machine's clock is wrong";
    }
    if has("altnames") || has("NotValidForName") || has("ALTNAME") {
        return "the server's certificate is for another name: check `baseUrl`";
    }
    if has("certificate") || has("CERT") {
        return "the server's certificate is not trusted here: docs/proxies.md shows how to add the authority \
                (NODE_EXTRA_CA_CERTS on Node)";
    }
    if has("ENOTFOUND") || has("EAI_AGAIN") || has("dns error") {
        return "the name server does not know the host: check `baseUrl`, the network and the name server";
    }
    if has("ECONNREFUSED") || has("onnection refused") {
        return "nothing listens there: check `baseUrl`, and any proxy (docs/proxies.md)";
    }
    UNKNOWN_REASON
}

const UNKNOWN_REASON: &str = "check the network, the name server and any proxy (docs/proxies.md); in a browser page, also whether the \
     service allows the page's origin (CORS)";

fn timeout_error(limit_ms: u32, effect: &Effect) -> Error {
    let limit = decimal(limit_ms.into());
    let hint = match effect {
        Effect::Read => "`timeoutMs` sets the limit",
        Effect::Set => {
            "the change may have been made all the same; repeating it is safe. `timeoutMs` sets the limit"
        }
        Effect::Once(_) => {
            "it may have been done all the same: look before you repeat it. `timeoutMs` sets the limit"
        }
    };
    Error::new(Kind::Timeout, fill("no whole answer within * ms", &[&limit])).with_hint(hint)
}

fn long_pause_hint(retry_after_ms: f64) -> String {
    let seconds = |ms: f64| decimal((ms / 1000.0) as i64);
    fill(
        "the service asked to wait * s, above the limit of * s: retry later",
        &[&seconds(retry_after_ms), &seconds(retry::LONGEST_RETRY_AFTER)],
    )
}
