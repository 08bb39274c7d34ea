//! The texts of the pages, a file for each language. Every other language shows English.

mod arabic;
mod english;
mod french;
mod german;
mod romanian;
mod russian;

use crate::cards::Phrases;

/// The texts in one language.
pub(crate) struct Words {
    /// The tag of the language.
    pub(crate) tag: &'static str,
    pub(crate) payment: &'static str,
    pub(crate) test_bank: &'static str,
    pub(crate) amount: &'static str,
    pub(crate) order: &'static str,
    pub(crate) merchant: &'static str,
    pub(crate) description: &'static str,
    pub(crate) pay_by_wallet: &'static str,
    pub(crate) or_by_card: &'static str,
    pub(crate) card_number: &'static str,
    pub(crate) expiry: &'static str,
    pub(crate) code: &'static str,
    pub(crate) holder: &'static str,
    pub(crate) pay: &'static str,
    pub(crate) back: &'static str,
    pub(crate) try_again: &'static str,
    pub(crate) bad_number: &'static str,
    pub(crate) bad_expiry: &'static str,
    pub(crate) bad_code: &'static str,
    pub(crate) test_cards: &'static str,
    pub(crate) sandbox_note: &'static str,
    pub(crate) issuer_title: &'static str,
    pub(crate) issuer_ask: &'static str,
    pub(crate) success: &'static str,
    pub(crate) fail: &'static str,
    pub(crate) paid: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) expired: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) unknown_note: &'static str,
    pub(crate) save_card: &'static str,
    pub(crate) cancel: &'static str,
    /// A card number with a wrong check digit.
    pub(crate) bad_check_digit: &'static str,
    /// A test card that only other providers have.
    pub(crate) other_test_card: &'static str,
    pub(crate) mistakes: &'static str,
    pub(crate) use_card: &'static str,
    pub(crate) confirm: &'static str,
    pub(crate) refuse: &'static str,
    pub(crate) not_now: &'static str,
    pub(crate) wallet_note: &'static str,
    /// The tag beside the name of the bank.
    pub(crate) sandbox: &'static str,
    /// What a test card does.
    pub(crate) cards: Phrases,
}

/// The texts for a language of the gateway.
pub(crate) fn words(language: &str) -> &'static Words {
    match language.to_ascii_lowercase().as_str() {
        "ar" => &arabic::ARABIC,
        "de" => &german::GERMAN,
        "fr" => &french::FRENCH,
        "ro" => &romanian::ROMANIAN,
        "ru" => &russian::RUSSIAN,
        _ => &english::ENGLISH,
    }
}
