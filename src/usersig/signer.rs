//! Making UserSigs.

use core::fmt;

use signing::key::Key;
use signing::text::Signed;
use zeroize::ZeroizeOnDrop;

use super::UserSig;

/// Signs UserSigs for the accounts of one application. The key is kept half hashed, and wiped when
/// the signer is dropped.
pub struct Signer {
    sdk_app_id: u32,
    key: Key,
}

impl Signer {
    /// `secret_key` is the text that the console shows, taken as it is.
    pub fn new(sdk_app_id: u32, secret_key: &str) -> Self {
        Self { sdk_app_id, key: Key::new(secret_key) }
    }

    /// Signs for `identifier`, any text: valid from `issued_at` (Unix seconds) for `ttl` seconds.
    ///
    /// Nothing is refused here. What the service may not like (an empty identifier, one of more
    /// than 32 bytes, times no clock can show) has to be settled before.
    pub fn sign(&self, identifier: &str, issued_at: u64, ttl: u32) -> UserSig {
        UserSig(signing::user_sig(
            &self.key,
            &Signed {
                identifier,
                sdk_app_id: self.sdk_app_id,
                issued_at,
                ttl: u64::from(ttl),
                user_buf: None,
            },
        ))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("sdk_app_id", &self.sdk_app_id).finish_non_exhaustive()
    }
}

impl ZeroizeOnDrop for Signer {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_key() {
        let signer = Signer::new(1_400_000_000, "a key");
        assert_eq!(format!("{signer:?}"), "Signer { sdk_app_id: 1400000000, .. }");
    }
}
