//! The sentences for customers: every language has all of them, well formed, and `npm/messages.js` has the same.

#![cfg(test)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use bpc_checkout::messages::{self, Direction, EN, Language};
use support::committed;

/// The sentences, one on each line.
fn text(language: Language) -> String {
    let path = format!("{}/src/messages/{}.txt", env!("CARGO_MANIFEST_DIR"), language.tag());
    std::fs::read_to_string(path).unwrap()
}

fn placeholders(sentence: &str) -> BTreeSet<&str> {
    sentence.split('%').skip(1).step_by(2).collect()
}

/// Words that a customer must not read, in the beginnings that all their forms have.
const FORBIDDEN: [(&str, &[&str]); 15] = [
    ("en", &["stolen", "fraud", "lost", "theft", "suspic", "black"]),
    ("de", &["gestohlen", "betrug", "betrüg", "diebstahl", "verdacht", "verloren"]),
    ("fr", &["volé", "fraud", "perdu", "suspect", "soupçon"]),
    ("es", &["robad", "fraud", "perdid", "sospech", "hurt"]),
    ("it", &["rubat", "frod", "furto", "smarrit", "sospett"]),
    ("ro", &["furat", "fraud", "pierdut", "suspec", "suspici"]),
    ("bg", &["открадн", "измам", "кражба", "загубен", "изгубен", "подозр", "съмнен"]),
    ("el", &["κλεμμέν", "κλοπή", "απάτη", "χαμέν", "ύποπτ", "υποψί"]),
    ("hy", &["գողաց", "խարդախ", "կորած", "կորցր", "կասկած"]),
    ("ru", &["украден", "краден", "мошен", "потерян", "утерян", "подозр"]),
    ("ar", &["مسروق", "سرق", "احتيال", "مفقود", "ضائع", "مشبوه", "اشتباه"]),
    ("pt", &["roubad", "fraud", "furtad", "perdid", "suspeit"]),
    ("tr", &["çalın", "dolandır", "hırsız", "kayıp", "şüphe", "sahte"]),
    ("uk", &["вкраден", "викраден", "шахрай", "загублен", "втрачен", "підозр"]),
    ("kk", &["ұрлан", "алаяқ", "жоғалған", "күдік"]),
];

#[test]
fn every_language_has_every_sentence() {
    let english = text(EN);
    let tags: BTreeSet<&str> = messages::all().iter().map(|language| language.tag()).collect();
    assert_eq!(tags.len(), 15);
    for language in messages::all() {
        let text = text(language);
        assert_eq!(text.lines().count(), english.lines().count(), "{}", language.tag());
        assert!(text.ends_with('\n') && !text.contains("\n\n"), "{}", language.tag());
        for (sentence, model) in text.lines().zip(english.lines()) {
            assert_eq!(placeholders(sentence), placeholders(model), "{sentence}");
        }
        let distinct: BTreeSet<&str> = text.lines().collect();
        assert_eq!(distinct.len(), text.lines().count(), "{}: a sentence stands there twice", language.tag());
    }
}

#[test]
fn every_sentence_is_short_ends_properly_and_is_in_its_script() {
    for language in messages::all() {
        for sentence in text(language).lines() {
            assert!(sentence.ends_with(['.', '։']) && sentence.trim() == sentence, "{sentence:?}");
            assert!(!sentence.contains("  ") && !sentence.contains(" ."), "{sentence:?}");
            assert!((8..=150).contains(&sentence.chars().count()), "{}: {sentence:?}", sentence.chars().count());
            let bare = sentence.replace("%refunded%", "").replace("%paid%", "");
            let letters = bare.chars().filter(|letter| letter.is_alphabetic());
            let is_of_the_script = |letter: char| match language.tag() {
                "bg" | "ru" | "uk" | "kk" => matches!(letter, '\u{400}'..='\u{52f}'),
                "el" => matches!(letter, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'),
                "hy" => matches!(letter, '\u{530}'..='\u{58f}'),
                "ar" => matches!(letter, '\u{600}'..='\u{6ff}'),
                _ => matches!(letter, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}'),
            };
            let strange: String = letters.filter(|letter| !is_of_the_script(*letter)).collect();
            assert!(strange.is_empty(), "{}: {strange:?} in {sentence:?}", language.tag());
        }
    }
}

#[test]
fn no_sentence_says_stolen_or_fraud() {
    for ((tag, words), language) in FORBIDDEN.iter().zip(messages::all()) {
        assert_eq!(*tag, language.tag());
        let text = text(language).to_lowercase();
        let said = text.split(|letter: char| !letter.is_alphabetic());
        let is_forbidden = |said: &&str| words.iter().any(|word| said.starts_with(word));
        assert_eq!(said.into_iter().find(is_forbidden), None, "{tag}");
    }
}

#[test]
fn only_arabic_is_written_from_right_to_left() {
    for language in messages::all() {
        let expected = if language.tag() == "ar" { Direction::RightToLeft } else { Direction::LeftToRight };
        assert_eq!(language.direction(), expected, "{}", language.tag());
    }
}

/// Amounts are isolated where the script runs the other way: otherwise the currency changes its side.
#[test]
fn amounts_in_arabic_keep_their_order() {
    let text = text(messages::AR);
    let with_amounts = text.lines().find(|line| line.contains("%paid%")).unwrap();
    assert!(with_amounts.contains("\u{2066}%refunded%\u{2069}") && with_amounts.contains("\u{2066}%paid%\u{2069}"));
}

/// `UPDATE=1 cargo nextest run --test messages` writes the file again.
#[test]
fn javascript_has_the_same_languages() {
    let mut script =
        "// The languages, from src/messages/*.txt: `UPDATE=1 cargo nextest run --test messages` writes this file.\n\n\
                      export * from \"./messages-banks.js\";\n"
            .to_owned();
    for language in messages::all() {
        let (tag, direction) = (language.tag(), language.direction().as_str());
        write!(
            script,
            "\nexport const {tag} = {{\n  language: \"{tag}\",\n  direction: \"{direction}\",\n  sentences: [\n"
        )
        .unwrap();
        for sentence in text(language).lines() {
            assert!(!sentence.contains(['"', '\\']), "{sentence}");
            let visible = sentence.replace('\u{2066}', "\\u2066").replace('\u{2069}', "\\u2069");
            writeln!(script, "    \"{visible}\",").unwrap();
        }
        script.push_str("  ],\n};\n");
    }
    committed("npm/messages.js", &script);
}
