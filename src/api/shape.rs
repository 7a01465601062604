//! The rows of the table, read: which fields there are, and what may stand in each.
//!
//! Rows are lines of text, because in the module that browsers download a line weighs a quarter of what a structure does.
//! A test reads every row, so that a typing error in one is found there.
//!
//! A row of [`super::options`] is `name wire shape [=default]`, without `wire` in the module for pages; the shapes:
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
//! A row of [`super::operations`] is `name path effect field …`, in the module for pages without the path and what a reply
//! has. A field is a name of an option row, with `!` where it
//! must be given and `@` where it says which members the call changes, `+` where `""` is
//! sent if it is left out; `( Wire … )` puts fields into an object of the
//! body, `name![ … ]` and `name{ … }` give the fields of rows and objects, `Wire=text` is always sent. After `>` stand
//! the fields of the payload.

use std::rc::Rc;

use super::operations::{Effect, Operation};
use super::options;
use crate::text::{digits, has, next_part, split_before, split_once};

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
    #[cfg(feature = "server")]
    pub wire: &'static str,
    /// Whether it must be given.
    pub is_required: bool,
    /// Whether the body has an empty text where it is not given.
    pub is_sent_empty: bool,
    /// Whether it says which members the call changes.
    pub is_touched: bool,
    /// What may stand there.
    pub shape: Shape,
    /// What holds where nothing is given, as `=5000`, or nothing.
    default: &'static str,
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
    pub(super) fn parse(row: &'static str) -> Self {
        let mut tokens = Tokens(row);
        let name = tokens.next();
        #[cfg(feature = "server")]
        let path = tokens.next();
        let effect = Effect::parse(tokens.next());
        #[cfg(feature = "server")]
        let mut body = Vec::new();
        let fields = parse_fields(&mut tokens, &mut |_part| {
            #[cfg(feature = "server")]
            body.push(_part);
        });
        Self {
            name,
            effect,
            fields,
            #[cfg(feature = "server")]
            path,
            #[cfg(feature = "server")]
            body,
            #[cfg(feature = "server")]
            payload: parse_fields(&mut tokens, &mut |_| {}),
        }
    }
}

/// What stands between the spaces of a row.
struct Tokens(&'static str);

impl Tokens {
    /// The next one; empty at the end.
    fn next(&mut self) -> &'static str {
        next_part(&mut self.0, b' ').unwrap_or_default()
    }
}

/// Reads fields up to `>`, a closing bracket or the end; `tell` is told how the body is put together.
fn parse_fields(tokens: &mut Tokens, tell: &mut dyn FnMut(Part)) -> Vec<Field> {
    let mut fields = Vec::new();
    loop {
        let token = tokens.next();
        tell(match token {
            "" | ">" | "]" | "}" => return fields,
            "(" => Part::Open(tokens.next()),
            ")" => Part::Close,
            _ => match split_once(token, "=") {
                Some((name, value)) => Part::Constant(name, value),
                None => {
                    fields.push(parse_field(token, tokens));
                    Part::Field(fields.len() - 1)
                }
            },
        });
    }
}

fn parse_field(token: &'static str, tokens: &mut Tokens) -> Field {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'/';
    let length = token.as_bytes().iter().take_while(|byte| is_of_name(byte)).count();
    let (id, marks) = token.split_at_checked(length).unwrap_or_default();
    let mut field = Field::of(id);
    field.is_required = marks.starts_with('!');
    field.is_sent_empty = marks.starts_with('+');
    field.is_touched = marks.ends_with('@');
    if let Shape::Rows(_, inner) | Shape::Object(inner) = &mut field.shape {
        *inner = parse_fields(tokens, &mut |_| {});
    }
    field
}

impl Field {
    /// The field of a row of [`options`], by name and variant.
    pub fn of(id: &'static str) -> Self {
        let mut tokens = Tokens(options::row(id));
        tokens.next();
        Self {
            name: split_before(id, b'/').0,
            id,
            #[cfg(feature = "server")]
            wire: tokens.next(),
            is_required: false,
            is_sent_empty: false,
            is_touched: false,
            shape: Shape::parse(tokens.next()),
            default: tokens.next(),
        }
    }

    /// What holds where nothing is given, as the row says it.
    pub fn default_number(&self) -> Option<f64> {
        digits(self.default.get(1..)?).map(|number| number as f64)
    }
}

/// The names of fields.
pub(super) fn names_of(fields: &[Field]) -> Vec<&'static str> {
    let mut names = Vec::with_capacity(fields.len());
    for field in fields {
        names.push(field.name);
    }
    names
}

impl Shape {
    fn parse(text: &'static str) -> Self {
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, rest) = text.split_at_checked(letters).unwrap_or_default();
        let (bounds, of) = split_before(rest, b':');
        let bounds = Bounds::parse(bounds);
        let is_filled = bounds.least > 0 || matches!(name, "account" | "id");
        let text_rule = TextRule {
            is_filled,
            most: bounds.most,
            is_ascii: name == "id",
            is_account: name == "account",
        };
        match name {
            _ if has(text.as_bytes(), b'|') => Self::Choice(words(text)),
            "flag" => Self::Flag,
            "rate" => Self::Rate,
            "moment" => Self::Moment,
            "function" => Self::Function,
            "own" => Self::Own,
            "object" => Self::Object(Vec::new()),
            "int" => {
                let most = bounds.most.map_or(MAX_SAFE_INTEGER, f64::from);
                Self::Integer(bounds.least.into(), most)
            }
            "rows" => Self::Rows(bounds, Vec::new()),
            "list" => Self::List(bounds, Rc::new(Self::parse(of.get(1..).unwrap_or_default()))),
            _ => Self::Text(text_rule),
        }
    }
}

/// JavaScript's `Number.MAX_SAFE_INTEGER`.
pub const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

fn words(text: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(word) = next_part(&mut rest, b'|') {
        words.push(split_once(word, "=").unwrap_or((word, word)));
    }
    words
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
        for row in options::rows() {
            let tokens: Vec<&str> = row.row.split(' ').collect();
            assert!((3..=4).contains(&tokens.len()), "{}", row.row);
            let field = Field::of(tokens[0]);
            let is_plain_text = field.shape == Shape::Text(TextRule::default());
            assert_eq!(is_plain_text, tokens[2] == "text", "no such shape: {}", row.row);
            assert!(!row.doc.trim().is_empty(), "{}", row.row);
        }
    }
}
