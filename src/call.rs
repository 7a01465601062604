//! A call, from its options to its reply.

use crate::attempt;
use crate::credential::Credential;
use crate::error::{Error, Kind, redact};
use crate::operations::Operation;
use crate::options::{Account, ClientOptions, Connection};
use crate::platform::{Cause, FetchFailure, HttpAnswer, Platform};
use crate::reply::{self, Reply};
use crate::retry::{self, Next};
use crate::text::decimal;
use crate::usersig::UserSig;
use crate::values::{Identifier, Instant, Ttl};

/// Who calls and where, and what is kept from call to call.
#[derive(Debug)]
pub struct Client {
    account: Account,
    credential: Credential,
    connection: Connection,
}

impl Client {
    /// A client that has made no call yet.
    pub fn new(options: ClientOptions) -> Self {
        let ClientOptions { account, credential, connection, .. } = options;
        let credential = Credential::new(&account, credential);
        Self { account, credential, connection }
    }

    /// Asks the service for `operation` with `body`.
    pub async fn call(
        &self,
        platform: &impl Platform,
        operation: &Operation,
        body: &str,
    ) -> Result<Reply, Error> {
        let mut attempts = 0;
        let mut signed_anew = false;
        loop {
            let user_sig = self.credential.user_sig(platform).await;
            let user_sig = user_sig.map_err(|error| error.after_attempts(attempts))?;
            attempts += 1;
            let mut failure = match self.attempt(platform, operation, body, &user_sig).await {
                Ok(reply) => return Ok(reply),
                Err(failure) => failure.after_attempts(attempts),
            };
            match retry::next(&failure, signed_anew) {
                Next::SignAnew if self.credential.renew(&user_sig) => signed_anew = true,
                Next::SignAnew => {
                    failure.retryable = false;
                    return Err(failure.with_hint(
                        "70001: this `userSig` is used up: make a client with a new one, or give a \
                         function that returns one",
                    ));
                }
                Next::GiveUp => return Err(failure),
            }
        }
    }

    /// Signs for an account of the app with the client's key.
    pub fn sign_user_sig(
        &self,
        identifier: &Identifier,
        ttl: Ttl,
        now: Instant,
    ) -> Result<UserSig, Error> {
        self.credential.sign_for(identifier, ttl, now).ok_or_else(|| {
            Error::invalid("secretKey", "is needed to sign, and this client has none")
                .with_hint("make the client with `secretKey` instead of `userSig`, on a server")
        })
    }

    async fn attempt(
        &self,
        platform: &impl Platform,
        operation: &Operation,
        body: &str,
        user_sig: &UserSig,
    ) -> Result<Reply, Error> {
        let random = platform.random()?;
        let request =
            attempt::request(&self.account, &self.connection, operation, body, user_sig, random);
        let answer =
            platform.fetch(request).await.map_err(|failure| self.fetch_error(failure, user_sig))?;
        let host = &self.connection.host;
        reply::read(&answer, host).or_else(|_| {
            // Whatever answered may have quoted the URL, and with it the UserSig.
            let clean = |text: &str| redact(text, &[user_sig.as_str()]);
            let body = clean(&answer.body);
            let content_type = answer.content_type.as_deref().map(clean);
            reply::read(&HttpAnswer { body, content_type, ..answer }, host)
        })
    }

    fn fetch_error(&self, failure: FetchFailure, user_sig: &UserSig) -> Error {
        match failure {
            FetchFailure::Network(Cause { message, value }) => {
                let said = redact(&message, &[user_sig.as_str()]);
                Error::new(Kind::Network, ["no answer arrived: ", &said].concat())
                    .with_cause(value)
                    .with_hint(
                        "check the network, the name server and any proxy; in a browser page, \
                         also whether the service allows the page's origin (CORS)",
                    )
            }
            FetchFailure::Timeout => {
                let limit = decimal(self.connection.timeout.milliseconds().into());
                Error::new(Kind::Timeout, ["no whole answer within ", &limit, " ms"].concat())
                    .with_hint(
                        "the change may have been made all the same; repeating it is safe. \
                         `timeoutMs` sets the limit",
                    )
            }
        }
    }
}
