//! A call, from its options to its reply.

mod way;

use std::cell::OnceCell;

use crate::credential::Credential;
use crate::error::Error;
use crate::handler;
use crate::operations::{Operation, Prepared};
use crate::options::{Account, ClientOptions, Connection, Source};
use crate::platform::Platform;
use crate::reply::Reply;
use crate::turn::{App, Members};
use crate::usersig::UserSig;
use crate::values::{Identifier, Instant, Ttl};

/// Who calls and where, and what is kept from call to call.
#[derive(Debug)]
pub struct Client {
    signing: Option<Signing>,
    connection: Connection,
    members: Members,
}

/// What a client needs that calls the service itself.
#[derive(Debug)]
struct Signing {
    account: Account,
    credential: Credential,
    app: OnceCell<App>,
}

impl Client {
    /// A client that has made no call yet.
    pub fn new(options: ClientOptions) -> Self {
        let ClientOptions { signing, connection, .. } = options;
        let signing = signing.map(|(account, credential)| {
            let credential = Credential::new(&account, credential);
            Signing { account, credential, app: OnceCell::new() }
        });
        Self { signing, connection, members: Members::default() }
    }

    /// Checks the options of a call, and makes what is to be sent of them.
    pub fn prepare(&self, operation: &Operation, source: &dyn Source) -> Result<Prepared, Error> {
        let mut prepared = (operation.prepare)(source)?;
        if self.signing.is_none() {
            prepared.body = handler::body_of(operation, source);
        }
        Ok(prepared)
    }

    /// Asks the service, or the handler, for `operation`: in its turn among the client's updates of the same
    /// member, no faster than the app may, and again where that can help.
    ///
    /// Dropping the future gives the call up at once, wherever it is.
    pub async fn call<P: Platform>(
        &self,
        platform: &P,
        operation: &Operation,
        prepared: &Prepared,
    ) -> Result<Reply, Error> {
        let turn = match prepared.member {
            Some(member) => Some(self.members.turn(platform, member).await),
            None => None,
        };
        let way = way::Way::new(self, platform, operation, &prepared.body, turn);
        // Apart, so that calls which wait for their turn are small.
        Box::pin(way.reply()).await
    }

    /// Signs for an account of the app with the client's key.
    pub fn sign_user_sig(
        &self,
        identifier: &Identifier,
        ttl: Ttl,
        now: Instant,
    ) -> Result<UserSig, Error> {
        let signing = self.signing.as_ref();
        signing.and_then(|its| its.credential.sign_for(identifier, ttl, now)).ok_or_else(|| {
            Error::invalid("secretKey", "is needed to sign, and this client has none")
                .with_hint("make the client with `secretKey` instead of `userSig`, on a server")
        })
    }
}

impl Signing {
    fn app(&self, now: f64) -> &App {
        self.app.get_or_init(|| App::of(self.account.sdk_app_id, now))
    }
}
