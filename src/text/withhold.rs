//! Stand-in.
/// What stands where a text would have quoted a secret.
pub const WITHHELD: &str = "[withheld: it quoted a secret]";

/// Whether `text` quotes a secret.
pub fn quotes(text: &str, secrets: &[&str]) -> bool {
    secrets.iter().any(|secret| {
        secret
            .as_bytes()
            .windows(12)
            .any(|part| text.as_bytes().windows(12).any(|other| part == other))
    })
}
