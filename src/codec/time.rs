//! Dates with times in the gateway's form: `yyyy-MM-ddTHH:mm:ss`, without a time zone.

/// Milliseconds since 1970, if the time is in UTC. `None` for text of any other form. It does not check whether the day exists;
/// the gateway does.
#[must_use]
pub fn utc_ms(text: &str) -> Option<u64> {
    let (date, time) = text.split_once('T')?;
    let [year, month, day] = three(date, '-')?;
    let [hour, minute, second] = three(time, ':')?;
    let seconds = days_since_1970(year, month, day)? * 86_400 + hour * 3_600 + minute * 60 + second;
    Some(seconds * 1_000)
}

/// Reads three numbers of at most four digits.
fn three(text: &str, separator: char) -> Option<[u64; 3]> {
    let mut parts = text.split(separator).map(|part| part.parse::<u16>().ok().map(u64::from));
    let three = [parts.next()??, parts.next()??, parts.next()??];
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
    use super::utc_ms;

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
            "2026-12-31T23:59",
            "1969-12-31T00:00:00",
            "x-1-1T1:1:1",
        ] {
            assert_eq!(utc_ms(bad), None, "{bad}");
        }
    }
}
