//! Which member of which room, and what to set.
//!
//! Limits: <https://trtc.io/document/60714>.

use super::{Refusal, Value, non_empty_text, text};
use crate::options::{Given, nearest};
use crate::text::decimal;

/// The most bytes of UTF-8 that a name card may have.
pub const NAME_CARD_BYTES: usize = 32;

/// The most bytes of UTF-8 that a custom info may have.
pub const CUSTOM_INFO_BYTES: usize = 60;

macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $read:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Value for $name {
            fn from_given(given: Given) -> Result<Self, Refusal> {
                let read: fn(Given) -> Result<String, Refusal> = $read;
                read(given).map(Self)
            }
        }
    };
}

text_value!(
    /// A room's id, not empty.
    RoomId,
    non_empty_text
);
text_value!(
    /// A member's account, not empty.
    MemberAccount,
    non_empty_text
);
text_value!(
    /// The name that a member goes by in one room: at most [`NAME_CARD_BYTES`].
    NameCard,
    |given| at_most(NAME_CARD_BYTES, text(given)?)
);
text_value!(
    /// A text of the app's own about a member: at most [`CUSTOM_INFO_BYTES`].
    CustomInfo,
    |given| at_most(CUSTOM_INFO_BYTES, text(given)?)
);

fn at_most(limit: usize, text: String) -> Result<String, Refusal> {
    if text.len() <= limit {
        return Ok(text);
    }
    Err(Refusal::new(
        [
            "must be at most ",
            &decimal(limit as i64),
            " bytes of UTF-8, got ",
            &decimal(text.len() as i64),
        ]
        .concat(),
    ))
}

/// A member's role. The owner's is not set this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// May manage the room.
    Admin,
    /// Takes part in it.
    Member,
}

impl Role {
    /// The roles by the service's names for them.
    pub const NAMES: [&'static str; 2] = [Self::Admin.as_str(), Self::Member.as_str()];

    /// The service's name for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Member => "Member",
        }
    }
}

impl Value for Role {
    fn from_given(given: Given) -> Result<Self, Refusal> {
        let text = text(given)?;
        [Self::Admin, Self::Member]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| nearest::refuse_choice(&text, &Self::NAMES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_card(text: &str) -> Result<NameCard, Refusal> {
        NameCard::from_given(Given::Text(text.to_owned()))
    }

    #[test]
    fn limits_count_bytes_of_utf8() {
        assert!(name_card(&"a".repeat(32)).is_ok());
        assert!(name_card(&"名".repeat(10)).is_ok());
        assert!(name_card(&"😀".repeat(8)).is_ok());
        let refusal = name_card(&"名".repeat(11)).unwrap_err();
        assert_eq!(refusal.as_ref(), "must be at most 32 bytes of UTF-8, got 33");
        assert!(CustomInfo::from_given(Given::Text("a".repeat(60))).is_ok());
        assert!(CustomInfo::from_given(Given::Text("a".repeat(61))).is_err());
    }

    #[test]
    fn texts_may_be_empty_and_ids_may_not() {
        assert!(name_card("").is_ok());
        assert!(CustomInfo::from_given(Given::Text(String::new())).is_ok());
        assert!(RoomId::from_given(Given::Text(String::new())).is_err());
        assert!(MemberAccount::from_given(Given::Text(String::new())).is_err());
    }

    #[test]
    fn a_role_is_one_of_two() {
        assert_eq!(Role::from_given(Given::Text("Admin".into())), Ok(Role::Admin));
        let refusal = Role::from_given(Given::Text("admin".into())).unwrap_err();
        assert_eq!(
            refusal.as_ref(),
            "must be \"Admin\" or \"Member\", got \"admin\" (did you mean \"Admin\"?)"
        );
    }

    #[test]
    fn half_a_surrogate_pair_is_refused_in_its_own_words() {
        let refusal = NameCard::from_given(Given::BrokenText).unwrap_err();
        assert!(refusal.as_ref().contains("surrogate"), "{refusal:?}");
    }
}
