//! Random numbers from a seed: the same seed and the same requests give the same order ids.

use oorandom::Rand64;

/// Makes identifiers that look like the gateway's. Not for secrets.
#[derive(Clone, Debug)]
pub(crate) struct Random(Rand64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Rand64::new(seed.into()))
    }

    /// A number of 0 or more and less than `bound`. Returns 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.0.rand_range(0..bound) }
    }

    /// `count` characters of `alphabet`.
    fn draw(&mut self, alphabet: &[u8], count: usize) -> String {
        let size = alphabet.len() as u64;
        (0..count)
            .filter_map(|_| {
                let at = usize::try_from(self.below(size)).ok()?;
                alphabet.get(at).copied().map(char::from)
            })
            .collect()
    }

    /// `count` decimal digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        self.draw(b"0123456789", count)
    }

    fn hex(&mut self, count: usize) -> String {
        self.draw(b"0123456789abcdef", count)
    }

    /// `xxxxxxxx-xxxx-7xxx-xxxx-xxxxxxxxxxxx`, the form of the order ids of most installations.
    pub(crate) fn uuid(&mut self) -> String {
        format!("{}-{}-7{}-{}-{}", self.hex(8), self.hex(4), self.hex(3), self.hex(4), self.hex(12))
    }

    /// 20 letters and digits, the form of SATIM's order ids.
    pub(crate) fn short_id(&mut self) -> String {
        self.draw(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 20)
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_seed_gives_the_same_identifiers_for_ever() {
        let mut random = Random::new(1);
        assert_eq!(
            [random.uuid(), random.digits(6), random.short_id()],
            ["354bfc65-f714-7808-b0ca-b2eeea77b447", "370438", "kHcab3ESlXzkvpOOFHRx"]
        );
    }

    #[test]
    fn numbers_stay_below_the_bound() {
        let mut random = Random::new(7);
        assert!((0..1000).all(|_| random.below(3) < 3));
        assert_eq!(random.below(0), 0);
    }
}
