//! The sandbox's own random numbers: the same seed and the same requests give the same order ids.

/// `SplitMix64`. Not for secrets: it makes identifiers that look like the gateway's.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound` (0 when the bound is 0).
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or(0)
    }

    /// `count` characters drawn from `alphabet`.
    fn draw(&mut self, alphabet: &[u8], count: usize) -> String {
        let size = alphabet.len() as u64;
        (0..count)
            .filter_map(|_| {
                let at = usize::try_from(self.below(size)).ok()?;
                alphabet.get(at).copied().map(char::from)
            })
            .collect()
    }

    pub(crate) fn digits(&mut self, count: usize) -> String {
        self.draw(b"0123456789", count)
    }

    fn hex(&mut self, count: usize) -> String {
        self.draw(b"0123456789abcdef", count)
    }

    /// `xxxxxxxx-xxxx-7xxx-xxxx-xxxxxxxxxxxx`, the shape of the order ids of most installations.
    pub(crate) fn uuid(&mut self) -> String {
        format!("{}-{}-7{}-{}-{}", self.hex(8), self.hex(4), self.hex(3), self.hex(4), self.hex(12))
    }

    /// 20 letters and digits, the order ids of SATIM.
    pub(crate) fn twenty(&mut self) -> String {
        self.draw(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 20)
    }
}
