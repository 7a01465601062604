//! Changes one member of one room.
//!
//! Vendor page: <https://trtc.io/document/60714>.

use super::{Operation, Prepared};
use crate::error::Error;
use crate::json::ObjectWriter;
use crate::options::catalog::{CUSTOM_INFO, MEMBER_ACCOUNT, NAME_CARD, ROLE, ROOM_ID};
use crate::options::{Source, optional, required};
use crate::turn::MemberKey;
use crate::values::{CustomInfo, MemberAccount, NameCard, Role, RoomId};

pub(super) const OPERATION: Operation = Operation {
    name: "updateRoomMemberInfo",
    path: "/v4/room_engine_http_srv/update_room_member_info",
    options: &[ROOM_ID, MEMBER_ACCOUNT, NAME_CARD, ROLE, CUSTOM_INFO],
    prepare: |source| MemberUpdate::read(source).map(|update| update.prepared()),
    #[cfg(not(target_arch = "wasm32"))]
    doc: "Changes one member of one room: name card, role, custom info.\n\
          What is left out, `undefined` or `null` stays as it is; `\"\"` is sent, and\n\
          what the service makes of it is not documented.\n\
          Vendor page: https://trtc.io/document/60714",
};

struct MemberUpdate {
    room_id: RoomId,
    member_account: MemberAccount,
    name_card: Option<NameCard>,
    role: Option<Role>,
    custom_info: Option<CustomInfo>,
}

impl MemberUpdate {
    fn read(source: &dyn Source) -> Result<Self, Error> {
        Ok(Self {
            room_id: required(source, &ROOM_ID)?,
            member_account: required(source, &MEMBER_ACCOUNT)?,
            name_card: optional(source, &NAME_CARD)?,
            role: optional(source, &ROLE)?,
            custom_info: optional(source, &CUSTOM_INFO)?,
        })
    }

    fn prepared(&self) -> Prepared {
        let member = MemberKey::of(&[self.room_id.as_str(), self.member_account.as_str()]);
        Prepared::new(self.body()).in_turn_of(member)
    }

    /// The fields in the order of the vendor's sample.
    fn body(&self) -> String {
        let mut member = ObjectWriter::default();
        member.string("Member_Account", self.member_account.as_str());
        if let Some(name_card) = &self.name_card {
            member.string("NameCard", name_card.as_str());
        }
        if let Some(role) = self.role {
            member.string("Role", role.as_str());
        }
        if let Some(custom_info) = &self.custom_info {
            member.string("CustomInfo", custom_info.as_str());
        }
        let mut body = ObjectWriter::default();
        body.string("RoomId", self.room_id.as_str());
        body.object("MemberInfo", member);
        body.into_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Given;

    fn body(pairs: &[(&str, Given)]) -> Result<String, Error> {
        (OPERATION.prepare)(&pairs).map(|prepared| prepared.body)
    }

    fn text(text: &str) -> Given {
        Given::Text(text.to_owned())
    }

    #[test]
    fn the_body_is_the_vendors_sample() {
        let sample = r#"{"RoomId":"room-test","MemberInfo":{"Member_Account":"user4","NameCard":"jack","Role":"Admin","CustomInfo":"custom info"}}"#;
        let body = body(&[
            ("customInfo", text("custom info")),
            ("nameCard", text("jack")),
            ("memberAccount", text("user4")),
            ("role", text("Admin")),
            ("roomId", text("room-test")),
        ]);
        assert_eq!(body.unwrap(), sample);
    }

    #[test]
    fn updates_of_one_member_of_one_room_share_their_turn() {
        let member = |room, member| {
            let pairs: &[_] = &[("roomId", text(room)), ("memberAccount", text(member))];
            (OPERATION.prepare)(&pairs).unwrap().member.unwrap()
        };
        assert_eq!(member("r", "m"), member("r", "m"));
        assert_ne!(member("r", "m"), member("r", "n"));
        assert_ne!(member("r", "m"), member("s", "m"));
    }

    #[test]
    fn absent_fields_are_absent_and_empty_ones_are_sent() {
        let pairs =
            [("roomId", text("r\"1")), ("memberAccount", text("用户")), ("nameCard", text(""))];
        assert_eq!(
            body(&pairs).unwrap(),
            r#"{"RoomId":"r\"1","MemberInfo":{"Member_Account":"用户","NameCard":""}}"#
        );
    }

    #[test]
    fn room_and_member_are_asked_for_by_name() {
        assert_eq!(body(&[]).unwrap_err().message, "`roomId` is missing");
        let error = body(&[("roomId", text("r"))]).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("memberAccount"));
    }
}
