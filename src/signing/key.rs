//! The secret key, as far along in HMAC as it gets without a text.

use core::hint::black_box;
use core::mem::MaybeUninit;

use hmac::EagerHash;
use hmac::KeyInit;
use hmac::block_api::HmacCore;
use hmac::digest::CtOutput;
use hmac::digest::Output;
use hmac::digest::block_api::Buffer;
use hmac::digest::block_api::FixedOutputCore;
use hmac::digest::block_api::UpdateCore;
use sha2::Digest;
use sha2::Sha256;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

type States = HmacCore<Sha256>;

/// Both hashes of an HMAC-SHA256 after their first block, which depends on the key alone: two of
/// the five blocks of a signature need not be hashed again.
///
/// They are as good as the key for signing. They stand behind a pointer, so that moving a `Key`
/// leaves no copy behind, and are wiped when it is dropped; what hashing left on the stack is wiped
/// before the function that hashed returns. What cannot be promised is in [`wipe_stack`].
pub struct Key(Box<States>);

impl Key {
    /// The key is the text's UTF-8; the hexadecimal digits that the console shows are not decoded.
    pub fn new(secret_key: &str) -> Self {
        let states = states(secret_key);
        wipe_stack();
        Self(states)
    }

    /// The HMAC-SHA256 of `text`.
    pub fn sign(&self, text: &str) -> [u8; 32] {
        let mut signature = Output::<States>::default();
        hash(&self.0, text, &mut signature);
        wipe_stack();
        signature.into()
    }

    /// Compares in constant time.
    pub fn verify(&self, text: &str, signature: &[u8; 32]) -> bool {
        let expected = CtOutput::<States>::new(self.sign(text).into());
        expected == CtOutput::new((*signature).into())
    }
}

impl ZeroizeOnDrop for Key {}

/// `HmacCore` does not say itself that it is wiped, but it is made of nothing else than two of
/// these hashes. This does not build once a dependency stops wiping them, or what they work with.
const _: () = {
    const fn wiped<T: ZeroizeOnDrop>() {}
    wiped::<<Sha256 as EagerHash>::Core>();
    wiped::<Buffer<States>>();
    wiped::<Sha256>();
};

/// Never a part of its caller: what it leaves on the stack must lie where [`wipe_stack`] wipes.
#[inline(never)]
fn states(secret_key: &str) -> Box<States> {
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
    Box::new(States::new((&*block).into()))
}

#[inline(never)]
fn hash(states: &States, text: &str, signature: &mut Output<States>) {
    let mut states = states.clone();
    let mut buffer = Buffer::<States>::default();
    buffer.digest_blocks(text.as_bytes(), |blocks| states.update_blocks(blocks));
    states.finalize_fixed_core(&mut buffer, signature);
}

/// Wipes what functions called before, from the same place, left of their variables: copies of the
/// states that were moved, the key's block, the words of a hash at work.
///
/// As far as that can be had in a language without access to its stack: the functions above it must
/// not be inlined, and must need no more room than is wiped here, both of which `tests/wiped.rs`
/// looks at in this machine's memory. Out of reach are registers, WebAssembly's own locals (which an
/// engine keeps wherever it likes), what was swapped out, and dumps made at work.
#[inline(never)]
fn wipe_stack() {
    // Twice of what the deepest of them needs. Without optimization each move is a copy more.
    const WORDS: usize = if cfg!(debug_assertions) { 2048 } else { 128 };
    let mut room = [MaybeUninit::<u64>::uninit(); WORDS];
    room.as_mut_slice().zeroize();
    black_box(&mut room);
}

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
