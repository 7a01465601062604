//! What is known of the service's ErrorCodes: the one table of them.
//!
//! Vendor pages: <https://trtc.io/document/34348> (60000 to 79999) and
//! <https://trtc.io/document/60027> (100001 and above).

use super::operations::{Effect, Operation};
use super::shape::{Shape, TextRule};
use crate::text::split_once;

/// One ErrorCode that can reach a caller of this package.
pub struct Code {
    /// The number.
    pub code: i64,
    /// What the service says with it.
    #[cfg(not(target_arch = "wasm32"))]
    pub meaning: &'static str,
    /// What follows a refusal with it.
    pub remedy: Remedy,
    /// What the caller can do about it. `%t` stands for the operation's free texts, `%a` for its accounts.
    pub hint: &'static str,
}

/// What follows a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// The same call may succeed a moment later.
    BackOff,
    /// The same call may succeed later, but repeating it at once is no help.
    Later,
    /// The service is being asked too often: every call of the app slows down.
    SlowDown,
    /// The UserSig has expired: the call may succeed with a new one.
    RenewUserSig,
    /// The same call may succeed after a minute, not before.
    WaitAMinute,
    /// Only a changed call, account or plan can succeed.
    None,
}

impl Remedy {
    /// Whether the same call may succeed later without anything being changed.
    pub const fn is_retryable(self) -> bool {
        !matches!(self, Self::None)
    }
}

/// What is known of `code`.
pub fn find(code: i64) -> Option<&'static Code> {
    let index = CODES.binary_search_by_key(&code, |entry| entry.code).ok()?;
    CODES.get(index)
}

impl Code {
    /// What the caller of `operation` can do about it.
    pub fn hint_for(&self, operation: &Operation) -> String {
        let mut hint = String::new();
        let mut rest = self.hint;
        while let Some((before, after)) = split_once(rest, "%") {
            hint.push_str(before);
            hint.push_str(&match after.as_bytes().first() {
                Some(b't') => names_or(operation, "a text", |rule| !rule.is_filled),
                Some(b'a') => names_or(operation, "the account", |rule| rule.is_account),
                _ if matches!(operation.effect, Effect::Once(_)) => String::new(),
                _ => "; repeating it is safe".to_owned(),
            });
            rest = after.get(1..).unwrap_or_default();
        }
        hint.push_str(rest);
        hint
    }
}

/// The operation's texts of a kind, in a message's words.
fn names_or(operation: &Operation, none: &str, is_meant: fn(&TextRule) -> bool) -> String {
    fn rule_of(shape: &Shape) -> Option<&TextRule> {
        match shape {
            Shape::Text(rule) => Some(rule),
            Shape::List(_, of) => rule_of(of),
            _ => None,
        }
    }
    let mut names = String::new();
    for field in &operation.fields {
        if rule_of(&field.shape).is_some_and(is_meant) {
            names.push_str(if names.is_empty() { "`" } else { " or `" });
            names.push_str(field.name);
            names.push('`');
        }
    }
    if names.is_empty() { none.to_owned() } else { names }
}

/// The service could not read the URL.
pub const NO_URL: i64 = 60002;

/// Codes that mean that the host and the app are of different data centres.
pub const WRONG_REGION: [i64; 3] = [60026, 70016, 70020];

/// Codes that say that who calls is refused: whatever is asked for next will be, too.
#[cfg(not(target_arch = "wasm32"))]
pub const CREDENTIAL: [i64; 22] = [
    60004, 60005, 60006, 60010, 60016, 60021, 60025, 60026, 70001, 70002, 70003, 70005, 70009,
    70013, 70014, 70016, 70020, 70050, 70051, 70052, 70346, 70403,
];

/// The meaning is left out of the module that users download: the service sends it itself.
macro_rules! code {
    ($code:literal, $remedy:ident, $meaning:literal, $hint:literal) => {
        Code {
            code: $code,
            #[cfg(not(target_arch = "wasm32"))]
            meaning: $meaning,
            remedy: Remedy::$remedy,
            hint: $hint,
        }
    };
}

macro_rules! slow {
    ($code:literal, $meaning:literal) => {
        Code {
            code: $code,
            #[cfg(not(target_arch = "wasm32"))]
            meaning: $meaning,
            remedy: Remedy::SlowDown,
            hint: SLOWER,
        }
    };
}
const SLOWER: &str = "make fewer calls per second, or have the limit raised in the console";

/// Every known code, in rising order.
#[rustfmt::skip]
pub const CODES: &[Code] = &[
    code!(60002, None, "the URL does not parse", "report this to the package, unless something on the way changes the URL: the package made it"),
    code!(60003, None, "the body is no JSON", "report this to the package: it made the body"),
    code!(60004, Later, "the account or the signature is wrong", "check `identifier` and `secretKey`; if both are right, call again later"),
    code!(60005, Later, "the account or the signature is wrong", "check `identifier` and `secretKey`; if both are right, call again later"),
    code!(60006, None, "the sdkAppId is not valid", "check `sdkAppId` against the console"),
    slow!(60007, "calls of this API come too fast"),
    code!(60008, BackOff, "the back end did not answer in time", "call again in a moment%r"),
    code!(60009, None, "no such API", "if `baseUrl` is set, check that it leads to the service"),
    code!(60010, None, "the caller is no App admin", "use an `identifier` that the console lists as an App admin (`administrator` by default)"),
    slow!(60011, "calls of this app come too fast"),
    code!(60012, None, "the URL holds no sdkappid", "if `baseUrl` is set, check that nothing on the way drops the query"),
    code!(60013, Later, "the service could not read its own reply", "call again; if it stays, quote the `requestId` to the vendor"),
    code!(60014, BackOff, "the check of the account did not end in time", "call again in a moment"),
    code!(60015, None, "an account in the body is no string", "report this to the package: it made the body"),
    code!(60016, None, "the app is disabled", "ask the vendor why the app is disabled"),
    code!(60017, None, "the request is disabled", "ask the vendor why the request is disabled"),
    slow!(60018, "too many calls"),
    slow!(60019, "too many calls"),
    code!(60020, None, "no plan, an expired plan, or an account in arrears", "buy or renew the Conference (RoomKit) plan; it works about five minutes later"),
    code!(60021, None, "the caller's address is not allowed", "put this machine's public address on the app's list of allowed addresses"),
    code!(60025, None, "sdkappid, identifier, usersig or contenttype is wrong in the URL", "check `sdkAppId`, `identifier` and the credential; if `baseUrl` is set, check that nothing on the way changes the query"),
    code!(60026, None, "the host is not of the app's data centre", "set `region` to the data centre that the console shows for this app"),
    code!(60027, None, "the app's product does not allow this API", "check in the console that the app has Conference (RoomKit)"),
    code!(60028, None, "the trial edition's calls for 24 hours are used up", "call again tomorrow, or upgrade the app"),
    code!(70001, RenewUserSig, "the UserSig has expired", "sign anew; if it stays, check this machine's clock"),
    code!(70002, None, "the UserSig is empty", "give a `userSig` that is not empty, or the `secretKey`"),
    code!(70003, None, "the UserSig is not valid", "the UserSig was probably cut short or encoded once too often; `inspectUserSig` shows what it holds"),
    code!(70005, None, "the UserSig is not valid", "the UserSig was probably cut short or encoded once too often; `inspectUserSig` shows what it holds"),
    code!(70009, None, "the UserSig does not verify", "the key belongs to another `sdkAppId`, or it is not the app's current key: copy it from the console anew"),
    code!(70013, None, "the UserSig is signed for another identifier", "sign for the same `identifier` that makes the call; `inspectUserSig` shows whom it is for"),
    code!(70014, None, "the UserSig is signed for another sdkAppId", "sign for the same `sdkAppId` that makes the call; `inspectUserSig` shows which it is for"),
    code!(70016, None, "no key of this sdkAppId is known here", "set `region` to the app's data centre; if it is right, the app may still use the old (ECDSA) keys"),
    code!(70020, None, "this sdkAppId is not known here", "check `sdkAppId`, and set `region` to the app's data centre"),
    code!(70050, WaitAMinute, "the UserSig did not verify, and was tried too often", "fix the credential first (see 70009), then wait a minute"),
    code!(70051, None, "the account is on a block list", "take `identifier` off the block list in the console"),
    code!(70052, RenewUserSig, "the UserSig has expired", "sign anew; if it stays, check this machine's clock"),
    code!(70107, None, "the account is not known", "import the account first, and check `identifier` and %a for typing errors"),
    code!(70114, Later, "refused for safety: too frequent", "wait some minutes before the next call"),
    code!(70169, BackOff, "an internal time limit was passed", "call again in a moment"),
    code!(70202, BackOff, "an internal time limit was passed", "call again in a moment"),
    code!(70206, None, "the size of the batch is not valid", "report this to the package: it made the body"),
    code!(70346, None, "the signature is not valid", "the app may still use the old (ECDSA) keys: switch it to HMAC-SHA256 in the console"),
    code!(70398, None, "more accounts than the plan allows", "upgrade the plan, or delete accounts"),
    code!(70399, None, "a deleted account cannot be imported again for three months", "use another account"),
    code!(70402, None, "a parameter is not valid", "see the service's own words in the message"),
    code!(70403, None, "admin rights are needed", "use an `identifier` that the console lists as an App admin"),
    code!(70404, None, "the client SDK is too old", "upgrade the room SDK of the clients to 2.0 or later"),
    code!(70500, BackOff, "an internal error", "call again in a moment; if it stays, quote the `requestId` to the vendor"),
    code!(71000, None, "the account may not be deleted", "see the service's own words in the message"),
    code!(72000, None, "the trial's daily active users are used up", "upgrade the app's edition in the console"),
    code!(72001, None, "the feature is not switched on", "switch it on in the console"),
    code!(72002, None, "the trial's monthly active users are used up", "upgrade the app's edition in the console"),
    code!(72010, Later, "one user's requests come too fast", "call again in a moment"),
    code!(72011, None, "the feature is not switched on", "switch it on in the console"),
    code!(72012, None, "the feature is not switched on", "switch it on in the console"),
    code!(80001, None, "the text is held to be sensitive", "the service refuses the text: change %t"),
    code!(80002, None, "the body is too large", "report this to the package: it keeps the limits"),
    code!(80005, None, "the service has been stopped", "ask the vendor why the service is stopped"),
    code!(93000, None, "the JSON is over the limit", "report this to the package: it keeps the limits"),
    code!(100001, BackOff, "an internal error", "call again in a moment%r"),
    code!(100002, None, "a parameter is not valid", "see the service's own words in the message; limits are bytes of UTF-8"),
    code!(100003, None, "the room's id is taken by another owner", "pick another `roomId`"),
    code!(100004, None, "the room does not exist or is dissolved", "check `roomId`; a room that has ended cannot be changed"),
    code!(100005, None, "the account is no member of the room", "the person must be in the room first; check %a"),
    code!(100006, None, "not enough permission", "check that `identifier` is an App admin; the owner's role is changed with `changeRoomOwner`, and a closed room allows less"),
    code!(100007, None, "no plan has been bought", "buy the Conference (RoomKit) plan"),
    code!(100008, None, "the room is full", "raise `maxMemberCount`, or have somebody leave"),
    code!(100009, None, "the room has too many different marks", "delete marks first: a room has at most 10 different ones"),
    code!(100010, None, "the room's id is taken, and the caller is its owner", "the room is there already, and can be used as it is"),
    code!(100011, None, "the room's id is that of a Chat group", "pick another `roomId`, or dissolve the group through Chat"),
    code!(100012, BackOff, "a room of the same id was made within the same second", "call again in a moment"),
    code!(100013, None, "a limit of the plan is passed", "upgrade the plan, or ask for less"),
    code!(100015, None, "the room's type is not valid", "report this to the package: it made the body"),
    code!(100016, None, "the member is banned", "unban the member first"),
    code!(100017, None, "the member is muted", "unmute the member first"),
    code!(100018, None, "the room asks for a password", "give the room's password"),
    code!(100019, None, "the password is wrong", "check the password"),
    code!(100020, None, "the room has too many admins", "set another admin's role to \"Member\" first"),
    code!(100023, None, "a limit on the number of such operations is reached", "see the service's own words in the message"),
    code!(100024, None, "the plan is not active or has expired", "activate or renew the plan"),
    code!(100025, None, "the room has as many members as it may have", "raise `maxMemberCount`, or have somebody leave"),
    code!(100026, None, "a text is held to be sensitive", "the service refuses the text: change %t"),
    code!(100200, None, "the seat is locked", "pick another seat, or unlock it with `lockSeat`"),
    code!(100201, None, "the seat is taken", "pick another seat, or use `moveUserToSeat` with a `policy`"),
    code!(100202, None, "the member waits for a seat already", "wait, or have the member give the request up"),
    code!(100203, None, "the member sits on a seat already", "use `moveUserToSeat` to change the seat"),
    code!(100204, None, "the member does not wait for a seat", "there is nothing to answer"),
    code!(100205, None, "all seats are taken", "take somebody off a seat first"),
    code!(100206, None, "the member sits on no seat", "put the member on a seat first"),
    code!(100207, None, "the seat is not locked", "there is nothing to unlock"),
    code!(100208, None, "the member has been invited already", "wait for the answer"),
    code!(100209, None, "the member has not been invited", "invite the member first"),
    code!(100210, None, "somebody sits on that seat", "pick another seat, or use `moveUserToSeat` with a `policy`"),
    code!(100211, None, "the room has no seats", "make the room with `isSeatEnabled`"),
    code!(100230, None, "not for rooms of this type", "see the service's own words in the message"),
    code!(100251, None, "the list of seats is empty", "make the room with `isSeatEnabled`"),
    code!(100252, None, "the seat's number is not valid", "`getSeatList` tells which seats there are"),
    code!(100253, None, "all featured seats are taken", "take somebody off a seat first"),
    code!(100300, None, "webhooks are set already", "change them with `updateCallback`"),
    code!(100301, None, "webhooks are not set yet", "set them with `setCallback`"),
    code!(100302, None, "no webhook token is set", "set a token first"),
    code!(100401, None, "the rooms are connected already (Live)", "there is nothing to connect"),
    code!(100402, None, "the room has been asked to connect already (Live)", "wait for the answer"),
    code!(100403, None, "the room is connected with another one (Live)", "end that connection first"),
    code!(100404, None, "too many connections or battles (Live)", "end one of them first"),
    code!(100411, None, "there is no such battle, or it is over (Live)", "begin a new battle"),
    code!(100412, None, "none of the rooms can take part in the battle (Live)", "check the room IDs"),
    code!(100413, None, "battles are begun too often (Live)", "wait before the next one"),
    code!(100414, None, "the room has left the battle (Live)", "begin a new battle"),
    code!(100415, None, "the room is in another battle (Live)", "end that one first"),
    code!(100416, None, "the room has been asked to a battle already (Live)", "wait for the answer"),
    code!(100418, None, "the room is not in a battle (Live)", "begin a battle first"),
    code!(100419, None, "the room is in a battle (Live)", "end the battle first"),
    code!(100420, None, "the battle has not begun (Live)", "wait until it has"),
    code!(100421, None, "the battle is over (Live)", "begin a new battle"),
    code!(100500, None, "too many keys of metadata", "give fewer keys in one call"),
    code!(100501, None, "a value of metadata is too large", "give a shorter one"),
    code!(100502, None, "the room's metadata is too large", "delete some of it first"),
    code!(100503, None, "no key of metadata is valid", "check the keys for typing errors"),
    code!(100504, None, "a key of metadata is too long", "give a shorter one"),
    code!(100700, None, "the room has as many robots as it may have", "remove a robot with `deleteRobot` first"),
    code!(101_011, None, "the room has as many members as the plan allows", "upgrade the plan"),
];

// Native only, like the texts that it reads.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn codes_rise_so_that_the_search_finds_each() {
        for pair in CODES.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} stands out of order", pair[1].code);
        }
        for code in CREDENTIAL.iter().chain(&WRONG_REGION) {
            assert!(find(*code).is_some(), "{code} is not known");
        }
        for entry in CODES {
            assert_eq!(find(entry.code).map(|found| found.code), Some(entry.code));
        }
        assert!(find(0).is_none() && find(60001).is_none() && find(i64::MAX).is_none());
    }

    #[test]
    fn the_codes_that_a_repeat_can_mend_are_those_the_vendor_names() {
        let with = |remedy| {
            CODES.iter().filter(|c| c.remedy == remedy).map(|c| c.code).collect::<Vec<_>>()
        };
        assert_eq!(with(Remedy::SlowDown), [60007, 60011, 60018, 60019]);
        assert_eq!(with(Remedy::RenewUserSig), [70001, 70052]);
        assert_eq!(with(Remedy::WaitAMinute), [70050]);
        assert_eq!(with(Remedy::Later), [60004, 60005, 60013, 70114, 72010]);
        assert_eq!(with(Remedy::BackOff), [60008, 60014, 70169, 70202, 70500, 100_001, 100_012]);
    }

    #[test]
    fn codes_hints_fit_the_operation_that_met_them() {
        let hint = |code, operation| {
            let operation = crate::api::operations::find(operation).unwrap();
            find(code).unwrap().hint_for(&operation)
        };
        assert_eq!(
            hint(80001, "updateRoomMemberInfo"),
            "the service refuses the text: change `nameCard` or `customInfo`"
        );
        assert_eq!(hint(80001, "kickUserOut"), "the service refuses the text: change `reason`");
        assert_eq!(hint(80001, "getSeatList"), "the service refuses the text: change a text");
        assert!(hint(100_005, "kickUserOut").ends_with("check `memberAccounts`"));
        assert!(hint(70107, "lockSeat").contains("`identifier` and the account for"));
        assert!(hint(100_001, "updateRoomInfo").ends_with("repeating it is safe"));
        assert!(hint(100_001, "addRobot").ends_with("in a moment"));
        for code in CODES {
            for name in crate::api::operations::names() {
                assert!(!hint(code.code, name).contains('%'), "{}", code.code);
            }
        }
    }

    #[test]
    fn every_code_says_what_to_do() {
        for entry in CODES {
            assert!(entry.hint.len() > 15 && entry.meaning.len() > 8, "{}", entry.code);
        }
    }
}
