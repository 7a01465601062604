//! One UserSig for many calls.

mod asking;

use std::cell::{Cell, RefCell};

use asking::Asking;

use crate::error::{Error, Kind};
use crate::options::{Account, CredentialOption};
use crate::platform::{Platform, ProviderFailure};
use crate::text::decimal;
use crate::usersig::{self, Signer, UserSig};
use crate::values::{Identifier, Instant, SdkAppId, SecretKey, TimeoutMs, Ttl};

/// What proves who calls, and the UserSig in use.
#[derive(Debug)]
pub struct Credential {
    source: Source,
    kept: RefCell<Option<Kept>>,
    asking: Asking,
    /// By how many seconds this machine's clock is behind the service's.
    clock_offset: Cell<i64>,
}

#[derive(Debug)]
enum Source {
    Fixed(UserSig),
    Provider,
    Signer { signer: Signer, identifier: Identifier, ttl: Ttl },
}

/// A UserSig and when to make the next one, in Unix seconds.
#[derive(Debug)]
struct Kept {
    user_sig: UserSig,
    renew_at: u64,
}

impl Credential {
    /// The credential of `account`.
    pub fn new(account: &Account, option: CredentialOption) -> Self {
        let source = match option {
            CredentialOption::Fixed(user_sig) => Source::Fixed(user_sig),
            CredentialOption::Provider => Source::Provider,
            CredentialOption::SecretKey(key, ttl) => Source::Signer {
                signer: signer(account.sdk_app_id, &key),
                identifier: account.identifier.clone(),
                ttl,
            },
        };
        Self {
            source,
            kept: RefCell::default(),
            asking: Asking::default(),
            clock_offset: Cell::new(0),
        }
    }

    /// A UserSig that is good for a while yet.
    ///
    /// The caller's function is asked once, however many calls wait for its answer, and has `timeout`
    /// to give it.
    pub async fn user_sig(
        &self,
        platform: &impl Platform,
        timeout: TimeoutMs,
    ) -> Result<UserSig, Error> {
        let now = self.service_time(platform.now());
        if let Source::Fixed(user_sig) = &self.source {
            return Ok(user_sig.clone());
        }
        if let Some(kept) = self.kept.borrow().as_ref().filter(|kept| now < kept.renew_at) {
            return Ok(kept.user_sig.clone());
        }
        match &self.source {
            Source::Signer { signer, identifier, ttl } => {
                let user_sig = signer.sign(identifier.as_str(), now, ttl.seconds());
                self.keep(user_sig, now + renewal_after(u64::from(ttl.seconds())))
            }
            _ => self.ask(platform, timeout).await,
        }
    }

    /// Signs for another account with the client's key, if it has one.
    pub fn sign_for(&self, identifier: &Identifier, ttl: Ttl, now: Instant) -> Option<UserSig> {
        let Source::Signer { signer, .. } = &self.source else { return None };
        Some(signer.sign(identifier.as_str(), self.service_time(now), ttl.seconds()))
    }

    /// Drops `refused`, which the service holds to be expired, and says whether another can be
    /// had. A newer one that another call has fetched meanwhile stays.
    pub fn renew(&self, refused: &UserSig) -> bool {
        let mut kept = self.kept.borrow_mut();
        if kept.as_ref().is_some_and(|kept| kept.user_sig == *refused) {
            *kept = None;
        }
        !matches!(self.source, Source::Fixed(_))
    }

    /// Learns from a refusal that the service's clock showed `date` when this machine's showed
    /// `now`, so that what is signed from now on is valid there.
    pub fn learn_time(&self, date: u64, now: Instant) {
        /// A Date header is of whole seconds, and has travelled.
        const TOLERANCE: u64 = 5;
        let offset = date.cast_signed() - now.unix_seconds().cast_signed();
        self.clock_offset.set(if offset.unsigned_abs() > TOLERANCE { offset } else { 0 });
    }

    fn service_time(&self, now: Instant) -> u64 {
        now.unix_seconds().saturating_add_signed(self.clock_offset.get())
    }

    fn keep(&self, user_sig: UserSig, renew_at: u64) -> Result<UserSig, Error> {
        *self.kept.borrow_mut() = Some(Kept { user_sig: user_sig.clone(), renew_at });
        Ok(user_sig)
    }

    async fn ask(&self, platform: &impl Platform, timeout: TimeoutMs) -> Result<UserSig, Error> {
        let turn = match self.asking.turn(platform).await {
            Ok(turn) => turn,
            Err(answered) => return answered,
        };
        let limit = timeout.milliseconds();
        let provided = turn.asking(platform, limit, platform.provide_user_sig()).await;
        let provided = match provided {
            Some(provided) => provided.map_err(provider_error),
            None => Err(provider_timeout(limit)),
        };
        let outcome = provided.and_then(|text| {
            let user_sig = UserSig::new(text).map_err(|flaw| {
                Error::invalid("userSig", ["returned no UserSig: ", &flaw.reason()].concat())
            })?;
            self.keep(user_sig.clone(), renewal_of(&user_sig))
        });
        turn.end_with(outcome)
    }
}

/// A signer with the app's key.
pub fn signer(sdk_app_id: SdkAppId, key: &SecretKey) -> Signer {
    Signer::new(sdk_app_id.number(), key.expose())
}

/// After how much of its life a UserSig is made anew: a tenth before the end, but not less than a
/// minute, and not more than an hour.
fn renewal_after(ttl: u64) -> u64 {
    ttl.saturating_sub((ttl / 10).clamp(60, 3600))
}

/// A UserSig made elsewhere tells when it ends; one that cannot be read is used until refused.
fn renewal_of(user_sig: &UserSig) -> u64 {
    usersig::decode(user_sig.as_str())
        .map_or(u64::MAX, |claims| claims.issued_at() + renewal_after(claims.ttl()))
}

fn provider_timeout(limit: u32) -> Error {
    let limit = decimal(limit.into());
    Error::new(Kind::Timeout, ["`userSig` gave nothing within ", &limit, " ms"].concat()).with_hint(
        "the `userSig` function did not settle; `timeoutMs` is the limit for it as for an attempt",
    )
}

fn provider_error(failure: ProviderFailure) -> Error {
    match failure {
        ProviderFailure::Failed(cause) => {
            Error::invalid("userSig", ["failed: ", &cause.message].concat())
                .with_cause(cause.value)
                .with_hint("the `userSig` function threw or rejected; see `cause`")
        }
        ProviderFailure::WrongType(name) => Error::invalid(
            "userSig",
            ["must return a string or a promise of one, returned ", name].concat(),
        ),
    }
}
