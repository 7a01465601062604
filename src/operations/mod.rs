//! The service's operations: one file each, and a line in [`OPERATIONS`].

mod update_room_member_info;

use crate::error::Error;
use crate::options::{Opt, Source};
use crate::turn::MemberKey;

/// One operation of the service.
pub struct Operation {
    /// The function that callers call.
    pub name: &'static str,
    /// Service and command, as they stand in the URL.
    pub path: &'static str,
    /// The options it takes.
    pub options: &'static [Opt],
    /// Turns options into what is sent, or says which is wrong.
    pub prepare: fn(&dyn Source) -> Result<Prepared, Error>,
    /// Its doc comment.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// What an operation sends, and what has to wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Prepared {
    /// The JSON.
    pub body: String,
    /// The member that it changes, if it changes one.
    pub member: Option<MemberKey>,
}

impl Prepared {
    /// A body that is sent whatever else is under way.
    pub fn new(body: impl Into<String>) -> Self {
        Self { body: body.into(), member: None }
    }

    /// The same, in its turn among all that changes the same member.
    #[must_use]
    pub fn in_turn_of(mut self, member: MemberKey) -> Self {
        self.member = Some(member);
        self
    }
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[update_room_member_info::OPERATION];

/// The operation that callers know by `name`.
pub fn find(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
