//! The way of one call: as many attempts as it takes, or as it may make.

use super::{Client, Signing};
use crate::attempt;
use crate::error::{Error, Kind, redact};
use crate::handler;
use crate::http_date;
use crate::operations::Operation;
use crate::platform::{Attempt, Cause, FetchFailure, HttpAnswer, HttpRequest, Platform};
use crate::reply::{self, Reply};
use crate::retry::{self, Next, Past};
use crate::text::decimal;
use crate::turn::{App, Turn, sleep_until};
use crate::usersig::UserSig;

/// A call that is under way.
pub(super) struct Way<'a, P: Platform> {
    client: &'a Client,
    platform: &'a P,
    operation: &'a Operation,
    body: &'a str,
    turn: Option<Turn<'a, P>>,
    attempts: u32,
    past: Past,
    use_backup: bool,
}

/// An attempt that has ended.
struct Ended {
    outcome: Result<Reply, Error>,
    status: Option<u16>,
    /// For how long the answer asks not to be called again, in milliseconds.
    asked: Option<u32>,
    /// The service's clock, in Unix seconds.
    date: Option<u64>,
    elapsed_ms: f64,
    /// Whether a handler said so, which has repeated the call itself as often as it may.
    is_handlers_word: bool,
}

impl<'a, P: Platform> Way<'a, P> {
    pub(super) fn new(
        client: &'a Client,
        platform: &'a P,
        operation: &'a Operation,
        body: &'a str,
        turn: Option<Turn<'a, P>>,
    ) -> Self {
        let past = Past::default();
        Self { client, platform, operation, body, turn, attempts: 0, past, use_backup: false }
    }

    /// What the call ends with.
    pub(super) async fn reply(mut self) -> Result<Reply, Error> {
        loop {
            let ended = self.attempt_in_turn().await;
            let (ended, user_sig) = ended.map_err(|error| error.after_attempts(self.attempts))?;
            match self.decide(ended, user_sig.as_ref()) {
                Ok(pause) => self.rest(pause).await,
                Err(outcome) => return outcome,
            }
        }
    }

    /// How long to wait before the next attempt, or what the call ends with.
    fn decide(
        &mut self,
        mut ended: Ended,
        user_sig: Option<&UserSig>,
    ) -> Result<u32, Result<Reply, Error>> {
        let pause = match &mut ended.outcome {
            Ok(_) => None,
            Err(failure) => {
                failure.attempts = self.attempts;
                self.slow_down(failure);
                let is_final = ended.is_handlers_word || !self.renew(failure, ended.date, user_sig);
                if is_final { None } else { self.pause(failure, ended.asked) }
            }
        };
        self.observe(&ended, pause);
        if matches!(&ended.outcome, Err(failure) if is_unreachable(failure)) {
            self.use_backup = !self.use_backup;
        }
        pause.ok_or(ended.outcome)
    }

    fn slow_down(&self, failure: &Error) {
        if let Some(signing) = self.client.signing.as_ref().filter(|_| retry::is_too_fast(failure))
        {
            let now = self.platform.monotonic();
            signing.app(now).slow_down(now);
        }
    }

    /// Lets go of a UserSig that was refused as expired, for the calls to come as well; false if
    /// there can be no other.
    fn renew(&self, failure: &mut Error, date: Option<u64>, user_sig: Option<&UserSig>) -> bool {
        let (Some(signing), Some(user_sig)) = (&self.client.signing, user_sig) else { return true };
        if !retry::is_expired(failure) {
            return true;
        }
        if let Some(date) = date {
            signing.credential.learn_time(date, self.platform.now());
        }
        if signing.credential.renew(user_sig) {
            return true;
        }
        failure.retryable = false;
        failure.hint = Some(
            "70001: this `userSig` is used up: make a client with a new one, or give a function \
             that returns one"
                .into(),
        );
        false
    }

    fn pause(&mut self, failure: &mut Error, asked: Option<u32>) -> Option<u32> {
        let max_retries = self.client.connection.max_retries.number();
        match retry::next(failure, asked, self.past, max_retries) {
            Next::GiveUp => None,
            Next::GiveUpForLong => {
                failure.hint = Some(long_pause_hint(asked.unwrap_or_default()).into());
                None
            }
            Next::SignAnew => {
                self.past.signed_anew = true;
                Some(0)
            }
            Next::After(pause) => {
                self.past.retries += 1;
                // Without chance the longest pause is the safest.
                Some(pause.length(self.platform.random().unwrap_or(u32::MAX)))
            }
        }
    }

    async fn rest(&self, pause: u32) {
        let until = self.platform.monotonic() + f64::from(pause);
        self.lease(until);
        sleep_until(self.platform, until).await;
    }

    fn observe(&self, ended: &Ended, will_retry_in_ms: Option<u32>) {
        let (code, request_id) = match &ended.outcome {
            Ok(reply) => (Some(reply.error_code), reply.request_id.as_deref()),
            Err(failure) => (failure.code, failure.request_id.as_deref()),
        };
        self.platform.observe(&Attempt {
            attempt: self.attempts,
            host: self.host(),
            status: ended.status,
            code,
            request_id,
            elapsed_ms: ended.elapsed_ms,
            will_retry_in_ms,
        });
    }

    async fn attempt_in_turn(&mut self) -> Result<(Ended, Option<UserSig>), Error> {
        let (request, user_sig) = self.request().await?;
        let place = self.place().await;
        let started = self.platform.monotonic();
        self.go_out(started)?;
        let exchange = self.platform.fetch(request);
        let fetched = match place {
            Some((app, counted)) => app.sent(self.platform, counted, exchange).await,
            None => exchange.await,
        };
        let ended = self.ended(fetched, started, user_sig.as_ref());
        if let Some(turn) = &self.turn {
            let failure = ended.outcome.as_ref().err().filter(|_| !ended.is_handlers_word);
            turn.came_back(failure.is_none_or(retry::is_settled));
        }
        Ok((ended, user_sig))
    }

    /// What goes out. All of it is there before the attempt takes its place in the second, so that
    /// it goes out the moment that it is counted.
    async fn request(&self) -> Result<(HttpRequest, Option<UserSig>), Error> {
        let Client { signing, connection, .. } = self.client;
        let Some(signing) = signing else {
            return Ok((attempt::to_handler(connection, self.body), None));
        };
        let user_sig = self.user_sig(signing).await?;
        let request = attempt::request(
            &signing.account,
            connection,
            self.use_backup,
            self.operation,
            self.body,
            &user_sig,
            self.platform.random()?,
        );
        Ok((request, Some(user_sig)))
    }

    async fn user_sig(&self, signing: &Signing) -> Result<UserSig, Error> {
        let user_sig = signing.credential.user_sig(self.platform, self.client.connection.timeout);
        match &self.turn {
            Some(turn) => turn.keeping(user_sig).await,
            None => user_sig.await,
        }
    }

    /// A place among the calls of this second, in the app's line. A handler keeps its own.
    async fn place(&self) -> Option<(&'a App, f64)> {
        let client: &'a Client = self.client;
        let app = client.signing.as_ref()?.app(self.platform.monotonic());
        let limit = client.connection.calls_per_second;
        let counted = app.place(self.platform, limit, |until| self.lease(until)).await;
        Some((app, counted))
    }

    fn go_out(&mut self, now: f64) -> Result<(), Error> {
        let timeout = f64::from(self.client.connection.timeout.milliseconds());
        if self.turn.as_ref().is_some_and(|turn| !turn.goes_out(now + timeout)) {
            let mut overtaken = Error::new(
                Kind::Timeout,
                "this process stood still for so long that a later update of the member has gone \
                 out",
            );
            overtaken.retryable = false;
            return Err(overtaken);
        }
        self.attempts += 1;
        self.platform.announce(self.attempts, self.host());
        Ok(())
    }

    fn lease(&self, until: f64) {
        if let Some(turn) = &self.turn {
            turn.lease(until);
        }
    }

    fn host(&self) -> &str {
        self.client.connection.host.name(self.use_backup)
    }

    fn ended(
        &self,
        fetched: Result<HttpAnswer, FetchFailure>,
        started: f64,
        user_sig: Option<&UserSig>,
    ) -> Ended {
        let elapsed_ms = self.platform.monotonic() - started;
        let answer = match fetched {
            Ok(answer) => answer,
            Err(failure) => {
                let outcome = Err(self.fetch_error(failure, user_sig));
                let (status, asked, date) = (None, None, None);
                return Ended { outcome, status, asked, date, elapsed_ms, is_handlers_word: false };
            }
        };
        let status = Some(answer.status);
        let asked = retry::asked(&answer, self.platform.now());
        let date = answer.date.as_deref().and_then(http_date::parse);
        let (outcome, is_handlers_word) = match user_sig {
            Some(user_sig) => (self.read(answer, user_sig), false),
            None => handler::read(&answer, &self.client.connection.host),
        };
        Ended { outcome, status, asked, date, elapsed_ms, is_handlers_word }
    }

    fn read(&self, answer: HttpAnswer, user_sig: &UserSig) -> Result<Reply, Error> {
        let host = &self.client.connection.host;
        reply::read(&answer, host).or_else(|_| {
            // Whatever answered may have quoted the URL, and with it the UserSig.
            let clean = |text: &str| redact(text, &[user_sig.as_str()]);
            let body = clean(&answer.body);
            let content_type = answer.content_type.as_deref().map(clean);
            reply::read(&HttpAnswer { body, content_type, ..answer }, host)
        })
    }

    fn fetch_error(&self, failure: FetchFailure, user_sig: Option<&UserSig>) -> Error {
        match failure {
            FetchFailure::Network(Cause { message, value }) => {
                let said = redact(&message, &[user_sig.map_or("", UserSig::as_str)]);
                Error::new(Kind::Network, ["no answer arrived: ", &said].concat())
                    .with_cause(value)
                    .with_hint(
                        "check the network, the name server and any proxy; in a browser page, \
                         also whether the service allows the page's origin (CORS)",
                    )
            }
            FetchFailure::Timeout => {
                let limit = decimal(self.client.connection.timeout.milliseconds().into());
                Error::new(Kind::Timeout, ["no whole answer within ", &limit, " ms"].concat())
                    .with_hint(
                        "the change may have been made all the same; repeating it is safe. \
                         `timeoutMs` sets the limit",
                    )
            }
        }
    }
}

/// A name that does not resolve, and a host that does not answer, look like this.
fn is_unreachable(failure: &Error) -> bool {
    matches!(failure.kind, Kind::Network | Kind::Timeout)
}

fn long_pause_hint(asked: u32) -> String {
    let seconds = decimal(i64::from(asked / 1000));
    [
        "the service asks not to be called for ",
        &seconds,
        " s, longer than a call waits: call again then",
    ]
    .concat()
}
