//! Dates without a clock: the two textual forms the gateway takes, and the ones it prints.

/// Days from 1970-01-01 to a civil date of the proleptic Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The moment in epoch milliseconds, or `None` when a part is out of its range.
fn moment(parts: [i64; 6]) -> Option<u64> {
    let [year, month, day, hour, minute, second] = parts;
    let valid = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let seconds = days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    if valid { u64::try_from(seconds * 1000).ok() } else { None }
}

/// Reads digits where the pattern has a letter, and demands the pattern's own character elsewhere.
fn read(text: &str, pattern: &str) -> Option<[i64; 6]> {
    if text.len() != pattern.len() {
        return None;
    }
    let mut parts = [0_i64; 6];
    for (byte, expected) in text.bytes().zip(pattern.bytes()) {
        match "yMdHms".bytes().position(|letter| letter == expected) {
            Some(at) => {
                let digit = i64::from(char::from(byte).to_digit(10)?);
                let part = parts.get_mut(at)?;
                *part = *part * 10 + digit;
            }
            None if byte == expected => {}
            None => return None,
        }
    }
    Some(parts)
}

/// `yyyy-MM-ddTHH:mm:ss` without a zone, read as UTC, in epoch milliseconds.
pub(crate) fn parse_iso(text: &str) -> Option<u64> {
    moment(read(text, "yyyy-MM-ddTHH:mm:ss")?)
}

/// `yyyyMMddHHmmss`, read as UTC, in epoch milliseconds.
pub(crate) fn parse_compact(text: &str) -> Option<u64> {
    moment(read(text, "yyyyMMddHHmmss")?)
}

/// Year and month of a moment, as a card's expiry is compared: `year * 100 + month`.
pub(crate) fn year_month(now_ms: u64) -> u32 {
    let (year, month, _) = civil_from_days(i64::try_from(now_ms / 86_400_000).unwrap_or(0));
    u32::try_from(year * 100 + month).unwrap_or(0)
}

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// As Java's `Date.toString()` prints a moment: `Mon Nov 23 05:14:00 UTC 2026`.
pub(crate) fn java_date(at_ms: u64) -> String {
    let seconds = at_ms / 1000;
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let (year, month, day) = civil_from_days(days);
    let name =
        |names: &[&'static str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or("");
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let (weekday, month) = (name(&WEEKDAYS, days.rem_euclid(7)), name(&MONTHS, month - 1));
    format!("{weekday} {month} {day:02} {hour:02}:{minute:02}:{second:02} UTC {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        assert_eq!(parse_iso("1970-01-01T00:00:00"), Some(0));
        assert_eq!(parse_iso("2000-02-29T12:34:56"), Some(951_827_696_000));
        assert_eq!(parse_iso("2026-11-23T05:14:00"), Some(1_795_410_840_000));
        assert_eq!(parse_compact("20261123051400"), Some(1_795_410_840_000));
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
        assert_eq!(parse_iso("2026-01-01T00:00:00Z"), None);
        assert_eq!(parse_iso("+026-01-01T00:00:00"), None);
    }
}
