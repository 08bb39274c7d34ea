//! Whether to ask again, and after how long: a pure decision. Only a status is ever asked again.

/// How often a question is asked at the most.
pub(super) const MAX_ATTEMPTS: u32 = 3;

const FIRST_DELAY_MS: u64 = 500;
const MAX_DELAY_MS: u64 = 8_000;

/// What to do after a failed try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retry {
    /// Report the failure.
    Stop,
    /// Ask again after so many milliseconds.
    After(u64),
}

/// Decides after try number `attempts` (from 1) failed in a way that may pass.
///
/// The delay doubles from half a second, at most 8 s, and keeps between half and all of itself by `jitter` (any number).
/// A `Retry-After` of the gateway counts where it is longer. What would end after `left_ms` is not begun.
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

/// `Retry-After` in milliseconds: whole seconds only. The date form would need a trusted clock on both sides.
#[must_use]
pub(super) fn retry_after_ms(header: &str) -> Option<u64> {
    let digits = header.trim();
    let plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse::<u64>().ok())?.map(|seconds| seconds * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_and_keeps_half_of_itself() {
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
    fn it_stops_after_the_last_try_and_when_the_deadline_is_nearer() {
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
