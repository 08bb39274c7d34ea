//! Decides whether a status request is repeated, and after which delay. It is a pure function. No other request is repeated.

/// The largest number of attempts.
pub(super) const MAX_ATTEMPTS: u32 = 3;

const FIRST_DELAY_MS: u64 = 500;
const MAX_DELAY_MS: u64 = 8_000;

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retry {
    /// Return the error.
    Stop,
    /// Repeat the request after this many milliseconds.
    After(u64),
}

/// Decides after attempt number `attempts` (from 1) failed with a temporary error.
///
/// The delay starts at 500 ms and doubles, up to 8 s. `jitter`, a random number, shortens it by up to one half. A longer
/// `Retry-After` of the gateway replaces it. A delay that would not end within `left_ms` stops the repetition.
#[must_use]
pub(super) fn next(attempts: u32, jitter: u64, retry_after_ms: Option<u64>, left_ms: u64) -> Retry {
    if attempts >= MAX_ATTEMPTS {
        return Retry::Stop;
    }
    let full = FIRST_DELAY_MS.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(MAX_DELAY_MS);
    let half = full / 2;
    let delay = (half + jitter % (half + 1)).max(retry_after_ms.unwrap_or(0));
    if delay < left_ms { Retry::After(delay) } else { Retry::Stop }
}

/// Reads `Retry-After` in whole seconds, and gives milliseconds. The date form is not read: it would need equal clocks on both
/// sides.
#[must_use]
pub(super) fn retry_after_ms(header: &str) -> Option<u64> {
    let digits = header.trim_ascii();
    let plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse::<u64>().ok())?.map(|seconds| seconds * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_and_jitter_removes_at_most_half() {
        assert_eq!(next(1, 0, None, 15_000), Retry::After(250));
        assert_eq!(next(1, 250, None, 15_000), Retry::After(500));
        assert_eq!(next(2, 0, None, 15_000), Retry::After(500));
        assert_eq!(next(2, 500, None, 15_000), Retry::After(1000));
        for jitter in 0..2000 {
            let Retry::After(delay) = next(1, jitter, None, 15_000) else { panic!("stopped") };
            assert!((250..=500).contains(&delay));
        }
    }

    #[test]
    fn it_stops_after_the_last_attempt_and_where_the_deadline_comes_first() {
        assert_eq!(next(3, 0, None, 15_000), Retry::Stop);
        assert_eq!(next(1, 0, None, 250), Retry::Stop);
        assert_eq!(next(1, 0, None, 251), Retry::After(250));
        assert_eq!(next(1, 0, None, 0), Retry::Stop);
        assert_eq!(next(1, 0, Some(15_000), 15_000), Retry::Stop);
    }

    #[test]
    fn a_longer_retry_after_wins() {
        assert_eq!(next(1, 0, Some(2_000), 15_000), Retry::After(2_000));
        assert_eq!(next(1, 0, Some(1), 15_000), Retry::After(250));
    }

    #[test]
    fn retry_after_is_read_strictly() {
        assert_eq!(retry_after_ms("0"), Some(0));
        assert_eq!(retry_after_ms(" 120 "), Some(120_000));
        for bad in ["", "-1", "1.5", "+1", "1e3", "9999999", "Wed, 21 Oct 2026 07:28:00 GMT", "soon"] {
            assert_eq!(retry_after_ms(bad), None, "{bad}");
        }
    }
}
