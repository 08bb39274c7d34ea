//! Every response code of the public lists: its meaning here, and that `bpc-checkout/codes` says the same.

#![cfg(test)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use bpc_checkout::messages::{self, EN};
use bpc_checkout::trust::action_code::{Class, CodeList, Meaning, Retry, class};
use support::committed;

/// The codes of the vendor's and the banks' lists.
const LISTED: [i64; 174] = [
    -30001, -20010, -9000, -5031, -3003, -2200, -2102, -2101, -2029, -2028, -2027, -2026, -2025, -2024, -2023, -2022,
    -2020, -2019, -2018, -2017, -2016, -2015, -2014, -2013, -2012, -2011, -2010, -2009, -2008, -2007, -2006, -2005,
    -2004, -2003, -2002, -2001, -2000, -999, -301, -102, -100, -1, 0, 1, 4, 5, 10, 15, 20, 51, 53, 57, 62, 63, 72, 73,
    78, 81, 82, 87, 88, 90, 100, 101, 103, 104, 106, 107, 109, 110, 111, 116, 117, 118, 119, 120, 121, 123, 124, 125,
    126, 127, 140, 151, 181, 200, 203, 204, 208, 209, 212, 239, 240, 320, 400, 433, 434, 435, 555, 801, 803, 804, 805,
    814, 823, 861, 871, 902, 903, 904, 905, 906, 907, 909, 910, 911, 912, 913, 914, 915, 916, 917, 920, 941, 950, 952,
    968, 998, 999, 1001, 1004, 1005, 1112, 1113, 1114, 1115, 1116, 1117, 1118, 1120, 1434, 2001, 2002, 2003, 2004,
    2005, 2006, 2007, 2008, 2009, 2012, 2014, 2015, 2016, 2022, 2023, 2030, 4005, 4032, 8204, 9001, 71015, 100_254,
    100_882, 151_017, 151_018, 151_019, 341_014, 341_016, 341_017, 341_018, 341_019, 341_020, 341_041,
];

/// A bank of each list, and one that no list names.
const BANKS: [&str; 10] = [
    "banca-transilvania",
    "banca-transilvania-test",
    "satim",
    "satim-test",
    "dsk",
    "bpc-sandbox",
    "bank-of-the-cook-islands",
    "arca-epg",
    "inecobank",
    "sberbank-test",
];

/// The codes with another meaning at some banks.
const BY_BANK: [i64; 8] = [100, 119, 124, 902, 913, 914, 998, 2003];

#[test]
fn no_code_of_a_list_is_other() {
    assert!(LISTED.is_sorted_by(|a, b| a < b), "each once");
    for code in LISTED {
        assert_ne!(class(code, CodeList::General), Class::Other, "{code}");
        assert!(!messages::of_meaning(Meaning::of(code, CodeList::General), EN).is_empty(), "{code}");
    }
    let known = (-100_000..=400_000).filter(|code| class(*code, CodeList::General) != Class::Other);
    assert_eq!(known.collect::<Vec<_>>(), LISTED, "and no other code has a class");
}

#[test]
fn only_these_codes_depend_on_the_bank() {
    let lists = BANKS.map(CodeList::of_bank);
    let differs =
        |code: &i64| lists.iter().any(|list| Meaning::of(*code, *list) != Meaning::of(*code, CodeList::General));
    assert_eq!(LISTED.into_iter().filter(differs).collect::<Vec<_>>(), BY_BANK);
}

#[test]
fn codes_are_told_apart_as_their_sources_do() {
    let of = |codes: &[i64]| codes.iter().map(|code| class(*code, CodeList::General).as_str()).collect::<BTreeSet<_>>();
    let only = |class: Class| BTreeSet::from([class.as_str()]);
    assert_eq!(of(&[10, -102, 2012, 2022, 4005]), only(Class::Cancelled));
    assert_eq!(of(&[87, 124, 239, 240, 400, 914, 968, 1120, 2002, 2007, 2009, 341_041]), only(Class::Operation));
    assert!(of(&[1004, 1005, 2008, 1120, 151_019, -30001]).is_disjoint(&of(&[116, 5, 71015, 907])));
    for code in [1004, 1005, 2008, 1120, 2007, -100, -9000] {
        assert!(!Meaning::of(code, CodeList::General).is_decline(), "{code}");
    }
    for lost_or_stolen in [62, 203, 204, 208, 823, 126, 127, 151, 999, 952, 200, 2001, 803, 804] {
        let retry = Meaning::of(lost_or_stolen, CodeList::General).retry();
        assert_eq!(retry, Some(Retry::NeverThisCard), "{lost_or_stolen}");
    }
}

/// "Your bank declined" is said only where a bank did: not after a cancellation, a filter of the shop, a fault of its setup, a technical
/// fault, or an unknown code.
#[test]
fn the_bank_is_blamed_only_where_it_decided() {
    let refused = messages::of_meaning(Meaning::Refused, EN);
    for code in LISTED.into_iter().chain([987_654, -77]) {
        let meaning = Meaning::of(code, CodeList::General);
        let blamed = messages::of_meaning(meaning, EN).starts_with(&refused);
        let may_be = matches!(meaning.class(), Class::Refused | Class::Limit);
        assert!(!blamed || may_be, "{code}");
    }
    for code in
        [10, -102, 2012, 2022, 4005, -2000, -2001, -2002, -2003, -2101, -2102, 109, 911, 8204, 999, 2001, 987_654]
    {
        assert!(!messages::of_meaning(Meaning::of(code, CodeList::General), EN).contains("Your bank"), "{code}");
    }
}

/// "Use another card" and "try again later" are two answers to one question.
#[test]
fn a_message_does_not_contradict_itself() {
    for (bank, code) in LISTED.into_iter().flat_map(|code| BANKS.map(|bank| (bank, code))) {
        let said = messages::of_meaning(Meaning::of(code, CodeList::of_bank(bank)), EN);
        assert!(!said.contains("use another card") || !said.contains("later"), "{code} at {bank}: {said}");
    }
}

#[test]
fn what_the_customer_can_mend_has_a_sentence_of_its_own() {
    let said = |code| messages::of_meaning(Meaning::of(code, CodeList::General), EN);
    let general: BTreeSet<String> = [5, 116, 71015, 907, -2025, 121].map(said).into();
    let own: BTreeSet<String> = [101, 320, 555, 1434].map(said).into();
    assert_eq!((own.len(), own.intersection(&general).count()), (4, 0));
    assert_eq!((said(101), said(555), said(320)), (said(906), said(57), said(100_254)));
}

/// `tests/vectors/codes.mjs`: what both sides must say, for each listed code, its neighbours, and the codes that depend on the bank.
/// `UPDATE=1 cargo nextest run --test codes` writes it again.
#[test]
fn the_vectors_are_what_the_library_says() {
    let neighbours = LISTED.into_iter().flat_map(|code| [code - 1, code, code + 1]);
    let codes: BTreeSet<i64> = neighbours.chain([i64::from(i32::MIN), i64::from(i32::MAX)]).collect();
    let by_bank = BY_BANK.into_iter().flat_map(|code| BANKS.map(|bank| (code, bank)));
    let mut rows = String::new();
    for (code, bank) in codes.into_iter().map(|code| (code, "")).chain(by_bank) {
        let meaning = Meaning::of(code, CodeList::of_bank(bank));
        let retry = meaning.retry().map_or("null".to_owned(), |retry| format!("\"{}\"", retry.as_str()));
        let (class, said) = (meaning.class().as_str(), messages::of_meaning(meaning, EN));
        let listed = LISTED.contains(&code);
        writeln!(rows, "  [{code}, \"{bank}\", {listed}, \"{class}\", {retry}, \"{said}\"],").unwrap();
    }
    let about = "// Response codes: code, bank, whether a list has it, class, what may be tried, and the English sentence for the customer.\n\
                 // tests/codes.rs writes this file; tests/package/codes.test.mjs holds bpc-checkout/codes to it.\n\
                 // prettier-ignore\n";
    committed("tests/vectors/codes.mjs", &format!("{about}export default [\n{rows}];\n"));
}
