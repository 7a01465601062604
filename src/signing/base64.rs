//! The two alphabets of a UserSig: the vendor's own outside, the standard one within.
//!
//! By hand: the library's is made for long texts, and would be 5 kB of the module.

/// Letters and padding of a kind of base64.
struct Alphabet {
    letters: &'static [u8; 64],
    padding: u8,
}

const VENDOR: Alphabet = Alphabet {
    letters: b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-",
    padding: b'_',
};

const STANDARD: Alphabet = Alphabet {
    letters: b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    padding: b'=',
};

/// Base64 in the vendor's alphabet: `*` for `+`, `-` for `/`, `_` for the padding `=`.
/// RFC 4648 has an alphabet for URLs too, which is another one and not understood by the service.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    push(&mut out, &VENDOR, bytes);
    out
}

/// Reads [`encode`]'s form, and nothing but that: padding must be there and unused bits must be
/// zero, as all encoders of the vendor make them. What is not so was damaged on its way.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    read(&VENDOR, text)
}

/// Whether [`encode`] could have written this character.
pub fn is_of_alphabet(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'_')
}

/// Appends standard base64, padded.
pub fn push_plain(out: &mut String, bytes: &[u8]) {
    push(out, &STANDARD, bytes);
}

/// Reads standard base64, as strictly as [`decode`]: each text has one meaning, and each meaning
/// one text, which a signature over that text relies on.
pub fn decode_plain(text: &str) -> Option<Vec<u8>> {
    read(&STANDARD, text)
}

fn push(out: &mut String, alphabet: &Alphabet, bytes: &[u8]) {
    for group in bytes.chunks(3) {
        let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = alphabet.letters.get((bits >> (18 - 6 * place) & 63) as usize);
            let letter = letter.filter(|_| place <= group.len()).unwrap_or(&alphabet.padding);
            out.push(char::from(*letter));
        }
    }
}

fn read(alphabet: &Alphabet, text: &str) -> Option<Vec<u8>> {
    let (groups, []) = text.as_bytes().as_chunks::<4>() else { return None };
    let mut out = Vec::with_capacity(groups.len() * 3);
    let mut left = groups.len();
    for group in groups {
        left -= 1;
        let letters = match group {
            [_, _, a, b] if left == 0 && *a == alphabet.padding && a == b => 2,
            [_, _, _, a] if left == 0 && *a == alphabet.padding => 3,
            _ => 4,
        };
        let mut bits = 0;
        for letter in group.iter().take(letters) {
            bits = bits << 6 | value(alphabet, *letter)?;
        }
        bits <<= 6 * (4 - letters);
        let [_, bytes @ ..] = bits.to_be_bytes();
        let (bytes, unused) = bytes.split_at_checked(letters - 1)?;
        if unused.iter().any(|byte| *byte != 0) {
            return None;
        }
        out.extend_from_slice(bytes);
    }
    Some(out)
}

fn value(alphabet: &Alphabet, letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        _ if letter == alphabet.letters[62] => 62,
        _ if letter == alphabet.letters[63] => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use ::base64::Engine;
    use ::base64::engine::general_purpose::STANDARD as LIBRARY;
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
            prop_assert_eq!(&plain, &LIBRARY.encode(&bytes));
            let text = encode(&bytes);
            prop_assert_eq!(&text, &plain.replace('+', "*").replace('/', "-").replace('=', "_"));
            prop_assert!(text.bytes().all(is_of_alphabet));
            prop_assert_eq!(decode_plain(&plain), Some(bytes.clone()));
            prop_assert_eq!(decode(&text), Some(bytes));
        }

        #[test]
        fn the_library_reads_the_same(text in "[A-D+=]{0,9}") {
            prop_assert_eq!(decode_plain(&text), LIBRARY.decode(&text).ok());
        }

        #[test]
        fn what_is_read_is_written_alike(text in "[A-D*_-]{0,9}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
