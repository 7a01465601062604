//! What stands in `docs/operations.md`: a section for each operation.

use super::errors::retried;
use super::samples::sample;
use super::{code, doc, shape_words, table};
use crate::api::error_codes;
use crate::api::operations::{Effect, Operation, Row};
use crate::api::shape::{Field, Shape};
use crate::generated::all;
use crate::text::decimal;

/// A section for each operation.
pub fn operations_md() -> String {
    all().map(|(operation, row)| section(&operation, row)).collect::<Vec<_>>().join("\n")
}

fn section(operation: &Operation, row: &Row) -> String {
    let page = decimal(row.page.into());
    let meaning = row.doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let head = [
        "## ",
        operation.name,
        "\n\n",
        &meaning,
        "\n\nService command: `",
        operation.path,
        "` ([vendor's page](https://trtc.io/document/",
        &page,
        ")). ",
        &effect(&operation.effect),
        "\n\n",
    ]
    .concat();
    let codes = table(["`code`", "meaning", "what to do", "retried"], code_rows(operation, row));
    [head, taken(operation), sample(operation), given_back(operation), codes].join("")
}

fn taken(operation: &Operation) -> String {
    if operation.fields.is_empty() {
        return "It takes no options.\n\n".to_owned();
    }
    let rows = field_rows(&operation.fields, "", false);
    [&table(["option", "type", "", "meaning"], rows), "\n"].concat()
}

fn given_back(operation: &Operation) -> String {
    if operation.payload.is_empty() {
        return String::new();
    }
    let rows = field_rows(&operation.payload, "", true).into_iter();
    let rows = rows.map(|[name, shape, _, meaning]| [name, shape, meaning]);
    [&table(["in the reply", "type", "meaning"], rows), "\n"].concat()
}

/// A row for each field, those of lists and objects below it.
fn field_rows(fields: &[Field], path: &str, is_reply: bool) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    for field in fields {
        let name = [path, field.name].concat();
        let mark = if field.is_required { "required" } else { "" };
        let meaning = doc(field);
        // What else is said is for those who set it.
        let meaning = if is_reply { first_sentence(&meaning) } else { &meaning };
        rows.push([code(&name), shape_words(field, is_reply), mark.to_owned(), meaning.to_owned()]);
        let within = match field.shape {
            Shape::Rows(..) => [&name, "[]."].concat(),
            _ => [&name, "."].concat(),
        };
        rows.extend(field_rows(field.shape.fields(), &within, is_reply));
    }
    rows
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").and_then(|end| text.get(..=end)).unwrap_or(text)
}

fn code_rows(operation: &Operation, row: &Row) -> Vec<[String; 4]> {
    let known = row.codes.iter().filter_map(|code| error_codes::find(*code));
    let row_of = |entry: &error_codes::Code| {
        [
            code(&decimal(entry.code)),
            entry.meaning.to_owned(),
            entry.hint_for(operation),
            retried(entry.remedy).to_owned(),
        ]
    };
    known.map(row_of).collect()
}

/// What repeating it does, and so when it is repeated.
fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Read => {
            "It changes nothing, so it waits for no other call and is retried freely.".to_owned()
        }
        Effect::Set => "Doing it twice is the same as doing it once, so it is retried freely, even when no answer came."
            .to_owned(),
        Effect::Once(codes) if codes.is_empty() => {
            "Doing it twice is not the same as doing it once, and no error code tells them apart. So it is not retried \
             when no answer came: the call fails, and its hint says that it may have been done."
                .to_owned()
        }
        Effect::Once(codes) => {
            let codes = codes.iter().map(|code| decimal(*code)).collect::<Vec<_>>().join(" or ");
            [
                "It is retried when no answer came. If the retry is refused with ",
                &codes,
                ", the first attempt was carried out, and the call succeeds. On a first attempt that code is an error.",
            ]
            .concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_every_operation_has_a_section_with_limits_codes_and_a_sample() {
        let page = operations_md();
        for name in crate::api::operations::names() {
            assert_eq!(page.matches(&["## ", name, "\n"].concat()).count(), 1, "{name}");
            assert!(page.contains(&["admin.", name, "("].concat()), "{name}");
        }
        assert_eq!(page.matches("```js runnable").count(), page.matches("```text output").count());
        for part in [
            "| `nameCard` | text, at most 32 bytes of UTF-8 |  |",
            "| `memberAccounts` | list of 1 to 20 texts, none empty | required | 1 to 20 accounts. |",
            "| `memberList[].marks` | list of 1 to 3 whole numbers from 1000 on | required |",
            "| `policy` | `\"giveUp\"`, `\"forceOut\"` or `\"swap\"` | required |",
            "| `members[].role` | `\"Owner\"`, `\"Admin\"` or `\"Member\"` |",
            "refused with 100005, the first attempt",
            "(https://trtc.io/document/60708)",
            "| `100700` | the room has as many robots as it may have |",
        ] {
            assert!(page.contains(part), "{part}");
        }
    }
}
