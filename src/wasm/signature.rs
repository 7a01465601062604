//! UserSigs for those who debug them.

use js_sys::Date;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use super::failure::to_js;
use super::platform::now;
use super::source::{JsSource, given};
use crate::credential::signer;
use crate::error::Error;
use crate::options::catalog::{INSPECT, SIGN, check_names};
use crate::options::{Given, InspectOptions, SignOptions};
use crate::usersig::{self, Claims};
use crate::values::Refusal;

/// Signs for an account of an app.
#[wasm_bindgen(js_name = signUserSig)]
pub fn sign_user_sig(options: &JsValue) -> Result<String, JsValue> {
    sign(options).map_err(|error| to_js(&error))
}

fn sign(options: &JsValue) -> Result<String, Error> {
    let source = JsSource::read("options", options)?;
    check_names(&source, &[SIGN])?;
    let SignOptions { sdk_app_id, identifier, secret_key, ttl, now: given_now, .. } =
        SignOptions::read(&source)?;
    let issued_at = given_now.unwrap_or_else(now).unix_seconds();
    let user_sig =
        signer(sdk_app_id, &secret_key).sign(identifier.as_str(), issued_at, ttl.seconds());
    Ok(user_sig.as_str().to_owned())
}

/// Tells what a UserSig says, and whether it is right.
#[wasm_bindgen(js_name = inspectUserSig)]
pub fn inspect_user_sig(user_sig: &JsValue, options: &JsValue) -> Result<Object, JsValue> {
    inspect(user_sig, options).map_err(|error| to_js(&error))
}

fn inspect(user_sig: &JsValue, options: &JsValue) -> Result<Object, Error> {
    let text = match given(user_sig) {
        Given::Text(text) => text,
        other => {
            return Err(Error::invalid("userSig", Refusal::type_mismatch("a string", &other)));
        }
    };
    let source = JsSource::read_optional("options", options)?;
    check_names(&source, &[INSPECT])?;
    let options = InspectOptions::read(&source)?;
    let claims = usersig::decode(&text)
        .map_err(|flaw| Error::invalid("userSig", ["is no UserSig: ", &flaw.reason()].concat()))?;
    let now = options.now.unwrap_or_else(now).unix_seconds();
    let verified = options.secret_key.map(|key| claims.verify(key.expose()));
    Ok(to_object(&claims, now, verified))
}

fn to_object(claims: &Claims, now: u64, verified: Option<bool>) -> Object {
    let object = Object::new();
    let set = |name: &str, value: JsValue| {
        // A plain object of our own: setting a property of it cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    };
    set("sdkAppId", (claims.sdk_app_id() as f64).into());
    set("identifier", claims.identifier().into());
    set("issuedAt", date(claims.issued_at()));
    set("expiresAt", date(claims.expires_at()));
    set("expired", claims.is_expired(now).into());
    if let Some(verified) = verified {
        set("verified", verified.into());
    }
    object
}

fn date(unix_seconds: u64) -> JsValue {
    Date::new(&(unix_seconds as f64 * 1000.0).into()).into()
}
