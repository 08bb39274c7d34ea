//! Times as gateways write them: `yyyy-MM-ddTHH:mm:ss`, with or without a zone.

use crate::codec::split;

/// Milliseconds since 1970 of a time in UTC without a zone. `None` for text of any other form, and for a number that no month, day or
/// hour has. It does not check how many days the month has.
#[must_use]
pub fn utc_ms(text: &str) -> Option<u64> {
    let (date, time) = split::once(text, "T")?;
    let [year, month, day] = three(date, "-")?;
    let [hour, minute, second] = three(time, ":")?;
    let is_time = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    let days = days_since_1970(year, month, day).filter(|_| is_time)?;
    Some((days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000)
}

/// Milliseconds since 1970 of an ISO 8601 date or time: with `T` or a space, with or without seconds and a fraction of them, and with
/// `Z`, an offset such as `+03:00`, or no zone. No zone counts as UTC, and a date alone as its midnight.
#[must_use]
pub fn iso_ms(text: &str) -> Option<u64> {
    let (date, time) = split::once(text, "Tt ").unwrap_or((text, "0:0"));
    let (clock, zone) = split::before(time, "Zz+-");
    let clock = clock.trim_ascii_end();
    let (clock, fraction) = split::once(clock, ".,").unwrap_or((clock, ""));
    let ms = utc_ms(&[date, "T", clock].concat())?.checked_add(thousandths(fraction)?)?;
    let offset_ms = offset_minutes(zone.get(1..).unwrap_or_default())? * 60_000;
    if zone.starts_with('-') { ms.checked_add(offset_ms) } else { ms.checked_sub(offset_ms) }
}

/// The first three digits of a fraction, as milliseconds.
fn thousandths(fraction: &str) -> Option<u64> {
    let mut digits = fraction.chars();
    let mut ms = 0;
    for _ in 0..3 {
        ms = ms * 10 + u64::from(digits.next().unwrap_or('0').to_digit(10)?);
    }
    digits.all(|digit| digit.is_ascii_digit()).then_some(ms)
}

/// `03:00`, `0300`, `03` or nothing.
fn offset_minutes(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| *c != ':').collect();
    match digits.len() {
        0 => Some(0),
        2 => Some(digits.parse::<u64>().ok()? * 60),
        4 => digits.parse::<u64>().ok().map(|number| number / 100 * 60 + number % 100),
        _ => None,
    }
}

/// Reads three numbers of at most four digits. A third one that is left out is 0.
fn three(text: &str, separator: &'static str) -> Option<[u64; 3]> {
    let number = |part: &str| part.parse::<u64>().ok().filter(|number| *number < 10_000);
    let mut parts = split::parts(text, separator).map(number);
    let three = [parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?];
    parts.next().is_none().then_some(three)
}

/// Days since 1 January 1970. Years are counted from March, so that the leap day is the last day of a year.
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    let from_march = (month + 9) % 12;
    let year = if month > 2 { year } else { year.checked_sub(1)? };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (from_march * 153 + 2) / 5 + day;
    days.checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use super::{iso_ms, utc_ms};

    #[test]
    fn iso_times_are_read_with_every_zone() {
        let noon = 951_825_600_000;
        for (text, ms) in [
            ("2000-02-29T12:00:00", noon),
            ("2000-02-29 12:00:00", noon),
            ("2000-02-29T12:00:00Z", noon),
            ("2000-02-29T12:00:00.5Z", noon + 500),
            ("2000-02-29T12:00:00.123456+00:00", noon + 123),
            ("2000-02-29T15:00:00+03:00", noon),
            ("2000-02-29T07:30:00-0430", noon),
            ("2000-02-29T14:00:00+02", noon),
            ("2000-02-29t12:00:00z", noon),
            ("2000-02-29T12:00:00,5Z", noon + 500),
            ("2000-02-29T15:00:00.000 +0300", noon),
            ("2000-02-29 12:00:00 +0000", noon),
            ("2000-02-29T12:00", noon),
            ("2000-02-29T12:00Z", noon),
            ("2000-02-29", noon - 12 * 3_600_000),
        ] {
            assert_eq!(iso_ms(text), Some(ms), "{text}");
        }
        for bad in [
            "",
            "2000-02",
            "2000",
            "2000-02-29T12",
            "2000-13-01T12:00:00",
            "2000-00-01T12:00:00",
            "2000-02-32T12:00:00",
            "2000-02-00",
            "2000-02-29T24:00:00",
            "2000-02-29T12:60:00",
            "2000-02-29T99:99:99",
            "2000-02-29T12:00:00+3",
            "2000-02-29T12:00:00.x",
            "12.02.2000 12:00:00",
            "T",
            "1970-01-01T00:00:00+01:00",
        ] {
            assert_eq!(iso_ms(bad), None, "{bad}");
        }
    }

    #[test]
    fn times_are_counted_from_1970() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00", 0),
            ("1970-03-01T00:00:01", 59 * 86_400 + 1),
            ("2000-02-29T12:00:00", 951_825_600),
            ("2026-12-31T23:59:59", 1_798_761_599),
            ("2100-03-01T00:00:00", 4_107_542_400),
        ] {
            assert_eq!(utc_ms(text), Some(seconds * 1000), "{text}");
        }
        for bad in [
            "",
            "2026-12-31",
            "2026-12-31 23:59:59",
            "2026-12T23:59:59",
            "2026-13-31T23:59:59",
            "2026-12-31T99:59:59",
            "1969-12-31T00:00:00",
            "x-1-1T1:1:1",
        ] {
            assert_eq!(utc_ms(bad), None, "{bad}");
        }
    }
}
