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

/// Appends the name of the next field of an object, with a comma before it unless it is the first.
pub fn push_name(out: &mut String, name: &str) {
    if out.as_bytes().last() != Some(&b'{') {
        out.push(',');
    }
    push_string(out, name);
    out.push(':');
}

/// Appends `true` or `false`.
pub fn push_flag(out: &mut String, value: bool) {
    out.push_str(if value { "true" } else { "false" });
}

/// Appends a whole number in decimal.
pub fn push_signed(out: &mut String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    push_integer(out, value.unsigned_abs());
}
