//! Who calls, and where: the options that a client keeps.

use super::request::Target;
#[cfg(feature = "server")]
use super::{
    credential::{Credential, Source},
    request::Account,
};
#[cfg(feature = "server")]
use crate::api::check::ADD_IT;
use crate::api::check::Violation;
#[cfg(feature = "server")]
use crate::api::regions::Region;
use crate::api::shape::Field;
use crate::api::{check_headers, options, url};
use crate::error::Error;
#[cfg(feature = "server")]
use crate::text::fill;
use crate::text::json::{Object, Value};
#[cfg(feature = "server")]
use crate::usersig::{self, Signer, UserSig};

/// Who calls and where, and what is kept from call to call.
#[derive(Debug)]
pub struct Client {
    pub(super) target: Target,
    pub(super) timeout_ms: u32,
    pub(super) max_retries: u32,
    /// From which level on lines are logged: 0 for none, 4 for all.
    pub(super) level: u8,
    /// Whether somebody wants to know of attempts.
    pub(super) observes: bool,
    /// The page's host, where there is a page.
    pub(super) page_host: Option<String>,
    /// What the headers for a handler say.
    pub(super) header_values: Vec<String>,
    #[cfg(feature = "server")]
    pub(super) signing: Option<Signing>,
    /// Whether the driver may still make calls of it.
    pub(super) is_kept: bool,
    /// How many of its calls are under way.
    pub(super) calls: u32,
}

/// What a client needs that calls the service itself.
#[cfg(feature = "server")]
#[derive(Debug)]
pub(super) struct Signing {
    pub(super) account: Account,
    pub(super) credential: Credential,
    pub(super) calls_per_second: f64,
    pub(super) has_limiter: bool,
    /// What is odd about the key, for the hint on a signature that does not verify.
    pub(super) key_remark: Option<String>,
}

/// Where a client is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Environment<'a> {
    /// Whether visitors can read what is here.
    pub is_browser: bool,
    /// Whether the caller's own function makes the exchanges.
    pub has_own_fetch: bool,
    /// The host of the page, if there is one.
    pub page_host: Option<&'a str>,
}

impl Client {
    /// Reads the options; their names have been checked.
    pub fn read(options: &Object, environment: Environment<'_>) -> Result<Self, Error> {
        for id in ["fetch", "onAttempt"] {
            check(options, id)?;
        }
        let target = read_target(options, environment)?;
        let header_values = read_headers(options, &target)?;
        #[cfg(feature = "server")]
        let signing = match target {
            Target::Endpoint(_) => None,
            _ => Some(Signing::read(options, environment)?),
        };
        let has_key = options.has("secretKey") && !target.is_endpoint();
        let allows_browser =
            matches!(check(options, "dangerouslyAllowBrowser")?, Value::Boolean(true));
        let client = Self {
            target,
            timeout_ms: whole(options, "timeoutMs")?,
            max_retries: whole(options, "maxRetries")?,
            level: read_level(options)?,
            observes: options.has("onAttempt"),
            page_host: environment.page_host.map(str::to_owned),
            header_values,
            #[cfg(feature = "server")]
            signing,
            is_kept: true,
            calls: 0,
        };
        if has_key && environment.is_browser && !allows_browser {
            return Err(key_in_browser());
        }
        Ok(client)
    }

    /// From which level on lines are logged: 0 for none, 4 for all.
    #[cfg(feature = "server")]
    pub fn level(&self) -> u8 {
        self.level
    }

    /// What must not be quoted: what the headers say.
    pub(super) fn secrets(&self) -> Vec<&str> {
        let mut secrets = Vec::new();
        for value in &self.header_values {
            secrets.push(value.as_str());
        }
        secrets
    }

    /// The same, and the UserSig in use, for what belongs to no attempt.
    pub(super) fn all_secrets(&self) -> Vec<&str> {
        #[cfg_attr(not(feature = "server"), expect(unused_mut, reason = "pages have no UserSig"))]
        let mut secrets = self.secrets();
        #[cfg(feature = "server")]
        if let Some(user_sig) =
            self.signing.as_ref().and_then(|signing| signing.credential.in_use())
        {
            secrets.push(user_sig.as_str());
        }
        secrets
    }

    /// The host as those who watch read it: that of the page where only the page knows.
    pub(super) fn host(&self, use_backup: bool) -> &str {
        let host = self.target.host(use_backup);
        self.page_host.as_deref().filter(|_| host.starts_with('/')).unwrap_or(host)
    }
}

/// The value of an option, checked by its row if it is there.
pub(crate) fn check<'a>(options: &'a Object, id: &'static str) -> Result<&'a Value, Error> {
    check_field(options, &Field::of(id))
}

fn check_field<'a>(options: &'a Object, field: &Field) -> Result<&'a Value, Error> {
    let value = options.value(field.name);
    if !matches!(value, Value::Absent) {
        field.shape.check(value).map_err(|fault| fault.of(field.name))?;
    }
    Ok(value)
}

/// A whole number, or the default of its row.
pub(crate) fn whole(options: &Object, id: &'static str) -> Result<u32, Error> {
    let field = Field::of(id);
    Ok(match check_field(options, &field)? {
        Value::Number(number) => *number as u32,
        _ => field.default_number().unwrap_or_default() as u32,
    })
}

/// A value that must be there.
#[cfg(feature = "server")]
fn required<'a>(options: &'a Object, id: &'static str) -> Result<&'a Value, Error> {
    let field = Field::of(id);
    match check_field(options, &field)? {
        Value::Absent => {
            Err(Error::invalid(field.name, "is missing").with_hint(fill(ADD_IT, &[field.name])))
        }
        value => Ok(value),
    }
}

/// A text that must be there.
#[cfg(feature = "server")]
pub(super) fn text<'a>(options: &'a Object, id: &'static str) -> Result<&'a str, Error> {
    Ok(required(options, id)?.as_str().unwrap_or_default())
}

/// The application's number, which must be there.
#[cfg(feature = "server")]
pub(super) fn sdk_app_id(options: &Object) -> Result<u32, Error> {
    match required(options, "sdkAppId")? {
        Value::Number(number) => Ok(*number as u32),
        other => Err(Violation::of_type("a number", other).of("sdkAppId")),
    }
}

fn read_target(options: &Object, environment: Environment<'_>) -> Result<Target, Error> {
    let Value::Text(text) = check(options, "endpoint")? else {
        #[cfg(feature = "server")]
        return Ok(Target::Region(Region::default()));
        #[cfg(not(feature = "server"))]
        return Err(Error::invalid("endpoint", "is missing"));
    };
    let endpoint = url::endpoint(text).map_err(|fault| fault.of("endpoint"))?;
    for name in options::names_in(options::SERVICE) {
        if options.has(name) {
            return Err(Error::invalid(name, "cannot be combined with `endpoint`")
                .with_hint("the handler at `endpoint` knows who calls and where, and signs"));
        }
    }
    if endpoint.starts_with('/') && environment.page_host.is_none() && !environment.has_own_fetch {
        return Err(Error::invalid("endpoint", "must be a whole URL: there is no page here")
            .with_hint("write it as https://console.example.com/api/room-engine"));
    }
    Ok(Target::Endpoint(endpoint))
}

fn read_headers(options: &Object, target: &Target) -> Result<Vec<String>, Error> {
    match options.value("headers") {
        Value::Absent => Ok(Vec::new()),
        _ if !target.is_endpoint() => {
            Err(Error::invalid("headers", "can only be combined with `endpoint`")
                .with_hint("the service itself takes no headers of yours"))
        }
        Value::Object(headers) => check_headers(headers),
        given => Err(Violation::of_type("an object", given).of("headers")),
    }
}

/// The names of the levels, from the quietest on.
pub const LEVELS: [&str; 5] = ["off", "error", "warn", "info", "debug"];

fn read_level(options: &Object) -> Result<u8, Error> {
    let level = match check(options, "logLevel")? {
        Value::Text(word) => LEVELS.iter().position(|level| level == word),
        _ => None,
    };
    let level = level.map(|level| level as u8);
    match options.value("logger") {
        Value::Absent => Ok(level.unwrap_or_default()),
        // What can be called can have functions too.
        given if given.is_function() || given.type_name() == "object" => Ok(level.unwrap_or(2)),
        given => {
            Err(Violation::of_type("an object with functions like console's", given).of("logger"))
        }
    }
}

fn key_in_browser() -> Error {
    Error::invalid("secretKey", "must not be used in a browser: every visitor can read it")
        .with_hint(
            "keep the key on a server: mount `createHandler` of room-engine-admin/handler there and \
             give the page its `endpoint`, or sign there and give the page a `userSig`; for a page \
             that only you can open, set `dangerouslyAllowBrowser`",
        )
}

#[cfg(feature = "server")]
impl Client {
    /// Reads where calls go, which `baseUrl` and `region` say.
    pub(super) fn with_host(mut self, options: &Object) -> Result<Self, Error> {
        if !self.target.is_endpoint() {
            self.target = read_host(options)?;
        }
        Ok(self)
    }
}

#[cfg(feature = "server")]
fn read_host(options: &Object) -> Result<Target, Error> {
    let region = match options.value("region") {
        Value::Absent => None,
        given => Some(Region::read(given).map_err(|fault| fault.of("region"))?),
    };
    match (region, check(options, "baseUrl")?) {
        (Some(_), Value::Text(_)) => {
            Err(Error::invalid("baseUrl", "cannot be combined with `region`")
                .with_hint("give `region` for the service itself, or `baseUrl` for another host"))
        }
        (None, Value::Text(text)) => {
            url::base_url(text).map(Target::BaseUrl).map_err(|fault| fault.of("baseUrl"))
        }
        (region, _) => Ok(Target::Region(region.unwrap_or_default())),
    }
}

#[cfg(feature = "server")]
impl Signing {
    fn read(options: &Object, _: Environment<'_>) -> Result<Self, Error> {
        let sdk_app_id = sdk_app_id(options)?;
        let identifier = text(options, "identifier")?.to_owned();
        let account = Account { sdk_app_id, identifier };
        let (source, key_remark) = read_credential(options, &account)?;
        let calls_per_second = match check(options, "callsPerSecond")? {
            Value::Number(rate) => *rate,
            _ => Field::of("callsPerSecond").default_number().unwrap_or_default(),
        };
        let has_limiter = match options.value("limiter") {
            Value::Absent => false,
            given if given.type_name() == "object" => true,
            given => {
                return Err(Violation::of_type("an object with `acquire`", given).of("limiter"));
            }
        };
        let credential = Credential::new(source);
        Ok(Self { account, credential, calls_per_second, has_limiter, key_remark })
    }
}

#[cfg(feature = "server")]
fn read_credential(options: &Object, account: &Account) -> Result<(Source, Option<String>), Error> {
    let key = check(options, "secretKey")?;
    let ttl = whole(options, "userSigTtl")?;
    let source = match (key, options.value("userSig")) {
        (Value::Text(key), Value::Absent) => {
            let signer = Signer::new(account.sdk_app_id, key);
            let remark = key_remark(key);
            return Ok((
                Source::Signer { signer, identifier: account.identifier.clone(), ttl },
                remark,
            ));
        }
        (Value::Text(_), _) => {
            return Err(Error::invalid("userSig", "cannot be combined with `secretKey`")
                .with_hint("give exactly one of `secretKey`, `userSig` and `endpoint`"));
        }
        (_, Value::Absent) => {
            return Err(Error::invalid("secretKey", "is missing").with_hint(
                "give `secretKey` on a server, or a `userSig` made there; in a page, the \
                 `endpoint` of a handler instead",
            ));
        }
        (_, given) if given.is_function() => Source::Provider,
        (_, Value::Text(text)) => Source::Fixed(UserSig::new(text.clone()).map_err(|flaw| {
            Error::invalid("userSig", fill("is no UserSig: *", &[&flaw.reason()]))
        })?),
        (_, given) => {
            return Err(Violation::of_type("a string or a function", given).of("userSig"));
        }
    };
    Ok((source, None))
}

/// What people copy along with a key.
#[cfg(feature = "server")]
fn key_remark(key: &str) -> Option<String> {
    let padding = usersig::key_looks_padded(key)?;
    Some(fill("the `secretKey` that was given has * around it", &[padding]))
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests;
