//! Inputs that are nearly right: those of the corpus, changed here and there.

use crate::rng::Rng;

/// What hides mistakes: ends of ranges, halves of characters, what parsers look for.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"null",
    b"-",
    b"1e999",
    b"\\ud800",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80",
    b"=",
    b"_",
    b"*",
    b"%00",
    b"@",
    b"//",
    b"4294967296",
    b"9007199254740993",
];

const LONGEST: usize = 20_000;

pub(crate) struct Mutator {
    random: Rng,
    corpus: Vec<Vec<u8>>,
}

impl Mutator {
    pub(crate) fn new(seed: u64, corpus: Vec<Vec<u8>>) -> Self {
        Self { random: Rng::new(seed), corpus }
    }

    pub(crate) fn input(&mut self) -> Vec<u8> {
        let mut input = self.corpus[self.random.below(self.corpus.len())].clone();
        for _ in 0..=self.random.below(6) {
            self.change(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&self, input: &mut Vec<u8>) {
        let random = &self.random;
        let at = random.below(input.len() + 1);
        let end = at + random.below(input.len() - at + 1).min(random.below(64));
        match random.below(8) {
            0 if at < input.len() => input[at] ^= 1 << random.below(8),
            1 if at < input.len() => input[at] = random.next() as u8,
            2 => drop(input.drain(at..end)),
            3 => insert(input, at, random.pick(&PIECES)),
            4 => {
                let repeated = input[at..end].repeat(1 + random.below(40));
                insert(input, at, &repeated);
            }
            5 => input.truncate(at),
            6 => {
                let other = &self.corpus[random.below(self.corpus.len())];
                let from = random.below(other.len() + 1);
                insert(input, at, &other[from..]);
            }
            _ => {
                let bytes: Vec<u8> = (0..random.below(9)).map(|_| random.next() as u8).collect();
                insert(input, at, &bytes);
            }
        }
    }
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    input.splice(at..at, piece.iter().copied());
}
