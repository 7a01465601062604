//! A zlib writer for texts of a few hundred bytes.
//!
//! Any valid stream will do for the service. A general compressor spends most of its time on
//! preparing hundreds of kilobytes of tables to squeeze the 175 bytes of a UserSig, and would cost
//! more than all other steps of signing together. This one writes a single block with the codes
//! that the format fixes, and looks for repeats in a table of 256 places. For a UserSig that comes
//! out within a few characters of the usual compressors; at worst it adds one byte to eight.

/// Packs `input` into a zlib stream (RFC 1950) of one block with fixed codes (RFC 1951, 3.2.6).
pub fn zlib(input: &[u8]) -> Vec<u8> {
    let mut bits = BitWriter::with_room_for(input.len());
    bits.push(HEADER, 16);
    bits.push(LAST_BLOCK_FIXED_CODES, 3);
    write_tokens(&mut bits, input);
    bits.push_length_code(END_OF_BLOCK);
    let mut out = bits.finish();
    out.extend_from_slice(&adler32(input).to_be_bytes());
    out
}

/// A window of 32 KiB, no dictionary, fastest compression: the bytes 78 01.
const HEADER: u32 = 0x0178;
const LAST_BLOCK_FIXED_CODES: u32 = 0b011;
const END_OF_BLOCK: u32 = 0;

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

/// Takes each repeat as it comes: looking for a longer one costs more time than it saves bytes.
fn write_tokens(bits: &mut BitWriter, input: &[u8]) {
    let mut places = Places([0; 256]);
    let mut at = 0;
    while let Some(&byte) = input.get(at) {
        if let Some(repeat) = places.repeat(input, at) {
            repeat.write(bits);
            at += repeat.length;
        } else {
            bits.push_literal(byte);
            at += 1;
        }
    }
}

/// Where each hash of three bytes was last seen, plus one.
struct Places([usize; 256]);

impl Places {
    /// Whether the bytes at `at` stood before; notes their place in any case.
    #[inline]
    fn repeat(&mut self, input: &[u8], at: usize) -> Option<Repeat> {
        let ahead = input.get(at..)?;
        let start = first_three(ahead)?;
        let place = self.0.get_mut((start.wrapping_mul(0x9e37_79b1) >> 24) as usize)?;
        let earlier = core::mem::replace(place, at + 1).checked_sub(1)?;
        let before = input.get(earlier..)?;
        let distance = at - earlier;
        if distance > Repeat::FARTHEST || first_three(before)? != start {
            return None;
        }
        let equal = before.iter().zip(ahead).take(Repeat::LONGEST).take_while(|(a, b)| a == b);
        Some(Repeat { length: equal.count(), distance })
    }
}

/// The next three bytes as a number; nothing in the last three bytes, where it is not worth while.
#[inline]
fn first_three(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|four| u32::from_le_bytes(*four) & 0x00ff_ffff)
}

/// "As before": so many bytes, from so far back.
struct Repeat {
    length: usize,
    distance: usize,
}

impl Repeat {
    const SHORTEST: usize = 3;
    const LONGEST: usize = 258;
    const FARTHEST: usize = 32 * 1024;

    /// RFC 1951, 3.2.5. Codes go with powers of two: four to each for lengths, two for distances;
    /// the bits that remain follow the code. The longest length has a code of its own.
    fn write(&self, bits: &mut BitWriter) {
        let length = (self.length - Self::SHORTEST) as u32;
        if length < 8 {
            bits.push_length_code(1 + length);
        } else if self.length == Self::LONGEST {
            bits.push_length_code(29);
        } else {
            let extra = length.ilog2() - 2;
            bits.push_length_code(1 + (extra << 2) + (length >> extra));
            bits.push(low_bits(length, extra), extra);
        }
        let distance = (self.distance - 1) as u32;
        if distance < 4 {
            bits.push_distance_code(distance);
        } else {
            let extra = distance.ilog2() - 1;
            bits.push_distance_code((extra << 1) + (distance >> extra));
            bits.push(low_bits(distance, extra), extra);
        }
    }
}

fn low_bits(value: u32, count: u32) -> u32 {
    value & ((1 << count) - 1)
}

/// Fills bytes from their lowest bit on. Codes go in highest bit first, numbers lowest bit first.
struct BitWriter {
    out: Vec<u8>,
    /// Whole bytes written.
    at: usize,
    /// Up to seven bits that are not yet a byte.
    waiting: u64,
    count: u32,
}

impl BitWriter {
    /// No code is longer than nine bits, and no repeat costs more than its bytes would; the rest is
    /// for the header, the ends, and for writing eight bytes at a time.
    fn with_room_for(input: usize) -> Self {
        Self { out: vec![0; input + input / 8 + 24], at: 0, waiting: 0, count: 0 }
    }

    fn push_literal(&mut self, byte: u8) {
        if byte < 144 {
            self.push(reversed(0x30 + byte), 8);
        } else {
            self.push(reversed(byte) << 1 | 1, 9);
        }
    }

    /// `code` counts from the end of the block: 0..=29.
    fn push_length_code(&mut self, code: u32) {
        if code < 24 {
            self.push(reversed(code as u8) >> 1, 7);
        } else {
            self.push(reversed(0xc0 + (code - 24) as u8), 8);
        }
    }

    fn push_distance_code(&mut self, code: u32) {
        self.push(reversed(code as u8) >> 3, 5);
    }

    /// Appends the lowest `width` bits (at most 16) of `value`, which has no others.
    ///
    /// Writes more than is ready and counts what is: branches here are the slowest part of signing.
    #[inline]
    fn push(&mut self, value: u32, width: u32) {
        self.waiting |= u64::from(value) << self.count;
        self.count += width;
        if let Some(room) = self.out.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut) {
            *room = self.waiting.to_le_bytes();
        }
        self.at += (self.count / 8) as usize;
        self.waiting >>= self.count & !7;
        self.count &= 7;
    }

    fn finish(mut self) -> Vec<u8> {
        self.out.truncate(self.at + usize::from(self.count > 0));
        self.out
    }
}

fn reversed(byte: u8) -> u32 {
    u32::from(byte.reverse_bits())
}

#[cfg(test)]
mod tests {
    use miniz_oxide::inflate::decompress_to_vec_zlib;
    use proptest::prelude::*;

    use super::*;

    /// Packs, unpacks with another's reader, and gives the packed length.
    fn survives(input: &[u8]) -> usize {
        let stream = zlib(input);
        assert!(decompress_to_vec_zlib(&stream).unwrap() == input, "{} bytes", input.len());
        assert!(
            stream.len() <= input.len() + input.len() / 8 + 9,
            "{} for {}",
            stream.len(),
            input.len()
        );
        stream.len()
    }

    /// Numbers without a pattern (xorshift), the same on each run.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_u32;
        let next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 24) as u8
        };
        std::iter::repeat_with(next).take(length).collect()
    }

    #[test]
    fn known_streams() {
        // zlib's own output for these (level 1) has the same bytes.
        assert_eq!(zlib(b""), [0x78, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);
        assert_eq!(zlib(b"a"), [0x78, 0x01, 0x4b, 0x04, 0x00, 0x00, 0x62, 0x00, 0x62]);
    }

    #[test]
    fn every_byte_alone_and_all_in_a_row() {
        for byte in 0..=255 {
            survives(&[byte]);
        }
        let all: Vec<u8> = (0..=255).collect();
        survives(&all);
        survives(&all.repeat(1000));
    }

    #[test]
    fn repeats_of_every_length() {
        for length in 0..=600 {
            survives(&vec![7; length]);
            survives(&[b"abc".as_slice(), &vec![b'x'; length], b"abc"].concat());
        }
        assert!(survives(&vec![0; 1_000_000]) < 10_000);
    }

    #[test]
    fn repeats_at_every_distance() {
        let far = Repeat::FARTHEST;
        for distance in (4..600).chain((600..far).step_by(997)).chain(far - 3..far + 4) {
            let filler = vec![b'.'; distance - 4];
            let input = [b"<1>!", filler.as_slice(), b"<1>!?"].concat();
            survives(&input);
            let mut places = Places([0; 256]);
            assert!(places.repeat(&input, 0).is_none());
            let repeat = places.repeat(&input, distance).map(|repeat| repeat.distance);
            assert_eq!(repeat, (distance <= far).then_some(distance));
        }
        survives(&noise(far + 1).repeat(2));
    }

    #[test]
    fn the_last_bytes_before_the_end() {
        for tail in 0..8 {
            survives(&b"abcdefgh"[..tail].repeat(2));
            survives(&[b"abcdefgh".as_slice(), &b"abcdefgh"[..tail]].concat());
        }
    }

    #[test]
    fn checksums_of_many_large_bytes_do_not_overflow() {
        survives(&vec![0xff; 5552]);
        survives(&vec![0xff; 100_000]);
        survives(&noise(300_000));
    }

    proptest! {
        #[test]
        fn any_bytes(input in prop::collection::vec(any::<u8>(), 0..2000)) {
            survives(&input);
        }

        #[test]
        fn any_bytes_of_few_values(input in prop::collection::vec(0_u8..3, 0..2000)) {
            survives(&input);
        }

        #[test]
        fn any_pieces_repeated(pieces in prop::collection::vec((any::<Vec<u8>>(), 1_usize..40), 0..8), last in any::<Vec<u8>>()) {
            let mut input: Vec<u8> = Vec::new();
            for (piece, times) in pieces.iter().chain(&pieces) {
                input.extend(piece.repeat(*times));
            }
            input.extend(last);
            survives(&input);
        }

        #[test]
        fn any_text(input in any::<String>()) {
            survives(input.as_bytes());
        }
    }
}
