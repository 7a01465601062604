//! What is read from UserSigs of every origin, and from texts that only look like one.

use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;

use super::super::Signer;
use super::*;

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const SIG: &str = "JCzxanF8NTTXau4m+2h9wv7gYJnyNksm0xm1NEXU274=";

/// A document as the vendor's package for Node writes it, except for what `change` does to it.
fn changed(change: impl FnOnce(String) -> String) -> Result<Claims, InvalidUserSig> {
    let document = String::from(
        r#"{"TLS.ver":"2.0","TLS.identifier":"administrator","TLS.sdkappid":1400000000,"TLS.time":1700000000,"TLS.expire":15552000,"TLS.sig":"SIG"}"#,
    );
    packed(&change(document.replace("SIG", SIG)))
}

fn replaced(from: &str, to: &str) -> Result<Claims, InvalidUserSig> {
    changed(|document| {
        assert!(document.contains(from), "{from}");
        document.replacen(from, to, 1)
    })
}

fn packed(document: &str) -> Result<Claims, InvalidUserSig> {
    decode(&base64::encode(&compress_to_vec_zlib(document.as_bytes(), 6)))
}

/// A document of these fields, with a signature over another text of our choice.
fn go_document(fields: &str, signed_text: &str) -> Claims {
    let mut sig = String::new();
    base64::push_plain(&mut sig, &Key::new(KEY).sign(signed_text));
    packed(&format!("{{\"TLS.ver\":\"2.0\",{fields}\"TLS.sig\":\"{sig}\"}}\n")).unwrap()
}

#[test]
fn claims_of_a_whole_document() {
    let claims = changed(|document| document).unwrap();
    assert_eq!(claims.identifier(), "administrator");
    assert_eq!(claims.sdk_app_id(), 1_400_000_000);
    assert_eq!(claims.issued_at(), 1_700_000_000);
    assert_eq!(claims.ttl(), 15_552_000);
    assert_eq!(claims.expires_at(), 1_715_552_000);
    assert_eq!(claims.user_buf(), None);
    assert!(claims.verify(KEY));
    assert!(!claims.verify(&KEY.to_uppercase()));
    assert!(!claims.verify(""));
}

#[test]
fn order_spacing_escapes_and_unknown_fields_do_not_matter() {
    let document = format!(
        "\n{{ \"TLS.sig\" : \"{}\" , \"TLS.new\": [null], \"TLS.expire\":15552000,\t\"TLS.time\" :1700000000,\r\n\
         \"TLS.sdkappid\":1400000000, \"\\u0054LS.identifier\": \"\\u0061dministrator\", \"TLS.ver\":\"2.0\" }}\n",
        SIG.replace('/', "\\/")
    );
    let claims = packed(&document).unwrap();
    assert!(claims.verify(KEY));
    assert_eq!(Ok(claims), changed(|document| document));
}

#[test]
fn what_go_leaves_out_is_empty_or_zero() {
    let claims = go_document(
        "\"TLS.time\":5,",
        "TLS.identifier:\nTLS.sdkappid:0\nTLS.time:5\nTLS.expire:0\n",
    );
    assert_eq!((claims.identifier(), claims.sdk_app_id(), claims.ttl()), ("", 0, 0));
    assert_eq!(claims.user_buf(), None);
    assert!(claims.verify(KEY));
}

#[test]
fn an_empty_userbuf_may_be_signed_and_left_out() {
    let fields = "\"TLS.identifier\":\"a\",\"TLS.sdkappid\":1,\"TLS.expire\":3,\"TLS.time\":2,";
    let signed = "TLS.identifier:a\nTLS.sdkappid:1\nTLS.time:2\nTLS.expire:3\n";
    let with_empty = signed.to_owned() + "TLS.userbuf:\n";
    assert!(go_document(fields, signed).verify(KEY));
    assert!(go_document(fields, &with_empty).verify(KEY));
    assert!(!go_document(fields, &with_empty).verify("other"));
    assert!(!go_document(fields, &(signed.to_owned() + "TLS.userbuf:AA==\n")).verify(KEY));

    let there = fields.to_owned() + "\"TLS.userbuf\":\"\",";
    assert_eq!(go_document(&there, &with_empty).user_buf(), Some([].as_slice()));
    assert!(go_document(&there, &with_empty).verify(KEY));
    assert!(!go_document(&there, signed).verify(KEY));
}

#[test]
fn a_changed_claim_does_not_verify() {
    for (from, to) in [
        ("administrator", "Administrator"),
        ("1400000000", "1400000001"),
        ("1700000000", "1700000001"),
        ("15552000", "15552001"),
        ("JCzx", "JCzy"),
        ("\"TLS.sig\"", "\"TLS.userbuf\":\"\",\"TLS.sig\""),
        ("\"TLS.sig\"", "\"TLS.userbuf\":\"AA==\",\"TLS.sig\""),
    ] {
        assert!(!replaced(from, to).unwrap().verify(KEY), "{to}");
    }
}

#[test]
fn expiry_begins_one_second_after_the_last() {
    let claims = changed(|document| document).unwrap();
    assert!(!claims.is_expired(0));
    assert!(!claims.is_expired(1_715_552_000));
    assert!(claims.is_expired(1_715_552_001));
    assert!(claims.is_expired(u64::MAX));
}

#[test]
fn times_stay_within_the_calendar() {
    let time = |time: &str| replaced("1700000000", time).map(|claims| claims.issued_at());
    let ttl = |ttl: &str| replaced("15552000", ttl).map(|claims| claims.expires_at());
    let time_fault = Err(fault(Field::Time, Fault::Range));
    let ttl_fault = Err(fault(Field::Expire, Fault::Range));
    assert_eq!(time("0"), Ok(0));
    assert_eq!(time("-0"), Ok(0));
    assert_eq!(time("1700000000000"), Ok(1_700_000_000_000));
    assert_eq!(time("8639984448000"), Ok(8_639_984_448_000));
    assert_eq!(time("8639984448001"), ttl_fault);
    assert_eq!(time("8640000000001"), time_fault);
    assert_eq!(time("9223372036854775807"), time_fault);
    assert_eq!(time("-1"), time_fault);
    assert_eq!(ttl("0"), Ok(1_700_000_000));
    assert_eq!(ttl("4294967296"), Ok(5_994_967_296));
    assert_eq!(ttl("8638300000000"), Ok(8_640_000_000_000));
    assert_eq!(ttl("8638300000001"), ttl_fault);
    assert_eq!(ttl("9223372036854775807"), ttl_fault);
    assert_eq!(ttl("-1"), ttl_fault);
}

#[test]
fn applications_are_32_bit_numbers() {
    let id = |id: &str| replaced("1400000000", id).map(|claims| claims.sdk_app_id());
    assert_eq!(id("0"), Ok(0));
    assert_eq!(id("4294967295"), Ok(u32::MAX));
    for wrong in ["4294967296", "-1"] {
        assert_eq!(id(wrong), Err(fault(Field::SdkAppId, Fault::Range)));
    }
}

#[test]
fn every_field_of_a_wrong_form() {
    for (field, from, to) in [
        (Field::Ver, "\"2.0\"", "\"1.0\""),
        (Field::Ver, "\"2.0\"", "2.0"),
        (Field::Identifier, "\"administrator\"", "7"),
        (Field::Identifier, "\"administrator\"", "null"),
        (Field::Identifier, "administrator", "\\ud83d"),
        (Field::SdkAppId, "1400000000", "\"1400000000\""),
        (Field::SdkAppId, "1400000000", "1400000000.0"),
        (Field::SdkAppId, "1400000000", "1.4e9"),
        (Field::Time, "1700000000", "null"),
        (Field::Time, "1700000000", "1700000000.25"),
        (Field::Time, "1700000000", "9223372036854775808"),
        (Field::Expire, "15552000", "\"15552000\""),
        (Field::Expire, "15552000", "true"),
        (Field::Sig, SIG, ""),
        (Field::Sig, SIG, "AAAA"),
        (Field::Sig, "274=", "274"),
        (Field::Sig, "274=", "275="),
        (Field::Sig, "274=", "274AAAAA"),
        (Field::Sig, "JCzx", "JC-x"),
        (Field::Sig, "JCzx", "\\ud83d"),
        (Field::UserBuf, "\"TLS.sig\"", "\"TLS.userbuf\":null,\"TLS.sig\""),
        (Field::UserBuf, "\"TLS.sig\"", "\"TLS.userbuf\":\"A\",\"TLS.sig\""),
        (Field::UserBuf, "\"TLS.sig\"", "\"TLS.userbuf\":\"AB==\",\"TLS.sig\""),
    ] {
        assert_eq!(replaced(from, to), Err(fault(field, Fault::Form)), "{to}");
    }
}

#[test]
fn what_must_be_there() {
    for field in [Field::Ver, Field::Time, Field::Sig] {
        assert_eq!(replaced(field.name(), "TLS.other"), Err(fault(field, Fault::Missing)));
    }
}

#[test]
fn signatures_of_the_former_kind_are_told_apart() {
    let document = r#"{"TLS.account_type":"0","TLS.identifier":"a","TLS.appid_at_3rd":"0","TLS.sdk_appid":"1","TLS.expire_after":"1","TLS.version":"201512300000","TLS.time":"1","TLS.sig":"MEUC"}"#;
    assert_eq!(packed(document), Err(InvalidUserSig::LegacyEcdsa));
}

#[test]
fn what_is_not_a_json_object() {
    for document in ["", "null", "[]", "\"TLS.ver\"", "{", "{}{}", "{\"TLS.identifier\":\"a\"b\"}"]
    {
        assert_eq!(packed(document), Err(InvalidUserSig::NotJson), "{document}");
    }
    let not_utf8 = base64::encode(&compress_to_vec_zlib(b"{\"TLS.identifier\":\"\xff\"}", 6));
    assert_eq!(decode(&not_utf8), Err(InvalidUserSig::NotJson));
    assert_eq!(packed(&"[".repeat(60_000)), Err(InvalidUserSig::NotJson));
}

#[test]
fn what_people_pass_by_mistake() {
    let user_sig = Signer::new(1, KEY).sign("administrator", 1_700_000_000, 86_400);
    let text = user_sig.as_str();
    assert!(decode(text).is_ok());
    assert_eq!(decode(""), Err(InvalidUserSig::Empty));
    assert_eq!(decode("administrator"), Err(InvalidUserSig::Length));
    assert_eq!(decode(KEY), Err(InvalidUserSig::NotZlib));
    assert!(decode(&format!("{text}\r\n")).is_ok());
    assert!(matches!(decode(&format!("{text} ")), Err(InvalidUserSig::Character { .. })));
    assert_eq!(decode(&format!("usersig={text}")), Err(InvalidUserSig::Parameter));
    assert_eq!(decode(&format!("https://h/?usersig={text}&a=1")), Err(InvalidUserSig::Url));
    assert_eq!(decode(&text[..text.len() - 1]), Err(InvalidUserSig::Length));
    assert_eq!(decode(&text[..text.len() - 8]), Err(InvalidUserSig::CutShort));
    assert!(decode(&text.to_uppercase()).is_err());
    assert!(decode(&text.repeat(2)).is_err());
}

#[test]
fn neither_debug_nor_reason_shows_a_signature() {
    let claims = changed(|document| document).unwrap();
    let shown = format!("{claims:?}");
    assert!(shown.contains("administrator") && !shown.contains("signature"), "{shown}");
    let secret = "secretsecretsecr";
    for text in [secret.to_owned(), base64::encode(secret.as_bytes()), format!("{secret}%")] {
        let error = decode(&text).unwrap_err();
        assert!(!format!("{error:?} {}", error.reason()).contains("secret"));
    }
}

proptest! {
    #[test]
    fn any_signature_is_read_and_verified(
        identifier in any::<String>(),
        key in any::<String>(),
        sdk_app_id in any::<u32>(),
        issued_at in 0..=END_OF_TIME - u64::from(u32::MAX),
        ttl in any::<u32>(),
        other in any::<String>(),
    ) {
        let user_sig = Signer::new(sdk_app_id, &key).sign(&identifier, issued_at, ttl);
        prop_assert_eq!(super::super::UserSig::new(user_sig.as_str()), Ok(user_sig.clone()));
        let claims = decode(user_sig.as_str()).unwrap();
        prop_assert_eq!(claims.identifier(), identifier);
        prop_assert_eq!(claims.sdk_app_id(), sdk_app_id);
        prop_assert_eq!(claims.issued_at(), issued_at);
        prop_assert_eq!(claims.ttl(), u64::from(ttl));
        prop_assert_eq!(claims.user_buf(), None);
        prop_assert!(claims.verify(&key));
        // A zero at the end of a short key is the same to HMAC as none.
        prop_assume!(!key.ends_with('\0') && !other.ends_with('\0'));
        prop_assert_eq!(claims.verify(&other), other == key);
    }

    #[test]
    fn any_long_or_awkward_identifier(identifier in "[\0-\u{22}\\\\/a-c\u{7f}\u{2028}用😀\n]{0,1000}") {
        let user_sig = Signer::new(1, KEY).sign(&identifier, 1, 1);
        let claims = decode(user_sig.as_str()).unwrap();
        prop_assert_eq!(claims.identifier(), identifier);
        prop_assert!(claims.verify(KEY));
    }

    #[test]
    fn any_changed_character_changes_no_claim(at in any::<prop::sample::Index>(), to in "[A-Za-z0-9*_-]") {
        let user_sig = Signer::new(1_400_000_000, KEY).sign("administrator", 1_700_000_000, 86_400);
        let before = decode(user_sig.as_str()).unwrap();
        let mut text = user_sig.as_str().to_owned();
        let at = at.index(text.len());
        text.replace_range(at..=at, &to);
        if let Ok(after) = decode(&text) {
            prop_assert!(after == before || !after.verify(KEY));
        }
    }

    #[test]
    fn any_changed_byte_of_the_document_does_not_verify(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        // The checksum of the stream is made to fit, so that the signature has to notice.
        let before = changed(|document| document).unwrap();
        let after = changed(|document| {
            let mut bytes = document.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = to;
            String::from_utf8(bytes).unwrap_or_default()
        });
        if let Ok(after) = after {
            prop_assert!(after == before || !after.verify(KEY), "{after:?}");
        }
    }

    #[test]
    fn any_text_does_not_panic(text in any::<String>(), near in "[A-Za-z0-9*_-]{0,300}") {
        let _ = decode(&text).map_err(|error| error.reason());
        let _ = decode(&near).map_err(|error| error.reason());
        let _ = decode(&format!("eJ{near}")).map_err(|error| error.reason());
    }

    #[test]
    fn any_bytes_do_not_panic(bytes in any::<Vec<u8>>()) {
        let _ = decode(&base64::encode(&bytes));
        let _ = decode(&base64::encode(&compress_to_vec_zlib(&bytes, 6)));
    }

    #[test]
    fn any_values_in_the_fields_do_not_panic(
        ver in any_value(), identifier in any_value(), id in any_value(), time in any_value(),
        ttl in any_value(), sig in any_value(), user_buf in any_value(), now in any::<u64>(),
    ) {
        let document = format!(
            "{{\"TLS.ver\":{ver},\"TLS.identifier\":{identifier},\"TLS.sdkappid\":{id},\"TLS.time\":{time},\
             \"TLS.expire\":{ttl},\"TLS.userbuf\":{user_buf},\"TLS.sig\":{sig}}}",
        );
        match packed(&document) {
            Err(error) => prop_assert!(!error.reason().is_empty()),
            Ok(claims) => {
                prop_assert!(claims.expires_at() <= END_OF_TIME);
                prop_assert_eq!(claims.is_expired(now), now > claims.expires_at());
                prop_assert!(!claims.verify(KEY));
            }
        }
    }
}

/// JSON values of which a good part is right for one field or another.
fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("\"2.0\"".to_owned()),
        3 => Just(format!("\"{SIG}\"")),
        3 => any::<u32>().prop_map(|number| number.to_string()),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<u64>().prop_map(|number| number.to_string()),
        1 => Just("[{}]".to_owned()),
        1 => "\"[A-D]{0,4}=?=?\"",
    ]
}
