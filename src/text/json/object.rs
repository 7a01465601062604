//! Writing an object, field by field.

use super::{push_flag, push_name, push_signed, push_string};

/// An object under way: fields stand in the order in which they are added.
#[derive(Debug, Default)]
pub struct ObjectWriter(String);

impl ObjectWriter {
    /// Adds a text.
    pub fn string(&mut self, name: &str, value: &str) {
        self.name(name);
        push_string(&mut self.0, value);
    }

    /// Adds a whole number.
    pub fn integer(&mut self, name: &str, value: i64) {
        self.name(name);
        push_signed(&mut self.0, value);
    }

    /// Adds `true` or `false`.
    pub fn boolean(&mut self, name: &str, value: bool) {
        self.name(name);
        push_flag(&mut self.0, value);
    }

    /// Adds what is JSON already.
    pub fn raw(&mut self, name: &str, value: &str) {
        self.name(name);
        self.0.push_str(value);
    }

    /// Lets `push` append fields, each with a comma before it unless it is the first.
    pub fn add(&mut self, push: impl FnOnce(&mut String)) {
        if self.0.is_empty() {
            self.0.push('{');
        }
        push(&mut self.0);
    }

    /// Adds an object.
    pub fn object(&mut self, name: &str, value: Self) {
        self.name(name);
        self.0.push_str(&value.into_text());
    }

    /// The whole of it.
    pub fn into_text(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }

    fn name(&mut self, name: &str) {
        if self.0.is_empty() {
            self.0.push('{');
        }
        push_name(&mut self.0, name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_order_and_names_are_escaped_too() {
        let mut inner = ObjectWriter::default();
        inner.string("b\"", "1");
        let mut outer = ObjectWriter::default();
        outer.string("z", "用");
        outer.object("a", inner);
        outer.object("empty", ObjectWriter::default());
        outer.integer("n", -42);
        outer.boolean("yes", true);
        let text = outer.into_text();
        assert_eq!(text, r#"{"z":"用","a":{"b\"":"1"},"empty":{},"n":-42,"yes":true}"#);
    }
}
