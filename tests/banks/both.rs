//! What the library's line and the sandbox's profile say of the same bank. They share no code; here they are compared, and what only one
//! of them knows is listed.

use bpc_checkout::model::gateway::{Dialect, dialect};
use bpc_sandbox::Profile;

/// The bank's name, and the profile that imitates it.
const BOTH: [(&str, Profile); 7] = [
    ("arca", Profile::Arca),
    ("banca-transilvania", Profile::Bt),
    ("clictopay", Profile::Clictopay),
    ("credibanco", Profile::Credibanco),
    ("dsk", Profile::Dsk),
    ("satim", Profile::Satim),
    ("sberbank-ecom", Profile::Ecom),
];

/// Keys of `jsonParams` in the line, `a:1,b:#` without their defaults.
fn params(dialect: Dialect) -> Vec<&'static str> {
    let words = dialect.value("params").unwrap_or_default().split(',').filter(|word| !word.is_empty());
    let mut names: Vec<&str> = words.map(|word| word.split(':').next().unwrap_or_default()).collect();
    names.sort_unstable();
    names
}

#[test]
fn both_say_the_same_of_each_bank() {
    for (name, profile) in BOTH {
        let dialect = Dialect::named(name).unwrap();
        let facts = profile.facts();
        let mut required = facts.required_params.clone();
        required.sort_unstable();
        let says = |word: &str| dialect.does(word);
        assert_eq!(says("json"), facts.takes_json, "{name}: JSON");
        assert_eq!(says("basic"), facts.basic_login, "{name}: login in a header");
        assert_eq!(says("customer"), facts.customer_bundle, "{name}: orderBundle");
        assert_eq!(says("one-phase"), !facts.two_phase, "{name}: holds");
        assert_eq!(says("whole-refund"), !facts.partial_refunds, "{name}: partial refunds");
        assert_eq!(says("acknowledge"), facts.acknowledge_secs.is_some(), "{name}: acknowledgement");
        assert_eq!(params(dialect), required, "{name}: jsonParams");
        let currency = dialect.value("only").or(dialect.value("currency"));
        assert!(currency.is_none_or(|code| facts.currencies.contains(&code)), "{name}: currency");
        let languages = dialect.value("languages").unwrap_or_default().split(',').filter(|tag| !tag.is_empty());
        assert!(languages.eq(facts.languages.iter().copied()), "{name}: languages");
        let minimum = dialect.number("minimum").unwrap_or(1);
        assert_eq!(minimum as u64, facts.least_amount.max(1), "{name}: minimum");
        assert_eq!(dialect.number("orderNumber").unwrap_or(36), facts.order_number_max, "{name}: order number");
        assert_eq!(dialect.value("points"), facts.points, "{name}: points");
        let seven = dialect.value("7") == Some("refunded");
        assert_eq!(seven, facts.partly_refunded_status == 7, "{name}: status 7");
        let callbacks = match dialect.value("callback") {
            None | Some("hmac") => "parameters",
            Some(other) => other,
        };
        assert_eq!(callbacks, facts.callbacks, "{name}: callbacks");
    }
}

/// Banks of the list without a profile of their own: the sandbox imitates the vendor's reference for them.
#[test]
fn what_only_the_library_knows() {
    let mut alone: Vec<String> = dialect::names()
        .filter(|name| !name.ends_with("-test") && BOTH.iter().all(|(known, _)| known != name))
        .collect();
    alone.sort_unstable();
    assert_eq!(
        alone.join(" "),
        "alfa-belarus alfa-russia arca-epg bank-of-the-cook-islands belize-bank bereke bpc-sandbox inecobank ing-romania jcc meezan \
         sberbank vtb vtb-kazakhstan"
    );
}

/// What the bank does and the library need not know, and the limits that it leaves to the bank.
#[test]
fn what_only_the_sandbox_knows() {
    let known: Vec<String> = BOTH
        .iter()
        .map(|(name, profile)| {
            let facts = profile.facts();
            let words = [
                (facts.decline_closes, "a decline closes the order"),
                (facts.reverses_deposited, "a deposited order can be reversed"),
                (!facts.surcharges.is_empty(), "surcharges"),
            ];
            let mut words: Vec<String> =
                words.iter().filter(|(holds, _)| *holds).map(|(_, word)| (*word).to_owned()).collect();
            let dialect = Dialect::named(name).unwrap();
            let sent = facts.lengths.iter().filter(|(limited, max)| dialect.number(limited) != Some(*max));
            words.extend(sent.map(|(limited, max)| format!("{limited} has at most {max} characters")));
            format!("{name}: {}", words.join(", "))
        })
        .collect();
    assert_eq!(
        known,
        [
            "arca: a decline closes the order",
            "banca-transilvania: a decline closes the order",
            "clictopay: a decline closes the order",
            "credibanco: surcharges",
            "dsk: a decline closes the order, a deposited order can be reversed",
            "satim: a decline closes the order",
            "sberbank-ecom: ",
        ]
    );
}
