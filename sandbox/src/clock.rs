//! The clock of the sandbox. It follows the caller's clock, can be moved ahead, and never runs backwards.

/// Times are epoch milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    now_ms: u64,
    /// How far this clock is ahead of the caller's.
    ahead_ms: u64,
}

impl Clock {
    /// The time of the sandbox when the caller's clock shows `caller_ms`.
    pub(crate) fn read(&mut self, caller_ms: u64) -> u64 {
        self.now_ms = self.now_ms.max(caller_ms.saturating_add(self.ahead_ms));
        self.now_ms
    }

    /// Moves the clock ahead. Returns the new time.
    pub(crate) fn advance(&mut self, ms: u64) -> u64 {
        self.ahead_ms = self.ahead_ms.saturating_add(ms);
        self.now_ms = self.now_ms.saturating_add(ms);
        self.now_ms
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn the_clock_never_runs_backwards() {
        let mut clock = Clock::default();
        assert_eq!([clock.read(1000), clock.read(500), clock.read(1200)], [1000, 1000, 1200]);
    }

    #[test]
    fn an_advance_stays() {
        let mut clock = Clock::default();
        assert_eq!(
            [clock.read(1000), clock.advance(50), clock.advance(50), clock.read(1001)],
            [1000, 1050, 1100, 1101]
        );
        assert_eq!([clock.advance(u64::MAX), clock.read(2000)], [u64::MAX, u64::MAX]);
    }
}
