//! How much is logged.

use super::{Refusal, Value, text};
use crate::options::Given;

/// From which level on lines are logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Nothing.
    #[default]
    Off,
    /// Attempts that ended their call badly.
    Error,
    /// Attempts that are repeated, too.
    Warn,
    /// Attempts that succeeded, too.
    Info,
    /// The start of each attempt, too.
    Debug,
}

impl LogLevel {
    /// The names, from the quietest on.
    pub const NAMES: [&str; 5] = ["off", "error", "warn", "info", "debug"];

    const ALL: [Self; 5] = [Self::Off, Self::Error, Self::Warn, Self::Info, Self::Debug];

    /// The name, which is also that of the logger's function.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self as usize).copied().unwrap_or_default()
    }
}

impl Value for LogLevel {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        let given = text(given)?;
        let level = Self::ALL.into_iter().find(|level| level.name() == given);
        level.ok_or_else(|| Refusal::new(["must be one of ", &Self::NAMES.join(", ")].concat()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_names_and_an_order() {
        for (level, name) in LogLevel::ALL.into_iter().zip(LogLevel::NAMES) {
            assert_eq!(LogLevel::from_given(Given::Text(name.into())), Ok(level));
        }
        assert!(LogLevel::Error < LogLevel::Warn && LogLevel::Info < LogLevel::Debug);
        let refusal = LogLevel::from_given(Given::Text("loud".into())).unwrap_err();
        assert_eq!(refusal.as_ref(), "must be one of off, error, warn, info, debug");
    }
}
