use proptest::prelude::*;

use super::*;
use crate::api::operations::{self, Operation};
use crate::api::options::check_names;
use crate::text::json;

fn given(text: &str) -> Object {
    let given = Value::from_driver(json::parse(text).unwrap());
    let Value::Object(object) = given else { panic!("no object") };
    object
}

fn operation(name: &str) -> Operation {
    operations::find(name).unwrap()
}

fn body(name: &str, options: &str) -> Result<String, Error> {
    let operation = operation(name);
    let given = given(options);
    check_names(&given, &[], &operation.fields)?;
    check_fields(&operation.fields, &given)?;
    let mut out = String::new();
    push_body(&mut out, &operation.fields, &operation.body, &given);
    Ok(out)
}

fn refusal(name: &str, options: &str) -> (String, String) {
    let error = body(name, options).unwrap_err();
    (error.field.clone().unwrap().into(), error.message.clone())
}

#[test]
fn body_is_the_vendors_sample() {
    let sample = r#"{"RoomId":"room-test","MemberInfo":{"Member_Account":"user4","NameCard":"jack","Role":"Admin","CustomInfo":"custom info"}}"#;
    let options = r#"{"customInfo":"custom info","nameCard":"jack","memberAccount":"user4","role":"Admin","roomId":"room-test"}"#;
    assert_eq!(body("updateRoomMemberInfo", options).unwrap(), sample);
}

#[test]
fn body_of_every_form() {
    for (name, options, sent) in [
        ("destroyRoom", r#"{"roomId":"r"}"#, r#"{"RoomId":"r"}"#),
        ("deleteCallback", "{}", "{}"),
        (
            "createRoom",
            r#"{"roomId":"r","scheduleStartTime":["Date",1700000000999],"scheduleInviteeAccounts":[0,"a","b"],"isSeatEnabled":true,"maxSeatCount":16}"#,
            r#"{"RoomInfo":{"RoomId":"r","RoomType":"Conference","ScheduleStartTime":1700000000,"IsSeatEnabled":true,"MaxSeatCount":16},"ScheduleInviteeList_Account":["a","b"]}"#,
        ),
        (
            "markRoomMember",
            r#"{"roomId":"r","commandType":"delete","memberList":[0,{"memberAccount":"a","marks":[0,1000,1001]}]}"#,
            r#"{"RoomId":"r","CommandType":2,"MemberList":[{"Member_Account":"a","Marks":[1000,1001]}]}"#,
        ),
        (
            "kickUserOffSeat",
            r#"{"roomId":"r","memberAccount":"a"}"#,
            r#"{"RoomId":"r","Member_Account":"a","Data":""}"#,
        ),
        (
            "moveUserToSeat",
            r#"{"roomId":"r","memberAccount":"a","seatIndex":0,"policy":"giveUp"}"#,
            r#"{"RoomId":"r","Member_Account":"a","SeatIndex":0,"Policy":0}"#,
        ),
    ] {
        assert_eq!(body(name, options).unwrap(), sent);
    }
}

#[test]
fn body_absent_fields_are_absent_and_empty_ones_are_sent() {
    let options = r#"{"roomId":"r\"1","memberAccount":"用户","nameCard":"","role":null}"#;
    assert_eq!(
        body("updateRoomMemberInfo", options).unwrap(),
        r#"{"RoomId":"r\"1","MemberInfo":{"Member_Account":"用户","NameCard":""}}"#
    );
}

#[test]
fn check_faults_are_named_as_javascript_would_reach_them() {
    for (name, options, field, words) in [
        ("updateRoomMemberInfo", "{}", "roomId", "`roomId` is missing"),
        ("updateRoomMemberInfo", r#"{"roomId":""}"#, "roomId", "must not be empty"),
        (
            "updateRoomMemberInfo",
            r#"{"roomId":"r"}"#,
            "memberAccount",
            "`memberAccount` is missing",
        ),
        (
            "updateRoomMemberInfo",
            r#"{"roomId":"r","memberAccount":"m","nameCard":"名名名名名名名名名名名"}"#,
            "nameCard",
            "must be at most 32 bytes of UTF-8, got 33",
        ),
        (
            "updateRoomMemberInfo",
            r#"{"roomId":"r","memberAccount":"m","role":"admin"}"#,
            "role",
            "must be \"Admin\" or \"Member\", got \"admin\" (did you mean \"Admin\"?)",
        ),
        (
            "kickUserOut",
            r#"{"roomId":"r","memberAccounts":[0]}"#,
            "memberAccounts",
            "must have 1 to 20 items, got 0",
        ),
        (
            "kickUserOut",
            r#"{"roomId":"r","memberAccounts":[0,"a",7]}"#,
            "memberAccounts[1]",
            "`memberAccounts[1]` must be a string, got number",
        ),
        (
            "kickUserOut",
            r#"{"roomId":"r","memberAccounts":"a"}"#,
            "memberAccounts",
            "must be an array, got string",
        ),
        (
            "markRoomMember",
            r#"{"roomId":"r","commandType":"set","memberList":[0,{"memberAccount":"a","marks":[0,999]}]}"#,
            "memberList[0].marks[0]",
            "must be a whole number from 1000 up, got 999",
        ),
        (
            "markRoomMember",
            r#"{"roomId":"r","commandType":"set","memberList":[0,{"marks":[0,1000]}]}"#,
            "memberList[0].memberAccount",
            "is missing",
        ),
        (
            "markRoomMember",
            r#"{"roomId":"r","commandType":"set","memberList":[0,{"memberAccount":"a","mark":1}]}"#,
            "memberList[0].mark",
            "known are memberAccount, marks",
        ),
        (
            "setCallback",
            r#"{"url":"u","callbackCommands":[0]}"#,
            "callbackCommands",
            "must have at least 1 item, got 0",
        ),
        ("createRoom", r#"{"roomId":"房间"}"#, "roomId", "printable ASCII"),
        (
            "createRoom",
            r#"{"roomId":"r","scheduleStartTime":1700000000000}"#,
            "scheduleStartTime",
            "milliseconds? divide by 1000",
        ),
        (
            "createRoom",
            r#"{"roomId":"r","scheduleStartTime":["number",1071644672,0]}"#,
            "scheduleStartTime",
            "whole",
        ),
        (
            "createRoom",
            r#"{"roomId":"r","scheduleStartTime":["Date",null]}"#,
            "scheduleStartTime",
            "valid Date",
        ),
        ("getBannedMemberList", r#"{"roomId":"r","limit":101}"#, "limit", "from 1 to 100, got 101"),
        (
            "destroyRoom",
            r#"{"roomId":"r","roomID":"r"}"#,
            "roomID",
            "unknown option `roomID`: did you mean `roomId`?",
        ),
    ] {
        let (got, message) = refusal(name, options);
        assert_eq!(got, field, "{message}");
        assert!(message.contains(words), "{message}");
    }
    let long = ["{\"roomId\":\"", &"r".repeat(49), "\"}"].concat();
    assert!(refusal("createRoom", &long).1.contains("at most 48 bytes"));
    assert!(body("destroyRoom", &long).is_ok(), "rooms that exist may have other ids");
}

/// Every field of every operation, wrong in every way: refused by its name, and nothing is written.
#[test]
fn check_every_field_is_refused_in_every_wrong_type() {
    let values = [
        ("true", "boolean"),
        ("7", "number"),
        ("\"text\"", "string"),
        ("[0]", "array"),
        ("{}", "object"),
        ("[\"function\"]", "function"),
        ("[\"symbol\"]", "symbol"),
        ("[\"bigint\"]", "bigint"),
        ("[\"Date\",0]", "Date"),
        ("\"\\ud800\"", "string"),
    ];
    let mut refused = 0;
    for operation in operations::names().map(operation) {
        for (index, field) in operation.fields.iter().enumerate() {
            for (text, name) in values {
                let fits = match field.shape {
                    Shape::Text(_) | Shape::Choice(_) => name == "string",
                    Shape::Integer(..) => name == "number",
                    Shape::Flag => name == "boolean",
                    Shape::Moment => name == "number" || name == "Date",
                    Shape::List(..) | Shape::Rows(..) => name == "array",
                    _ => panic!("{}: a shape that options do not have", field.name),
                };
                if fits && !text.contains("ud800") {
                    continue;
                }
                let value = Value::from_driver(json::parse(text).unwrap());
                let fault = field.shape.check(&value).unwrap_err();
                assert!(
                    fault.words.starts_with("must be ") || fault.words.contains("surrogate"),
                    "{fault:?}"
                );
                let error = fault.of(operation.fields[index].name);
                assert_eq!(error.field.as_deref(), Some(field.name));
                refused += 1;
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

/// Every limit of every field: what is at it is sent, what is beyond it is not.
#[test]
fn check_every_limit_is_kept() {
    fn check_shape(shape: &Shape, name: &str, limits: &mut u32) {
        let number = |number: f64| shape.check(&Value::Number(number));
        match shape {
            Shape::Text(TextRule { most: Some(most), .. }) => {
                let text = |count: u32| shape.check(&Value::Text("a".repeat(count as usize)));
                assert!(text(*most).is_ok() && text(most + 1).is_err(), "{name}");
                *limits += 1;
            }
            Shape::Integer(least, most) => {
                assert!(number(*least).is_ok() && number(least - 1.0).is_err(), "{name}");
                assert!(number(*most).is_ok() && number(most + 1.0).is_err(), "{name}");
                assert!(number(least + 0.5).is_err() && number(f64::NAN).is_err(), "{name}");
                *limits += 1;
            }
            Shape::List(bounds, of) => {
                let least =
                    if **of == Shape::Integer(1000.0, MAX_SAFE_INTEGER) { 1000.0 } else { 0.0 };
                let item = match **of {
                    Shape::Integer(..) => Value::Number(least),
                    _ => Value::Text("a".into()),
                };
                let list =
                    |count: u32| shape.check(&Value::List(vec![item.clone(); count as usize]));
                if let Some(most) = bounds.most {
                    assert!(list(most).is_ok() && list(most + 1).is_err(), "{name}");
                }
                assert!(bounds.least == 0 || list(bounds.least - 1).is_err(), "{name}");
                *limits += 1;
                check_shape(of, name, limits);
            }
            Shape::Rows(_, fields) => {
                fields.iter().for_each(|field| check_shape(&field.shape, field.name, limits));
            }
            _ => {}
        }
    }
    let mut limits = 0;
    for operation in operations::names().map(operation) {
        operation
            .fields
            .iter()
            .for_each(|field| check_shape(&field.shape, field.name, &mut limits));
    }
    assert!(limits > 25, "{limits}");
}

#[test]
fn check_options_are_written_once_and_read_again() {
    let operation = operation("markRoomMember");
    let text = r#"{"roomId":"r","commandType":"set","memberList":[{"memberAccount":"用","marks":[1000]}]}"#;
    let given = Value::from_page(json::parse(text).unwrap());
    let given = given.as_object().unwrap();
    check_fields(&operation.fields, given).unwrap();
    let mut out = String::new();
    push_options(&mut out, &operation.fields, given, Words::Options);
    assert_eq!(out, text);
}

#[test]
fn order_a_call_names_every_member_that_it_changes() {
    let names = |name: &str, options: &str| {
        let operation = operation(name);
        let given = given(options);
        check_fields(&operation.fields, &given).unwrap();
        let mut names = Vec::new();
        touched(&operation.fields, &given, &mut names);
        names.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        names(
            "markRoomMember",
            r#"{"roomId":"r","commandType":"set","memberList":[0,{"memberAccount":"a","marks":[0,1000]},{"memberAccount":"b","marks":[0,1000]}]}"#
        ),
        ["a", "b"]
    );
    assert_eq!(
        names("changeRoomOwner", r#"{"roomId":"r","fromAccount":"a","newOwnerAccount":"b"}"#),
        ["a", "b"]
    );
    assert_eq!(
        names("kickUserOut", r#"{"roomId":"r","memberAccounts":[0,"a","b"],"reason":""}"#),
        ["a", "b"]
    );
    assert!(names("destroyRoom", r#"{"roomId":"r"}"#).is_empty());
}

proptest! {
    #[test]
    fn check_no_value_makes_it_panic(text in "[\\[\\]{}\",:0-9a-zA-Z\\\\]{0,60}") {
        if let Ok(value) = json::parse(&text) {
            let value = Value::from_driver(value);
            for operation in operations::names().map(operation) {
                for field in &operation.fields {
                    let _ = field.shape.check(&value);
                }
            }
        }
    }
}
