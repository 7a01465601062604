//! The service's operations: one file each, and a line in [`OPERATIONS`].

mod update_room_member_info;

use crate::error::Error;
use crate::options::{Opt, Source};

/// One operation of the service.
pub struct Operation {
    /// The function that callers call.
    pub name: &'static str,
    /// Service and command, as they stand in the URL.
    pub path: &'static str,
    /// The options it takes.
    pub options: &'static [Opt],
    /// Turns options into a body, or says which is wrong.
    pub body: fn(&dyn Source) -> Result<String, Error>,
    /// Its doc comment.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[update_room_member_info::OPERATION];

/// The operation that callers know by `name`.
pub fn find(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
