//! Dates as text: the two forms that the gateway accepts, and the one that it writes. All of them are UTC.

use time::format_description::StaticFormatDescription;
use time::macros::{datetime, format_description};
use time::{OffsetDateTime, PrimitiveDateTime};

const ISO: StaticFormatDescription = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
const COMPACT: StaticFormatDescription = format_description!("[year][month][day][hour][minute][second]");
const JAVA: StaticFormatDescription =
    format_description!("[weekday repr:short] [month repr:short] [day] [hour]:[minute]:[second] UTC [year]");

/// The last second whose year has four digits. A later time is written as this one.
const LAST: OffsetDateTime = datetime!(9999-12-31 23:59:59 UTC);

/// Reads `yyyy-MM-ddTHH:mm:ss` without a time zone as UTC. Returns epoch milliseconds.
pub(crate) fn parse_iso(text: &str) -> Option<u64> {
    parse(text, ISO)
}

/// Reads `yyyyMMddHHmmss` as UTC. Returns epoch milliseconds.
pub(crate) fn parse_compact(text: &str) -> Option<u64> {
    parse(text, COMPACT)
}

fn parse(text: &str, format: StaticFormatDescription) -> Option<u64> {
    // `time` accepts a sign before the year, the gateway does not.
    let unsigned = text.starts_with(|c: char| c.is_ascii_digit());
    let date = PrimitiveDateTime::parse(text, &format).ok().filter(|_| unsigned)?;
    u64::try_from(date.assume_utc().unix_timestamp()).ok()?.checked_mul(1000)
}

fn date(at_ms: u64) -> OffsetDateTime {
    i64::try_from(at_ms / 1000).ok().and_then(|secs| OffsetDateTime::from_unix_timestamp(secs).ok()).unwrap_or(LAST)
}

/// Year and month of a time, in the form that a card's expiry date has: `year * 100 + month`.
pub(crate) fn year_month(at_ms: u64) -> u32 {
    let date = date(at_ms);
    u32::try_from(date.year()).unwrap_or(0) * 100 + u32::from(u8::from(date.month()))
}

/// A time as `yyyy-MM-ddTHH:mm:ss`, without a time zone.
pub(crate) fn iso(at_ms: u64) -> String {
    date(at_ms).format(&ISO).unwrap_or_default()
}

/// A time as Java's `Date.toString()` writes it: `Mon Nov 23 05:14:00 UTC 2026`.
pub(crate) fn java_date(at_ms: u64) -> String {
    date(at_ms).format(&JAVA).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        assert_eq!(parse_iso("1970-01-01T00:00:00"), Some(0));
        assert_eq!(parse_iso("2000-02-29T12:34:56"), Some(951_827_696_000));
        assert_eq!(parse_iso("2026-11-23T05:14:00"), Some(1_795_410_840_000));
        assert_eq!(parse_compact("20261123051400"), Some(1_795_410_840_000));
        assert_eq!(iso(1_795_410_840_999), "2026-11-23T05:14:00");
        assert_eq!(java_date(1_795_410_840_999), "Mon Nov 23 05:14:00 UTC 2026");
        assert_eq!(java_date(0), "Thu Jan 01 00:00:00 UTC 1970");
        assert_eq!(year_month(951_827_696_000), 200_002);
        assert_eq!(year_month(1_798_761_599_999), 202_612);
        assert_eq!(year_month(1_798_761_600_000), 202_701);
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "2026-13-01T00:00:00", "2026-02-29T00:00:00", "2026-01-01 00:00:00", "2026-01-01T24:00:00"] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
        for text in [
            "2026-01-01T00:00:00Z",
            "+026-01-01T00:00:00",
            "+2026-01-01T00:00:00",
            "2026-01-01T00:00:60",
            "1969-12-31T23:59:59",
        ] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_beyond_the_calendar_is_its_last_second() {
        for at_ms in [253_402_300_800_000, u64::MAX] {
            assert_eq!(java_date(at_ms), "Fri Dec 31 23:59:59 UTC 9999");
            assert_eq!(year_month(at_ms), 999_912);
        }
    }
}
