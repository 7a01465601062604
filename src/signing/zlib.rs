//! A zlib stream without compression.
//!
//! Any valid stream will do for the service, and the vendor's own signer for Go writes such ones. To
//! squeeze the 180 bytes of a UserSig costs more than all other steps of signing together, and
//! saves 40 characters of a URL.

/// Puts `input` into a zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
pub(crate) fn zlib(input: &[u8]) -> Vec<u8> {
    let (blocks, rest) = input.as_chunks::<LARGEST>();
    let mut out = Vec::with_capacity(AROUND + input.len() + blocks.len() * BEFORE_BLOCK);
    out.extend_from_slice(&HEADER);
    for block in blocks {
        push_block(&mut out, false, block);
    }
    push_block(&mut out, true, rest);
    out.extend_from_slice(&adler32(input).to_be_bytes());
    out
}

/// A window of 32 KiB, no dictionary, fastest compression.
const HEADER: [u8; 2] = [0x78, 0x01];
/// The most bytes whose number fits the block's field for it.
const LARGEST: usize = 0xffff;
const BEFORE_BLOCK: usize = 5;
/// Header, the last block's beginning, checksum.
const AROUND: usize = HEADER.len() + BEFORE_BLOCK + 4;

fn push_block(out: &mut Vec<u8>, is_last: bool, block: &[u8]) {
    // Never more than `LARGEST`.
    let [low, high] = (block.len() as u16).to_le_bytes();
    out.extend_from_slice(&[is_last.into(), low, high, !low, !high]);
    out.extend_from_slice(block);
}

fn adler32(input: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    // The most bytes whose sums fit 32 bits (RFC 1950, 9).
    for chunk in input.chunks(5552) {
        for byte in chunk {
            low += u32::from(*byte);
            high += low;
        }
        low %= 65521;
        high %= 65521;
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use miniz_oxide::inflate::decompress_to_vec_zlib;
    use proptest::prelude::*;

    use super::*;

    /// Packs, unpacks with another's reader, which looks at the checksum too.
    fn survives(input: &[u8]) {
        let stream = zlib(input);
        assert!(decompress_to_vec_zlib(&stream).unwrap() == input, "{} bytes", input.len());
        assert_eq!(stream.capacity(), stream.len());
    }

    #[test]
    fn known_streams() {
        // What Python's zlib.compress writes for these at level 0.
        assert_eq!(zlib(b""), [0x78, 1, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 1]);
        assert_eq!(zlib(b"a"), [0x78, 1, 1, 1, 0, 0xfe, 0xff, b'a', 0, 0x62, 0, 0x62]);
    }

    #[test]
    fn lengths_around_the_largest_block() {
        for blocks in 1..4 {
            for length in blocks * LARGEST - 2..=blocks * LARGEST + 2 {
                survives(&vec![b'x'; length]);
            }
        }
    }

    #[test]
    fn checksums_of_many_large_bytes_do_not_overflow() {
        for length in [5551, 5552, 5553, 300_000] {
            survives(&vec![0xff; length]);
        }
    }

    proptest! {
        #[test]
        fn any_bytes(input in prop::collection::vec(any::<u8>(), 0..2000)) {
            survives(&input);
        }
    }
}
