//! The rows of the table, read: which fields there are, and what may stand in each.
//!
//! Rows are lines of text, because in the module that browsers download a line weighs a quarter of what a structure does.
//! A test reads every row, so that a typing error in one is found there.
//!
//! A row of [`super::options`] is `name wire shape [=default]`; the shapes:
//!
//! | written | means |
//! |---|---|
//! | `text`, `text..32`, `text1` | a text, with at most so many bytes of UTF-8, not empty |
//! | `id..48` | a text, not empty, of printable ASCII |
//! | `account` | a text, not empty; the service may send a number |
//! | `int0..`, `int1..20` | a whole number within bounds |
//! | `rate`, `flag`, `moment`, `function` | a number from 0 up, a boolean, a `Date` or Unix seconds, a function |
//! | `Admin\|Member`, `set=1\|delete=2` | one of these words, and what the service calls it |
//! | `list1..20:account` | a list of what follows |
//! | `rows1..10`, `object` | a list of objects, an object; their fields stand in the operation's row |
//! | `own` | something that has a reader of its own |
//!
//! A row of [`super::operations`] is `name path effect field …`. A field is a name of an option row, with `!` where it
//! must be given and `@` where it says which members the call changes, `+` where `""` is
//! sent if it is left out; `( Wire … )` puts fields into an object of the
//! body, `name![ … ]` and `name{ … }` give the fields of rows and objects, `Wire=text` is always sent. After `>` stand
//! the fields of the payload.

use std::rc::Rc;

use super::operations::{Effect, Operation};
use super::options;
use crate::text::{digits, split_before, split_once};

/// What may stand behind a name.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// A text.
    Text(TextRule),
    /// A whole number from the first to the second.
    Integer(f64, f64),
    /// A number from 0 up.
    Rate,
    /// `true` or `false`.
    Flag,
    /// A moment: a `Date` or Unix seconds going in, a `Date` coming out.
    Moment,
    /// A function.
    Function,
    /// One of several words, each with what the service calls it.
    Choice(Vec<(&'static str, &'static str)>),
    /// A list, with how many items it may have.
    List(Bounds, Rc<Self>),
    /// A list of objects.
    Rows(Bounds, Vec<Field>),
    /// An object.
    Object(Vec<Field>),
    /// Something that has a reader of its own.
    Own,
}

/// What a text may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextRule {
    /// Whether it must not be empty.
    pub is_filled: bool,
    /// The most bytes of UTF-8 that it may have.
    pub most: Option<u32>,
    /// Whether it must be of printable ASCII.
    pub is_ascii: bool,
    /// Whether the service may send a number instead.
    pub is_account: bool,
}

/// How many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub least: u32,
    /// At most, if there is a limit.
    pub most: Option<u32>,
}

/// A name, and what may stand behind it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// The name, as callers write it.
    pub name: &'static str,
    /// Name and variant: what its row begins with.
    pub id: &'static str,
    /// The service's name.
    pub wire: &'static str,
    /// Whether it must be given.
    pub is_required: bool,
    /// Whether the body has an empty text where it is not given.
    pub is_sent_empty: bool,
    /// Whether it says which members the call changes.
    pub is_touched: bool,
    /// What may stand there.
    pub shape: Shape,
}

/// How the body of an operation is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A field, by its place among the operation's fields.
    Field(usize),
    /// The start of an object of that name.
    Open(&'static str),
    /// The end of an object.
    Close,
    /// What is always sent.
    Constant(&'static str, &'static str),
}

impl Operation {
    /// Reads a row.
    pub(super) fn parse(row: &'static str) -> Option<Self> {
        let mut tokens = row.split(' ');
        let (name, path) = (tokens.next()?, tokens.next()?);
        let effect = Effect::parse(tokens.next()?);
        let (fields, body) = parse_fields(&mut tokens);
        let (payload, _) = parse_fields(&mut tokens);
        Some(Self { name, path, effect, fields, body, payload })
    }
}

/// Reads fields up to `>`, a closing bracket or the end.
fn parse_fields(tokens: &mut dyn Iterator<Item = &'static str>) -> (Vec<Field>, Vec<Part>) {
    let (mut fields, mut parts) = (Vec::new(), Vec::new());
    while let Some(token) = tokens.next() {
        match token {
            ">" | "]" | "}" => break,
            "(" => parts.push(Part::Open(tokens.next().unwrap_or_default())),
            ")" => parts.push(Part::Close),
            _ => match split_once(token, "=") {
                Some((name, value)) => parts.push(Part::Constant(name, value)),
                None => {
                    parts.push(Part::Field(fields.len()));
                    fields.push(parse_field(token, tokens));
                }
            },
        }
    }
    (fields, parts)
}

fn parse_field(token: &'static str, tokens: &mut dyn Iterator<Item = &'static str>) -> Field {
    let id = token.trim_end_matches(['!', '@', '+', '[', '{']);
    let marks = token.get(id.len()..).unwrap_or_default();
    let mut field = Field::of(id);
    field.is_required = marks.starts_with('!');
    field.is_sent_empty = marks.starts_with('+');
    field.is_touched = marks.ends_with('@');
    match &mut field.shape {
        Shape::Rows(_, inner) | Shape::Object(inner) => *inner = parse_fields(tokens).0,
        _ => {}
    }
    field
}

impl Field {
    /// The field of a row of [`options`], by name and variant.
    pub fn of(id: &'static str) -> Self {
        let row = options::row(id);
        let mut tokens = row.split(' ').skip(1);
        Self {
            name: split_before(id, b'/').0,
            id,
            wire: tokens.next().unwrap_or_default(),
            is_required: false,
            is_sent_empty: false,
            is_touched: false,
            shape: Shape::parse(tokens.next().unwrap_or_default()),
        }
    }

    /// What holds where nothing is given, as the row says it.
    pub fn default_number(&self) -> Option<f64> {
        let (_, number) = split_once(options::row(self.id), " =")?;
        digits(number).map(|number| number as f64)
    }
}

impl Shape {
    fn parse(text: &'static str) -> Self {
        let rule = TextRule::default();
        let named = |name: &str| text.strip_prefix(name);
        match text {
            "flag" => Self::Flag,
            "rate" => Self::Rate,
            "moment" => Self::Moment,
            "function" => Self::Function,
            "own" => Self::Own,
            "object" => Self::Object(Vec::new()),
            "account" => Self::Text(TextRule { is_filled: true, is_account: true, ..rule }),
            "text1" => Self::Text(TextRule { is_filled: true, ..rule }),
            _ if text.contains('|') => Self::Choice(text.split('|').map(word).collect()),
            _ => {
                if let Some(bounds) = named("int") {
                    let Bounds { least, most } = Bounds::parse(bounds);
                    return Self::Integer(least.into(), most.map_or(MAX_SAFE_INTEGER, f64::from));
                }
                if let Some(bounds) = named("rows") {
                    return Self::Rows(Bounds::parse(bounds), Vec::new());
                }
                if let Some((bounds, of)) = named("list").and_then(|rest| split_once(rest, ":")) {
                    return Self::List(Bounds::parse(bounds), Rc::new(Self::parse(of)));
                }
                let (rest, is_id) = match named("id") {
                    Some(rest) => (rest, true),
                    None => (named("text").unwrap_or_default(), false),
                };
                let Bounds { most, .. } = Bounds::parse(rest);
                Self::Text(TextRule { is_filled: is_id, is_ascii: is_id, most, ..rule })
            }
        }
    }
}

/// JavaScript's `Number.MAX_SAFE_INTEGER`.
pub const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

fn word(text: &'static str) -> (&'static str, &'static str) {
    split_once(text, "=").unwrap_or((text, text))
}

impl Bounds {
    fn parse(text: &str) -> Self {
        let (least, most) = split_once(text, "..").unwrap_or((text, ""));
        let number = |text| digits(text).map(|number| number as u32);
        Self { least: number(least).unwrap_or_default(), most: number(most) }
    }
}

// Native only, like the texts that they read.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn table_a_row_of_every_kind_is_read() {
        let operation = Operation::parse(
            "f svc/do_it once:7,8 roomId! ( Info nameCard RoomType=X ) memberList![ memberAccount!@ marks! ] \
             > members[ memberAccount role/reply ] next",
        );
        let operation = operation.unwrap();
        assert_eq!((operation.name, operation.path), ("f", "svc/do_it"));
        assert_eq!(operation.effect, Effect::Once(vec![7, 8]));
        let names: Vec<_> = operation.fields.iter().map(|field| field.name).collect();
        assert_eq!(names, ["roomId", "nameCard", "memberList"]);
        assert!(operation.fields[0].is_required && !operation.fields[1].is_required);
        assert_eq!(
            operation.fields[1].shape,
            Shape::Text(TextRule { most: Some(32), ..TextRule::default() })
        );
        let Shape::Rows(bounds, inner) = &operation.fields[2].shape else { panic!("no rows") };
        assert_eq!((bounds.least, bounds.most), (1, Some(10)));
        assert!(inner[0].is_touched && inner[0].is_required && inner[1].is_required);
        assert_eq!(operation.body.len(), 6);
        assert_eq!(operation.body[3], Part::Constant("RoomType", "X"));
        assert_eq!(operation.payload.len(), 2);
    }

    #[test]
    fn table_every_row_of_an_option_has_a_name_a_wire_name_and_a_shape() {
        for row in options::ROWS {
            let tokens: Vec<&str> = row.row.split(' ').collect();
            assert!((3..=4).contains(&tokens.len()), "{}", row.row);
            let field = Field::of(tokens[0]);
            let is_plain_text = field.shape == Shape::Text(TextRule::default());
            assert_eq!(is_plain_text, tokens[2] == "text", "no such shape: {}", row.row);
            assert!(!row.doc.trim().is_empty(), "{}", row.row);
        }
    }
}
