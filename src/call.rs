//! A call, from its options to its reply.

mod way;

use std::cell::OnceCell;

use crate::credential::Credential;
use crate::error::Error;
use crate::operations::{Operation, Prepared};
use crate::options::{Account, ClientOptions, Connection};
use crate::platform::Platform;
use crate::reply::Reply;
use crate::turn::{App, Members};
use crate::usersig::UserSig;
use crate::values::{Identifier, Instant, Ttl};

/// Who calls and where, and what is kept from call to call.
#[derive(Debug)]
pub struct Client {
    account: Account,
    credential: Credential,
    connection: Connection,
    members: Members,
    app: OnceCell<App>,
}

impl Client {
    /// A client that has made no call yet.
    pub fn new(options: ClientOptions) -> Self {
        let ClientOptions { account, credential, connection, .. } = options;
        let credential = Credential::new(&account, credential);
        let (members, app) = (Members::default(), OnceCell::new());
        Self { account, credential, connection, members, app }
    }

    /// Asks the service for `operation`: in its turn among the client's updates of the same
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
        way::Way::new(self, platform, operation, &prepared.body, turn).reply().await
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

    fn app(&self, now: f64) -> &App {
        self.app.get_or_init(|| App::of(self.account.sdk_app_id, now))
    }
}
