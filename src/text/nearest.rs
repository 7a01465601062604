//! "Did you mean …?"

use super::{fill, shown};

/// The name nearest to what was written, if one is near enough to be meant.
pub fn nearest<'a>(written: &str, names: &[&'a str]) -> Option<&'a str> {
    // Longer words than any name are not typing errors, and would cost time.
    const LONGEST: usize = 40;
    if written.len() > LONGEST {
        return None;
    }
    let letters = simplified(written);
    let mut nearest = None;
    let mut least = usize::MAX;
    for name in names {
        let distance = distance(&letters, &simplified(name));
        if distance < least && distance <= name.len().min(written.len()) / 3 + 1 {
            (least, nearest) = (distance, Some(*name));
        }
    }
    nearest
}

/// The refusal of a text that is none of `choices`. The text itself is shown only where it is close
/// to one of them: it may be a secret in the wrong place.
pub fn refuse_choice(written: &str, choices: &[&str]) -> String {
    let mut words = String::from("must be ");
    let mut before = "";
    for choice in choices {
        words.push_str(&fill("*\"*\"", &[before, choice]));
        before = " or ";
    }
    match nearest(written, choices) {
        Some(name) => fill("*, got \"*\" (did you mean \"*\"?)", &[&words, &cut(written), name]),
        None => fill("*, got another string", &[&words]),
    }
}

/// What was written, short enough for a message and without what would garble it.
pub(crate) fn cut(written: &str) -> String {
    const SHOWN: usize = 40;
    shown(written, SHOWN)
}

/// The name of an option as it may be shown, or nothing where it may be a secret that was put there by
/// mistake: those are long, or have digits in them.
pub(crate) fn name_shown(written: &str) -> Option<String> {
    const LONGEST: usize = 32;
    const WITH_DIGITS: usize = 11;
    let longest = match written.bytes().any(|byte| byte.is_ascii_digit()) {
        true => WITH_DIGITS,
        false => LONGEST,
    };
    (written.len() <= longest).then(|| cut(written))
}

/// Case, dashes and underscores are what people get wrong first: they count as nothing.
pub(crate) fn simplified(name: &str) -> Vec<u8> {
    let mut letters = Vec::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() {
            letters.push(byte.to_ascii_lowercase());
        }
    }
    letters
}

/// Levenshtein's distance, a row of its table at a time.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row = Vec::new();
    for place in 0..=b.len() {
        row.push(place);
    }
    for from in a {
        let mut diagonal = 0;
        let mut left = usize::MAX;
        for (place, above) in row.iter_mut().enumerate() {
            let is_other = place.checked_sub(1).and_then(|place| b.get(place)) != Some(from);
            let substituted =
                if place == 0 { usize::MAX } else { diagonal + usize::from(is_other) };
            diagonal = *above;
            left = substituted.min(*above + 1).min(left.saturating_add(1));
            *above = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["roomId", "memberAccount", "nameCard", "role", "customInfo"];

    #[test]
    fn typing_errors_find_their_name() {
        for (written, meant) in [
            ("namecard", "nameCard"),
            ("name_card", "nameCard"),
            ("NameCard", "nameCard"),
            ("nameCrad", "nameCard"),
            ("roomID", "roomId"),
            ("rol", "role"),
            ("Member_Account", "memberAccount"),
            ("customInf", "customInfo"),
        ] {
            assert_eq!(nearest(written, &NAMES), Some(meant), "{written}");
        }
    }

    #[test]
    fn other_words_find_none() {
        for written in ["", "x", "password", "toString", &"nameCard".repeat(100), "名字"] {
            assert_eq!(nearest(written, &NAMES), None, "{written}");
        }
    }

    #[test]
    fn distance_counts_edits() {
        let count = |a: &str, b: &str| distance(a.as_bytes(), b.as_bytes());
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("abc", ""), 3);
        assert_eq!(count("same", "same"), 0);
    }

    #[test]
    fn what_was_written_is_cut_and_escaped() {
        assert_eq!(cut("a\nb"), "a\\nb");
        assert_eq!(cut(&"x".repeat(50)).chars().count(), 41);
    }
}
