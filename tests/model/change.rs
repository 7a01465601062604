//! A call that somebody makes: what it changes, and what becomes of whoever made it.

use room_engine_admin::text::json::Value;

use super::Setting;
use crate::fake_platform::rng::Rng;
use crate::fake_platform::{fields, list, number, text};

/// What repeating a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Read,
    Set,
    /// The second of two is refused with this code.
    OnceWithCode(i64),
    Once,
}

/// An operation of each effect, with one member, several, or the room itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    ListMembers,
    UpdateMember,
    Mark,
    Ban,
    UpdateRoom,
    Kick,
    Unban,
    Destroy,
    ChangeOwner,
    AddRobot,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::ListMembers,
        Self::UpdateMember,
        Self::Mark,
        Self::Ban,
        Self::UpdateRoom,
        Self::Kick,
        Self::Unban,
        Self::Destroy,
        Self::ChangeOwner,
        Self::AddRobot,
    ];

    pub(crate) fn operation(self) -> &'static str {
        match self {
            Self::ListMembers => "getRoomMemberList",
            Self::UpdateMember => "updateRoomMemberInfo",
            Self::Mark => "markRoomMember",
            Self::Ban => "banRoomMember",
            Self::UpdateRoom => "updateRoomInfo",
            Self::Kick => "kickUserOut",
            Self::Unban => "unbanRoomMember",
            Self::Destroy => "destroyRoom",
            Self::ChangeOwner => "changeRoomOwner",
            Self::AddRobot => "addRobot",
        }
    }

    /// As the vendor's pages have it.
    pub(crate) fn effect(self) -> Effect {
        match self {
            Self::ListMembers => Effect::Read,
            Self::UpdateMember | Self::Mark | Self::Ban | Self::UpdateRoom => Effect::Set,
            Self::Kick | Self::Unban => Effect::OnceWithCode(100_005),
            Self::Destroy => Effect::OnceWithCode(100_004),
            Self::ChangeOwner | Self::AddRobot => Effect::Once,
        }
    }

    /// How many members it names, at the most.
    fn most_members(self) -> usize {
        match self {
            Self::ListMembers | Self::UpdateRoom | Self::Destroy => 0,
            Self::UpdateMember | Self::AddRobot => 1,
            Self::ChangeOwner => 2,
            Self::Mark => 10,
            Self::Ban | Self::Kick | Self::Unban => 20,
        }
    }
}

/// What calls that must not be under way together have in common: a member of a room, or a room.
pub(crate) type Key = (usize, Option<usize>);

/// One call that somebody asked for.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) client: usize,
    pub(crate) kind: Kind,
    /// Its members, in the order in which they are named; one may be named twice.
    pub(crate) members: Vec<usize>,
    pub(crate) asked_at: f64,
    /// When it is given up.
    pub(crate) ends_at: Option<f64>,
    pub(crate) falls_silent: bool,
}

impl Change {
    pub(crate) fn random(rng: &Rng, setting: &Setting) -> Self {
        let asked_at = rng.between(0.0, setting.span).floor();
        let falls_silent = rng.percent(setting.silent);
        let ends = falls_silent || rng.percent(setting.aborts);
        let after = rng.pick(&[0.0, 5.0, 100.0, 1000.0, 8000.0]);
        let kind = rng.pick(&Kind::ALL);
        let count = match kind.most_members() {
            most @ 0..=2 => most,
            most => 1 + rng.below(most.min(rng.pick(&[1, 3, 20]))),
        };
        Self {
            client: if setting.has_two_clients { rng.below(2) } else { 0 },
            kind,
            members: (0..count).map(|_| rng.below(setting.members)).collect(),
            asked_at,
            ends_at: ends.then(|| asked_at + rng.between(0.0, after)),
            falls_silent,
        }
    }

    /// What it changes, each once.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let of = |member| (self.client, member);
        let mut keys: Vec<Key> = match self.kind.effect() {
            Effect::Read => Vec::new(),
            _ if self.members.is_empty() => vec![of(None)],
            _ => self.members.iter().map(|member| of(Some(*member))).collect(),
        };
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    pub(crate) fn options(&self) -> Vec<(&'static str, Value)> {
        let names: Vec<String> = self.members.iter().map(usize::to_string).collect();
        let mut options = vec![("roomId", text("room"))];
        options.extend(match self.kind {
            Kind::ListMembers | Kind::UpdateRoom | Kind::Destroy => vec![],
            Kind::UpdateMember | Kind::AddRobot => vec![("memberAccount", text(&names[0]))],
            Kind::Mark => {
                let row = |name: &String| {
                    let marks = Value::List(vec![number(1000.0)]);
                    Value::Object(fields(&[("memberAccount", text(name)), ("marks", marks)]))
                };
                let rows = Value::List(names.iter().map(row).collect());
                vec![("commandType", text("set")), ("memberList", rows)]
            }
            Kind::Ban => vec![
                ("memberAccounts", list(&names)),
                ("reason", text("")),
                ("duration", number(60.0)),
            ],
            Kind::Kick => vec![("memberAccounts", list(&names)), ("reason", text(""))],
            Kind::Unban => vec![("memberAccounts", list(&names))],
            Kind::ChangeOwner => {
                vec![("fromAccount", text(&names[0])), ("newOwnerAccount", text(&names[1]))]
            }
        });
        options
    }
}
