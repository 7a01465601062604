//! Who calls.

use std::fmt;

use zeroize::Zeroizing;

use super::{Refusal, Value, non_empty_text, whole_number};
use crate::options::Given;

/// The application's number: 1 to 4294967295.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdkAppId(u32);

impl SdkAppId {
    /// The number itself.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl Value for SdkAppId {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        whole_number(&given, 1, u32::MAX).map(Self)
    }
}

/// An account's name, not empty: the App admin who calls, or whom a UserSig is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier(String);

impl Identifier {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Identifier {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        non_empty_text(given).map(Self)
    }
}

/// The application's secret key, as the console shows it. Zeroed when dropped.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<String>);

impl SecretKey {
    /// The key itself. What it returns must reach neither a log nor an error.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Value for SecretKey {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        non_empty_text(given).map(|text| Self(Zeroizing::new(text)))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sdk_app_id_is_a_whole_number_of_32_bits() {
        for number in [1.0, 1_400_000_000.0, 4_294_967_295.0] {
            assert!(SdkAppId::from_given(Given::Number(number)).is_ok(), "{number}");
        }
        for number in [0.0, -1.0, 0.5, 4_294_967_296.0, f64::NAN, f64::INFINITY] {
            let refusal = SdkAppId::from_given(Given::Number(number)).unwrap_err();
            assert!(refusal.as_ref().contains("from 1 to 4294967295, got "), "{refusal:?}");
        }
        let refusal = SdkAppId::from_given(Given::Text("1400000000".into())).unwrap_err();
        assert_eq!(refusal.as_ref(), "must be a number, got string");
    }

    #[test]
    fn a_secret_key_shows_nothing_of_itself() {
        let key = SecretKey::from_given(Given::Text("5bd2850f".into())).unwrap();
        assert_eq!(format!("{key:?}"), "SecretKey(redacted)");
        assert_eq!(key.expose(), "5bd2850f");
    }

    #[test]
    fn names_and_keys_are_not_empty() {
        assert!(Identifier::from_given(Given::Text(String::new())).is_err());
        assert!(SecretKey::from_given(Given::Text(String::new())).is_err());
    }
}
