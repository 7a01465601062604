//! Dates as HTTP writes them.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`; none for anything else,
/// the two obsolete forms included.
///
/// Everything stands at its place, so that no text needs to be split.
pub fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    let number = |from, to| digits(text.get(from..to)?);
    let is_whole = text.get(3..5) == Some(", ") && text.get(25..) == Some(" GMT");
    let (day, year) = (number(5, 7)?, number(12, 16)?);
    let month_name = text.get(7..12)?.trim();
    let month = MONTHS.iter().position(|name| *name == month_name)? as u64 + 1;
    let (hour, minute, second) = (number(17, 19)?, number(20, 22)?, number(23, 25)?);
    // 60 is a leap second.
    let is_time = hour < 24 && minute < 60 && second <= 60;
    if !is_whole || !is_time || !(1..=31).contains(&day) || year < 1970 {
        return None;
    }
    Some(((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second)
}

/// A whole number of digits only, such as the seconds of Retry-After. One that is too large for
/// any use is cut.
pub fn digits(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.bytes().fold(0, |number: u64, byte| {
        number.saturating_mul(10).saturating_add(u64::from(byte - b'0')).min(1 << 40)
    }))
}

/// Days from 1970 to a day: years are counted from March, so that the leap day is the last.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let (year, months) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year / 4 - year / 100 + year / 400;
    let before_month = (153 * months + 2) / 5;
    365 * year + leap_days + before_month + day - 719_469
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_read() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
            ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
            ("Tue, 14 Nov 2023 22:13:20 GMT", 1_700_000_000),
            ("Fri, 31 Dec 2100 00:00:00 GMT", 4_133_894_400),
            (" Sun, 06 Nov 1994 08:49:37 GMT ", 784_111_777),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "120",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37 GMT more",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Now 1994 08:49:37 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT",
            "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 -1:49:37 GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(digits("99999999999999999999999"), Some(1 << 40));
        assert!(digits("").is_none() && digits("-1").is_none() && digits("1.5").is_none());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), parts in "[A-Za-z]{3}, [0-9]{1,4} [A-Z][a-z]{2} [0-9]{1,22} [0-9]{1,3}:[0-9]{2}:[0-9]{2} GMT") {
            let _ = (parse(&text), parse(&parts));
        }

        #[test]
        fn each_day_follows_the_one_before(day in 0_u64..60_000) {
            let (year, month, of_month) = civil(day);
            let text = format!("Sun, {of_month:02} {} {year} 00:00:00 GMT", MONTHS[month - 1]);
            prop_assert_eq!(parse(&text), Some(day * 86_400));
        }
    }

    /// The slow way: day by day.
    fn civil(mut day: u64) -> (u64, usize, u64) {
        let is_leap =
            |year: u64| year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 });
        let mut year = 1970;
        while day >= 365 + u64::from(is_leap(year)) {
            day -= 365 + u64::from(is_leap(year));
            year += 1;
        }
        let february = 28 + u64::from(is_leap(year));
        let mut month = 1;
        for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if day < length {
                break;
            }
            day -= length;
            month += 1;
        }
        (year, month, day + 1)
    }
}
