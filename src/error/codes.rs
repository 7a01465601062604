//! What is known of the service's ErrorCodes: the one table of them.
//!
//! Vendor pages: <https://trtc.io/document/34348> (60000 to 79999) and
//! <https://trtc.io/document/60027> (100001 and above).

/// One ErrorCode that can reach a caller of this package.
pub struct Code {
    /// The number.
    pub code: i64,
    /// What the service says with it.
    #[cfg(not(target_arch = "wasm32"))]
    pub meaning: &'static str,
    /// What follows a refusal with it.
    pub remedy: Remedy,
    /// What the caller can do about it.
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
    SignAnew,
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

/// Codes that mean that the host and the app are of different data centres.
pub const WRONG_REGION: [i64; 3] = [60026, 70016, 70020];

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
    code!(60002, None, "the URL does not parse", "report this to the package: it made the URL"),
    code!(60003, None, "the body is no JSON", "report this to the package: it made the body"),
    code!(60004, Later, "the account or the signature is wrong", "check `identifier` and `secretKey`; if both are right, call again later"),
    code!(60005, Later, "the account or the signature is wrong", "check `identifier` and `secretKey`; if both are right, call again later"),
    code!(60006, None, "the sdkAppId is not valid", "check `sdkAppId` against the console"),
    slow!(60007, "calls of this API come too fast"),
    code!(60008, BackOff, "the back end did not answer in time", "call again in a moment; the call sets values, so repeating it is safe"),
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
    code!(70001, SignAnew, "the UserSig has expired", "sign anew; if it stays, check this machine's clock"),
    code!(70002, None, "the UserSig is empty", "give a `userSig` that is not empty, or the `secretKey`"),
    code!(70003, None, "the UserSig is not valid", "the UserSig was probably cut short or encoded once too often; `inspectUserSig` shows what it holds"),
    code!(70005, None, "the UserSig is not valid", "the UserSig was probably cut short or encoded once too often; `inspectUserSig` shows what it holds"),
    code!(70009, None, "the UserSig does not verify", "the key belongs to another `sdkAppId`, or it is not the app's current key: copy it from the console anew"),
    code!(70013, None, "the UserSig is signed for another identifier", "sign for the same `identifier` that makes the call; `inspectUserSig` shows whom it is for"),
    code!(70014, None, "the UserSig is signed for another sdkAppId", "sign for the same `sdkAppId` that makes the call; `inspectUserSig` shows which it is for"),
    code!(70016, None, "no key of this sdkAppId is known here", "set `region` to the app's data centre; if it is right, the app may still use the old (ECDSA) keys"),
    code!(70020, None, "this sdkAppId is not known here", "check `sdkAppId`, and set `region` to the app's data centre"),
    code!(70050, WaitAMinute, "the UserSig did not verify, and was tried too often", "mend the credential first (see 70009), then wait a minute"),
    code!(70051, None, "the account is on a block list", "take `identifier` off the block list in the console"),
    code!(70052, SignAnew, "the UserSig has expired", "sign anew; if it stays, check this machine's clock"),
    code!(70107, None, "the account is not known", "import the account first, and check `identifier` and `memberAccount` for typing errors"),
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
    code!(80001, None, "the text is held to be sensitive", "change `nameCard` or `customInfo`"),
    code!(80002, None, "the body is too large", "report this to the package: it keeps the limits"),
    code!(80005, None, "the service has been stopped", "ask the vendor why the service is stopped"),
    code!(93000, None, "the JSON is over the limit", "report this to the package: it keeps the limits"),
    code!(100001, BackOff, "an internal error", "call again in a moment; the call sets values, so repeating it is safe"),
    code!(100002, None, "a parameter is not valid", "see the service's own words in the message; limits are bytes of UTF-8"),
    code!(100004, None, "the room does not exist or is dissolved", "check `roomId`; a room that has ended cannot be changed"),
    code!(100005, None, "the account is no member of the room", "the person must be in the room first; check `memberAccount`"),
    code!(100006, None, "not enough permission", "the owner's role is changed with change_room_owner; check that `identifier` is an App admin"),
    code!(100007, None, "no plan has been bought", "buy the Conference (RoomKit) plan"),
    code!(100016, None, "the member is banned", "unban the member first"),
    code!(100017, None, "the member is muted", "unmute the member first"),
    code!(100020, None, "the room has too many admins", "set another admin's role to \"Member\" first"),
    code!(100023, None, "a limit on the number of such operations is reached", "see the service's own words in the message"),
    code!(100024, None, "the plan is not active or has expired", "activate or renew the plan"),
    code!(100026, None, "a text is held to be sensitive", "change `nameCard` or `customInfo`"),
];

// Native only, like the texts that it reads.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn codes_rise_so_that_the_search_finds_each() {
        for pair in CODES.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} stands out of order", pair[1].code);
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
        assert_eq!(with(Remedy::SignAnew), [70001, 70052]);
        assert_eq!(with(Remedy::WaitAMinute), [70050]);
        assert_eq!(with(Remedy::Later), [60004, 60005, 60013, 70114, 72010]);
        assert_eq!(with(Remedy::BackOff), [60008, 60014, 70169, 70202, 70500, 100_001]);
    }

    #[test]
    fn every_code_says_what_to_do() {
        for entry in CODES {
            assert!(entry.hint.len() > 15 && entry.meaning.len() > 8, "{}", entry.code);
        }
    }
}
