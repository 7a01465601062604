//! The two alphabets of a UserSig: the vendor's own outside, the standard one within.

use ::base64::Engine;
use ::base64::alphabet::Alphabet;
use ::base64::alphabet::Symbol;
use ::base64::engine::GeneralPurpose;
use ::base64::engine::general_purpose::PAD;
use ::base64::engine::general_purpose::STANDARD;

/// Base64 in the vendor's alphabet: `*` for `+`, `-` for `/`, `_` for the padding `=`.
/// RFC 4648 has an alphabet for URLs too, which is another one and not understood by the service.
pub fn encode(bytes: &[u8]) -> String {
    written(&VENDOR, bytes)
}

/// Reads [`encode`]'s form, and nothing but that: padding must be there and unused bits must be
/// zero, as all encoders of the vendor make them. What is not so was damaged on its way.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    VENDOR.decode(text).ok()
}

/// Whether [`encode`] could have written this character.
pub fn is_of_alphabet(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'_')
}

/// Appends standard base64, padded.
pub fn push_plain(out: &mut String, bytes: &[u8]) {
    out.push_str(&written(&STANDARD, bytes));
}

/// Reads standard base64, as strictly as [`decode`]: each text has one meaning, and each meaning
/// one text, which a signature over that text relies on.
pub fn decode_plain(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// `Engine::encode`, without the texts for its panics, which make a download larger. Neither error
/// can be: the room is exact, and the alphabets are ASCII.
fn written(engine: &GeneralPurpose, bytes: &[u8]) -> String {
    let mut text = vec![0; bytes.len().div_ceil(3) * 4];
    let length = engine.encode_slice(bytes, &mut text).unwrap_or_default();
    text.truncate(length);
    String::from_utf8(text).unwrap_or_default()
}

static VENDOR: GeneralPurpose = GeneralPurpose::new(&alphabet(), PAD);

#[expect(clippy::panic, reason = "runs at compile time: a wrong alphabet does not build")]
const fn alphabet() -> Alphabet {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-";
    let Some(padding) = Symbol::new(b'_') else { panic!() };
    match Alphabet::new_with_padding(letters, padding) {
        Ok(alphabet) => alphabet,
        Err(_) => panic!(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_vendors_three_characters() {
        // Standard: "++//", "AA==", "AAA=".
        assert_eq!(encode(&[0xfb, 0xef, 0xff]), "**--");
        assert_eq!(encode(&[0]), "AA__");
        assert_eq!(encode(&[0, 0]), "AAA_");
    }

    #[test]
    fn only_the_canonical_form_is_read() {
        assert_eq!(decode("QUI_"), Some(b"AB".to_vec()));
        for text in [
            "QUI", "QUI=", "QUJ_", "Q_I_", "QUI__", "_", "____", "QUI_QUI_", "QU_I", "Q___", "QU+_",
        ] {
            assert!(decode(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_vendors_form_is_the_standard_one_with_three_characters_replaced(bytes in any::<Vec<u8>>()) {
            let mut plain = String::new();
            push_plain(&mut plain, &bytes);
            let text = encode(&bytes);
            prop_assert_eq!(&text, &plain.replace('+', "*").replace('/', "-").replace('=', "_"));
            prop_assert!(text.bytes().all(is_of_alphabet));
            prop_assert_eq!(decode_plain(&plain), Some(bytes.clone()));
            prop_assert_eq!(decode(&text), Some(bytes));
        }

        #[test]
        fn what_is_read_is_written_alike(text in "[A-D*_-]{0,9}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
