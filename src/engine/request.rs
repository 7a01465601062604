//! One HTTP exchange, going out.
//!
//! Vendor page: <https://trtc.io/document/60703>.

#[cfg(feature = "server")]
use crate::api::regions::Region;
use crate::api::url::authority_of;
#[cfg(feature = "server")]
use crate::text::json::push_integer;
#[cfg(feature = "server")]
use crate::usersig::UserSig;

/// Where calls go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this URL.
    #[cfg(feature = "server")]
    BaseUrl(String),
    /// To a handler, which calls the service.
    Endpoint(String),
    /// To a data centre.
    #[cfg(feature = "server")]
    Region(Region),
}

impl Target {
    /// The host's name, and its port if it was given: that of a region's backup host on request. An `endpoint` that is
    /// a path is its own name: the page knows the host.
    pub fn host(&self, use_backup: bool) -> &str {
        let _ = use_backup;
        match self {
            #[cfg(feature = "server")]
            Self::BaseUrl(url) => authority_of(url),
            Self::Endpoint(endpoint) if endpoint.starts_with('/') => endpoint,
            Self::Endpoint(endpoint) => authority_of(endpoint),
            #[cfg(feature = "server")]
            Self::Region(region) if use_backup => region.backup_host(),
            #[cfg(feature = "server")]
            Self::Region(region) => region.host(),
        }
    }

    /// Whether a handler is asked.
    pub fn is_endpoint(&self) -> bool {
        matches!(self, Self::Endpoint(_))
    }
}

/// Who calls.
#[cfg(feature = "server")]
#[derive(Clone, Debug)]
pub struct Account {
    /// The application.
    pub sdk_app_id: u32,
    /// The App admin of it.
    pub identifier: String,
}

/// The URL that asks the service for a command: exactly the five parameters that the vendor names. A region's backup
/// host takes the place of its host where `use_backup` says so.
#[cfg(feature = "server")]
pub fn service_url(
    target: &Target,
    use_backup: bool,
    path: &str,
    account: &Account,
    user_sig: &UserSig,
    random: u32,
) -> String {
    let mut url = String::with_capacity(512);
    match target {
        Target::BaseUrl(base_url) => url.push_str(base_url),
        _ => {
            url.push_str("https://");
            url.push_str(target.host(use_backup));
        }
    }
    url.push_str("/v4/");
    url.push_str(path);
    url.push_str("?sdkappid=");
    push_integer(&mut url, account.sdk_app_id.into());
    url.push_str("&identifier=");
    push_percent_encoded(&mut url, &account.identifier);
    url.push_str("&usersig=");
    // Nothing of its alphabet needs encoding.
    url.push_str(user_sig.as_str());
    url.push_str("&random=");
    push_integer(&mut url, random.into());
    url.push_str("&contenttype=json");
    url
}

/// Leaves as they are the letters that a query never needs encoded.
#[cfg(feature = "server")]
fn push_percent_encoded(url: &mut String, text: &str) {
    let digit =
        |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0').to_ascii_uppercase();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'*' => {
                url.push(char::from(byte));
            }
            _ => url.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests {
    use super::*;

    fn url(identifier: &str, target: &Target, use_backup: bool, random: u32) -> String {
        let account = Account { sdk_app_id: 1_400_000_000, identifier: identifier.into() };
        let path = "room_engine_http_srv/update_room_member_info";
        let user_sig = UserSig::new("eJx*a-b_".to_owned()).unwrap();
        service_url(target, use_backup, path, &account, &user_sig, random)
    }

    #[test]
    fn request_only_a_region_has_a_backup_host() {
        let region = url("a", &Target::Region(Region::Seoul), true, 0);
        assert!(region.starts_with("https://adminapikr.my-imcloud.com/v4/"), "{region}");
        let base_url = url("a", &Target::BaseUrl("https://example.com:8443/p".into()), true, 0);
        assert!(base_url.starts_with("https://example.com:8443/p/v4/"), "{base_url}");
    }

    #[test]
    fn request_the_url_has_exactly_the_five_parameters() {
        assert_eq!(
            url("administrator", &Target::Region(Region::Frankfurt), false, 4_294_967_295),
            "https://adminapiger.im.qcloud.com/v4/room_engine_http_srv/update_room_member_info\
             ?sdkappid=1400000000&identifier=administrator&usersig=eJx*a-b_&random=4294967295\
             &contenttype=json"
        );
    }

    #[test]
    fn request_an_identifier_cannot_add_a_parameter() {
        let url =
            url("a&b=c#d e+用/?%", &Target::BaseUrl("http://127.0.0.1:8080/p".into()), false, 0);
        assert!(url.starts_with("http://127.0.0.1:8080/p/v4/room_engine_http_srv/"), "{url}");
        assert!(url.contains("&identifier=a%26b%3Dc%23d%20e%2B%E7%94%A8%2F%3F%25&"), "{url}");
        assert!(url.contains("&random=0&"), "{url}");
    }

    #[test]
    fn request_hosts_are_named_without_the_path() {
        let endpoint = |text: &str| Target::Endpoint(text.to_owned());
        assert_eq!(endpoint("/api/room-engine").host(false), "/api/room-engine");
        assert_eq!(endpoint("https://admin.example.com/api/").host(false), "admin.example.com");
        assert_eq!(Target::BaseUrl("http://127.0.0.1:8787/p".into()).host(true), "127.0.0.1:8787");
    }
}
