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
    let words = Words::of(secrets);
    // Both need to know where a word ends.
    let mut needs_blanks = words.has_short;
    any_form(text, false, &mut |form| {
        needs_blanks = needs_blanks || names_user_sig(form);
        words.have_part_in(form)
    }) || needs_blanks
        && any_form(text, true, &mut |form| names_user_sig(form) || words.stand_in(form))
}

/// So many characters are compared at once.
const GRAM: usize = 4;
/// Whatever is quoted of a word, it covers a gram at a multiple of this.
const STEP: usize = LEAST - GRAM + 1;

/// What is looked for.
struct Words<'a> {
    words: Vec<&'a [u8]>,
    has_short: bool,
    /// Says of most grams of others that no word has them at a multiple of [`STEP`]: few come upon one of 1024 bits.
    known: [u32; 32],
}

impl<'a> Words<'a> {
    fn of(secrets: &[&'a str]) -> Self {
        let mut found = Self { words: Vec::new(), has_short: false, known: [0; 32] };
        for secret in secrets {
            for word in secret.as_bytes().split(u8::is_ascii_whitespace) {
                found.add(word);
            }
        }
        found
    }

    fn add(&mut self, word: &'a [u8]) {
        if word.len() < LEAST_WORD {
            return;
        }
        self.has_short |= word.len() < LEAST;
        self.words.push(word);
        let mut rest = word;
        while let Some(gram) = rest.first_chunk() {
            let (at, bit) = place(u32::from_le_bytes(*gram));
            if let Some(bits) = self.known.get_mut(at) {
                *bits |= bit;
            }
            rest = rest.get(STEP..).unwrap_or_default();
        }
    }

    /// Whether [`LEAST`] characters in a row are in a word too.
    fn have_part_in(&self, form: &[u8]) -> bool {
        let mut gram = 0;
        let mut end = 0_usize;
        for byte in form {
            gram = gram >> 8 | u32::from(*byte) << 24;
            end += 1;
            let (at, bit) = place(gram);
            if self.known.get(at).is_some_and(|bits| bits & bit != 0) && self.quoted_at(form, end) {
                return true;
            }
        }
        false
    }

    /// Whether the gram that ends there is part of a quotation.
    fn quoted_at(&self, form: &[u8], end: usize) -> bool {
        let Some((before, after)) = end.checked_sub(GRAM).and_then(|at| form.split_at_checked(at))
        else {
            return false;
        };
        for word in &self.words {
            let mut at = 0;
            while let Some((word_before, word_after)) = word.split_at_checked(at) {
                let ahead = common(after.iter(), word_after.iter());
                let back = common(before.iter().rev(), word_before.iter().rev());
                if ahead + back >= LEAST {
                    return true;
                }
                at += STEP;
            }
        }
        false
    }

    /// Whether a short word stands there between two that are not letters or digits.
    fn stand_in(&self, form: &[u8]) -> bool {
        let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        for word in self.words.iter().filter(|word| word.len() < LEAST) {
            let mut before = None;
            let mut rest = form;
            while let [first, after @ ..] = rest {
                if rest.starts_with(word) && !is_letter(before) && !is_letter(rest.get(word.len()))
                {
                    return true;
                }
                (before, rest) = (Some(first), after);
            }
        }
        false
    }
}

/// Where a gram stands among the known.
fn place(gram: u32) -> (usize, u32) {
    let hash = gram.wrapping_mul(0x9e37_79b1) >> 22;
    ((hash >> 5) as usize, 1 << (hash & 31))
}

/// How many are equal at the start.
fn common<'a>(a: impl Iterator<Item = &'a u8>, b: impl Iterator<Item = &'a u8>) -> usize {
    let mut count = 0;
    for (a, b) in a.zip(b) {
        if a != b {
            break;
        }
        count += 1;
    }
    count
}

/// Whether `usersig=` stands there, with a value long enough to be a part of one.
fn names_user_sig(form: &[u8]) -> bool {
    const NAME: &[u8] = b"usersig";
    for (at, byte) in form.iter().enumerate() {
        if *byte == b'=' {
            let name = at.checked_sub(NAME.len()).and_then(|start| form.get(start..at));
            let value = form.get(at + 1..at + 1 + LEAST);
            let is_of_alphabet =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'_');
            if name.is_some_and(|name| name.eq_ignore_ascii_case(NAME))
                && value.is_some_and(|value| value.iter().all(is_of_alphabet))
            {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests;
