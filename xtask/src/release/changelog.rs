//! What CHANGELOG.md has to say of a version before it is published.

use std::fs;

use anyhow::{Result, ensure};

use crate::workspace;

pub(super) fn check(version: &str) -> Result<()> {
    check_text(&fs::read_to_string(workspace::root("CHANGELOG.md"))?, version)
}

/// A section with a day and some words, and nothing left under "Unreleased".
fn check_text(text: &str, version: &str) -> Result<()> {
    let sections: Vec<_> =
        text.split("\n## ").skip(1).filter_map(|part| part.split_once('\n')).collect();
    let has_words = |body: &str| body.lines().any(|line| line.starts_with("- "));
    for (title, body) in &sections {
        let waiting = title.starts_with("Unreleased") && has_words(body);
        ensure!(
            !waiting,
            "CHANGELOG.md has lines under \"Unreleased\": move them to \"{version} - <day>\""
        );
    }
    let section = sections
        .iter()
        .find(|(title, _)| *title == version || title.starts_with(&format!("{version} ")));
    let Some((title, body)) = section else {
        anyhow::bail!("CHANGELOG.md has no section \"## {version} - <day>\"");
    };
    let day = title.rsplit(' ').next().unwrap_or_default();
    let is_day = day.len() == 10
        && day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    ensure!(is_day, "\"## {title}\" in CHANGELOG.md lacks its day, as 2026-01-31");
    ensure!(has_words(body), "\"## {title}\" in CHANGELOG.md says nothing");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        check_text(text, "1.2.0").err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn release_takes_a_section_with_a_day_and_words() {
        assert_eq!(said("# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-01-31\n\n- New.\n"), "");
    }

    #[test]
    fn release_refuses_a_changelog_that_is_not_ready() {
        let day = "\n## 1.2.0 - 2026-01-31\n";
        assert!(said("# Changelog\n\n## 1.1.0 - 2026-01-01\n- Old.\n").contains("no section"));
        assert!(said("\n## 1.2.01 - 2026-01-01\n- Old.\n").contains("no section"));
        assert!(said(&format!("\n## Unreleased\n- Waits.\n{day}- New.\n")).contains("Unreleased"));
        assert!(said("\n## 1.2.0\n- New.\n").contains("lacks its day"));
        assert!(said(&format!("{day}\n### Added\n")).contains("says nothing"));
    }
}
