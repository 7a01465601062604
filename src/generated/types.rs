//! The TypeScript declarations that follow from the table; the others are written by hand beside them.

use super::all;
use super::facts::limits;
use crate::api::operations::Operation;
use crate::api::options::{self, CALLING, HANDLER, INSPECT, PER_CALL, SERVICE, SIGN, SIGN_FOR};
use crate::api::regions::Region;
use crate::api::shape::{Field, Shape};
use crate::engine::LEVELS;
use crate::error::Kind;

/// The text of `types/generated.d.ts`.
pub fn type_declarations() -> String {
    let mut text = String::from(HEAD);
    text.push_str(&names());
    text.push_str(&client_options());
    for (operation, _) in all() {
        text.push_str(&named_interfaces(&operation));
        let of = ["What {@link ", operation.name, "} takes."].concat();
        let fields: String = operation.fields.iter().map(|field| property(field, false)).collect();
        text.push_str(&interface(&of, &options_type(operation.name), &fields));
        if !operation.payload.is_empty() {
            let of = ["What {@link ", operation.name, "} resolves with."].concat();
            let fields: String =
                operation.payload.iter().map(|field| property(field, true)).collect();
            text.push_str(&interface(
                &of,
                &[&capitalised(operation.name), "Reply extends Reply"].concat(),
                &fields,
            ));
        }
    }
    text.push_str(&calls());
    text.push_str(&methods_and_functions());
    text
}

const HEAD: &str = "// Generated from the Rust sources by `cargo xtask fix`; reviewed like any other file.\n\n\
    import type {\n  AbortSignal,\n  Attempt,\n  EndpointOptions,\n  Fetch,\n  Logger,\n  Paged,\n  Reply,\n  ServiceOptions,\n  SharedLimiter,\n} from \"./index.js\";\n\n";

fn names() -> String {
    let kinds: Vec<String> = Kind::ALL
        .iter()
        .map(|(kind, meaning)| ["  /** ", meaning, " */\n  | \"", kind.name(), "\""].concat())
        .collect();
    let names: Vec<&str> = crate::api::operations::names().collect();
    [
        "/** The data centre of an application; the first is the default. */\nexport type Region =\n  ",
        &union(&Region::names()).replace(" | ", "\n  | "),
        ";\n\n/** A role that a member can be given. */\nexport type MemberRole = \"Admin\" | \"Member\";\n\n\
         /** From which level on lines are logged: each includes those before it. */\n\
         export type LogLevel = ",
        &union(&LEVELS),
        ";\n\n/** Which step of a call failed. */\nexport type ErrorKind =\n",
        &kinds.join("\n"),
        ";\n\n/** What can be done. */\nexport type OperationName =\n  | ",
        &union(&names).replace(" | ", "\n  | "),
        ";\n\n",
    ]
    .concat()
}

fn union(words: &[&str]) -> String {
    words.iter().map(|word| ["\"", word, "\""].concat()).collect::<Vec<_>>().join(" | ")
}

/// What of a service excludes each other stands in unions, which are written by hand.
fn client_options() -> String {
    const ONE_OF_SEVERAL: [&str; 4] = ["secretKey", "userSig", "region", "baseUrl"];
    let own = |list: &'static str, required: &[&str]| -> String {
        list.split(' ')
            .filter(|id| !ONE_OF_SEVERAL.contains(id))
            .map(|id| option(id, required.contains(&id)))
            .collect()
    };
    let single = |id: &'static str| option(id, true);
    let mut text =
        interface("How calls are made, whoever makes them.", "CallingOptions", &own(CALLING, &[]));
    let service = own(SERVICE, &["sdkAppId", "identifier"]);
    text.push_str(&interface(
        "Who calls and where, whatever proves it.",
        "ConnectionOptions extends CallingOptions",
        &service,
    ));
    let key = [single("secretKey"), "  userSig?: undefined;\n".to_owned()].concat();
    text.push_str(&interface("A key to sign with.", "SecretKeyCredentials", &key));
    let user_sig = [single("userSig"), "  secretKey?: undefined;\n".to_owned()].concat();
    text.push_str(&interface("A UserSig made elsewhere.", "UserSigCredentials", &user_sig));
    let region = [option("region", false), "  baseUrl?: undefined;\n".to_owned()].concat();
    text.push_str(&interface("The service itself.", "RegionDestination", &region));
    let base_url = [option("baseUrl", false), "  region?: undefined;\n".to_owned()].concat();
    text.push_str(&interface("Another host.", "BaseUrlDestination", &base_url));
    let mut endpoint = [single("endpoint"), option("headers", false)].concat();
    for name in options::names_in(SERVICE) {
        endpoint.push_str(&["  ", name, "?: undefined;\n"].concat());
    }
    text.push_str(&interface(
        "How to come to a handler of this package.",
        "EndpointDestination",
        &endpoint,
    ));
    text.push_str(&interface("What concerns one call.", "RequestOptions", &own_of(PER_CALL, &[])));
    let access = own_of(HANDLER, &["authorize"]);
    text.push_str(&interface(
        "Who may call a handler, and what for.",
        "HandlerAccessOptions<Request>",
        &access,
    ));
    let signing = ["sdkAppId", "identifier/signed", "secretKey/signing"];
    text.push_str(&interface(
        "What {@link signUserSig} takes.",
        "SignUserSigOptions",
        &own_of(SIGN, &signing),
    ));
    text.push_str(&interface(
        "What {@link RoomEngineAdmin.signUserSig} takes.",
        "SignOptions",
        &own_of(SIGN_FOR, &[]),
    ));
    text.push_str(&interface(
        "What {@link inspectUserSig} takes.",
        "InspectUserSigOptions",
        &own_of(INSPECT, &[]),
    ));
    text
}

fn own_of(list: &'static str, required: &[&str]) -> String {
    list.split(' ').map(|id| option(id, required.contains(&id))).collect()
}

fn option(id: &'static str, is_required: bool) -> String {
    let mut field = Field::of(id);
    field.is_required = is_required;
    property_as(&field, &type_of(&field, false), if is_required { "" } else { " | undefined" })
}

fn property(field: &Field, is_reply: bool) -> String {
    let ts = type_of(field, is_reply);
    let mut field = field.clone();
    if is_reply {
        // Nobody may sit on a seat; all else is documented to be there.
        field.is_required = field.id != "memberAccount/seat";
        return property_as(&field, &ts, "");
    }
    // A caller's `undefined` and `null` mean the same as leaving it out.
    let more = if field.is_required { "" } else { " | null | undefined" };
    property_as(&field, &ts, more)
}

fn property_as(field: &Field, ts: &str, more: &str) -> String {
    let mark = if field.is_required { "" } else { "?" };
    let ts =
        if more.is_empty() || !ts.contains("=>") { ts.to_owned() } else { ["(", ts, ")"].concat() };
    [&doc_comment(options::doc(field.id), "  "), "  ", field.name, mark, ": ", &ts, more, ";\n"]
        .concat()
}

fn type_of(field: &Field, is_reply: bool) -> String {
    match (options::ts(field.id), &field.shape) {
        ("", Shape::Rows(..)) if is_reply => [&interface_name(field.name), "[]"].concat(),
        ("", Shape::Rows(..)) => ["readonly ", &interface_name(field.name), "[]"].concat(),
        ("", Shape::Object(_)) => interface_name(field.name),
        ("", shape) => type_of_shape(shape, is_reply),
        (ts, _) => ts.to_owned(),
    }
}

fn type_of_shape(shape: &Shape, is_reply: bool) -> String {
    match shape {
        Shape::Text(_) => "string".to_owned(),
        Shape::Integer(..) | Shape::Rate => "number".to_owned(),
        Shape::Flag => "boolean".to_owned(),
        Shape::Moment if is_reply => "Date".to_owned(),
        Shape::Moment => "Date | number".to_owned(),
        Shape::Choice(words) => union(&words.iter().map(|(word, _)| *word).collect::<Vec<_>>()),
        Shape::List(_, of) if is_reply => [&type_of_shape(of, is_reply), "[]"].concat(),
        Shape::List(_, of) => ["readonly ", &type_of_shape(of, is_reply), "[]"].concat(),
        _ => "unknown".to_owned(),
    }
}

/// What the items of a list, or an object, are called.
fn interface_name(field: &str) -> String {
    match field {
        "members" => "RoomMember".to_owned(),
        "bannedMembers" => "BannedMember".to_owned(),
        "seats" => "Seat".to_owned(),
        "memberList" => "MemberMarks".to_owned(),
        "callback" => "CallbackSettings".to_owned(),
        other => capitalised(other),
    }
}

fn named_interfaces(operation: &Operation) -> String {
    let of = |field: &Field, is_reply| {
        let fields = field.shape.fields();
        if fields.is_empty() {
            return String::new();
        }
        let fields: String = fields.iter().map(|field| property(field, is_reply)).collect();
        let doc = ["One of `", field.name, "`."].concat();
        let doc = if matches!(field.shape, Shape::Rows(..)) {
            doc
        } else {
            options::doc(field.id).trim().to_owned()
        };
        interface(&doc, &interface_name(field.name), &fields)
    };
    let given = operation.fields.iter().map(|field| of(field, false));
    given.chain(operation.payload.iter().map(|field| of(field, true))).collect()
}

fn interface(doc: &str, name: &str, properties: &str) -> String {
    [&doc_comment(doc, ""), "export interface ", name, " {\n", properties, "}\n\n"].concat()
}

fn doc_comment(doc: &str, margin: &str) -> String {
    let lines: Vec<&str> = doc.trim().lines().map(str::trim).collect();
    match lines.as_slice() {
        [line] => [margin, "/** ", line, " */\n"].concat(),
        lines => {
            let body: String = lines
                .iter()
                .map(|line| [margin, " * ", line, "\n"].concat().replace(" \n", "\n"))
                .collect();
            [margin, "/**\n", &body, margin, " */\n"].concat()
        }
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase()).unwrap_or_default();
    [&first.to_string(), letters.as_str()].concat()
}

fn options_type(operation: &str) -> String {
    [&capitalised(operation), "Options"].concat()
}

/// Every call there is, as a page asks a handler for it; and as `bulk` takes it.
fn calls() -> String {
    let calls: Vec<String> = all()
        .map(|(operation, _)| {
            let options = options_type(operation.name);
            ["  | { operation: \"", operation.name, "\"; options: ", &options, " }"].concat()
        })
        .collect();
    let limits: String = all()
        .filter_map(|(operation, _)| {
            let limits: String = limits(&operation)
                .iter()
                .map(|(name, _)| ["    readonly ", name, ": number;\n"].concat())
                .collect();
            (!limits.is_empty())
                .then(|| ["  readonly ", operation.name, ": {\n", &limits, "  };\n"].concat())
        })
        .collect();
    [
        "/** A call: what is to be done, and with what. A handler's `authorize` sees it checked. */\n\
         export type HandlerCall =\n",
        &calls.join("\n"),
        ";\n\n/**\n * The most that an option may have, by operation: bytes of UTF-8 of a text, items of a list. For a form \
         that\n * counts while one types.\n */\nexport declare const LIMITS: {\n",
        &limits,
        "};\n\n",
    ]
    .concat()
}

fn methods_and_functions() -> String {
    let (mut methods, mut functions) = (String::new(), String::new());
    for (operation, row) in all() {
        let name = operation.name;
        let codes: Vec<String> = row.codes.iter().map(i64::to_string).collect();
        let doc = format!(
            "{}\n\nErrorCodes: {}.\nVendor page: https://trtc.io/document/{}",
            row.doc.trim(),
            codes.join(", "),
            row.page
        );
        let options = options_type(name);
        let mark = if operation.fields.is_empty() { "?" } else { "" };
        let reply = reply_of(&operation);
        methods.push_str(&doc_comment(&doc, "  "));
        methods.push_str(&format!(
            "  {name}(\n    options{mark}: {options},\n    requestOptions?: RequestOptions,\n  ): {reply};\n"
        ));
        functions.push_str(&doc_comment(&doc, ""));
        functions.push_str(&format!(
            "export declare function {name}(\n  options: (ServiceOptions | EndpointOptions) & {options} & RequestOptions,\n): {reply};\n\n"
        ));
    }
    format!(
        "/** What can be done with a {{@link RoomEngineAdmin}}. */\nexport interface Operations {{\n{methods}}}\n\n{}\n",
        functions.trim_end()
    )
}

fn reply_of(operation: &Operation) -> String {
    if operation.payload.is_empty() {
        return "Promise<Reply>".to_owned();
    }
    let reply = [&capitalised(operation.name), "Reply"].concat();
    match operation.paging() {
        Some(paging) => ["Paged<", &reply, ", ", &interface_name(paging.items), ">"].concat(),
        None => ["Promise<", &reply, ">"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_types_name_every_operation_once_as_method_and_function() {
        let types = type_declarations();
        for name in crate::api::operations::names() {
            assert_eq!(types.matches(&format!("\n  {name}(\n")).count(), 1, "{name}");
            assert_eq!(
                types.matches(&format!("export declare function {name}(\n")).count(),
                1,
                "{name}"
            );
        }
        for part in [
            "nameCard?: string | null | undefined;",
            "role: \"Owner\" | \"Admin\" | \"Member\" | (string & {});",
            "scheduleStartTime?: Date | number | null | undefined;",
            "memberAccounts: readonly string[];",
            "): Paged<GetRoomMemberListReply, RoomMember>;",
            "createTime: Date;",
        ] {
            assert!(types.contains(part), "{part}");
        }
    }
}
