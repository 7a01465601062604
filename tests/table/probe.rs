//! Says what a handler makes of calls, and what of them is sent: of an operation that only a copy of the table has.

use room_engine_admin::api::check::{check_fields, push_body};
use room_engine_admin::text::json::{Object, Value};
use room_engine_admin::engine::{Engine, Id, Waking};
use room_engine_admin::gateway::flow::{CallRequest, Handler};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let served = arguments.next().unwrap();
    let list = Value::List(vec![Value::Text(served.clone())]);
    let options = Object(vec![("operations".to_owned(), list)]);
    let handler = Handler::read(&options, Id::default()).unwrap();
    let mut engine = Engine::new(Waking::Sure);
    for asked in arguments {
        let call = CallRequest::read(asked.as_bytes())
            .and_then(|asked| Ok(handler.check(&mut engine, &asked)?.to_call()));
        match call {
            Ok(call) => println!("200 {call}"),
            Err(answer) => println!("{} {}", answer.status, answer.body),
        }
    }
    let operation = engine.operation(&served).unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    let given = Object(vec![
        ("roomId".to_owned(), text("r")),
        ("memberAccount".to_owned(), text("ann")),
        ("reason".to_owned(), text("well done")),
    ]);
    check_fields(&operation.fields, &given).unwrap();
    let mut body = String::new();
    push_body(&mut body, &operation.fields, &operation.body, &given);
    println!("{} {body}", operation.path);
}
