//! The text that is signed.

use crate::base64;
use crate::json::push_integer;

/// What a UserSig says, as far as it is signed.
pub struct Signed<'a> {
    /// The account, any text.
    pub identifier: &'a str,
    /// The application.
    pub sdk_app_id: u32,
    /// Unix seconds.
    pub issued_at: u64,
    /// Seconds from then on.
    pub ttl: u64,
    /// What the vendor's PrivateMapKeys say besides.
    pub user_buf: Option<&'a [u8]>,
}

impl Signed<'_> {
    /// Appends the text, byte for byte as the vendor's packages build it: the identifier raw, a
    /// line feed after each line, the last one too.
    ///
    /// No two statements give the same text, whatever the identifier holds: read from its end, each
    /// line is either fixed or the rest.
    pub fn push_to(&self, out: &mut String) {
        out.push_str("TLS.identifier:");
        out.push_str(self.identifier);
        out.push_str("\nTLS.sdkappid:");
        push_integer(out, u64::from(self.sdk_app_id));
        out.push_str("\nTLS.time:");
        push_integer(out, self.issued_at);
        out.push_str("\nTLS.expire:");
        push_integer(out, self.ttl);
        out.push('\n');
        if let Some(user_buf) = self.user_buf {
            out.push_str("TLS.userbuf:");
            base64::push_plain(out, user_buf);
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors were made by the vendor's packages for Node and Python.
    #[test]
    fn the_vendors_vectors() {
        let vectors = include_str!("../../tests/usersig-vectors.json");
        let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
        let vectors = vectors["vectors"].as_array().unwrap();
        assert_eq!(vectors.len(), 57);
        for vector in vectors {
            let user_buf =
                vector["userbuf_base64"].as_str().map(|text| base64::decode_plain(text).unwrap());
            let signed = Signed {
                identifier: vector["identifier"].as_str().unwrap(),
                sdk_app_id: vector["sdkappid"].as_u64().unwrap().try_into().unwrap(),
                issued_at: vector["time"].as_u64().unwrap(),
                ttl: vector["expire"].as_u64().unwrap(),
                user_buf: user_buf.as_deref(),
            };
            let mut text = String::new();
            signed.push_to(&mut text);
            assert_eq!(text, vector["signed_text"].as_str().unwrap(), "{}", vector["name"]);
        }
    }
}
