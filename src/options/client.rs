//! Who calls, and where: the options that a client keeps.

use super::catalog::{
    BASE_URL, CALLS_PER_SECOND, DANGEROUSLY_ALLOW_BROWSER, ENDPOINT, FETCH, HEADERS, IDENTIFIER,
    LOG_LEVEL, LOGGER, MAX_RETRIES, NOT_REMOTE, ON_ATTEMPT, REGION, SDK_APP_ID, SECRET_KEY,
    TIMEOUT_MS, USER_SIG, USER_SIG_TTL,
};
use super::{Given, Opt, Source, optional, required};
use crate::error::Error;
use crate::region::Region;
use crate::usersig::UserSig;
use crate::values::{
    BaseUrl, CallsPerSecond, Endpoint, Identifier, LogLevel, MaxRetries, Refusal, SdkAppId,
    SecretKey, TimeoutMs, Ttl, Value,
};

/// Who calls, and where.
#[derive(Debug)]
#[non_exhaustive]
pub struct ClientOptions {
    /// Who calls, and what proves it; none where a handler signs.
    pub signing: Option<(Account, CredentialOption)>,
    /// Where calls go, and how.
    pub connection: Connection,
    /// From which level on lines are logged.
    pub log_level: LogLevel,
    /// Whether a secret key may be used in a browser page.
    pub dangerously_allow_browser: bool,
}

/// Who calls.
#[derive(Clone, Debug)]
pub struct Account {
    /// The application.
    pub sdk_app_id: SdkAppId,
    /// The App admin of it.
    pub identifier: Identifier,
}

/// What proves who calls.
#[derive(Debug)]
pub enum CredentialOption {
    /// A UserSig made elsewhere.
    Fixed(UserSig),
    /// The caller's function, which the platform asks.
    Provider,
    /// The key to sign with, and how long each UserSig is valid.
    SecretKey(SecretKey, Ttl),
}

/// Where calls go, and how.
#[derive(Debug)]
#[non_exhaustive]
pub struct Connection {
    /// Where to.
    pub host: Host,
    /// How long one attempt may take.
    pub timeout: TimeoutMs,
    /// How often a call is repeated.
    pub max_retries: MaxRetries,
    /// How often calls go out.
    pub calls_per_second: CallsPerSecond,
}

/// Where calls go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// To this URL.
    BaseUrl(BaseUrl),
    /// To a handler, which calls the service.
    Endpoint(Endpoint),
    /// To a data centre.
    Region(Region),
}

impl Host {
    /// The host's name, and its port if it was given: that of a region's backup host on request.
    /// A `baseUrl` has none. An `endpoint` that is a path is its own name: the page knows the host.
    pub fn name(&self, use_backup: bool) -> &str {
        match self {
            Self::BaseUrl(url) => url.authority(),
            Self::Endpoint(endpoint) => endpoint.name(),
            Self::Region(region) if use_backup => region.backup_host(),
            Self::Region(region) => region.host(),
        }
    }
}

impl ClientOptions {
    /// Reads the options; names are checked elsewhere.
    pub fn read(source: &dyn Source) -> Result<Self, Error> {
        check_function(source, &FETCH)?;
        check_function(source, &ON_ATTEMPT)?;
        let endpoint: Option<Endpoint> = optional(source, &ENDPOINT)?;
        let (signing, host) = match endpoint {
            Some(endpoint) => {
                refuse_beside_endpoint(source)?;
                (None, Host::Endpoint(endpoint))
            }
            None if !matches!(source.given(HEADERS.name), Given::Absent) => {
                return Err(Error::invalid(HEADERS.name, "must stand beside `endpoint`")
                    .with_hint("the service itself takes no headers of yours"));
            }
            None => {
                let account = Account {
                    sdk_app_id: required(source, &SDK_APP_ID)?,
                    identifier: required(source, &IDENTIFIER)?,
                };
                (Some((account, read_credential(source)?)), read_host(source)?)
            }
        };
        Ok(Self {
            signing,
            connection: Connection {
                host,
                timeout: optional(source, &TIMEOUT_MS)?.unwrap_or_default(),
                max_retries: optional(source, &MAX_RETRIES)?.unwrap_or_default(),
                calls_per_second: optional(source, &CALLS_PER_SECOND)?.unwrap_or_default(),
            },
            log_level: read_log_level(source)?,
            dangerously_allow_browser: optional(source, &DANGEROUSLY_ALLOW_BROWSER)?
                .unwrap_or_default(),
        })
    }
}

/// All of it is for the handler to say.
fn refuse_beside_endpoint(source: &dyn Source) -> Result<(), Error> {
    let is_given = |option: &&Opt| !matches!(source.given(option.name), Given::Absent);
    match NOT_REMOTE.iter().find(is_given) {
        None => Ok(()),
        Some(option) => Err(Error::invalid(option.name, "must not stand beside `endpoint`")
            .with_hint("the handler at `endpoint` knows who calls and where, and signs")),
    }
}

fn read_log_level(source: &dyn Source) -> Result<LogLevel, Error> {
    let level: Option<LogLevel> = optional(source, &LOG_LEVEL)?;
    match source.given(LOGGER.name) {
        Given::Absent => Ok(level.unwrap_or_default()),
        // What can be called can have functions too.
        Given::Other("object") | Given::Function => Ok(level.unwrap_or(LogLevel::Warn)),
        given => {
            let refusal = Refusal::type_mismatch("an object with functions like console's", &given);
            Err(Error::invalid(LOGGER.name, refusal))
        }
    }
}

/// The function itself stays with the platform, which calls it.
fn check_function(source: &dyn Source, option: &Opt) -> Result<(), Error> {
    match source.given(option.name) {
        Given::Absent | Given::Function => Ok(()),
        given => Err(Error::invalid(option.name, Refusal::type_mismatch("a function", &given))),
    }
}

fn read_credential(source: &dyn Source) -> Result<CredentialOption, Error> {
    let key: Option<SecretKey> = optional(source, &SECRET_KEY)?;
    let ttl: Option<Ttl> = optional(source, &USER_SIG_TTL)?;
    match (key, source.given(USER_SIG.name)) {
        (Some(key), Given::Absent) => Ok(CredentialOption::SecretKey(key, ttl.unwrap_or_default())),
        (Some(_), _) => Err(Error::invalid(USER_SIG.name, "must not stand beside `secretKey`")
            .with_hint("give exactly one of `secretKey`, `userSig` and `endpoint`")),
        (None, Given::Function) => Ok(CredentialOption::Provider),
        (None, Given::Absent) => Err(Error::invalid(SECRET_KEY.name, "is missing").with_hint(
            "give `secretKey` on a server, or a `userSig` made there; in a page, the \
                 `endpoint` of a handler instead",
        )),
        (None, _) => Ok(CredentialOption::Fixed(required(source, &USER_SIG)?)),
    }
}

fn read_host(source: &dyn Source) -> Result<Host, Error> {
    let region: Option<Region> = optional(source, &REGION)?;
    match (region, optional(source, &BASE_URL)?) {
        (Some(_), Some(_)) => Err(Error::invalid(BASE_URL.name, "must not stand beside `region`")
            .with_hint("give `region` for the service itself, or `baseUrl` for another host")),
        (None, Some(url)) => Ok(Host::BaseUrl(url)),
        (region, None) => Ok(Host::Region(region.unwrap_or_default())),
    }
}

impl Value for UserSig {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        match given {
            Given::Text(text) => Self::new(text)
                .map_err(|error| Refusal::new(["is no UserSig: ", &error.reason()].concat())),
            other => Err(Refusal::type_mismatch("a string or a function", &other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pair = (&'static str, Given);

    fn key() -> Vec<Pair> {
        vec![
            ("sdkAppId", Given::Number(1_400_000_000.0)),
            ("identifier", Given::Text("administrator".into())),
            ("secretKey", Given::Text("5bd2850f".into())),
        ]
    }

    fn read(base: Vec<Pair>, more: &[Pair]) -> Result<ClientOptions, Error> {
        let mut pairs = base;
        pairs.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
        pairs.extend_from_slice(more);
        ClientOptions::read(&pairs.as_slice())
    }

    #[test]
    fn three_options_are_enough() {
        let options = read(key(), &[]).unwrap();
        let (account, credential) = options.signing.unwrap();
        assert_eq!(account.sdk_app_id.number(), 1_400_000_000);
        assert_eq!(options.connection.host, Host::Region(Region::Singapore));
        assert_eq!(options.connection.timeout.milliseconds(), 5000);
        assert_eq!(options.connection.max_retries.number(), 2);
        assert!(!options.dangerously_allow_browser);
        let CredentialOption::SecretKey(_, ttl) = credential else { panic!("no key") };
        assert_eq!(ttl.seconds(), 86_400);
    }

    #[test]
    fn each_wrong_option_is_named() {
        for (name, given, words) in [
            ("sdkAppId", Given::Absent, "`sdkAppId` is missing"),
            ("sdkAppId", Given::Text("1".into()), "must be a number, got string"),
            ("identifier", Given::Text(String::new()), "must not be empty"),
            ("identifier", Given::Number(1.0), "must be a string, got number"),
            ("secretKey", Given::Absent, "`secretKey` is missing"),
            ("secretKey", Given::Other("object"), "must be a string, got object"),
            ("userSig", Given::Text("eJx".into()), "must not stand beside `secretKey`"),
            ("region", Given::Text("singapur".into()), "did you mean \"singapore\"?"),
            ("baseUrl", Given::Text("http://example.com".into()), "must be https:"),
            ("userSigTtl", Given::Number(-1.0), "whole number"),
            ("timeoutMs", Given::Number(0.0), "whole number from 1"),
            ("maxRetries", Given::Number(1.5), "whole number from 0"),
            ("callsPerSecond", Given::Number(-1.0), "from 0 (no limit) up"),
            ("fetch", Given::Text("fetch".into()), "must be a function, got string"),
            ("onAttempt", Given::Boolean(true), "must be a function, got boolean"),
            ("logger", Given::Text("x".into()), "must be an object with functions"),
            ("logLevel", Given::Text("warning".into()), "must be one of"),
            ("headers", Given::Other("object"), "must stand beside `endpoint`"),
            ("dangerouslyAllowBrowser", Given::Number(1.0), "must be a boolean, got number"),
        ] {
            let error = read(key(), &[(name, given)]).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(name));
            assert!(error.message.contains(words), "{}", error.message);
        }
    }

    #[test]
    fn region_and_base_url_exclude_each_other() {
        let error = read(
            key(),
            &[
                ("region", Given::Text("china".into())),
                ("baseUrl", Given::Text("https://example.com".into())),
            ],
        )
        .unwrap_err();
        assert_eq!(error.field.as_deref(), Some("baseUrl"));
    }

    #[test]
    fn a_user_sig_may_be_text_or_a_function() {
        let credential = |more: &[Pair]| read(key(), more).unwrap().signing.unwrap().1;
        let text = [("secretKey", Given::Absent), ("userSig", Given::Text("eJx*-_".into()))];
        assert!(matches!(credential(&text), CredentialOption::Fixed(_)));
        let function = [("secretKey", Given::Absent), ("userSig", Given::Function)];
        assert!(matches!(credential(&function), CredentialOption::Provider));
        let broken = [("secretKey", Given::Absent), ("userSig", Given::Text("eJx+/=".into()))];
        assert_eq!(read(key(), &broken).unwrap_err().field.as_deref(), Some("userSig"));
    }

    #[test]
    fn an_endpoint_stands_alone() {
        let endpoint = ("endpoint", Given::Text("/api/room-engine".into()));
        let options = read(vec![endpoint.clone()], &[]).unwrap();
        assert!(options.signing.is_none());
        assert!(matches!(options.connection.host, Host::Endpoint(_)));
        for option in NOT_REMOTE {
            let beside = [endpoint.clone(), (option.name, Given::Text("x".into()))];
            let error = ClientOptions::read(&beside.as_slice()).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(option.name));
            assert!(error.message.contains("beside `endpoint`"), "{}", error.message);
        }
    }

    #[test]
    fn nothing_is_logged_unless_asked_for() {
        let level = |more: &[Pair]| read(key(), more).unwrap().log_level;
        assert_eq!(level(&[]), LogLevel::Off);
        assert_eq!(level(&[("logger", Given::Other("object"))]), LogLevel::Warn);
        let debug = [("logger", Given::Other("object")), ("logLevel", Given::Text("debug".into()))];
        assert_eq!(level(&debug), LogLevel::Debug);
    }
}
