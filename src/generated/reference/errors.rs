//! What stands in `docs/errors.md`.

use super::{code, table};
use crate::api::error_codes::{CODES, Remedy};
use crate::api::operations::{Effect, Operation};
use crate::error::Kind;
use crate::text::decimal;

/// The kinds of errors.
pub fn kinds_md() -> String {
    let rows = Kind::ALL.iter().map(|(kind, meaning)| [code(kind.name()), (*meaning).to_owned()]);
    table(["`kind`", "meaning"], rows)
}

/// Every ErrorCode that is known.
pub fn codes_md() -> String {
    // No operation's own: what a hint names of one, it names in general.
    let any = Operation {
        name: "",
        path: "",
        effect: Effect::Once(Vec::new()),
        fields: Vec::new(),
        body: Vec::new(),
        payload: Vec::new(),
    };
    let rows = CODES.iter().map(|entry| {
        [
            code(&decimal(entry.code)),
            entry.meaning.to_owned(),
            entry.hint_for(&any),
            retried(entry.remedy).to_owned(),
        ]
    });
    table(["`code`", "meaning", "what to do", "retried"], rows)
}

/// Whether the package itself makes the call again.
pub(super) fn retried(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::BackOff => "yes",
        Remedy::SlowDown => "yes, and all calls slow down",
        Remedy::RenewUserSig => "once, with a new UserSig",
        Remedy::WaitAMinute | Remedy::Later => "no; it may succeed later",
        Remedy::None => "no",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_every_code_and_kind_has_a_line() {
        let codes = codes_md();
        assert_eq!(codes.lines().count(), CODES.len() + 2);
        assert!(codes.contains("| `60007` | calls of this API come too fast |"));
        assert!(codes.contains("| yes, and all calls slow down |"));
        assert_eq!(kinds_md().lines().count(), Kind::ALL.len() + 2);
    }
}
