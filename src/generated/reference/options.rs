//! What stands in `docs/options.md`.

use super::{code, doc, shape_words, table};
use crate::api::options::{CALLING, HANDLER, INSPECT, PER_CALL, REMOTE, SERVICE, SIGN, SIGN_FOR};
use crate::api::regions::Region;
use crate::api::shape::Field;
use crate::text::json::Value;

/// A heading, what is said below it, the rows, and which of them must be given.
type Section = (&'static str, &'static str, &'static str, &'static [&'static str]);

const SECTIONS: [Section; 8] = [
    (
        "Who calls, and where",
        "For `new RoomEngineAdmin(options)`, for each function of the package that makes a call, and for `createHandler`.",
        SERVICE,
        &["sdkAppId", "identifier"],
    ),
    (
        "A page with a handler",
        "They replace all options above: see [handler.md](handler.md).",
        REMOTE,
        &[],
    ),
    ("How calls are made", "For every client.", CALLING, &[]),
    (
        "One call",
        "The second argument of the methods of `RoomEngineAdmin`. Functions take it among their other options.",
        PER_CALL,
        &[],
    ),
    (
        "A handler",
        "For `createHandler`, in addition to those of a client.",
        HANDLER,
        &["authorize"],
    ),
    (
        "`signUserSig`",
        "A UserSig for any account of the application.",
        SIGN,
        &["sdkAppId", "identifier/signed", "secretKey/signing"],
    ),
    ("`admin.signUserSig`", "The second argument, after the account.", SIGN_FOR, &[]),
    ("`inspectUserSig`", "The second argument, after the UserSig.", INSPECT, &[]),
];

/// Every option but those of operations.
pub fn options_md() -> String {
    SECTIONS.iter().map(section).collect::<Vec<_>>().join("\n")
}

fn section((heading, about, list, required): &Section) -> String {
    let rows = list.split(' ').map(|id| {
        let field = Field::of(id);
        let default = field.default_number().map(super::number);
        let default = if required.contains(&id) { Some("required".to_owned()) } else { default };
        [code(field.name), shape_words(&field, false), default.unwrap_or_default(), doc(&field)]
    });
    let rows = table(["option", "type", "default", "meaning"], rows);
    ["## ", heading, "\n\n", about, "\n\n", &rows].concat()
}

/// Every region with its hosts.
pub fn regions_md() -> String {
    let regions = Region::names().map(|name| Region::read(&Value::Text(name.to_owned())));
    let rows = regions.into_iter().flatten().map(|region| {
        let name = ["`\"", region.name(), "\"`"].concat();
        let mark = if region == Region::default() { " (default)" } else { "" };
        [[&name, mark].concat(), code(region.host()), code(region.backup_host())]
    });
    table(["`region`", "host", "when that cannot be reached"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_options_stand_with_limits_units_and_defaults() {
        let page = options_md();
        for row in [
            "| `sdkAppId` | whole number, 1 to 4294967295 | required |",
            "| `timeoutMs` | whole number, 1 to 2147483647 | 5000 |",
            "| `logLevel` | `\"off\"`, `\"error\"`, `\"warn\"`, `\"info\"` or `\"debug\"` |",
            "| `allowedOrigins` | list of texts |",
        ] {
            assert!(page.contains(row), "{row} in {page}");
        }
        assert!(regions_md().starts_with("| `region` | host |"));
        assert!(
            regions_md().contains("| `\"singapore\"` (default) | `adminapisgp.im.qcloud.com` |")
        );
    }
}
