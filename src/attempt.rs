//! One HTTP exchange, going out.
//!
//! Vendor page: <https://trtc.io/document/60703>.

use crate::json::push_integer;
use crate::operations::Operation;
use crate::options::{Account, Connection, Host};
use crate::platform::HttpRequest;
use crate::usersig::UserSig;

/// The exchange that asks the service for `operation`: exactly the five parameters that the vendor names.
///
/// A region's backup host takes the place of its host where `use_backup` says so.
pub fn request(
    account: &Account,
    connection: &Connection,
    use_backup: bool,
    operation: &Operation,
    body: &str,
    user_sig: &UserSig,
    random: u32,
) -> HttpRequest {
    let mut url = url_start(&connection.host, use_backup);
    url.push_str(operation.path);
    url.push_str("?sdkappid=");
    push_integer(&mut url, account.sdk_app_id.number().into());
    url.push_str("&identifier=");
    push_percent_encoded(&mut url, account.identifier.as_str());
    url.push_str("&usersig=");
    push_percent_encoded(&mut url, user_sig.as_str());
    url.push_str("&random=");
    push_integer(&mut url, random.into());
    url.push_str("&contenttype=json");
    HttpRequest { url, body: body.to_owned(), timeout: connection.timeout, to_handler: false }
}

/// The exchange that asks a handler for a call.
pub fn to_handler(connection: &Connection, body: &str) -> HttpRequest {
    let url = url_start(&connection.host, false);
    HttpRequest { url, body: body.to_owned(), timeout: connection.timeout, to_handler: true }
}

fn url_start(host: &Host, use_backup: bool) -> String {
    match host {
        Host::BaseUrl(url) => url.as_str().to_owned(),
        Host::Endpoint(endpoint) => endpoint.as_str().to_owned(),
        Host::Region(_) => ["https://", host.name(use_backup)].concat(),
    }
}

/// Leaves as they are the letters that a query never needs encoded, `*` of the UserSig among them.
fn push_percent_encoded(url: &mut String, text: &str) {
    const HEX: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or('0');
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
mod tests {
    use super::*;
    use crate::operations;
    use crate::options::{ClientOptions, Given};

    fn url(identifier: &str, host: (&str, &str), random: u32) -> String {
        let pairs = [
            ("sdkAppId", Given::Number(1_400_000_000.0)),
            ("identifier", Given::Text(identifier.into())),
            ("userSig", Given::Text("eJx*a-b_".into())),
            (host.0, Given::Text(host.1.into())),
        ];
        let options = ClientOptions::read(&pairs.as_slice()).unwrap();
        let operation = operations::find("updateRoomMemberInfo").unwrap();
        let user_sig = UserSig::new("eJx*a-b_".to_owned()).unwrap();
        let use_backup = random == BACKUP;
        request(
            &options.signing.as_ref().unwrap().0,
            &options.connection,
            use_backup,
            operation,
            "{}",
            &user_sig,
            random,
        )
        .url
    }

    /// The random number that asks for the backup host.
    const BACKUP: u32 = 99;

    #[test]
    fn only_a_region_has_a_backup_host() {
        let url_of = |host| url("administrator", host, BACKUP);
        let region = url_of(("region", "seoul"));
        assert!(region.starts_with("https://adminapikr.my-imcloud.com/v4/"), "{region}");
        let base_url = url_of(("baseUrl", "https://example.com:8443/p"));
        assert!(base_url.starts_with("https://example.com:8443/p/v4/"), "{base_url}");
    }

    #[test]
    fn the_url_has_exactly_the_five_parameters() {
        assert_eq!(
            url("administrator", ("region", "frankfurt"), 4_294_967_295),
            "https://adminapiger.im.qcloud.com/v4/room_engine_http_srv/update_room_member_info\
             ?sdkappid=1400000000&identifier=administrator&usersig=eJx*a-b_&random=4294967295\
             &contenttype=json"
        );
    }

    #[test]
    fn an_identifier_cannot_add_a_parameter() {
        let url = url("a&b=c#d e+用/?%", ("baseUrl", "http://127.0.0.1:8080/p/"), 0);
        assert!(url.starts_with("http://127.0.0.1:8080/p/v4/room_engine_http_srv/"), "{url}");
        assert!(url.contains("&identifier=a%26b%3Dc%23d%20e%2B%E7%94%A8%2F%3F%25&"), "{url}");
        assert!(url.contains("&random=0&"), "{url}");
    }
}
