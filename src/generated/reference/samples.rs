//! A sample for each operation, as `tests/docs/samples.test.mjs` runs it on the simulator.

use crate::api::operations::Operation;
use crate::api::shape::{Field, Shape};
use crate::text::decimal;

const OPENING: &str = r#"import { RoomEngineAdmin } from "room-engine-admin";

const secretKey = process.env.SECRET_KEY;
const admin = new RoomEngineAdmin({ sdkAppId: 1400000000, identifier: "administrator", secretKey });
"#;

/// What is written for an option that must be given, where its shape's own example would say nothing.
const VALUES: [(&str, &str); 10] = [
    ("roomId", "\"room-test\""),
    ("roomId/new", "\"weekly\""),
    ("memberAccount", "\"user4\""),
    ("memberAccount/robot", "\"robot-2\""),
    ("memberAccounts", "[\"user5\"]"),
    ("memberList", "[{ memberAccount: \"user4\", marks: [1000] }]"),
    ("reason", "\"off topic\""),
    ("duration", "3600"),
    ("url", "\"https://example.com/events\""),
    ("callbackCommands", "[\"Room.CallbackAfterCreateRoom\"]"),
];

/// The same for one operation: also options that may be left out, which are shown only so.
const OF_OPERATIONS: [(&str, &str, &str); 15] = [
    ("createRoom", "roomName", "\"Weekly meeting\""),
    ("createRoom", "scheduleStartTime", "new Date(Date.now() + 3_600_000)"),
    ("createRoom", "isSeatEnabled", "true"),
    ("updateRoomInfo", "roomName", "\"Town hall\""),
    ("updateRoomInfo", "isMessageDisabled", "true"),
    ("updateRoomMemberInfo", "nameCard", "\"jack\""),
    ("updateRoomMemberInfo", "role", "\"Admin\""),
    ("changeRoomOwner", "fromAccount", "\"ann\""),
    ("changeRoomOwner", "newOwnerAccount", "\"user4\""),
    ("unbanRoomMember", "memberAccounts", "[\"mallory\"]"),
    ("deleteRobot", "memberAccount", "\"robot-1\""),
    ("kickUserOffSeat", "memberAccount", "\"user5\""),
    ("lockSeat", "forbidTaken", "true"),
    ("switchSeat", "memberAccount", "\"user5\""),
    ("moveUserToSeat", "memberAccount", "\"user5\""),
];

/// What has to be there before.
const BEFORE: [(&str, &str); 2] = [("updateCallback", SET), ("getCallback", SET)];

const SET: &str = r#"await admin.setCallback({
  url: "https://example.com/old",
  callbackCommands: ["Room.CallbackAfterDestroyRoom"],
});
"#;

/// What is printed of a reply that holds more than "OK", or of each item of a list; and what comes out.
const PRINTED: [(&str, &str, &str); 5] = [
    ("getRoomInfo", "reply.roomInfo", ROOM),
    ("getRoomMemberList", "item.memberAccount, item.role", MEMBERS),
    ("getBannedMemberList", "item", BAN),
    ("getSeatList", "reply.seats[1]", SEAT),
    ("getCallback", "reply.callback", CALLBACK),
];

const ROOM: &str = "{
  roomId: 'room-test',
  roomName: 'Test',
  roomType: 'Conference',
  ownerAccount: 'ann',
  maxMemberCount: 300,
  maxSeatCount: 4,
  isVideoDisabled: false,
  isAudioDisabled: false,
  isMessageDisabled: false,
  isScreenSharingDisabled: false,
  isCloudRecordingDisabled: false,
  customInfo: '',
  scheduleStartTime: 2026-01-01T00:00:00.000Z,
  scheduleEndTime: 2026-01-01T01:00:00.000Z,
  roomStatus: 'Running',
  isSeatEnabled: true,
  takeSeatMode: 'FreeToTake',
  createTime: 2026-01-01T00:00:00.000Z,
  memberCount: 4
}";

const MEMBERS: &str = "ann Owner
user4 Member
user5 Member
robot-1 Member";

const BAN: &str = "{ memberAccount: 'mallory', bannedUntil: 2026-01-01T00:00:00.000Z }";

const SEAT: &str = "{
  index: 1,
  memberAccount: 'user5',
  isTakenDisabled: false,
  isVideoDisabled: false,
  isAudioDisabled: false
}";

const CALLBACK: &str = "{
  url: 'https://example.com/old',
  callbackCommands: [ 'Room.CallbackAfterDestroyRoom' ]
}";

/// The sample and what it prints, as two blocks.
pub(super) fn sample(operation: &Operation) -> String {
    let before = BEFORE.iter().find(|(name, _)| *name == operation.name);
    let before = before.map_or("", |(_, lines)| lines);
    let call = ["admin.", operation.name, "(", &options(operation), ")"].concat();
    let printed = PRINTED.iter().find(|(name, ..)| *name == operation.name);
    let (_, what, output) = printed.copied().unwrap_or(("", "reply.actionStatus", "OK"));
    let lines = if operation.paging().is_some() {
        ["for await (const item of ", &call, ") {\n  console.log(", what, ");\n}\n"].concat()
    } else {
        ["const reply = await ", &call, ";\nconsole.log(", what, ");\n"].concat()
    };
    ["```js runnable\n", OPENING, before, &lines, "```\n\n```text output\n", output, "\n```\n\n"]
        .concat()
}

fn options(operation: &Operation) -> String {
    let shown: Vec<String> = operation
        .fields
        .iter()
        .filter_map(|field| Some([field.name, ": ", &value(operation, field)?].concat()))
        .collect();
    match shown.as_slice() {
        [] => String::new(),
        [one] => ["{ ", one, " }"].concat(),
        many => ["{\n  ", &many.join(",\n  "), ",\n}"].concat(),
    }
}

/// What is written for an option, if it is shown.
fn value(operation: &Operation, field: &Field) -> Option<String> {
    let is_own = |row: &&(&str, &str, &str)| (row.0, row.1) == (operation.name, field.name);
    if let Some((.., value)) = OF_OPERATIONS.iter().find(is_own) {
        return Some((*value).to_owned());
    }
    if !field.is_required {
        return None;
    }
    let known = VALUES.iter().find(|(id, _)| *id == field.id);
    Some(known.map_or_else(|| example(&field.shape), |(_, value)| (*value).to_owned()))
}

/// Anything that is good.
fn example(shape: &Shape) -> String {
    match shape {
        Shape::Text(_) => "\"text\"".to_owned(),
        Shape::Integer(least, _) => decimal(*least as i64),
        Shape::Rate => "1".to_owned(),
        Shape::Flag => "true".to_owned(),
        Shape::Moment => "new Date()".to_owned(),
        Shape::Choice(words) => ["\"", words.first().map_or("", |(word, _)| word), "\""].concat(),
        Shape::List(_, of) => ["[", &example(of), "]"].concat(),
        Shape::Rows(_, fields) => ["[", &object(fields), "]"].concat(),
        Shape::Object(fields) => object(fields),
        Shape::Function => "() => {}".to_owned(),
        Shape::Own => "undefined".to_owned(),
    }
}

fn object(fields: &[Field]) -> String {
    let needed = fields.iter().filter(|field| field.is_required);
    let needed: Vec<String> =
        needed.map(|field| [field.name, ": ", &example(&field.shape)].concat()).collect();
    ["{ ", &needed.join(", "), " }"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::operations;

    #[test]
    fn reference_rows_of_samples_name_what_there_is() {
        let field_of = |operation: &str, name: &str| {
            let operation = operations::find(operation);
            operation.is_some_and(|found| found.fields.iter().any(|field| field.name == name))
        };
        for (operation, name, _) in OF_OPERATIONS {
            assert!(field_of(operation, name), "{operation} {name}");
        }
        for (operation, ..) in PRINTED {
            let operation = operations::find(operation).unwrap();
            assert!(!operation.payload.is_empty(), "{}", operation.name);
        }
    }

    #[test]
    fn reference_an_operation_that_no_row_knows_has_a_sample_of_its_shapes() {
        let mut operation = operations::find("markRoomMember").unwrap();
        operation.name = "doIt";
        operation.fields.extend(["index", "policy", "nameCard"].map(Field::of));
        for field in &mut operation.fields {
            field.is_required = field.name != "nameCard";
        }
        assert_eq!(
            options(&operation),
            "{\n  roomId: \"room-test\",\n  commandType: \"set\",\n  \
             memberList: [{ memberAccount: \"user4\", marks: [1000] }],\n  \
             index: 0,\n  policy: \"giveUp\",\n}"
        );
        let marks = &operation.fields[2].shape;
        assert_eq!(example(marks), "[{ memberAccount: \"text\", marks: [1000] }]");
    }
}
