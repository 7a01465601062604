//! Administer Tencent Cloud Room Engine rooms.
pub mod json;
pub mod usersig;
