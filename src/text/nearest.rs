//! "Did you mean …?"

use super::shown;

/// The name nearest to what was written, if one is near enough to be meant.
pub fn nearest<'a>(written: &str, names: &[&'a str]) -> Option<&'a str> {
    // Longer words than any name are not typing errors, and would cost time.
    const LONGEST: usize = 40;
    if written.len() > LONGEST {
        return None;
    }
    let letters = simplified(written);
    names
        .iter()
        .map(|name| (distance(&letters, &simplified(name)), *name))
        .filter(|(distance, name)| *distance <= name.len().min(written.len()) / 3 + 1)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The refusal of a text that is none of `choices`. The text itself is shown only where it is close
/// to one of them: it may be a secret in the wrong place.
pub fn refuse_choice(written: &str, choices: &[&str]) -> String {
    let mut words = String::from("must be ");
    for (place, choice) in choices.iter().enumerate() {
        words.push_str(if place == 0 { "" } else { " or " });
        words.push_str(&quote(choice));
    }
    match nearest(written, choices) {
        Some(name) => {
            for part in [", got ", &quote(&cut(written)), " (did you mean ", &quote(name), "?)"] {
                words.push_str(part);
            }
        }
        None => words.push_str(", got another string"),
    }
    words
}

fn quote(text: &str) -> String {
    ["\"", text, "\""].concat()
}

/// What was written, short enough for a message and without what would garble it.
pub(crate) fn cut(written: &str) -> String {
    const SHOWN: usize = 40;
    shown(written, SHOWN)
}

/// Case, dashes and underscores are what people get wrong first: they count as nothing.
fn simplified(name: &str) -> Vec<char> {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let substituted = diagonal + usize::from(from != to);
            diagonal = *above;
            left = substituted.min(*above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
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
        let count = |a: &str, b: &str| {
            distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
        };
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
