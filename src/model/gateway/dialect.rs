//! The ways of a bank's gateway: the words of its line in [`super::banks`], and how a line is found.

use crate::codec::bytes::contains;
use crate::codec::split::{self, Parts};
use crate::model::error::Invalid;
use crate::model::gateway::banks::{ALL, OTHERWISE, USUAL};
use crate::model::gateway::built;
use crate::model::gateway::marks::Marks;
use crate::model::unknown::is_a_typing_error;

/// A build for one bank has no list of those that the build for the reference serves.
const LISTED: &str = if built::BANK.is_some() && !built::IS_REFERENCE { OTHERWISE } else { ALL };

const MARKS: Marks = Marks::of(LISTED);

/// What a bank's gateway does otherwise than the reference: the words of its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dialect(&'static str);

impl Dialect {
    /// The ways of the bank with this name, for an installation at another address.
    ///
    /// # Errors
    /// Refuses an unknown name.
    pub fn named(name: &str) -> Result<Self, Invalid> {
        lines().find(|line| line.name() == name).ok_or_else(|| unknown(name))
    }

    /// The ways of the gateway at this REST root: of the bank that has this address, or alone has the end of it.
    pub(super) fn at(root: &str) -> Self {
        let address = root.strip_prefix("https://").unwrap_or(root);
        if built::BANK.is_none() && !MARKS.may_have(address) {
            return Self::default();
        }
        let is_at = |line: &Self| {
            line.words().skip(1).take(2).any(|known| known == address)
                || line.value("path").is_some_and(|path| root.ends_with(path))
        };
        lines().find(is_at).unwrap_or_default()
    }

    /// Refuses a bank that this build does not serve.
    pub(super) fn served(self) -> Result<Self, Invalid> {
        let Some(only) = built::BANK else { return Ok(self) };
        let is_served = self.0.is_empty()
            || if built::IS_REFERENCE { contains(USUAL.as_bytes(), self.0.as_bytes()) } else { self.name() == only };
        if is_served { Ok(self) } else { Err(not_served(only)) }
    }

    fn words(self) -> Parts<'static> {
        split::parts(self.0, " ")
    }

    pub(super) fn name(self) -> &'static str {
        self.words().next().unwrap_or_default()
    }

    /// The value of a word, where the line has it.
    #[must_use]
    pub fn value(self, word: &str) -> Option<&'static str> {
        self.words().find_map(|known| known.strip_prefix(word)?.strip_prefix('='))
    }

    /// The value of a word, where it is a number.
    #[must_use]
    pub fn number(self, word: &str) -> Option<usize> {
        self.value(word)?.parse::<u64>().ok().and_then(|number| usize::try_from(number).ok())
    }

    /// Whether the line has this word.
    #[must_use]
    pub fn does(self, word: &str) -> bool {
        self.words().skip(3).any(|known| known == word)
    }
}

/// The bank with this name: its REST root, and what it does otherwise.
///
/// # Errors
/// Refuses an unknown name, and a gateway whose address is not known. The message suggests the nearest name.
pub fn named(name: &str) -> Result<(String, Dialect), Invalid> {
    let (bank, at) = name.strip_suffix("-test").map_or((name, 1), |bank| (bank, 2));
    let dialect = Dialect::named(bank)?;
    match dialect.words().nth(at) {
        Some("-") | None => Err("has no address in the list; give gateway.baseUrl and gateway.dialect".into()),
        Some(address) => Ok((["https://", address].concat(), dialect)),
    }
}

/// The name of every gateway, test gateways included.
pub fn names() -> impl Iterator<Item = String> {
    lines().flat_map(|line| {
        let addresses = ["", "-test"].into_iter().zip(line.words().skip(1));
        addresses.filter(|(_, address)| *address != "-").map(move |(end, _)| line.name().to_owned() + end)
    })
}

fn lines() -> impl Iterator<Item = Dialect> {
    split::parts(LISTED, "\n").map(Dialect)
}

fn not_served(only: &str) -> Invalid {
    ["is not served by bpc-checkout/", only, "; import from \"bpc-checkout\", which serves every bank"].concat().into()
}

/// The error for an unknown name. It suggests a bank whose name is nearly the same, or whose name or address contains the word.
fn unknown(name: &str) -> Invalid {
    if let Some(only) = built::BANK
        && !built::IS_REFERENCE
    {
        return not_served(only);
    }
    let word = name.strip_suffix("-test").unwrap_or(name).to_ascii_lowercase();
    let near = |line: &Dialect| is_a_typing_error(line.name(), &word);
    let has = |line: &Dialect| word.len() > 2 && contains(line.0.as_bytes(), word.as_bytes());
    match lines().find(near).or_else(|| lines().find(has)) {
        Some(meant) => {
            ["is not a bank of the list; did you mean \"", meant.name(), "\"? For any other bank give gateway.baseUrl"]
                .concat()
                .into()
        }
        None => "is not a bank of the list; give gateway.baseUrl instead".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::address::Address;
    use crate::model::money::Currency;

    /// Every word that the library acts on. A word that is misspelt in a line would be silently without effect.
    const WORDS: &[&str] = &[
        "currency",
        "only",
        "languages",
        "minimum",
        "orderNumber",
        "description",
        "email",
        "childId",
        "pageView",
        "jsonParams",
        "installments",
        "IVA.amount",
        "IAC.amount",
        "udf",
        "without",
        "basic",
        "json",
        "customer",
        "params",
        "one-phase",
        "whole-refund",
        "refund-id-in-params",
        "acknowledge",
        "-1",
        "7",
        "8",
        "9",
        "points",
        "id",
        "path",
        "callback",
    ];

    #[test]
    fn every_line_is_safe_addresses_and_known_words_under_a_name_of_its_own() {
        for name in names() {
            let (root, _) = named(&name).unwrap();
            assert!(Address::parse(&root).unwrap().is_secure(), "{name}");
            assert!(root.ends_with("/rest") || root.ends_with("/api/v1"), "{name}");
        }
        for line in lines() {
            for word in line.words().skip(3) {
                assert!(WORDS.contains(&word.split('=').next().unwrap()), "{line:?}: {word:?}");
            }
            let currency = line.value("currency").or(line.value("only")).unwrap();
            assert!(Currency::parse(currency).is_ok() && currency.len() == 3, "{line:?}");
        }
        for list in [USUAL, OTHERWISE] {
            let bare: Vec<&str> = list.lines().map(|line| Dialect(line).name()).collect();
            assert!(bare.is_sorted_by(|a, b| a < b), "sorted, so no name twice");
        }
    }

    /// The TypeScript union is written by hand: it lists the same names.
    #[test]
    fn the_declared_type_lists_the_same_banks() {
        let declared = include_str!("../../../npm/index.d.ts").split("export type Bank =").nth(1).unwrap();
        let declared = declared.split(';').next().unwrap();
        let mut declared: Vec<String> = declared.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        declared.sort_unstable();
        let mut ours: Vec<String> = names().collect();
        ours.sort_unstable();
        assert_eq!(declared, ours);
    }

    #[test]
    fn a_misspelt_name_suggests_the_nearest_bank() {
        for (name, meant) in [
            ("satm", "satim"),
            ("SATIM".to_lowercase().as_str(), ""),
            ("stim-test", "satim"),
            ("btrl", "banca-transilvania"),
            ("transilvania", "banca-transilvania"),
            ("banca-transilvana", "banca-transilvania"),
            ("ing", "ing-romania"),
            ("sber", "sberbank"),
            ("dks", "dsk"),
        ] {
            match named(name) {
                Ok(_) => assert_eq!(meant, ""),
                Err(invalid) => {
                    assert!(invalid.as_str().contains(&format!("\"{meant}\"")), "{name}: {}", invalid.as_str());
                }
            }
        }
        for name in ["", "x", "my bank", "-", "yookassa"] {
            assert!(named(name).is_err(), "{name:?}");
        }
        assert_eq!(named("my bank").unwrap_err().as_str(), "is not a bank of the list; give gateway.baseUrl instead");
    }

    /// A store may give the address instead of the name: the bank's ways are the same.
    #[test]
    fn an_address_of_the_list_has_the_ways_of_its_bank_and_another_has_none() {
        for name in names() {
            let (root, dialect) = named(&name).unwrap();
            assert_eq!(Dialect::at(&root), dialect, "{name}");
        }
        let ecom = Dialect::at("https://proxy.shop.example:8443/ecomm/gw/partner/api/v1");
        assert!(ecom.does("json"), "the path alone tells Sberbank's newer gateway");
        assert_eq!(Dialect::at("https://bank.example/payment/rest"), Dialect::default());
        assert_eq!(Dialect::default().value("currency"), None);
        let others = (0..1_000).map(|number| format!("https://pay{number}.bank.example/payment/rest"));
        let others: Vec<String> = others.collect();
        assert!(others.iter().all(|root| Dialect::at(root) == Dialect::default()));
        let read = others.iter().filter(|root| MARKS.may_have(root.trim_start_matches("https://"))).count();
        assert!((1..200).contains(&read), "the lines are read for {read} of 1000");
    }
}
