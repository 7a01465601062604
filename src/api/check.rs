//! The walker: goes over what was given by the shapes of the table, refuses what does not fit, and writes what is sent.
//!
//! The body for the service and the form in which a page's call travels to its handler are both made of the values that
//! were checked.

use super::options::is_known;
#[cfg(feature = "server")]
use super::shape::Part;
use super::shape::{Bounds, Field, MAX_SAFE_INTEGER, Shape, TextRule, names_of};
use crate::error::Error;
use crate::text::json::{Object, Value, push_flag, push_name, push_signed, push_string};
use crate::text::{decimal, digits, fill, listed, nearest};

/// Why a value was refused: the place of the fault below the option, and words that complete the sentence which starts
/// with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// `[1].marks[0]`, or nothing.
    pub place: String,
    /// "must be …"
    pub words: String,
    /// What to do about it, where that is more than to heed those words.
    pub hint: Option<&'static str>,
}

impl Violation {
    /// A fault of the value itself.
    pub fn new(words: &str) -> Self {
        Self { place: String::new(), words: words.to_owned(), hint: None }
    }

    /// The same in a sentence that has a `*` for each part.
    #[inline(never)]
    pub(super) fn filled(sentence: &str, parts: &[&str]) -> Self {
        Self::new(&fill(sentence, parts))
    }

    /// A value of another type.
    pub fn of_type(expected: &str, given: &Value) -> Self {
        if matches!(given, Value::BrokenText(_)) {
            return Self::new(
                "holds half of a surrogate pair, which UTF-8 cannot carry: the text was cut in \
                 the middle of a character",
            );
        }
        Self::filled("must be *, got *", &[expected, given.type_name()])
    }

    fn at(mut self, place: &str, name: &str) -> Self {
        self.place = fill("**", &[&fill(place, &[name]), &self.place]);
        self
    }

    /// The error that names the option.
    pub fn of(self, option: &str) -> Error {
        let error = Error::invalid(fill("**", &[option, &self.place]), self.words);
        match self.hint {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    }
}

const MISSING: &str = "is missing";
/// What to do about an option that is missing.
pub(crate) const ADD_IT: &str = "add `*` to the options";

/// Checks the fields, in their order.
pub fn check_fields(fields: &[Field], given: &Object) -> Result<(), Error> {
    check_each(fields, given, "*").map_err(|fault| {
        let is_left_out =
            fault.words == MISSING && fields.iter().any(|field| field.name == fault.place);
        let hint = fill(ADD_IT, &[&fault.place]);
        let error = fault.of("");
        if is_left_out { error.with_hint(hint) } else { error }
    })
}

/// Checks the fields of an object; `path` has a `*` for the name of a field.
fn check_each(fields: &[Field], given: &Object, path: &str) -> Result<(), Violation> {
    for field in fields {
        let checked = match given.value(field.name) {
            Value::Absent if field.is_required => Err(Violation::new(MISSING)),
            Value::Absent => Ok(()),
            value => field.shape.check(value),
        };
        checked.map_err(|fault| fault.at(path, field.name))?;
    }
    Ok(())
}

impl Shape {
    /// Checks a value that is there.
    pub fn check(&self, given: &Value) -> Result<(), Violation> {
        match self {
            Self::Text(rule) => rule.check(given),
            Self::Integer(least, most) => check_whole(given, *least, *most),
            Self::Rate => check_rate(given),
            Self::Flag if matches!(given, Value::Boolean(_)) => Ok(()),
            Self::Flag => Err(Violation::of_type("a boolean", given)),
            Self::Moment => check_moment(given),
            Self::Choice(words) => check_word(words, given),
            Self::Function if given.is_function() => Ok(()),
            Self::Function => Err(Violation::of_type("a function", given)),
            Self::List(bounds, of) => check_list(*bounds, given, of),
            Self::Rows(bounds, _) => check_list(*bounds, given, self),
            Self::Object(fields) => check_object(fields, given),
            Self::Own => Ok(()),
        }
    }
}

impl TextRule {
    fn check(self, given: &Value) -> Result<(), Violation> {
        let Value::Text(text) = given else {
            return Err(Violation::of_type("a string", given));
        };
        if self.is_filled && text.is_empty() {
            return Err(Violation::new("must not be empty"));
        }
        if self.is_ascii && !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Violation::new(
                "must be of printable ASCII: letters, digits, `_` and `-` are safe everywhere",
            ));
        }
        if let Some(most) = self.most
            && text.len() > most as usize
        {
            let got = decimal(text.len() as i64);
            let sentence = "must be at most * bytes of UTF-8, got *";
            return Err(Violation::filled(sentence, &[&decimal(most.into()), &got]));
        }
        Ok(())
    }
}

/// What is given instead of a number. A form and the environment give texts.
fn no_number(given: &Value) -> Violation {
    let mut violation = Violation::of_type("a number", given);
    if matches!(given, Value::Text(text) if digits(text).is_some()) {
        violation.hint = Some("Number(...) makes one of it");
    }
    violation
}

/// A whole number of `least..=most`.
fn check_whole(given: &Value, least: f64, most: f64) -> Result<(), Violation> {
    let Value::Number(number) = *given else {
        return Err(no_number(given));
    };
    if number.trunc() == number && number >= least && number <= most {
        return Ok(());
    }
    let least = decimal(least as i64);
    let end =
        if most < MAX_SAFE_INTEGER { fill("to *", &[&decimal(most as i64)]) } else { "up".into() };
    let sentence = "must be a whole number from * *, got *";
    Err(Violation::filled(sentence, &[&least, &end, &given.shown()]))
}

fn check_rate(given: &Value) -> Result<(), Violation> {
    match *given {
        Value::Number(number) if number.is_finite() && number >= 0.0 => Ok(()),
        Value::Number(_) => {
            let sentence = "must be a number from 0 (no limit) up, got *";
            Err(Violation::filled(sentence, &[&given.shown()]))
        }
        _ => Err(no_number(given)),
    }
}

/// Numbers from here on (the year 5138 in seconds, 1973 in milliseconds) are taken for milliseconds.
pub(crate) const LEAST_MILLISECONDS: f64 = 1e11;

fn check_moment(given: &Value) -> Result<(), Violation> {
    match *given {
        Value::Date(ms) if ms >= 0.0 => Ok(()),
        Value::Date(_) => Err(Violation::new("must be a valid Date of 1970 or later")),
        Value::Number(number) if number.is_finite() && number >= LEAST_MILLISECONDS => {
            Err(Violation::filled(
                "must be a Date or Unix seconds, got * (milliseconds? divide by 1000, or give a Date)",
                &[&given.shown()],
            ))
        }
        Value::Number(_) => check_whole(given, 0.0, LEAST_MILLISECONDS),
        _ => Err(Violation::of_type("a Date or Unix seconds", given)),
    }
}

fn check_word(words: &[(&'static str, &'static str)], given: &Value) -> Result<(), Violation> {
    let Value::Text(text) = given else {
        return Err(Violation::of_type("a string", given));
    };
    let mut names = Vec::new();
    for (word, _) in words {
        if word == text {
            return Ok(());
        }
        names.push(*word);
    }
    Err(Violation::new(&nearest::refuse_choice(text, &names)))
}

/// Checks a list of what `of` says: each item by itself, or the objects of rows.
fn check_list(bounds: Bounds, given: &Value, of: &Shape) -> Result<(), Violation> {
    let Value::List(items) = given else {
        return Err(Violation::of_type("an array", given));
    };
    let Bounds { least, most } = bounds;
    if items.len() < least as usize || most.is_some_and(|most| items.len() > most as usize) {
        return Err(wrong_count(bounds, items.len()));
    }
    for (index, item) in items.iter().enumerate() {
        let checked = match (item, of) {
            (Value::Absent, _) => Err(Violation::new(MISSING)),
            (item, Shape::Rows(_, fields)) => check_object(fields, item),
            (item, of) => of.check(item),
        };
        checked.map_err(|fault| fault.at("[*]", &decimal(index as i64)))?;
    }
    Ok(())
}

fn wrong_count(bounds: Bounds, count: usize) -> Violation {
    let (least, got) = (decimal(bounds.least.into()), decimal(count as i64));
    match bounds.most {
        Some(most) => {
            let most = decimal(most.into());
            Violation::filled("must have * to * items, got *", &[&least, &most, &got])
        }
        None => Violation::filled("must have at least * item, got *", &[&least, &got]),
    }
}

fn check_object(fields: &[Field], given: &Value) -> Result<(), Violation> {
    let Value::Object(object) = given else {
        return Err(Violation::of_type("an object", given));
    };
    for (name, _) in &object.0 {
        if !is_known(&[], fields, name) {
            let known = listed(&names_of(fields));
            return Err(match nearest::name_shown(name) {
                Some(name) => {
                    Violation::filled("is unknown: known are *", &[&known]).at(".*", &name)
                }
                None => {
                    let sentence = "has an unknown name, which is not shown: known are *";
                    Violation::filled(sentence, &[&known])
                }
            });
        }
    }
    check_each(fields, object, ".*")
}

/// In whose words something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// The service's.
    #[cfg(feature = "server")]
    Wire,
    /// The options'.
    Options,
}

/// The body for the service.
#[cfg(feature = "server")]
pub fn push_body(out: &mut String, fields: &[Field], parts: &[Part], given: &Object) {
    out.push('{');
    for part in parts {
        match part {
            Part::Close => out.push('}'),
            Part::Open(name) => {
                push_name(out, name);
                out.push('{');
            }
            Part::Constant(name, value) => {
                push_name(out, name);
                push_string(out, value);
            }
            Part::Field(index) => {
                if let Some(field) = fields.get(*index) {
                    push_field(out, field, given, Words::Wire);
                }
            }
        }
    }
    out.push('}');
}

/// The options as they were checked: each once, and nothing else.
pub fn push_options(out: &mut String, fields: &[Field], given: &Object, words: Words) {
    out.push('{');
    for field in fields {
        push_field(out, field, given, words);
    }
    out.push('}');
}

fn push_field(out: &mut String, field: &Field, given: &Object, words: Words) {
    let value = given.value(field.name);
    if matches!(value, Value::Absent) && !field.is_sent_empty {
        return;
    }
    push_name(
        out,
        match words {
            #[cfg(feature = "server")]
            Words::Wire => field.wire,
            Words::Options => field.name,
        },
    );
    push_value(out, &field.shape, value, words);
}

fn push_value(out: &mut String, shape: &Shape, value: &Value, words: Words) {
    match (shape, value) {
        #[cfg(feature = "server")]
        (Shape::Choice(choices), Value::Text(text)) if words == Words::Wire => {
            push_wire(out, choices, text);
        }
        (_, Value::Text(text)) => push_string(out, text),
        (_, Value::Boolean(value)) => push_flag(out, *value),
        (_, Value::Number(number)) => push_signed(out, *number as i64),
        (_, Value::Date(ms)) => push_signed(out, (*ms / 1000.0) as i64),
        (_, Value::List(items)) => {
            out.push('[');
            for item in items {
                if out.as_bytes().last() != Some(&b'[') {
                    out.push(',');
                }
                push_value(out, shape.of_items(), item, words);
            }
            out.push(']');
        }
        (_, Value::Object(object)) => push_options(out, shape.fields(), object, words),
        // A field that is sent empty where it is left out.
        _ => push_string(out, ""),
    }
}

/// What the service calls a word.
#[cfg(feature = "server")]
fn push_wire(out: &mut String, choices: &[(&'static str, &'static str)], text: &str) {
    for (word, wire) in choices {
        if *word == text {
            match digits(wire) {
                Some(number) => push_signed(out, number.cast_signed()),
                None => push_string(out, wire),
            }
        }
    }
}

impl Shape {
    /// What the items of a list are; rows are objects of the same fields.
    fn of_items(&self) -> &Self {
        match self {
            Self::List(_, of) => of,
            other => other,
        }
    }

    /// The fields of rows or of an object.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Rows(_, fields) | Self::Object(fields) => fields,
            _ => &[],
        }
    }
}

/// The accounts in all fields that say which members are changed.
pub fn touched<'a>(fields: &[Field], given: &'a Object, out: &mut Vec<&'a str>) {
    for field in fields {
        match given.value(field.name) {
            Value::Text(text) if field.is_touched => out.push(text),
            Value::List(items) => {
                for item in items {
                    match item {
                        Value::Text(text) if field.is_touched => out.push(text),
                        Value::Object(object) => touched(field.shape.fields(), object, out),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

// Native only, like the texts that they read.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
