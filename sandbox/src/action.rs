//! The action codes that the sandbox returns, and the text of each known code.

mod english;
mod others;

use crate::profile::Profile;

/// The customer cancelled on the payment page ("SATIM integration guide").
pub(crate) const CANCELLED_BY_CUSTOMER: i64 = 10;
/// The customer cancelled the issuer's challenge ("Banca Transilvania iPay", response codes).
pub(crate) const CHALLENGE_CANCELLED: i64 = 341_018;
/// No attempt to pay yet.
pub(crate) const WAITING: i64 = -100;
/// Approved.
pub(crate) const OK: i64 = 0;
/// The customer failed the issuer's challenge.
pub(crate) const CHALLENGE_FAILED: i64 = -2025;
/// The customer did not return from the issuer's page before the session ended.
pub(crate) const LEFT_AT_ACS: i64 = -2009;
/// The session ended without an attempt to pay.
pub(crate) const NO_ATTEMPT: i64 = -2014;
/// The session ended after at least one attempt to pay.
pub(crate) const EXPIRED: i64 = -2007;
/// Too many failed attempts.
pub(crate) const ATTEMPTS_EXHAUSTED: i64 = -2013;
/// The merchant closed the order.
pub(crate) const DECLINED_BY_MERCHANT: i64 = 4005;
/// Card data was refused, such as a wrong CVC.
pub(crate) const BAD_CARD_DATA: i64 = 71_015;
/// The issuer does not know the card.
pub(crate) const UNKNOWN_CARD: i64 = 125;
/// Not enough money on the card.
pub(crate) const NO_MONEY: i64 = 116;
/// The card is past its expiry date.
pub(crate) const CARD_EXPIRED: i64 = 101;
/// 3-D Secure is required and the card has none.
pub(crate) const NEEDS_THREE_DS: i64 = 2003;
/// Full authentication is required and was only attempted.
pub(crate) const NOT_FULL_THREE_DS: i64 = 4032;

/// The texts of a language. English has a text for every known code.
fn texts(language: &str) -> &'static [(i64, &'static str)] {
    match language {
        "ar" => others::ARABIC,
        "bg" => others::BULGARIAN,
        "es" => others::SPANISH,
        "fr" => others::FRENCH,
        "hy" => others::ARMENIAN,
        "ro" => others::ROMANIAN,
        "ru" => others::RUSSIAN,
        _ => &[],
    }
}

/// The texts of a bank whose codes mean something else than in the vendor's list.
fn texts_of_bank(profile: Profile, language: &str) -> &'static [(i64, &'static str)] {
    match (profile, language) {
        (Profile::Bt, "ro") => others::OF_BT_IN_ROMANIAN,
        (Profile::Bt, "en") => others::OF_BT,
        (Profile::Satim, "ar") => others::OF_SATIM_IN_ARABIC,
        (Profile::Satim, "fr") => others::OF_SATIM_IN_FRENCH,
        (Profile::Satim, "en") => others::OF_SATIM,
        (Profile::Credibanco, "en") => others::OF_CREDIBANCO,
        _ => &[],
    }
}

/// `actionCodeDescription` of a profile: empty for success. Some codes mean something else at its bank. A code without a text
/// in the language has the English one.
pub(crate) fn describe(profile: Profile, code: i64, language: &str) -> &'static str {
    if code == OK {
        return "";
    }
    let tables = [texts_of_bank(profile, language), texts(language), texts_of_bank(profile, "en"), english::TEXTS];
    let mut rows = tables.iter().flat_map(|table| table.iter());
    rows.find(|(known, _)| *known == code).map_or("The payment was declined", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cards::{KNOWN, Outcome};

    #[test]
    fn every_decline_of_the_sandbox_has_a_text_of_its_own() {
        let declines = KNOWN.iter().filter_map(|known| match known.outcome {
            Outcome::Decline(code) => Some(code),
            _ => None,
        });
        let own = [
            CHALLENGE_FAILED,
            LEFT_AT_ACS,
            EXPIRED,
            ATTEMPTS_EXHAUSTED,
            DECLINED_BY_MERCHANT,
            BAD_CARD_DATA,
            UNKNOWN_CARD,
            CARD_EXPIRED,
            NEEDS_THREE_DS,
            NOT_FULL_THREE_DS,
        ];
        for code in declines.chain(own) {
            assert_ne!(describe(Profile::Bpc, code, "en"), describe(Profile::Bpc, 123_456, "en"), "{code}");
        }
    }

    #[test]
    fn no_table_has_a_code_twice_or_without_an_english_text() {
        let english: BTreeSet<i64> = english::TEXTS.iter().map(|(code, _)| *code).collect();
        assert_eq!(english.len(), english::TEXTS.len());
        let languages = ["ar", "bg", "en", "es", "fr", "hy", "ro", "ru"];
        let of_banks = Profile::ALL.into_iter().flat_map(|profile| languages.map(|tag| texts_of_bank(profile, tag)));
        for table in languages.map(texts).into_iter().chain(of_banks) {
            let codes: BTreeSet<i64> = table.iter().map(|(code, _)| *code).collect();
            assert_eq!(codes.len(), table.len());
            assert!(codes.is_subset(&english), "{:?}", codes.difference(&english).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_language_comes_first_then_the_bank_then_the_vendor() {
        assert_eq!(describe(Profile::Satim, 119, "fr"), "Carte temporairement bloquée");
        assert_eq!(describe(Profile::Satim, 119, "en"), "The card is temporarily blocked");
        assert_eq!(describe(Profile::Bpc, 119, "en"), "Security violation");
        assert_eq!(describe(Profile::Bt, 913, "ro"), "Tranzacție invalidă");
        assert_eq!(describe(Profile::Bt, 913, "en"), "Invalid transaction");
        assert_eq!(describe(Profile::Bpc, 913, "en"), "Wrong message format");
        assert_eq!(describe(Profile::Bpc, 913, "ro"), "Wrong message format", "the Romanian text is the bank's own");
        assert_eq!(describe(Profile::Clictopay, 119, "fr"), "Security violation");
        assert_eq!(describe(Profile::Satim, 126, "ar"), "بطاقة مفقودة");
        assert_eq!(describe(Profile::Dsk, 51, "bg"), "Insufficient funds", "no Bulgarian text is known");
        assert_eq!(describe(Profile::Bpc, 0, "fr"), "");
        assert_eq!(describe(Profile::Bpc, 987_654, "ru"), "The payment was declined");
    }
}
