//! The operations of the service, one row each; [`super::shape`] says how a row is written.
//!
//! Vendor pages: <https://trtc.io/document/60703> and the page of each row.

use super::shape::Field;
#[cfg(feature = "server")]
use super::shape::{Part, Shape};
#[cfg(feature = "server")]
use crate::text::split_before;
use crate::text::{Lines, digits, line_of, next_part};

/// One operation, as its row says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    /// The function that callers call.
    pub name: &'static str,
    /// Service and command.
    #[cfg(feature = "server")]
    pub path: &'static str,
    /// What repeating it does.
    pub effect: Effect,
    /// What it takes.
    pub fields: Vec<Field>,
    /// How its body is put together.
    #[cfg(feature = "server")]
    pub body: Vec<Part>,
    /// What its reply adds.
    #[cfg(feature = "server")]
    pub payload: Vec<Field>,
}

/// What repeating a call does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing is changed: calls wait for nobody, and are repeated freely.
    Read,
    /// The same call twice is as good as once.
    Set,
    /// The second of two is refused with one of these codes, which say that the first was carried out. Without a code
    /// it is not repeated when no answer arrived.
    Once(Vec<i64>),
}

impl Effect {
    /// Reads `read`, `set`, `once` or `once:100005,100006`.
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "read" => Self::Read,
            "set" => Self::Set,
            _ => {
                let mut codes = Vec::new();
                let mut rest = text;
                let _ = next_part(&mut rest, b':');
                while let Some(code) = next_part(&mut rest, b',').and_then(digits) {
                    codes.push(code.cast_signed());
                }
                Self::Once(codes)
            }
        }
    }
}

/// A row, with what is said of it to people.
#[cfg(not(target_arch = "wasm32"))]
pub struct Row {
    /// The row.
    pub row: &'static str,
    /// The number of the vendor's page.
    pub page: u32,
    /// The ErrorCodes that its page names, or that are to be expected where the page is cut off.
    pub codes: &'static [i64],
    /// Its doc comment.
    pub doc: &'static str,
}

macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $page:literal: $name:literal $path:literal
        $call:literal $(> $payload:literal)? [$($code:literal),+];)+) => {
        #[cfg(feature = "server")]
        const LINES: Lines = &[$(concat!($name, " ", $path, " ", $call $(, " > ", $payload)?)),+];
        /// A page's handler knows the rest.
        #[cfg(not(feature = "server"))]
        const LINES: Lines = concat!($($name, " ", $call, "\n"),+);

        /// Every operation.
        #[cfg(not(target_arch = "wasm32"))]
        pub const ROWS: &[Row] = &[$(Row {
            row: concat!($name, " ", $path, " ", $call $(, " > ", $payload)?),
            page: $page,
            codes: &[$($code),+],
            doc: concat!($($doc, "\n"),+),
        }),+];
    };
}

operations! {
    /// Makes a room, or schedules a meeting.
    60707: "createRoom" "room_engine_http_srv/create_room"
        "once:100010 ( RoomInfo roomId/new! RoomType=Conference roomName ownerAccount maxMemberCount scheduleStartTime scheduleEndTime isVideoDisabled isAudioDisabled isMessageDisabled isScreenSharingDisabled isCloudRecordingDisabled customInfo/room isSeatEnabled maxSeatCount takeSeatMode isPasswordEnabled password ) scheduleInviteeAccounts" [100001, 100002, 100003, 100007, 100010, 100011, 100012, 100013, 100015, 100024, 100026];
    /// Ends a room: everybody has to leave it, and its id can be used again.
    60706: "destroyRoom" "room_engine_http_srv/destroy_room"
        "once:100004 roomId!" [100001, 100002, 100004, 100006];
    /// Changes a room's settings. What is left out stays as it is.
    60705: "updateRoomInfo" "room_engine_http_srv/update_room_info"
        "set ( RoomInfo roomId! roomName maxMemberCount isVideoDisabled isAudioDisabled isMessageDisabled isScreenSharingDisabled isCloudRecordingDisabled customInfo/room takeSeatMode isPasswordEnabled password )" [100001, 100002, 100004, 100006, 100013, 100025, 100026];
    /// Reads a room: name, owner, times, settings, how many are in it.
    60704: "getRoomInfo" "room_engine_http_srv/get_room_info"
        "read roomId!"
        > "roomInfo{ roomId roomName roomType ownerAccount maxMemberCount maxSeatCount isVideoDisabled isAudioDisabled isMessageDisabled isScreenSharingDisabled isCloudRecordingDisabled customInfo/room scheduleStartTime scheduleEndTime roomStatus isSeatEnabled takeSeatMode/reply createTime memberCount }" [100001, 100002, 100004, 100005, 100006];
    /// Reads the members of a room, a page at a time; `for await` goes through all pages.
    60715: "getRoomMemberList" "room_engine_http_srv/get_room_member_list"
        "read roomId! count next"
        > "members[ memberAccount nameCard role/reply marks/reply customInfo/member ] next/reply" [100001, 100002, 100004, 100005, 100006];
    /// Changes one member of one room: name card, role, custom info.
    /// What is left out, `undefined` or `null` stays as it is; `""` is sent, and
    /// what the service makes of it is not documented.
    60714: "updateRoomMemberInfo" "room_engine_http_srv/update_room_member_info"
        "set roomId! ( MemberInfo memberAccount!@ nameCard role customInfo/member )" [100001, 100002, 100004, 100005, 100006];
    /// Makes another member the owner; the owner becomes an ordinary member.
    60713: "changeRoomOwner" "room_engine_http_srv/change_room_owner"
        "once roomId! fromAccount!@ newOwnerAccount!@" [100001, 100002, 100004, 100005];
    /// Sets or deletes marks of members.
    60712: "markRoomMember" "room_engine_http_srv/mark_room_member"
        "set roomId! commandType! memberList![ memberAccount!@ marks! ]" [100001, 100002, 100004, 100005, 100006, 100009];
    /// Removes members from a room and keeps them out for a time.
    60711: "banRoomMember" "room_engine_http_srv/ban_room_member"
        "set roomId! memberAccounts!@ reason! duration!" [100001, 100002, 100004, 100005, 100006];
    /// Lets banned members in again.
    60710: "unbanRoomMember" "room_engine_http_srv/unban_room_member"
        "once:100005 roomId! memberAccounts!@" [100001, 100002, 100004, 100005, 100006];
    /// Reads who is banned from a room, a page at a time; `for await` goes through all pages.
    60709: "getBannedMemberList" "room_engine_http_srv/get_banned_member_list"
        "read roomId! limit offset"
        > "bannedMembers[ memberAccount bannedUntil ] nextOffset" [100001, 100002, 100004];
    /// Removes members from a room; they may come back.
    60708: "kickUserOut" "room_engine_http_srv/kick_user_out"
        "once:100005 roomId! memberAccounts!@ reason!" [100001, 100002, 100004, 100005, 100006];
    /// Adds a robot to a room.
    70467: "addRobot" "room_engine_http_srv/add_robot"
        "once roomId! memberAccount/robot!@" [100001, 100002, 100004, 100005, 100006, 100700];
    /// Removes a robot from a room.
    70468: "deleteRobot" "room_engine_http_srv/delete_robot"
        "once:100005 roomId! memberAccount/robot!@" [100001, 100002, 100004, 100005, 100006];
    /// Reads a room's seats.
    60719: "getSeatList" "room_engine_http_mic/get_seat_list"
        "read roomId!"
        > "seats[ index memberAccount/seat isTakenDisabled isVideoDisabled/seat isAudioDisabled/seat ]" [100001, 100002, 100004];
    /// Puts a member on a seat.
    60718: "pickUserOnSeat" "room_engine_http_mic/pick_user_on_seat"
        "once:100203 roomId! memberAccount!@ index!" [100001, 100002, 100004, 100005, 100200, 100202, 100203, 100205, 100210, 100211];
    /// Takes a member off their seat.
    60717: "kickUserOffSeat" "room_engine_http_mic/kick_user_off_seat"
        "once:100206 roomId! memberAccount!@ data+" [100001, 100002, 100004, 100206];
    /// Locks a seat, or disables video or audio on it. The vendor does not say what becomes of a
    /// flag that is left out.
    60716: "lockSeat" "room_engine_http_mic/lock_seat"
        "set roomId! index! forbidTaken forbidVideo forbidAudio" [100001, 100002, 100004, 100211];
    /// Moves a member to a free seat.
    72552: "switchSeat" "room_engine_http_mic/switch_seat"
        "once roomId! memberAccount!@ toIndex!" [100001, 100002, 100004, 100210];
    /// Moves a member to a seat, whether it is free or not.
    72685: "moveUserToSeat" "room_engine_http_mic/move_user_to_seat"
        "once roomId! memberAccount!@ seatIndex! policy!" [100001, 100002, 100004, 100005, 100200, 100206, 100210, 100211];
    /// Says for the first time where the service sends its events.
    60729: "setCallback" "room_config/set_callback"
        "once:100300 url! callbackCommands!" [100001, 100002, 100300];
    /// Changes where the service sends its events.
    60728: "updateCallback" "room_config/update_callback"
        "set url! callbackCommands!" [100001, 100002, 100301];
    /// Reads where the service sends its events.
    60730: "getCallback" "room_config/get_callback"
        "read"
        > "callback{ url/reply callbackCommands/reply }" [100001, 100002, 100301];
    /// Ends the sending of events.
    60727: "deleteCallback" "room_config/delete_callback"
        "set" [100001, 100002];
}

/// How a list goes on: where its items are, where the reply tells the next page, which option takes that, and what stands
/// there after the last page.
#[cfg(feature = "server")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The items.
    pub items: &'static str,
    /// Where the next page begins.
    pub cursor: &'static str,
    /// The option that takes it.
    pub option: &'static str,
    /// Whether the cursor is a number, 0 at the end, and not a text, empty at the end.
    pub is_number: bool,
}

#[cfg(feature = "server")]
impl Operation {
    /// How its list goes on, if it reads one that comes in pages.
    pub fn paging(&self) -> Option<Paging> {
        let cursors = [("next", "next", false), ("nextOffset", "offset", true)];
        let has = |fields: &[Field], name| fields.iter().any(|field| field.name == name);
        let (cursor, option, is_number) = cursors.into_iter().find(|(cursor, option, _)| {
            has(&self.payload, *cursor) && has(&self.fields, *option)
        })?;
        let items = self.payload.iter().find(|field| matches!(field.shape, Shape::Rows(..)))?.name;
        Some(Paging { items, cursor, option, is_number })
    }
}

/// The operation that callers know by `name`.
pub fn find(name: &str) -> Option<Operation> {
    line_of(LINES, name).map(Operation::parse)
}

/// The names of all operations.
#[cfg(feature = "server")]
pub fn names() -> impl Iterator<Item = &'static str> {
    LINES.iter().map(|row| split_before(row, b' ').0)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn table_every_row_is_an_operation_of_its_own() {
        for row in ROWS {
            let operation = Operation::parse(row.row);
            assert_eq!(find(operation.name).as_ref(), Some(&operation));
            let (service, command) = operation.path.split_once('/').unwrap();
            assert!(service.starts_with("room_"), "{service}");
            assert!(command.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'), "{command}");
            for code in row.codes {
                assert!(crate::api::error_codes::find(*code).is_some(), "{code} has no row");
            }
            assert!(row.page > 60_000 && !row.doc.trim().is_empty(), "{}", operation.name);
            for word in operation.fields.iter().map(|field| field.name) {
                assert_eq!(
                    operation.fields.iter().filter(|field| field.name == word).count(),
                    1,
                    "{word}"
                );
            }
            if let Some(path) = row.row.split(' ').nth(2) {
                assert!(path == "read" || path == "set" || path.starts_with("once"), "{path}");
            }
        }
        let mut all: Vec<_> = names().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), ROWS.len());
        assert!(
            find("").is_none() && find("removeEverybody").is_none() && find("update").is_none()
        );
    }
}
