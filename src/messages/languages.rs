//! The languages: one file each, with a line for each sentence. `npm/messages.js` has the same for JavaScript
//! (`tests/messages.rs`).

use super::Direction::{LeftToRight, RightToLeft};
use super::{Direction, Language};

const fn language(tag: &'static str, direction: Direction, sentences: &'static str) -> Language {
    Language { tag, direction, sentences }
}

/// English.
pub const EN: Language = language("en", LeftToRight, include_str!("en.txt"));
/// German.
pub const DE: Language = language("de", LeftToRight, include_str!("de.txt"));
/// French.
pub const FR: Language = language("fr", LeftToRight, include_str!("fr.txt"));
/// Spanish.
pub const ES: Language = language("es", LeftToRight, include_str!("es.txt"));
/// Italian.
pub const IT: Language = language("it", LeftToRight, include_str!("it.txt"));
/// Romanian.
pub const RO: Language = language("ro", LeftToRight, include_str!("ro.txt"));
/// Bulgarian.
pub const BG: Language = language("bg", LeftToRight, include_str!("bg.txt"));
/// Greek.
pub const EL: Language = language("el", LeftToRight, include_str!("el.txt"));
/// Armenian.
pub const HY: Language = language("hy", LeftToRight, include_str!("hy.txt"));
/// Russian.
pub const RU: Language = language("ru", LeftToRight, include_str!("ru.txt"));
/// Arabic.
pub const AR: Language = language("ar", RightToLeft, include_str!("ar.txt"));
/// Portuguese.
pub const PT: Language = language("pt", LeftToRight, include_str!("pt.txt"));
/// Turkish.
pub const TR: Language = language("tr", LeftToRight, include_str!("tr.txt"));
/// Ukrainian.
pub const UK: Language = language("uk", LeftToRight, include_str!("uk.txt"));
/// Kazakh.
pub const KK: Language = language("kk", LeftToRight, include_str!("kk.txt"));

/// Every language, for a program that chooses at run time. It takes them all into the program.
#[must_use]
pub fn all() -> [Language; 15] {
    [EN, DE, FR, ES, IT, RO, BG, EL, HY, RU, AR, PT, TR, UK, KK]
}
