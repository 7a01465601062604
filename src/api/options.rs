//! Every option and every field of a reply, one row each; [`super::shape`] says how a row is written.
//!
//! What users read (types, doc comments) is generated from here, so that it is left out of the module they download.

use super::shape::{Field, names_of};
use crate::error::{Error, Kind};
use crate::text::json::Object;
use crate::text::{Lines, fill, line_of, listed, nearest, next_part, split_before};

/// A row, with what is said of it to people.
#[cfg(not(target_arch = "wasm32"))]
pub struct Row {
    /// The row.
    pub row: &'static str,
    /// Its TypeScript type where the shape does not say it.
    pub ts: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
}

macro_rules! options {
    ($lines:ident $rows:ident:
        $($(#[doc = $doc:literal])+ $id:literal $wire:literal $shape:literal $(as $ts:literal)?;)+) => {
        #[cfg(feature = "server")]
        const $lines: Lines = &[$(concat!($id, " ", $wire, " ", $shape)),+];
        /// A page's handler knows what the service calls things.
        #[cfg(not(feature = "server"))]
        const $lines: Lines = concat!($($id, " ", $shape, "\n"),+);

        #[cfg(not(target_arch = "wasm32"))]
        const $rows: &[Row] = &[$(Row {
            row: concat!($id, " ", $wire, " ", $shape),
            ts: concat!($($ts)?),
            doc: concat!($($doc, "\n"),+),
        }),+];
    };
}

options! {
    SHARED SHARED_ROWS:
    // How calls are made, and with what a handler is asked.
    /// A handler of this package, which signs and calls the service: a path of this page's own site,
    /// or an `https:` URL (`http:` to a loopback host). Exactly one of `secretKey`, `userSig` and
    /// `endpoint`.
    "endpoint" "-" "text1";
    /// Headers to send to the handler beside the usual ones, say `authorization`.
    "headers" "-" "own" as "Readonly<Record<string, string>>";
    /// How long one attempt may take, in milliseconds (default 5000), the body included. The
    /// service itself gives up after 3000.
    "timeoutMs" "-" "int1..2147483647 =5000";
    /// How often a call is repeated at the most (default 2); 0 for never.
    "maxRetries" "-" "int0..4294967295 =2";
    /// What makes the HTTP exchange, called as `fetch(url, init)` (default `globalThis.fetch`).
    "fetch" "-" "function" as "Fetch";
    /// Told of each attempt when it has ended, without URL, body or credential. What it throws is
    /// ignored.
    "onAttempt" "-" "function" as "(attempt: Attempt) => void";
    /// Where log lines go (default `console`): they tell of attempts as `onAttempt` does.
    "logger" "-" "own" as "Logger";
    /// From which level on lines are logged. Default `"off"`, and `"warn"` where there is a `logger`.
    "logLevel" "-" "off|error|warn|info|debug" as "LogLevel";
    /// A `secretKey` in a browser page is refused, since every visitor can read it there. `true`
    /// allows it all the same, for a page that only you can open.
    "dangerouslyAllowBrowser" "-" "flag";

    // One call.
    /// Ends the call: it rejects with `signal.reason`, as `fetch` does.
    "signal" "-" "own" as "AbortSignal";

    // Rooms.
    /// The room, not empty.
    "roomId" "RoomId" "text1";
    /// The new room's id: 1 to 48 bytes of printable ASCII. Letters, digits, `_` and `-` are safe
    /// everywhere.
    "roomId/new" "RoomId" "id..48";
    /// The room's name: at most 100 bytes of UTF-8. One that is made without has its id.
    "roomName" "RoomName" "text..100";
    /// The owner's account, which must exist (default: the `identifier` that calls).
    "ownerAccount" "Owner_Account" "account";
    /// How many members the room may have (default: what the plan allows at that moment).
    "maxMemberCount" "MaxMemberCount" "int0..";
    /// When the meeting starts. Given as a `Date` or as Unix seconds; one that is made without starts now.
    "scheduleStartTime" "ScheduleStartTime" "moment";
    /// When the meeting ends, as a `Date` or as Unix seconds: at least 300 s after the start
    /// (default: an hour after it).
    "scheduleEndTime" "ScheduleEndTime" "moment";
    /// Whether ordinary members may not use their cameras.
    "isVideoDisabled" "IsVideoDisabled" "flag";
    /// Whether ordinary members may not use their microphones.
    "isAudioDisabled" "IsAudioDisabled" "flag";
    /// Whether ordinary members may not send messages.
    "isMessageDisabled" "IsMessageDisabled" "flag";
    /// Whether ordinary members may not share their screens.
    "isScreenSharingDisabled" "IsScreenSharingDisabled" "flag";
    /// Whether the room may not be recorded in the cloud.
    "isCloudRecordingDisabled" "IsCloudRecordingDisabled" "flag";
    /// A text of your own about the room: at most 500 bytes of UTF-8.
    "customInfo/room" "CustomInfo" "text..500";
    /// Whether the room has seats.
    "isSeatEnabled" "IsSeatEnabled" "flag";
    /// How many seats there are.
    "maxSeatCount" "MaxSeatCount" "int0..";
    /// How members come to a seat: freely, or by asking the owner.
    "takeSeatMode" "TakeSeatMode" "FreeToTake|ApplyToTake" as "\"FreeToTake\" | \"ApplyToTake\"";
    /// Whether a password is asked for.
    "isPasswordEnabled" "IsPasswordEnabled" "flag";
    /// The password.
    "password" "Password" "text";
    /// The accounts that are invited.
    "scheduleInviteeAccounts" "ScheduleInviteeList_Account" "list1..:account";

    // Members.
    /// The member's account, not empty.
    "memberAccount" "Member_Account" "account";
    /// The name that the member goes by in this room: at most 32 bytes of UTF-8 (10 Chinese
    /// characters, 8 emoji). `""` is sent; `undefined` or `null` leaves it as it is.
    "nameCard" "NameCard" "text..32";
    /// The member's role in this room. `undefined` or `null` leaves it as it is; the owner's is not
    /// set this way.
    "role" "Role" "Admin|Member" as "MemberRole";
    /// A text of your own about the member: at most 60 bytes of UTF-8. `""` is sent; `undefined`
    /// or `null` leaves it as it is.
    "customInfo/member" "CustomInfo" "text..60";
    /// How many members a page may have (the service's default is 50).
    "count" "Count" "int1..";
    /// Where the page begins: `next` of the page before.
    "next" "Next" "text";
    /// The owner as it is.
    "fromAccount" "From_Account" "account";
    /// The member who becomes the owner.
    "newOwnerAccount" "NewOwner_Account" "account";
    /// Whether the marks are set or deleted.
    "commandType" "CommandType" "set=1|delete=2";
    /// Whose marks: 1 to 10 members.
    "memberList" "MemberList" "rows1..10";
    /// 1 to 3 marks, each a number from 1000 on; a room has at most 10 different ones.
    "marks" "Marks" "list1..3:int1000..";
    /// 1 to 20 accounts.
    "memberAccounts" "MemberList_Account" "list1..20:account";
    /// The reason, which those concerned are shown: at most 1000 bytes of UTF-8.
    "reason" "Reason" "text..1000";
    /// For how long, in seconds.
    "duration" "Duration" "int0..";
    /// How many a page may have: 1 to 100.
    "limit" "Limit" "int1..100";
    /// How many to leave out before the page: `nextOffset` of the page before.
    "offset" "Offset" "int0..";
    /// The robot's account, which must exist.
    "memberAccount/robot" "Member_Account" "account";

    // Seats.
    /// The seat's number, from 0 on.
    "index" "Index" "int0..";
    /// A text that is passed on to the member (default `""`).
    "data" "Data" "text";
    /// Whether nobody may take the seat; who sits there is taken off it.
    "forbidTaken" "ForbidTaken" "flag";
    /// Whether video is disabled on the seat.
    "forbidVideo" "ForbidVideo" "flag";
    /// Whether audio is disabled on the seat.
    "forbidAudio" "ForbidAudio" "flag";
    /// The number of the free seat to move to, from 0 on.
    "toIndex" "ToIndex" "int0..";
    /// The number of the seat to move to, from 0 on; a locked one is unlocked.
    "seatIndex" "SeatIndex" "int0..";
    /// What happens where somebody sits there: nothing, they are put off the seat, or both change
    /// seats.
    "policy" "Policy" "giveUp=0|forceOut=1|swap=2";

    // Webhooks.
    /// Where the service sends its events: an `http:` or `https:` URL. There is one for an application.
    "url" "Url" "text1";
    /// Which events are sent, as `Room.CallbackAfterCreateRoom`.
    "callbackCommands" "CallbackCommandList" "list1..:text1";
}

#[cfg(feature = "server")]
options! {
    REPLY REPLY_ROWS:
    // What only replies have: a page is given it by its handler, in these words.
    /// `"Conference"`.
    "roomType" "RoomType" "Conference=Meeting|Conference" as "\"Conference\" | (string & {})";
    /// The room, as the service knows it.
    "roomInfo" "RoomInfo" "object";
    /// Whether it has begun: `"None"`, `"NotStarted"`, `"Running"`.
    "roomStatus" "RoomStatus" "text" as "\"None\" | \"NotStarted\" | \"Running\" | (string & {})";
    /// How members come to a seat.
    "takeSeatMode/reply" "TakeSeatMode" "text" as "\"None\" | \"FreeToTake\" | \"ApplyToTake\" | (string & {})";
    /// When the room was made.
    "createTime" "CreateTime" "moment";
    /// How many members there are; the vendor says that it may lag.
    "memberCount" "MemberCount" "int0..";
    /// The member's role.
    "role/reply" "Role" "Owner=RoomOwner|Owner|Admin|Member" as "\"Owner\" | \"Admin\" | \"Member\" | (string & {})";
    /// The member's marks.
    "marks/reply" "Marks" "list0..:int0..";
    /// Where the next page begins; `""` at the end.
    "next/reply" "Next" "text";
    /// The members of this page.
    "members" "MemberList" "rows0..";
    /// Who may not come in.
    "bannedMembers" "BannedAccountList" "rows0..";
    /// Until when.
    "bannedUntil" "BannedUntil" "moment";
    /// Where the next page begins; 0 at the end.
    "nextOffset" "NextOffset" "int0..";
    /// The room's seats.
    "seats" "SeatList" "rows0..";
    /// Who sits there; absent where nobody does.
    "memberAccount/seat" "Member_Account" "account";
    /// Whether the seat is locked.
    "isTakenDisabled" "IsTakenDisabled" "flag";
    /// Whether video is disabled on the seat.
    "isVideoDisabled/seat" "IsVideoDisabled" "flag";
    /// Whether audio is disabled on the seat.
    "isAudioDisabled/seat" "IsAudioDisabled" "flag";
    /// Where the service sends its events, and which.
    "callback" "." "object";
    /// Where the service sends its events.
    "url/reply" "Url" "text";
    /// Which events are sent.
    "callbackCommands/reply" "CallbackCommandList" "list0..:text";
}

#[cfg(feature = "server")]
options! {
    SERVER SERVER_ROWS:
    // Who calls the service itself, and where.
    /// The application's number, as the console shows it: 1 to 4294967295.
    "sdkAppId" "-" "int1..4294967295";
    /// An App admin of the application, named in the console (`administrator` by default).
    "identifier" "-" "text1";
    /// The application's secret key, as the console shows it. It signs every call; it belongs on
    /// servers only. Exactly one of `secretKey`, `userSig` and `endpoint`.
    "secretKey" "-" "text1";
    /// A UserSig made elsewhere for `identifier`, or a function that returns one. The function is
    /// asked once for any number of concurrent calls, and again when the UserSig ends or is
    /// refused as expired. Exactly one of `secretKey`, `userSig` and `endpoint`.
    "userSig" "-" "own" as "string | (() => string | PromiseLike<string>)";
    /// The data centre of the application (default `"singapore"`). Not together with `baseUrl`.
    "region" "-" "own" as "Region";
    /// Where calls go instead of a region's host: `https:`, or `http:` to a loopback host.
    "baseUrl" "-" "text1";
    /// How long a UserSig made from `secretKey` is valid, in seconds (default 86400). A new one is
    /// made well before it ends.
    "userSigTtl" "-" "int0..4294967295 =86400";
    /// How many calls of one `sdkAppId` go out in a second (default 200, the vendor's limit), over
    /// all clients in the process; 0 for no limit.
    "callsPerSecond" "-" "rate =200";
    /// A rate that several machines share: asked before each attempt, in addition to
    /// `callsPerSecond`.
    "limiter" "-" "own" as "SharedLimiter";

    // The handler.
    /// Says whether a call may be made: only exactly `true` lets it through, or a promise of it.
    /// Without this function, and when it throws, nobody may. The call has been checked already; the
    /// body of the `Request` has been read.
    "authorize" "-" "function" as "(request: Request, call: HandlerCall) => boolean | PromiseLike<boolean>";
    /// Origins of other sites whose pages may call, as `https://console.example.com`. Pages of the
    /// handler's own site always may; behind a gateway that changes the URL, name that site here.
    "allowedOrigins" "-" "list0..:text" as "readonly string[]";
    /// The operations that the handler serves (default: `updateRoomMemberInfo` alone). Any other is
    /// answered with status 403.
    "operations" "-" "list1..:text" as "readonly OperationName[]";
    /// The hosts that the handler answers to, as they stand in the address bar
    /// (`console.example.com`, with the port if there is one); every host without it. Set it where
    /// the handler runs inside a network that its users' browsers can reach: it keeps a foreign
    /// name that was pointed at this machine (DNS rebinding) out.
    "hosts" "-" "list1..:text" as "readonly string[]";
    /// How long a request may take to send its body, and `authorize` to answer, in milliseconds
    /// (default 10000): then 408 or 504 is answered.
    "requestTimeoutMs" "-" "int1..2147483647 =10000";
    /// How many calls of this handler may be under way (default 1000): above it 503 is answered,
    /// with `Retry-After`.
    "maxPending" "-" "int1..4294967295 =1000";

    // UserSigs.
    /// The account that the UserSig is for, not empty.
    "identifier/signed" "-" "text1";
    /// The application's secret key, as the console shows it. It belongs on servers only.
    "secretKey/signing" "-" "text1";
    /// The application's secret key, to check the signature with.
    "secretKey/verifying" "-" "text1";
    /// How long the UserSig is valid, in seconds (default 86400).
    "ttl" "-" "int0..4294967295 =86400";
    /// The moment to take for now, as a `Date` or as milliseconds (default `Date.now()`).
    "now" "-" "own" as "Date | number";

    // What is not in the table yet: `admin.request`.
    /// Service and command, as `live_engine_http_srv/get_room_list`.
    "command" "-" "text1";
    /// What repeating the command does (default `"once"`): `"read"` changes nothing, `"set"` is as
    /// good twice as once, `"once"` is not repeated when no answer arrived.
    "effect" "-" "read|set|once";
    /// The body, as JSON.
    "body" "-" "text1";
}

/// The row of a name and variant.
pub(super) fn row(id: &str) -> &'static str {
    #[cfg(feature = "server")]
    let row = line_of(SERVER, id).or_else(|| line_of(SHARED, id)).or_else(|| line_of(REPLY, id));
    #[cfg(not(feature = "server"))]
    let row = line_of(SHARED, id);
    row.unwrap_or_default()
}

/// Every row that this module has.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    #[cfg(feature = "server")]
    return SHARED_ROWS.iter().chain(REPLY_ROWS).chain(SERVER_ROWS);
    #[cfg(not(feature = "server"))]
    SHARED_ROWS.iter()
}

#[cfg(not(target_arch = "wasm32"))]
fn find(id: &str) -> Option<&'static Row> {
    rows().find(|row| crate::text::starts_with_word(row.row, id))
}

/// What is said of a row to people.
#[cfg(not(target_arch = "wasm32"))]
pub fn doc(id: &str) -> &'static str {
    find(id).map_or("", |row| row.doc)
}

/// The TypeScript type of a row, where the shape does not say it.
#[cfg(not(target_arch = "wasm32"))]
pub fn ts(id: &str) -> &'static str {
    find(id).map_or("", |row| row.ts)
}

/// Who calls the service itself, and where.
pub const SERVICE: &str =
    "sdkAppId identifier secretKey userSig region baseUrl userSigTtl callsPerSecond limiter";

/// How calls are made, whoever makes them.
pub const CALLING: &str =
    "timeoutMs maxRetries fetch onAttempt logger logLevel dangerouslyAllowBrowser";

/// What goes with a handler instead of [`SERVICE`].
pub const REMOTE: &str = "endpoint headers";

/// What `createHandler` takes beside [`SERVICE`] and [`CALLING`].
pub const HANDLER: &str = "authorize allowedOrigins operations hosts requestTimeoutMs maxPending";

/// What concerns one call, whatever it does.
pub const PER_CALL: &str = "signal";

/// What `signUserSig` takes.
pub const SIGN: &str = "sdkAppId identifier/signed secretKey/signing ttl now";

/// What `admin.signUserSig` takes beside the account.
pub const SIGN_FOR: &str = "ttl";

/// What `inspectUserSig` takes beside the UserSig.
pub const INSPECT: &str = "secretKey/verifying now";

/// What `admin.request` takes.
pub const REQUEST: &str = "command body";

/// The names in a list of rows, without their variants.
pub fn names_in(list: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = list;
    std::iter::from_fn(move || next_name(&mut rest))
}

fn next_name(rest: &mut &'static str) -> Option<&'static str> {
    let id = next_part(rest, b' ')?;
    Some(split_before(id, b'/').0)
}

/// Whether a name is in one of the lists of rows, or of one of the fields.
pub(super) fn is_known(lists: &[&'static str], fields: &[Field], name: &str) -> bool {
    for list in lists {
        let mut rest = *list;
        while let Some(known) = next_name(&mut rest) {
            if known == name {
                return true;
            }
        }
    }
    fields.iter().any(|field| field.name == name)
}

/// Refuses names that are neither in one of the lists of rows nor of one of the fields: a typing error must not silently
/// change nothing.
pub fn check_names(given: &Object, lists: &[&'static str], fields: &[Field]) -> Result<(), Error> {
    for (name, _) in &given.0 {
        if !is_known(lists, fields, name) {
            return Err(unknown(name, lists, fields));
        }
    }
    Ok(())
}

fn unknown(unknown: &str, lists: &[&'static str], fields: &[Field]) -> Error {
    let mut known = names_of(fields);
    for list in lists {
        for name in names_in(list) {
            known.push(name);
        }
    }
    let hint = match neighbour(unknown, &known).or_else(|| nearest::nearest(unknown, &known)) {
        _ if names_in(PROXY_OPTIONS).any(|name| is_same(name, unknown)) => {
            "proxies and certificates are a matter of `fetch`: see docs/proxies.md".into()
        }
        Some(name) => fill("did you mean `*`?", &[name]),
        None => fill("known options: *", &[&listed(&known)]),
    };
    let (field, message) = match nearest::name_shown(unknown) {
        Some(name) => (unknown, fill("unknown option `*`: *", &[&name, &hint])),
        None => ("options", fill("unknown option, whose name is not shown: *", &[&hint])),
    };
    let mut refused = Error::new(Kind::Invalid, message).with_hint(hint);
    refused.field = Some(field.into());
    refused
}

/// What other packages call what belongs to `fetch` here.
const PROXY_OPTIONS: &str =
    "proxy proxyUrl httpProxy httpsProxy agent httpAgent httpsAgent dispatcher";

/// What is meant by people whose habits come from other packages.
fn neighbour(written: &str, known: &[&'static str]) -> Option<&'static str> {
    const NEIGHBOURS: [(&str, &str); 6] = [
        ("userid", "memberAccount identifier"),
        ("expire", "userSigTtl ttl"),
        ("expires", "userSigTtl ttl"),
        ("expiretime", "userSigTtl ttl"),
        ("key", "secretKey"),
        ("timeout", "timeoutMs"),
    ];
    for (name, meant) in NEIGHBOURS {
        if is_same(name, written) {
            return names_in(meant).find(|meant| known.iter().any(|name| name == meant));
        }
    }
    None
}

/// But for case, dashes and underscores.
fn is_same(name: &str, written: &str) -> bool {
    nearest::simplified(name) == nearest::simplified(written)
}

// Native only, like the texts that it reads.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::shape::Field;
    use crate::text::json::Value;

    fn refuse(name: &str, known: &[&'static str]) -> Error {
        let fields = Object(vec![(name.to_owned(), Value::Absent)]);
        check_names(&fields, known, &[]).unwrap_err()
    }

    fn client() -> Vec<&'static str> {
        names_in(SERVICE).chain(names_in(CALLING)).collect()
    }

    #[test]
    fn options_an_unknown_name_is_refused_with_the_nearest_known_one() {
        let error = refuse("sdkAppID", &client());
        assert_eq!(error.field.as_deref(), Some("sdkAppID"));
        assert_eq!(error.message, "unknown option `sdkAppID`: did you mean `sdkAppId`?");
    }

    #[test]
    fn options_names_of_other_packages_find_their_neighbour() {
        for (written, meant) in [
            ("userId", "identifier"),
            ("userID", "identifier"),
            ("user_id", "identifier"),
            ("expires", "userSigTtl"),
            ("expire-time", "userSigTtl"),
            ("key", "secretKey"),
            ("expire", "userSigTtl"),
        ] {
            assert_eq!(
                refuse(written, &client()).hint.as_deref(),
                Some(&*["did you mean `", meant, "`?"].concat())
            );
        }
        assert!(refuse("userId", &["roomId", "memberAccount"]).message.contains("`memberAccount`"));
        for name in names_in(PROXY_OPTIONS) {
            assert!(
                refuse(name, &client()).hint.as_ref().unwrap().contains("docs/proxies.md"),
                "{name}"
            );
        }
    }

    #[test]
    fn options_a_name_like_no_other_is_refused_with_the_list() {
        assert_eq!(refuse("colour", &["ttl"]).hint.as_deref(), Some("known options: ttl"));
    }

    #[test]
    fn options_the_docs_name_the_limits_and_defaults_that_are_in_force() {
        for row in rows() {
            let id = row.row.split(' ').next().unwrap();
            let numbers = row
                .row
                .split(' ')
                .skip(2)
                .flat_map(|part| part.split(|c: char| !c.is_ascii_digit()));
            let field = Field::of(id);
            let is_told = matches!(field.shape, crate::api::shape::Shape::Text(_))
                || field.default_number().is_some();
            for number in numbers.filter(|number| is_told && number.len() > 1) {
                let is_the_range = ["4294967295", "2147483647"].contains(&number);
                assert!(is_the_range || row.doc.contains(number), "{id}: {number}");
            }
        }
    }

    #[test]
    fn options_every_listed_name_has_a_row() {
        for list in [SERVICE, CALLING, REMOTE, HANDLER, PER_CALL, SIGN, SIGN_FOR, INSPECT, REQUEST]
        {
            for id in list.split(' ') {
                assert!(!row(id).is_empty(), "{id}");
            }
        }
    }
}
