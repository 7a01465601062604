//! UserSigs made by the vendor's packages for Node and Python are read and verified, and what is
//! signed here says the same. Where the vectors come from stands in the file itself.
#![cfg(all(feature = "server", not(target_arch = "wasm32")))]
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests may fail like tests"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use room_engine_admin::usersig::Claims;
use room_engine_admin::usersig::Signer;
use room_engine_admin::usersig::decode;
use serde_json::Value;

fn vectors(name: &str, count: usize) -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("usersig-vectors.json")).unwrap();
    let list = if name == "verify_cases" { &file[name]["cases"] } else { &file[name] };
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), count, "{name}");
    list.clone()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

fn user_buf(vector: &Value) -> Option<Vec<u8>> {
    vector["userbuf_base64"].as_str().map(|text| STANDARD.decode(text).unwrap())
}

fn signer(vector: &Value) -> Signer {
    let sdk_app_id = vector["sdkappid"].as_u64().unwrap();
    Signer::new(sdk_app_id.try_into().unwrap(), text(vector, "key"))
}

/// Reads a UserSig without any code of this package.
fn unpacked(user_sig: &str) -> Value {
    let plain = user_sig.replace('*', "+").replace('-', "/").replace('_', "=");
    let stream = STANDARD.decode(plain).unwrap();
    let document = miniz_oxide::inflate::decompress_to_vec_zlib(&stream).unwrap();
    serde_json::from_slice(&document).unwrap()
}

fn assert_claims(claims: &Claims, vector: &Value) {
    let name = text(vector, "name");
    assert_eq!(claims.identifier(), text(vector, "identifier"), "{name}");
    assert_eq!(u64::from(claims.sdk_app_id()), vector["sdkappid"].as_u64().unwrap(), "{name}");
    assert_eq!(claims.issued_at(), vector["time"].as_u64().unwrap(), "{name}");
    assert_eq!(claims.ttl(), vector["expire"].as_u64().unwrap(), "{name}");
    assert_eq!(claims.user_buf(), user_buf(vector).as_deref(), "{name}");
    assert!(claims.verify(text(vector, "key")), "{name}");
    assert!(!claims.verify(&(text(vector, "key").to_owned() + "x")), "{name}");
}

#[test]
fn user_sig_the_vendors_user_sigs_are_read_and_verified() {
    for vector in vectors("vectors", 57) {
        for origin in ["npm_usersig", "pypi_usersig"] {
            assert_claims(&decode(text(&vector, origin)).unwrap(), &vector);
        }
    }
}

#[test]
fn user_sig_our_user_sigs_say_the_same_as_the_vendors() {
    let mut signed = 0;
    for vector in vectors("vectors", 57) {
        if user_buf(&vector).is_some() {
            continue;
        }
        let ttl = vector["expire"].as_u64().unwrap().try_into().unwrap();
        let issued_at = vector["time"].as_u64().unwrap();
        let ours = signer(&vector).sign(text(&vector, "identifier"), issued_at, ttl);
        assert_claims(&decode(ours.as_str()).unwrap(), &vector);
        let document = unpacked(ours.as_str());
        assert_eq!(document["TLS.sig"], vector["tls_sig"], "{}", vector["name"]);
        assert_eq!(document, unpacked(text(&vector, "npm_usersig")), "{}", vector["name"]);
        signed += 1;
    }
    assert!(signed > 40, "{signed}");
}

#[test]
fn user_sig_private_map_keys_are_user_sigs_with_a_userbuf() {
    for vector in vectors("private_map_keys", 4) {
        for origin in ["npm_usersig", "python_source_usersig"] {
            let claims = decode(text(&vector, origin)).unwrap();
            assert_claims(&claims, &vector);
            assert!(claims.user_buf().is_some());
        }
    }
}

/// What the vendor's verifiers for Go and PHP say, in their order.
fn verdict(vector: &Value) -> &'static str {
    let Ok(claims) = decode(text(vector, "usersig")) else { return "undecodable" };
    let expected = user_buf(vector);
    if u64::from(claims.sdk_app_id()) != vector["sdkappid"].as_u64().unwrap() {
        "sdkappid_mismatch"
    } else if claims.identifier() != text(vector, "identifier") {
        "identifier_mismatch"
    } else if claims.is_expired(vector["now"].as_u64().unwrap()) {
        "expired"
    } else if claims.user_buf().is_some() != expected.is_some() {
        "userbuf_type_mismatch"
    } else if claims.user_buf() != expected.as_deref() {
        "userbuf_mismatch"
    } else if claims.verify(text(vector, "key")) {
        "ok"
    } else {
        "sig_mismatch"
    }
}

#[test]
fn user_sig_verdicts_are_those_of_the_vendors_verifiers() {
    for vector in vectors("verify_cases", 12) {
        let expected = match text(&vector, "name") {
            // Theirs take the standard alphabet too. Whether the service does is not known, and in
            // a URL its plus would be a space: worth a warning.
            "standard_base64_not_substituted" => "undecodable",
            _ => text(&vector, "expect"),
        };
        assert_eq!(verdict(&vector), expected, "{}", vector["name"]);
    }
}
