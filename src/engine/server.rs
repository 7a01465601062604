//! What only servers need of the engine: UserSigs for the app's own users, calls for pages, and commands that are not in
//! the table.

use std::rc::Rc;

use super::call::Call;
use super::client::{check, sdk_app_id, text, whole};
use super::{Engine, Id, Moment, Output, Prepared, Step, object, optional_object};
use crate::api::check::{LEAST_MILLISECONDS, Violation};
use crate::api::operations::{Effect, Operation};
use crate::api::options::{self, check_names};
use crate::error::Error;
use crate::text::json::{Object, Value};
use crate::text::{fill, json};
use crate::usersig::{self, Claims, Signer, UserSig};

impl Engine {
    /// Notes that an attempt has really gone out now.
    pub fn sent(&mut self, id: Id, moment: Moment) {
        let mut output = Output::of(Step::Gone);
        if let Some((call, mut cx)) = self.context(id, moment, &mut output) {
            call.sent(&mut cx);
        }
    }

    /// Notes that an attempt went out for an app by way of another module of this process.
    pub fn sent_elsewhere(&mut self, sdk_app_id: u32, mono: f64) {
        if let Some(app) = self.apps.app(sdk_app_id, mono) {
            app.went_out_elsewhere(mono);
        }
    }

    /// Begins a call that a page has asked a handler for.
    pub fn begin_for_page(&mut self, client: Id, prepared: Prepared<'_>, moment: Moment) -> Output {
        self.begin_with(client, prepared, moment, true)
    }

    /// Begins a command that is not in the table.
    pub fn begin_command(
        &mut self,
        client: Id,
        given: &Object,
        request: &Object,
        moment: Moment,
    ) -> Result<Output, Error> {
        check_names(given, &[options::REQUEST], &[])?;
        let command = text(given, "command")?;
        if !is_command(command) {
            let words = "must name service and command, as \"room_engine_http_srv/get_room_info\"";
            return Err(Error::invalid("command", words));
        }
        let effect = match check(request, "effect")?.as_str() {
            Some("read") => Effect::Read,
            Some("set") => Effect::Set,
            _ => Effect::Once(Vec::new()),
        };
        let body = check(given, "body")?.as_str().unwrap_or("{}");
        if !matches!(json::parse(body), Ok(Value::Object(_))) {
            return Err(Error::invalid("body", "must be an object that JSON can say"));
        }
        if self.client(client).is_none_or(|client| client.target.is_endpoint()) {
            return Err(Error::invalid("endpoint", "cannot be combined with `request`")
                .with_hint("a handler makes only calls that it can check: call on a server"));
        }
        let (fields, parts, payload) = (Vec::new(), Vec::new(), Vec::new());
        let operation =
            Operation { name: "request", path: "", effect, fields, body: parts, payload };
        let mut call = Call::new(client, Rc::new(operation), body.to_owned(), Vec::new());
        call.path = command.to_owned().into();
        Ok(self.begin_call(call, moment))
    }

    /// Signs for an account of the app with the client's key.
    pub fn sign_for(
        &self,
        client: Id,
        user_id: &Value,
        given: &Value,
        unix: f64,
    ) -> Result<UserSig, Error> {
        let Value::Text(user_id) = user_id else {
            return Err(Violation::of_type("a string", user_id).of("userId"));
        };
        if user_id.is_empty() {
            return Err(Error::invalid("userId", "must not be empty"));
        }
        let given = optional_object(given, "options")?;
        check_names(given, &[options::SIGN_FOR], &[])?;
        let ttl = whole(given, "ttl")?;
        let signing = self.client(client).and_then(|client| client.signing.as_ref());
        let signed = signing.and_then(|signing| signing.credential.sign_for(user_id, ttl, unix));
        signed.ok_or_else(|| {
            Error::invalid("secretKey", "is needed to sign, and this client has none")
                .with_hint("make the client with `secretKey` instead of `userSig`, on a server")
        })
    }
}

/// `service/command`, of nothing that could lead elsewhere in a URL.
fn is_command(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
    };
    crate::text::split_once(text, "/")
        .is_some_and(|(service, command)| is_word(service) && is_word(command))
}

/// Signs for an account of an app.
pub fn sign_once(given: &Value, unix: f64) -> Result<UserSig, Error> {
    let given = object(given, "options")?;
    check_names(given, &[options::SIGN], &[])?;
    let sdk_app_id = sdk_app_id(given)?;
    let identifier = text(given, "identifier/signed")?;
    let key = text(given, "secretKey/signing")?;
    let ttl = whole(given, "ttl")?;
    let issued_at = now(given)?.unwrap_or(unix) / 1000.0;
    Ok(Signer::new(sdk_app_id, key).sign(identifier, issued_at as u64, ttl))
}

/// What a UserSig says, and whether it is right.
#[derive(Debug)]
pub struct Inspected {
    /// What it says.
    pub claims: Claims,
    /// The moment that was taken for now, in Unix seconds.
    pub now: u64,
    /// Whether it was signed with the key that was given.
    pub verified: Option<bool>,
}

/// Tells what a UserSig says, and whether it is right.
pub fn inspect(user_sig: &Value, given: &Value, unix: f64) -> Result<Inspected, Error> {
    let Value::Text(user_sig) = user_sig else {
        return Err(Violation::of_type("a string", user_sig).of("userSig"));
    };
    let given = optional_object(given, "options")?;
    check_names(given, &[options::INSPECT], &[])?;
    let key = check(given, "secretKey/verifying")?.as_str();
    let claims = usersig::decode(user_sig.trim_end_matches(['\r', '\n']))
        .map_err(|flaw| Error::invalid("userSig", fill("is no UserSig: *", &[&flaw.reason()])))?;
    let now = (now(given)?.unwrap_or(unix) / 1000.0) as u64;
    let verified = key.map(|key| claims.verify(key));
    Ok(Inspected { claims, now, verified })
}

fn now(given: &Object) -> Result<Option<f64>, Error> {
    let refused = |words: String| Err(Error::invalid("now", words));
    match given.value("now") {
        Value::Absent => Ok(None),
        Value::Date(ms) if *ms >= 0.0 => Ok(Some(*ms)),
        Value::Date(_) => refused("must be a valid Date of 1970 or later".to_owned()),
        Value::Number(ms) if ms.is_finite() && *ms >= LEAST_MILLISECONDS => Ok(Some(*ms)),
        number @ Value::Number(_) => refused(fill(
            "must be a Date or milliseconds as of Date.now(), got * (seconds? multiply by 1000)",
            &[&number.shown()],
        )),
        other => Err(Violation::of_type("a Date or milliseconds", other).of("now")),
    }
}
