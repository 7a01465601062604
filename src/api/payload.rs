//! The reader: what the service answered, in the words of the table.

use super::shape::{Field, Shape};
use crate::text::json::{Object, Value, push_flag, push_name, push_signed, push_string};

/// Appends the fields of `object` that are known and of their kind, each with a comma before it.
///
/// What is missing, or of another kind than documented, is left out: no default stands for it.
pub fn push_payload(out: &mut String, fields: &[Field], object: &Object) {
    for field in fields {
        let start = out.len();
        push_name(out, field.name);
        let is_known = match (&field.shape, field.wire) {
            (Shape::Object(inner), ".") => push_object(out, inner, object),
            (shape, wire) => object.field(wire).is_some_and(|value| push_value(out, shape, value)),
        };
        if !is_known {
            out.truncate(start);
        }
    }
}

fn push_object(out: &mut String, fields: &[Field], object: &Object) -> bool {
    out.push('{');
    push_payload(out, fields, object);
    out.push('}');
    true
}

/// Appends a value; false where it is of another kind.
fn push_value(out: &mut String, shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Text(_), Value::Text(text) | Value::BrokenText(text)) => push_string(out, text),
        (Shape::Text(rule), Value::Integer(_) | Value::Digits(_)) if rule.is_account => {
            out.push('"');
            value.push_to(out);
            out.push('"');
        }
        (Shape::Choice(words), Value::Text(text)) => {
            let mut shown = text.as_str();
            for (word, wire) in words {
                if wire == text {
                    shown = word;
                    break;
                }
            }
            push_string(out, shown);
        }
        (Shape::Integer(..), Value::Integer(number)) => push_signed(out, *number),
        (Shape::Flag, Value::Boolean(value)) => push_flag(out, *value),
        (Shape::Moment, Value::Integer(seconds)) => {
            out.push_str("{\"$date\":");
            push_signed(out, seconds.saturating_mul(1000));
            out.push('}');
        }
        (Shape::Object(fields), Value::Object(object)) => return push_object(out, fields, object),
        (Shape::List(..) | Shape::Rows(..), Value::List(items)) => {
            return push_list(out, shape, items);
        }
        _ => return false,
    }
    true
}

fn push_list(out: &mut String, shape: &Shape, items: &[Value]) -> bool {
    out.push('[');
    for item in items {
        let start = out.len();
        if out.as_bytes().last() != Some(&b'[') {
            out.push(',');
        }
        let is_known = match (shape, item) {
            (Shape::List(_, of), item) => push_value(out, of, item),
            (Shape::Rows(_, fields), Value::Object(object)) => push_object(out, fields, object),
            _ => false,
        };
        if !is_known {
            out.truncate(start);
        }
    }
    out.push(']');
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::operations;
    use crate::text::json;

    fn payload(name: &str, response: &str) -> String {
        let Value::Object(object) = json::parse(response).unwrap() else { panic!("no object") };
        let mut out = String::from("{");
        push_payload(&mut out, &operations::find(name).unwrap().payload, &object);
        out.push('}');
        out
    }

    #[test]
    fn payload_of_members_is_read_in_the_words_of_the_options() {
        let response = r#"{"Next":"","MemberList":[
            {"Member_Account":144115233775727695,"NameCard":"甲","Role":"RoomOwner","Marks":[1000,1001],"CustomInfo":"","New":1},
            {"Member_Account":"b","Role":"Guest","Marks":"none"}, 7]}"#;
        assert_eq!(
            payload("getRoomMemberList", response),
            r#"{"members":[{"memberAccount":"144115233775727695","nameCard":"甲","role":"Owner","marks":[1000,1001],"customInfo":""},{"memberAccount":"b","role":"Guest"}],"next":""}"#
        );
    }

    #[test]
    fn payload_moments_are_marked_and_what_is_missing_stays_away() {
        let response = r#"{"RoomInfo":{"RoomId":"r","RoomType":"Meeting","Owner_Account":99999999999999999999,"CreateTime":1700000000,"MemberCount":3,"IsSeatEnabled":"yes"}}"#;
        assert_eq!(
            payload("getRoomInfo", response),
            r#"{"roomInfo":{"roomId":"r","roomType":"Conference","ownerAccount":"99999999999999999999","createTime":{"$date":1700000000000},"memberCount":3}}"#
        );
        assert_eq!(payload("getRoomInfo", "{}"), "{}");
    }

    #[test]
    fn payload_of_the_webhook_settings_is_the_whole_response() {
        let response =
            r#"{"Url":"https://a","CallbackCommandList":["Room.CallbackAfterCreateRoom"]}"#;
        assert_eq!(
            payload("getCallback", response),
            r#"{"callback":{"url":"https://a","callbackCommands":["Room.CallbackAfterCreateRoom"]}}"#
        );
    }

    #[test]
    fn payload_of_bans_and_seats() {
        assert_eq!(
            payload(
                "getBannedMemberList",
                r#"{"BannedAccountList":[{"Member_Account":"a","BannedUntil":7}],"NextOffset":0}"#
            ),
            r#"{"bannedMembers":[{"memberAccount":"a","bannedUntil":{"$date":7000}}],"nextOffset":0}"#
        );
        assert_eq!(
            payload("getSeatList", r#"{"SeatList":[{"Index":0,"IsTakenDisabled":true}]}"#),
            r#"{"seats":[{"index":0,"isTakenDisabled":true}]}"#
        );
    }
}
