//! The secret key, as far along in HMAC as it gets without a text.

use hmac::EagerHash;
use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use hmac::digest::block_api::Buffer;
use sha2::Digest;
use sha2::Sha256;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

/// Both hashes of an HMAC-SHA256 after their first block, which depends on the key alone: two of
/// the five blocks of a signature need not be hashed again. Wiped when dropped, copies included.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// The key is the text's UTF-8; the hexadecimal digits that the console shows are not decoded.
    pub fn new(secret_key: &str) -> Self {
        // RFC 2104: a key longer than a block is hashed, then filled up with zeros.
        let mut block = Zeroizing::new([0; 64]);
        let mut hashed = Zeroizing::new([0; 32]);
        let bytes = if secret_key.len() > block.len() {
            *hashed = Sha256::digest(secret_key).into();
            hashed.as_slice()
        } else {
            secret_key.as_bytes()
        };
        for (to, from) in block.iter_mut().zip(bytes) {
            *to = *from;
        }
        Self(Hmac::new((&*block).into()))
    }

    /// The HMAC-SHA256 of `text`.
    pub fn sign(&self, text: &str) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Compares in constant time.
    pub fn verify(&self, text: &str, signature: &[u8; 32]) -> bool {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        mac.verify(signature.into()).is_ok()
    }
}

impl ZeroizeOnDrop for Key {}

/// `Hmac` does not say itself that it is wiped, but it is made of nothing else than these: two
/// hashes and a buffer. This does not build once a dependency stops wiping them.
const _: () = {
    const fn wiped<T: ZeroizeOnDrop>() {}
    type Core = <Sha256 as EagerHash>::Core;
    wiped::<Core>();
    wiped::<Buffer<Core>>();
    wiped::<Sha256>();
};

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Expected values from Python's `hmac`.
    #[test]
    fn keys_around_the_length_of_a_block() {
        for (length, expected) in EXPECTED {
            let key = Key::new(&"k".repeat(length));
            let signature = key.sign("text");
            assert_eq!(hex(&signature), expected, "{length}");
            assert!(key.verify("text", &signature));
            assert!(!key.verify("Text", &signature));
            assert!(!Key::new("other").verify("text", &signature));
        }
    }

    #[test]
    fn a_key_signs_many_texts() {
        let key = Key::new("key");
        assert_eq!(key.sign("a"), key.sign("a"));
        assert_ne!(key.sign("a"), key.sign("b"));
    }

    const EXPECTED: [(usize, &str); 6] = [
        (0, "0611b704abab473f956257a09cc2fc2c867211d077bdffc5a91bd8a5047826ff"),
        (1, "c1a9bf454b10dfe16515829275ce8fd6e5c7a5df851245037730352a6046f1a5"),
        (63, "c90d83e78c64ee16fe2eefa3e8a834d79d1d3d0ea483f8d9908323b714c7f134"),
        (64, "0414bb1d8c0c4556cdb2028727b16610ae377b1a194b6db1f853d4297f2329bc"),
        (65, "5b69580123e3d7e788b7e8352ac37a3247b911c5ec0837147b74109a6382d3f5"),
        (200, "0213fa56a4d26fac09aee9ef2a6faf1f38dfce0d3c4238d63981b8af5d6228ba"),
    ];
}
