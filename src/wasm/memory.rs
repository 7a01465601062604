//! What lies in memory for both sides, and the engine that it is for.

use std::cell::{Cell, RefCell, RefMut};

use zeroize::Zeroize;

use crate::engine::Engine;
#[cfg(feature = "server")]
use crate::engine::{Id, Slab};
#[cfg(feature = "server")]
use crate::gateway::flow::Handler;
use crate::text::json::{self, Value};

/// All that this instance of the module keeps.
#[derive(Default)]
pub(super) struct Instance {
    pub(super) engine: Engine,
    #[cfg(feature = "server")]
    pub(super) handlers: Slab<Handler>,
    pub(super) memory: Memory,
}

/// What both sides read and write.
#[derive(Default)]
pub(super) struct Memory {
    /// The length of the text that was written last, and the numbers that go with one of the driver.
    pub(super) numbers: [f64; NUMBERS],
    input: Vec<u8>,
    output: String,
}

/// The most that a function is told.
const NUMBERS: usize = 9;

thread_local! {
    /// Never dropped: so nothing has to be registered for the end of a thread that has none.
    static INSTANCE: Cell<Option<&'static RefCell<Instance>>> = const { Cell::new(None) };
}

/// The instance. Once in the module, whoever asks for it.
#[inline(never)]
pub(super) fn instance() -> RefMut<'static, Instance> {
    let instance = match INSTANCE.get() {
        Some(instance) => instance,
        None => {
            let instance: &'static RefCell<Instance> = Box::leak(Box::default());
            INSTANCE.set(Some(instance));
            instance
        }
    };
    instance.borrow_mut()
}

#[cfg(feature = "server")]
impl Instance {
    /// The handler that is asked: its number comes after the length.
    pub(super) fn asked_handler(&self) -> Option<&Handler> {
        let [_, handler, ..] = self.memory.numbers;
        self.handlers.get(Id::of(handler))
    }
}

impl Memory {
    /// The address of room for so many bytes.
    pub(super) fn room(&mut self, bytes: usize) -> u32 {
        if self.input.len() < bytes {
            // Not grown, which would leave a copy behind.
            self.input.zeroize();
            self.input = vec![0; bytes];
        }
        self.input.as_ptr() as u32
    }

    /// The text that the driver has written.
    pub(super) fn text(&self) -> &str {
        str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// The bytes that the driver has written.
    pub(super) fn bytes(&self) -> &[u8] {
        self.input.get(..self.length()).unwrap_or_default()
    }

    fn length(&self) -> usize {
        let [length, ..] = self.numbers;
        length as usize
    }

    /// What the driver has written, item by item.
    pub(super) fn values(&self) -> Values {
        let mut values = Vec::new();
        if let Ok(Value::List(mut items)) = json::parse(self.text()) {
            while let Some(item) = items.pop() {
                values.push(Value::from_driver(item));
            }
        }
        Values(values)
    }

    /// The same of what may have a secret in it: what was written is wiped.
    pub(super) fn secret_values(&mut self) -> Values {
        let values = self.values();
        self.wipe();
        values
    }

    /// Overwrites what the driver has written: a secret may be in it.
    pub(super) fn wipe(&mut self) {
        let length = self.length();
        self.input.get_mut(..length).unwrap_or_default().zeroize();
    }

    /// The address of a text that the driver reads; its length takes the first place of the numbers.
    pub(super) fn put(&mut self, text: String) -> u32 {
        let [length, ..] = &mut self.numbers;
        *length = text.len() as f64;
        self.output = text;
        self.output.as_ptr() as u32
    }
}

/// What the driver has written, item by item: the last one first, so that the next is taken off the end.
pub(super) struct Values(Vec<Value>);

impl Values {
    /// The next item.
    pub(super) fn next(&mut self) -> Value {
        self.0.pop().unwrap_or(Value::Absent)
    }

    /// The next item, if it is a text.
    pub(super) fn next_text(&mut self) -> Option<String> {
        match self.next() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}
