//! JSON without `serde_json`: a strict reader for texts that strangers wrote, and the writers that
//! building a text by hand needs. Small, because every byte of it is downloaded by browsers.

mod object;
mod read;
mod value;

pub use object::ObjectWriter;
pub use read::ReadError;
pub use read::parse;
pub use read::parse_bytes;
pub use signing::json::push_integer;
pub use signing::json::push_string;
pub use value::Object;
pub use value::Value;

/// Appends a whole number in decimal.
pub fn push_signed(out: &mut String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    push_integer(out, value.unsigned_abs());
}
