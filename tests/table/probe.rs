//! Says what a handler makes of calls, and what of them is sent: of an operation that only a copy of the table has.

use room_engine_admin::api::check::{check_fields, push_body};
use room_engine_admin::api::raw::{Fields, RawValue};
use room_engine_admin::engine::{Engine, Id, Waking};
use room_engine_admin::gateway::flow::Handler;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let served = arguments.next().unwrap();
    let list = RawValue::List(vec![RawValue::Text(served.clone())]);
    let options = Fields(vec![("operations".to_owned(), list)]);
    let handler = Handler::read(&options, Id::default()).unwrap();
    let mut engine = Engine::new(Waking::Sure);
    for asked in arguments {
        match handler.check(&mut engine, &asked) {
            Ok(prepared) => println!("200 {}", prepared.to_call()),
            Err(answer) => println!("{} {}", answer.status, answer.body),
        }
    }
    let operation = engine.operation(&served).unwrap();
    let text = |text: &str| RawValue::Text(text.to_owned());
    let given = Fields(vec![
        ("roomId".to_owned(), text("r")),
        ("memberAccount".to_owned(), text("ann")),
        ("reason".to_owned(), text("well done")),
    ]);
    let values = check_fields(&operation.fields, &given).unwrap();
    let mut body = String::new();
    push_body(&mut body, &operation.fields, &operation.body, &values);
    println!("{} {body}", operation.path);
}
