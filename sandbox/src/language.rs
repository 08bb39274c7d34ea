//! The languages of messages and pages.

/// The languages of the vendor's list, and those of banks elsewhere.
const LANGUAGES: &[&str] = &[
    "en", "el", "ro", "bg", "pt", "sw", "hu", "it", "pl", "de", "fr", "kh", "cn", "es", "ka", "da", "et", "fi", "lt",
    "lv", "nl", "sv", "ru", "ar", "hy", "kk", "ua", "uk", "by", "be", "az", "cs", "tr",
];

/// The code of a language in lower case, when the gateway accepts it.
pub(crate) fn known(text: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|known| known.eq_ignore_ascii_case(text)).copied()
}

/// The direction in which a language is written, where it is not from left to right.
pub(crate) fn direction(tag: &str) -> Option<&'static str> {
    (tag == "ar").then_some("rtl")
}
