//! The document that is packed into a UserSig.

use crate::base64;
use crate::json::push_integer;
use crate::json::push_string;
use crate::key::Key;
use crate::text::Signed;
use crate::zlib::zlib;

/// The UserSig of a statement.
pub fn user_sig(key: &Key, signed: &Signed<'_>) -> String {
    let mut text = String::with_capacity(DOCUMENT_ROOM + signed.identifier.len());
    signed.push_to(&mut text);
    let signature = key.sign(&text);
    text.clear();
    push_document(&mut text, signed, &signature);
    base64::encode(&zlib(text.as_bytes()))
}

/// What the document takes besides the identifier, with the longest numbers.
const DOCUMENT_ROOM: usize = 192;

/// Appends the document, its fields in the order of the vendor's package for Node.
fn push_document(out: &mut String, signed: &Signed<'_>, signature: &[u8; 32]) {
    out.push_str("{\"TLS.ver\":\"2.0\",\"TLS.identifier\":");
    push_string(out, signed.identifier);
    out.push_str(",\"TLS.sdkappid\":");
    push_integer(out, u64::from(signed.sdk_app_id));
    out.push_str(",\"TLS.time\":");
    push_integer(out, signed.issued_at);
    out.push_str(",\"TLS.expire\":");
    push_integer(out, signed.ttl);
    out.push_str(",\"TLS.sig\":\"");
    base64::push_plain(out, signature);
    out.push_str("\"}");
}

#[cfg(test)]
mod tests {
    use miniz_oxide::inflate::decompress_to_vec_zlib;

    use super::*;

    const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    fn signed(sdk_app_id: u32, identifier: &str, issued_at: u64, ttl: u64) -> String {
        let signed = Signed { identifier, sdk_app_id, issued_at, ttl, user_buf: None };
        user_sig(&Key::new(KEY), &signed)
    }

    fn document(user_sig: &str) -> String {
        let stream = base64::decode(user_sig).unwrap();
        String::from_utf8(decompress_to_vec_zlib(&stream).unwrap()).unwrap()
    }

    #[test]
    fn the_document_is_the_one_of_the_vendors_package_for_node() {
        let user_sig = signed(1_400_000_000, "xiaojun", 1_700_000_000, 15_552_000);
        assert_eq!(
            document(&user_sig),
            "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"xiaojun\",\"TLS.sdkappid\":1400000000,\
             \"TLS.time\":1700000000,\"TLS.expire\":15552000,\
             \"TLS.sig\":\"LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4=\"}"
        );
    }

    #[test]
    fn the_largest_document_fits_the_room() {
        let user_sig = signed(u32::MAX, "", u64::MAX, u64::from(u32::MAX));
        assert!(document(&user_sig).len() <= DOCUMENT_ROOM);
    }

    /// Without compression the length follows from what is said, whatever the signature.
    #[test]
    fn a_user_sig_of_the_usual_kind_has_248_characters() {
        for issued_at in 1_700_000_000..1_700_000_100 {
            let user_sig = signed(1_400_000_000, "administrator", issued_at, 86_400);
            assert_eq!(user_sig.len(), 248);
        }
    }
}
