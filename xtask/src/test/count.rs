//! How many tests a runner has run: an exit code of 0 may also mean that it ran none.

use anyhow::{Context, Result, ensure};

/// Reads the lines `test result: ok. 3 passed; 0 failed; ...` of Cargo's and wasm-bindgen's runners.
pub(super) fn of_cargo(output: &str) -> Result<String> {
    let counts = output
        .lines()
        .filter_map(|line| line.trim().strip_prefix("test result: ok. "))
        .filter_map(|line| line.split_once(" passed")?.0.parse::<usize>().ok());
    some(counts.sum())
}

/// Reads the lines `# pass 3` and `# skipped 0` that xtask/js/failures.mjs ends with.
pub(super) fn of_node(output: &str) -> Result<String> {
    let field = |name: &str| {
        let found = output.lines().find_map(|line| line.strip_prefix(name));
        found.and_then(|number| number.trim().parse::<usize>().ok())
    };
    let skipped = field("# skipped ").unwrap_or_default();
    ensure!(skipped == 0, "{skipped} tests were skipped: a test that cannot run here has to fail");
    some(field("# pass ").context("Node's test runner gave no count")?)
}

fn some(count: usize) -> Result<String> {
    ensure!(count > 0, "not one test was run");
    Ok(format!("{count} tests"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_all_test_programs_add_up() {
        let text =
            "test result: ok. 3 passed; 0 failed;\n\n  test result: ok. 2 passed; 0 failed\n";
        assert_eq!(of_cargo(text).unwrap(), "5 tests");
        assert!(of_cargo("test result: ok. 0 passed; 0 failed").is_err());
    }

    #[test]
    fn a_skipped_test_is_no_success() {
        assert_eq!(of_node("# tests 2\n# pass 2\n# skipped 0\n").unwrap(), "2 tests");
        assert!(of_node("# pass 2\n# skipped 1\n").is_err());
        assert!(of_node("").is_err());
    }
}
