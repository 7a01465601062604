//! From the text of a UserSig to the document in it, at a bounded price.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::DecompressorOxide;
use miniz_oxide::inflate::core::decompress;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use signing::base64;

use super::invalid::BadCharacter;
use super::invalid::InvalidUserSig;
use crate::text::find;
use crate::text::is_unprintable;

/// Characters a UserSig may have. An identifier of a kilobyte makes one of about 1500.
const LONGEST: usize = 16 * 1024;

/// Bytes a document may have. A stream of [`LONGEST`] characters could unpack to 12 MB.
const LARGEST: usize = 64 * 1024;

/// Whether the text could be a UserSig by its length and characters.
pub(super) fn check(text: &str) -> Result<(), InvalidUserSig> {
    if text.is_empty() {
        return Err(InvalidUserSig::Empty);
    }
    if text.len() > LONGEST {
        return Err(InvalidUserSig::TooLong);
    }
    let mut characters = text.char_indices().enumerate();
    match characters.find(|(_, (_, character))| !is_of_alphabet(*character)) {
        None => Ok(()),
        Some((at, (start, character))) => {
            let rest = text.get(start..).unwrap_or_default();
            let character = bad_character(character, rest);
            Err(around(text).unwrap_or(InvalidUserSig::Character { at, character }))
        }
    }
}

/// Without the line end of a file, of which a UserSig was the only line.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n'])
}

/// What more than the UserSig was copied, where the text shows it.
fn around(text: &str) -> Option<InvalidUserSig> {
    const NAME: &[u8] = b"usersig=";
    if find(text, "://").is_some() {
        return Some(InvalidUserSig::Url);
    }
    let mut parts = text.as_bytes().windows(NAME.len());
    parts.any(|part| part.eq_ignore_ascii_case(NAME)).then_some(InvalidUserSig::Parameter)
}

/// The document that is packed into the text: bytes that should be JSON.
pub(super) fn document(text: &str) -> Result<Vec<u8>, InvalidUserSig> {
    let text = trimmed(text);
    check(text)?;
    // The length says it better where both are wrong.
    let fault =
        if text.len().is_multiple_of(4) { InvalidUserSig::Base64 } else { InvalidUserSig::Length };
    let stream = base64::decode(text).ok_or(fault)?;
    inflate(&stream)
}

/// Unpacks a zlib stream of any level and any block type that is all of `stream`.
fn inflate(stream: &[u8]) -> Result<Vec<u8>, InvalidUserSig> {
    if !starts_like_zlib(stream) {
        return Err(InvalidUserSig::NotZlib);
    }
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut reader = Box::<DecompressorOxide>::default();
    let mut out = vec![0; LARGEST];
    let (status, read, written) = decompress(&mut reader, stream, &mut out, 0, flags);
    match status {
        TINFLStatus::Done if read < stream.len() => Err(InvalidUserSig::Trailing),
        TINFLStatus::Done => {
            out.truncate(written);
            Ok(out)
        }
        TINFLStatus::HasMoreOutput => Err(InvalidUserSig::TooLarge),
        TINFLStatus::FailedCannotMakeProgress => Err(InvalidUserSig::CutShort),
        _ => Err(InvalidUserSig::Damaged),
    }
}

/// RFC 1950, 2.2: deflate, and a checksum over the two bytes.
fn starts_like_zlib(stream: &[u8]) -> bool {
    stream.first_chunk().is_some_and(|[method, flags]| {
        method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]) % 31 == 0
    })
}

fn is_of_alphabet(character: char) -> bool {
    u8::try_from(character).is_ok_and(base64::is_of_alphabet)
}

/// `rest` begins with the character.
fn bad_character(character: char, rest: &str) -> BadCharacter {
    match character {
        '%' if rest.starts_with("%25") => BadCharacter::PercentTwice,
        '%' => BadCharacter::Percent,
        '+' | '/' | '=' => BadCharacter::PlainBase64,
        ' ' | '\t' | '\r' | '\n' => BadCharacter::Space,
        _ if is_unprintable(character) || character.is_whitespace() => {
            BadCharacter::Invisible(character)
        }
        _ => BadCharacter::Other,
    }
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::compress_to_vec_zlib;
    use proptest::prelude::*;

    use super::*;

    /// A stream that unpacks to `rounds` times 2064 zero bytes. Its end is left out: no reader
    /// that keeps to a limit comes that far.
    fn bomb(rounds: usize) -> Vec<u8> {
        // A block of fixed codes begins, a zero, and after that "258 bytes as before, from one
        // back" over and over: 13 bits, which come out even after 13 bytes.
        let mut bits = String::from("110" /* last block, fixed codes */) + "00110000" /* zero */;
        let again = "11000101".to_owned() + "00000";
        // Fill up to a whole byte first.
        while !bits.len().is_multiple_of(8) {
            bits += &again;
        }
        let bytes = |bits: &str| -> Vec<u8> {
            let value =
                |chunk: &[u8]| chunk.iter().rev().fold(0, |sum, bit| sum << 1 | (bit - b'0'));
            bits.as_bytes().chunks(8).map(value).collect()
        };
        [&[0x78, 0x01], bytes(&bits).as_slice(), &bytes(&again.repeat(8)).repeat(rounds)].concat()
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let gigabyte = bomb(520_000);
        assert_eq!(inflate(&gigabyte), Err(InvalidUserSig::TooLarge));
        assert_eq!(document(&base64::encode(&gigabyte)), Err(InvalidUserSig::TooLong));
    }

    #[test]
    fn the_largest_bomb_that_is_short_enough_is_not_unpacked() {
        let mut stream = bomb(1000);
        stream.truncate(LONGEST / 4 * 3);
        let text = base64::encode(&stream);
        assert_eq!(text.len(), LONGEST);
        assert_eq!(document(&text), Err(InvalidUserSig::TooLarge));
    }

    #[test]
    fn the_limit_is_exact() {
        for level in [0, 1, 6, 9] {
            let largest = vec![b' '; LARGEST];
            assert_eq!(inflate(&compress_to_vec_zlib(&largest, level)), Ok(largest), "{level}");
            let larger = vec![b' '; LARGEST + 1];
            assert_eq!(
                inflate(&compress_to_vec_zlib(&larger, level)),
                Err(InvalidUserSig::TooLarge)
            );
        }
    }

    #[test]
    fn what_is_no_zlib_stream() {
        let stream = compress_to_vec_zlib(b"some text that is long enough", 6);
        let gzip = [0x1f, 0x8b, 0x08, 0x00];
        let raw = &stream[2..];
        for bytes in [b"".as_slice(), b"x", &gzip, raw, b"{}", &[0x78, 0x02], &[0x79, 0x9c]] {
            assert_eq!(inflate(bytes), Err(InvalidUserSig::NotZlib), "{bytes:?}");
        }
        // A stream that wants a dictionary.
        assert_eq!(inflate(&[0x78, 0xbb, 0, 0, 0, 1, 3, 0]), Err(InvalidUserSig::Damaged));
    }

    #[test]
    fn every_cut_and_every_addition_is_noticed() {
        for level in [0, 1, 6] {
            let stream =
                compress_to_vec_zlib(b"{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"a\"}", level);
            for end in 2..stream.len() {
                assert_eq!(inflate(&stream[..end]), Err(InvalidUserSig::CutShort), "{level} {end}");
            }
            assert_eq!(
                inflate(&[&stream, b"\0".as_slice()].concat()),
                Err(InvalidUserSig::Trailing)
            );
            assert_eq!(inflate(&stream.repeat(2)), Err(InvalidUserSig::Trailing));
            for changed in stream.len() - 4..stream.len() {
                let mut stream = stream.clone();
                stream[changed] ^= 1;
                assert_eq!(inflate(&stream), Err(InvalidUserSig::Damaged));
            }
        }
    }

    #[test]
    fn texts_that_are_no_base64() {
        for text in ["QUI", "A", "AAAAA", "QUI__"] {
            assert_eq!(document(text), Err(InvalidUserSig::Length), "{text}");
        }
        for text in ["QUJ_", "____", "Q_I_", "QUI_QUI_"] {
            assert_eq!(document(text), Err(InvalidUserSig::Base64), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_stream_of_any_level_is_unpacked(bytes in prop::collection::vec(any::<u8>(), 0..3000), level in 0_u8..10) {
            prop_assert_eq!(inflate(&compress_to_vec_zlib(&bytes, level)), Ok(bytes));
        }

        #[test]
        fn any_bytes_do_not_panic(bytes in any::<Vec<u8>>()) {
            let _ = inflate(&bytes);
            let _ = inflate(&[&[0x78, 0x9c], bytes.as_slice()].concat());
        }
    }
}
