//! A small JSON reader and string writer.
