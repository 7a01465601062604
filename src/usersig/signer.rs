//! Making UserSigs.

use core::fmt;

use zeroize::ZeroizeOnDrop;

use super::UserSig;
use super::base64;
use super::deflate;
use super::key::Key;
use super::text::Signed;
use crate::json::push_integer;
use crate::json::push_string;

/// Signs UserSigs for the accounts of one application. The key is kept half hashed, and wiped when
/// the signer is dropped.
#[derive(Clone)]
pub struct Signer {
    sdk_app_id: u32,
    key: Key,
}

impl Signer {
    /// `secret_key` is the text that the console shows, taken as it is.
    pub fn new(sdk_app_id: u32, secret_key: &str) -> Self {
        Self { sdk_app_id, key: Key::new(secret_key) }
    }

    /// Signs for `identifier`, any text: valid from `issued_at` (Unix seconds) for `ttl` seconds.
    ///
    /// Nothing is refused here. What the service may not like (an empty identifier, one of more
    /// than 32 bytes, times no clock can show) has to be settled before.
    pub fn sign(&self, identifier: &str, issued_at: u64, ttl: u32) -> UserSig {
        let signed = Signed {
            identifier,
            sdk_app_id: self.sdk_app_id,
            issued_at,
            ttl: u64::from(ttl),
            user_buf: None,
        };
        let mut text = String::with_capacity(DOCUMENT_ROOM + identifier.len());
        signed.push_to(&mut text);
        let signature = self.key.sign(&text);
        text.clear();
        push_document(&mut text, &signed, &signature);
        UserSig(base64::encode(&deflate::zlib(text.as_bytes())))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("sdk_app_id", &self.sdk_app_id).finish_non_exhaustive()
    }
}

impl ZeroizeOnDrop for Signer {}

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

    fn document(user_sig: &UserSig) -> String {
        let stream = base64::decode(user_sig.as_str()).unwrap();
        String::from_utf8(decompress_to_vec_zlib(&stream).unwrap()).unwrap()
    }

    #[test]
    fn the_document_is_the_one_of_the_vendors_package_for_node() {
        let user_sig = Signer::new(1_400_000_000, KEY).sign("xiaojun", 1_700_000_000, 15_552_000);
        assert_eq!(
            document(&user_sig),
            "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"xiaojun\",\"TLS.sdkappid\":1400000000,\
             \"TLS.time\":1700000000,\"TLS.expire\":15552000,\
             \"TLS.sig\":\"LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4=\"}"
        );
    }

    #[test]
    fn the_largest_document_fits_the_room() {
        let user_sig = Signer::new(u32::MAX, KEY).sign("", u64::MAX, u32::MAX);
        assert!(document(&user_sig).len() <= DOCUMENT_ROOM);
    }

    #[test]
    fn a_user_sig_is_about_as_long_as_the_vendors() {
        let signer = Signer::new(1_400_000_000, KEY);
        let lengths = (0..100).map(|n| signer.sign("administrator", 1_700_000_000 + n, 86_400));
        let lengths: Vec<usize> = lengths.map(|user_sig| user_sig.as_str().len()).collect();
        assert!(lengths.iter().all(|length| (188..=208).contains(length)), "{lengths:?}");
    }

    #[test]
    fn debug_hides_the_key() {
        let signer = Signer::new(1_400_000_000, KEY);
        assert_eq!(format!("{signer:?}"), "Signer { sdk_app_id: 1400000000, .. }");
    }
}
