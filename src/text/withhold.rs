//! Withholds texts of others that quote a secret.
//!
//! Runtimes and gateways quote the URL of a request, and the UserSig is part of it; of its first
//! half anybody can compute most, so that taking out what is found would leave enough to rebuild
//! it. A text that holds [`LEAST`] characters in a row of a secret is therefore withheld whole,
//! however it is written: as it is, percent-encoded, escaped as in JSON or JavaScript, as HTML
//! entities, with anything in between that is not a visible ASCII character, and any of that within
//! any other, as often as one likes.
//!
//! What remains, and is said in SECURITY.md: a secret in another code (base64, hex), reversed, in
//! other letters (upper case), with visible characters put in between, and pieces of fewer than
//! [`LEAST`] characters. Of a word shorter than that, only the whole word is known, and only from
//! [`LEAST_WORD`] characters on: shorter ones are in any text. Of a secret that is not ASCII, only
//! its ASCII characters count.

mod forms;

use std::borrow::Cow;

use forms::any_form;

/// What is shown instead of the text.
pub(crate) const WITHHELD: &str = "withheld: it quoted a secret";

/// So many characters in a row of a secret are a quotation.
const LEAST: usize = 12;

/// So long is a word that is looked for as a whole, if it is shorter than [`LEAST`].
const LEAST_WORD: usize = 8;

/// `text`, or [`WITHHELD`] where it [quotes](quotes) a secret.
pub(crate) fn withheld<'a>(text: &'a str, secrets: &[&str]) -> Cow<'a, str> {
    Cow::Borrowed(if quotes(text, secrets) { WITHHELD } else { text })
}

/// Whether `text` holds a part of any of `secrets`, or the value of any parameter `usersig`,
/// known or not. Of a secret with spaces in it, such as `Bearer abc`, each word is one.
pub(crate) fn quotes(text: &str, secrets: &[&str]) -> bool {
    let words = secrets.iter().flat_map(|secret| secret.split_ascii_whitespace());
    let words: Vec<&[u8]> = words.map(str::as_bytes).collect();
    let known = Grams::of(&words);
    let is_short = |word: &&[u8]| (LEAST_WORD..LEAST).contains(&word.len());
    // Both need to know where a word ends.
    let mut needs_blanks = words.iter().any(is_short);
    let is_found = any_form(text, false, |form| {
        needs_blanks |= names_user_sig(form);
        holds_part(form, &words, &known)
    });
    is_found
        || needs_blanks
            && any_form(text, true, |form| {
                names_user_sig(form)
                    || words.iter().any(|word| is_short(word) && holds_word(form, word))
            })
}

/// So many characters are compared at once.
const GRAM: usize = 4;
/// Wherever a quotation begins, it covers a gram at a multiple of this.
const STEP: usize = LEAST - GRAM + 1;

/// Whether [`LEAST`] characters in a row are in a word too.
fn holds_part(form: &[u8], words: &[&[u8]], known: &Grams) -> bool {
    (0..form.len()).step_by(STEP).any(|at| {
        let gram = form.get(at..).and_then(|ahead| ahead.first_chunk()).copied();
        gram.map(u32::from_le_bytes).is_some_and(|gram| {
            known.may_hold(gram)
                && words.iter().any(|word| {
                    let mut places = grams(word).enumerate().filter(|(_, other)| *other == gram);
                    places.any(|(place, _)| is_part(form.split_at(at), word.split_at(place)))
                })
        })
    })
}

/// All of a word, as [`u32::from_le_bytes`] would read them.
fn grams(word: &[u8]) -> impl Iterator<Item = u32> {
    let mut gram = 0;
    let grams = word.iter().map(move |byte| {
        gram = gram >> 8 | u32::from(*byte) << 24;
        gram
    });
    grams.skip(GRAM - 1)
}

/// Whether what is equal around the cuts is long enough.
fn is_part((before, after): (&[u8], &[u8]), (word_before, word_after): (&[u8], &[u8])) -> bool {
    let ahead = after.iter().zip(word_after).take(LEAST).take_while(|(a, b)| a == b);
    let back = before.iter().rev().zip(word_before.iter().rev()).take(LEAST);
    ahead.count() + back.take_while(|(a, b)| a == b).count() >= LEAST
}

/// Says of most grams of others that no word has them: few come upon one of its 4096 places.
struct Grams([u64; 64]);

impl Grams {
    fn of(words: &[&[u8]]) -> Self {
        let mut places = [0; 64];
        for gram in words.iter().flat_map(|word| grams(word)) {
            let (at, bit) = Self::place(gram);
            if let Some(bits) = places.get_mut(at) {
                *bits |= bit;
            }
        }
        Self(places)
    }

    fn may_hold(&self, gram: u32) -> bool {
        let (at, bit) = Self::place(gram);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }

    fn place(gram: u32) -> (usize, u64) {
        let hash = gram.wrapping_mul(0x9e37_79b1) >> 20;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }
}

/// Whether the word stands there between two that are not letters or digits.
fn holds_word(form: &[u8], word: &[u8]) -> bool {
    let mut starts = form.windows(word.len()).enumerate().filter(|(_, part)| *part == word);
    starts.any(|(start, _)| {
        let before = form.get(..start).and_then(<[u8]>::last);
        let after = form.get(start + word.len());
        !before.is_some_and(u8::is_ascii_alphanumeric)
            && !after.is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Whether `usersig=` stands there, with a value long enough to be a part of one.
fn names_user_sig(form: &[u8]) -> bool {
    const NAME: &[u8] = b"usersig";
    let mut signs = form.iter().enumerate().filter(|(_, byte)| **byte == b'=');
    signs.any(|(at, _)| {
        let name = at.checked_sub(NAME.len()).and_then(|start| form.get(start..at));
        let value = form.iter().skip(at + 1);
        let is_of_alphabet =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'_');
        name.is_some_and(|name| name.eq_ignore_ascii_case(NAME))
            && value.take(LEAST).take_while(is_of_alphabet).count() == LEAST
    })
}

#[cfg(test)]
mod tests;
