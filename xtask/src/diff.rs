//! The difference of two texts, for people.

use similar::TextDiff;

/// Lines that differ, with three of context, as `git diff` shows them; a long difference is cut.
pub(crate) fn lines(old: &str, new: &str) -> String {
    const MOST: usize = 80;
    let whole = TextDiff::from_lines(old, new).unified_diff().to_string();
    let mut shown: String = whole.split_inclusive('\n').take(MOST).collect();
    let more = whole.lines().count().saturating_sub(MOST);
    if more > 0 {
        shown.push_str(&format!("... {more} more lines\n"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_both_sides_and_a_long_one_is_cut() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\n"), "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
        assert!(lines("", &"x\n".repeat(100)).ends_with("... 21 more lines\n"));
    }
}
