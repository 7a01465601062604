//! The service's data centres and their hosts.
//!
//! Vendor page: <https://trtc.io/document/34620>. An application belongs to one data centre, for
//! good; a call to another one's host is refused.

use super::check::Violation;
use crate::text::json::Value;
use crate::text::nearest;

/// A data centre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Region {
    /// China mainland.
    China,
    /// Frankfurt.
    Frankfurt,
    /// Jakarta.
    Jakarta,
    /// Seoul.
    Seoul,
    /// Silicon Valley.
    SiliconValley,
    /// Singapore, the one that the vendor's page of this API gives.
    #[default]
    Singapore,
    /// Tokyo.
    Tokyo,
}

/// Name, main host, host for when the name of the main one does not resolve.
type Row = (Region, &'static str, &'static str, &'static str);

const ROWS: [Row; 7] = [
    (Region::Singapore, "singapore", "adminapisgp.im.qcloud.com", "adminapisgp.my-imcloud.com"),
    (Region::China, "china", "console.tim.qq.com", "adminapi.my-imcloud.com"),
    (Region::Seoul, "seoul", "adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com"),
    (Region::Tokyo, "tokyo", "adminapijpn.im.qcloud.com", "adminapijpn.my-imcloud.com"),
    (Region::Frankfurt, "frankfurt", "adminapiger.im.qcloud.com", "adminapiger.my-imcloud.com"),
    (
        Region::SiliconValley,
        "silicon-valley",
        "adminapiusa.im.qcloud.com",
        "adminapiusa.my-imcloud.com",
    ),
    (Region::Jakarta, "jakarta", "adminapiidn.im.qcloud.com", "adminapiidn.my-imcloud.com"),
];

impl Region {
    /// Every region's name, the default one first.
    pub fn names() -> [&'static str; 7] {
        ROWS.map(|(_, name, _, _)| name)
    }

    /// The name that callers write.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The host that answers calls.
    pub fn host(self) -> &'static str {
        self.row().2
    }

    /// The documented host for when [`Region::host`] cannot be reached.
    pub fn backup_host(self) -> &'static str {
        self.row().3
    }

    fn row(self) -> Row {
        let [first, ..] = ROWS;
        ROWS.into_iter().find(|(region, ..)| *region == self).unwrap_or(first)
    }
}

impl Region {
    /// The region of that name.
    pub fn read(given: &Value) -> Result<Self, Violation> {
        let Value::Text(text) = given else {
            return Err(Violation::of_type("a string", given));
        };
        ROWS.into_iter()
            .find_map(|(region, name, ..)| (name == text).then_some(region))
            .ok_or_else(|| Violation::new(&nearest::refuse_choice(text, &Self::names())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_region_stands_first() {
        assert_eq!(Region::names()[0], Region::default().name());
        assert_eq!(Region::default().host(), "adminapisgp.im.qcloud.com");
    }

    #[test]
    fn every_region_has_a_row_of_its_own() {
        for (region, name, host, backup) in ROWS {
            assert_eq!((region.name(), region.host()), (name, host));
            assert_eq!(region.backup_host(), backup);
            assert_eq!(Region::read(&Value::Text(name.into())), Ok(region));
        }
    }

    #[test]
    fn an_unknown_region_is_refused_with_the_nearest() {
        let refusal = Region::read(&Value::Text("Silicon Valley".into())).unwrap_err();
        assert!(refusal.words.ends_with("(did you mean \"silicon-valley\"?)"), "{refusal:?}");
        assert!(Region::read(&Value::Number(1.0)).is_err());
    }
}
