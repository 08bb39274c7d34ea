//! Whether an address may be in the list of banks, without reading the list.
//!
//! Each step of a call asks for the ways of the gateway at an address, and most addresses are in no line. Reading all lines took a
//! third of a step.

/// A bit for each address of a list.
pub(super) struct Marks(u128, u128);

impl Marks {
    /// The marks of the words with a slash: addresses, and `path=` with the end of an address.
    pub(super) const fn of(list: &str) -> Self {
        let (mut marks, mut word, mut is_address) = (Self(0, 0), 0, false);
        let mut rest = list.as_bytes();
        while let Some((byte, after)) = rest.split_first() {
            if matches!(byte, b' ' | b'\n') {
                if is_address {
                    let bit = bit(word);
                    marks = Self(marks.0 | bit.0, marks.1 | bit.1);
                }
                (word, is_address) = (0, false);
            } else {
                (word, is_address) = (number(word, *byte), is_address || *byte == b'/');
            }
            rest = after;
        }
        marks
    }

    /// Whether the address or an end of it may be in the list. Of ten addresses that are not, one or two may be.
    pub(super) fn may_have(&self, address: &str) -> bool {
        let mut ends = (0..address.len()).filter_map(|at| address.get(at..)).filter(|end| end.starts_with('/'));
        self.may_be(address.bytes()) || ends.any(|end| self.may_be("path=".bytes().chain(end.bytes())))
    }

    fn may_be(&self, word: impl Iterator<Item = u8>) -> bool {
        let bit = bit(word.fold(0, number));
        ((self.0 & bit.0) | (self.1 & bit.1)) != 0
    }
}

/// A number for a text, byte by byte.
const fn number(before: u8, byte: u8) -> u8 {
    before.wrapping_mul(31).wrapping_add(byte)
}

const fn bit(number: u8) -> (u128, u128) {
    if number < 128 { (1 << number, 0) } else { (0, 1 << (number - 128)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_list_may_be_and_most_else_is_not() {
        let list = "one pay.one.example/rest test.one.example/rest word=1\ntwo pay.two.example/a/b - path=/a/b\n";
        let marks = Marks::of(list);
        for address in ["pay.one.example/rest", "test.one.example/rest", "pay.two.example/a/b", "other.example:1/a/b"] {
            assert!(marks.may_have(address), "{address}");
        }
        let others = (0..1_000).filter(|n| marks.may_have(&format!("pay{n}.example/payment/rest"))).count();
        assert!(others < 80, "{others} of 1000");
    }
}
