//! The difference of two texts, for people.

/// Lines that differ, between the first and the last that do, with one line of context.
///
/// Good enough to see what changed; `git diff` is better and is at hand once the file is written.
pub(crate) fn lines(old: &str, new: &str) -> String {
    const MOST: usize = 40;
    let old: Vec<_> = old.lines().collect();
    let new: Vec<_> = new.lines().collect();
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same_start;
    let same_end =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();

    let mut shown = format!("@@ line {} @@\n", same_start + 1);
    for (sign, lines) in [("-", &old), ("+", &new)] {
        let changed = lines.get(same_start..lines.len() - same_end).unwrap_or_default();
        for line in changed.iter().take(MOST) {
            shown.push_str(&format!("{sign}{line}\n"));
        }
        if changed.len() > MOST {
            shown.push_str(&format!("{sign} ... {} more lines\n", changed.len() - MOST));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_shown() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\n"), "@@ line 2 @@\n-b\n+x\n");
        assert_eq!(lines("a\n", "a\nb\n"), "@@ line 2 @@\n+b\n");
        assert_eq!(lines("a\na\n", "a\n"), "@@ line 2 @@\n-a\n");
    }

    #[test]
    fn a_long_difference_is_cut() {
        let new = "x\n".repeat(100);
        assert!(lines("", &new).contains("+ ... 60 more lines"));
    }
}
