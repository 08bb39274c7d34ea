//! Altered replies: fields are removed, added, repeated or spelt in another way. An order is paid only if the altered reply itself
//! says so, of this order. A change without meaning does not change the verdict.

#![cfg(test)]

mod support;

use std::fmt;
use std::sync::LazyLock;

use bpc_checkout::Expected;
use bpc_checkout::codec::json::{parse, stringify};
use bpc_checkout::codec::value::Value;
use bpc_checkout::model::ids::Phase;
use bpc_checkout::protocol::status;
use bpc_checkout::trust::verdict::{Outcome, Verdict, decide};
use proptest::prelude::*;
use support::vectors::{Sample, samples};
use support::{expected, reply, status_body, thorough};

/// A reply that can be altered: its value and its text.
struct Bendable {
    sample: Sample,
    value: Value,
}

impl fmt::Debug for Bendable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sample.name)
    }
}

/// The samples that are JSON objects. Only they can be altered.
static SAMPLES: LazyLock<Vec<Bendable>> = LazyLock::new(|| {
    let bendable = |sample: Sample| parse(&sample.body).ok().map(|value| Bendable { sample, value });
    samples().into_iter().filter_map(bendable).filter(|bendable| matches!(bendable.value, Value::Object(_))).collect()
});

fn any_sample() -> impl Strategy<Value = &'static Bendable> {
    (0..SAMPLES.len()).prop_map(|index| &SAMPLES[index])
}

fn verdict(http: u16, body: &str, expected: &Expected) -> Option<Verdict> {
    Some(decide(expected.clone(), status::read(&reply(http, body)).ok()?))
}

fn outcome(http: u16, body: &str, expected: &Expected) -> Option<Outcome> {
    verdict(http, body, expected).map(|verdict| verdict.outcome().clone())
}

/// A change without meaning.
#[derive(Clone, Debug)]
enum Noise {
    /// An unknown field with any value, at the start or at the end.
    Field(String, Value, bool),
    /// A known name without a value, where the name is not used.
    Null(&'static str),
    /// The same value a second time.
    Again,
    /// Numbers as text, and text that is a number as one.
    Flip,
    /// The fields in another order.
    Reorder,
    /// Keys as the older calls spell them.
    Capitals,
    Uppercase,
    Lowercase,
}

/// A change that removes or replaces something.
#[derive(Clone, Debug)]
enum Damage {
    Drop,
    Null,
    Replace(Value),
    /// Another value in a field that the verdict uses.
    Set(&'static str, Value),
    /// The same name a second time, with another value.
    Contradict(Value),
    /// The value inside a list, or inside an object under its own name.
    Nest(bool),
    /// The name with another letter in it.
    Rename,
}

const KNOWN: [&str; 12] = [
    "errorCode",
    "errorMessage",
    "error",
    "success",
    "orderId",
    "orderNumber",
    "orderStatus",
    "actionCode",
    "amount",
    "currency",
    "paymentAmountInfo",
    "depositAmount",
];

fn any_value() -> impl Strategy<Value = Value> {
    let paid = parse(&status_body(r#"{"orderNumber":"M-204","amount":4550}"#)).unwrap();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        prop::sample::select(vec![0, 1, 2, 978, 4550, 45]).prop_map(Value::Int),
        prop::sample::select(vec!["10.5", "2e0", "455e1", "1E40"]).prop_map(|text| Value::Number(text.into())),
        prop::sample::select(vec!["", "0", "2", "2 ", "+2", "2.0", "EUR", "978", "M-204", "4550", "4550.00", "true"])
            .prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::Text),
        Just(paid),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let name = prop_oneof![prop::sample::select(KNOWN.to_vec()).prop_map(str::to_owned), "[a-z]{1,6}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::List),
            prop::collection::vec((name, inner), 0..3).prop_map(Value::Object),
        ]
    })
}

fn any_noise() -> impl Strategy<Value = Noise> {
    prop_oneof![
        3 => ("[a-z]{0,8}", any_value(), any::<bool>()).prop_map(|(name, value, front)| Noise::Field(format!("x{name}Noise"), value, front)),
        1 => prop::sample::select(KNOWN.to_vec()).prop_map(Noise::Null),
        1 => Just(Noise::Again),
        1 => Just(Noise::Flip),
        1 => Just(Noise::Reorder),
        1 => prop::sample::select(vec![Noise::Capitals, Noise::Uppercase, Noise::Lowercase]),
    ]
}

fn any_damage() -> impl Strategy<Value = Damage> {
    let deciding = ["orderNumber", "orderStatus", "amount", "currency", "actionCode", "errorCode"];
    prop_oneof![
        2 => (prop::sample::select(deciding.to_vec()), any_value()).prop_map(|(name, value)| Damage::Set(name, value)),
        1 => Just(Damage::Drop),
        1 => Just(Damage::Null),
        1 => any_value().prop_map(Damage::Replace),
        1 => any_value().prop_map(Damage::Contradict),
        1 => any::<bool>().prop_map(Damage::Nest),
        1 => Just(Damage::Rename),
    ]
}

/// Damage that only removes.
fn any_loss() -> impl Strategy<Value = Damage> {
    prop_oneof![Just(Damage::Drop), Just(Damage::Null), any::<bool>().prop_map(Damage::Nest), Just(Damage::Rename),]
}

/// The fields of an object.
type Pairs = Vec<(String, Value)>;

fn count_objects(value: &Value) -> usize {
    match value {
        Value::Object(pairs) => 1 + pairs.iter().map(|(_, value)| count_objects(value)).sum::<usize>(),
        Value::List(items) => items.iter().map(count_objects).sum(),
        _ => 0,
    }
}

/// Changes the object that `place` counts off, the outermost first.
fn change(value: &mut Value, place: &mut usize, with: &mut dyn FnMut(&mut Pairs)) {
    match value {
        Value::Object(pairs) => {
            let here = *place == 0;
            *place = place.wrapping_sub(1);
            if here {
                return with(pairs);
            }
            for (_, value) in pairs {
                change(value, place, with);
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| change(item, place, with)),
        _ => {}
    }
}

/// The body with every change made, each in the object and at the pair that its number chooses.
fn bent<T>(value: &Value, changes: &[(T, usize)], apply: impl Fn(&T, &mut Pairs, usize)) -> String {
    let mut value = value.clone();
    for (one, place) in changes {
        // The outermost object is what most is read from.
        let mut chosen = if place % 2 == 0 { 0 } else { place / 2 % count_objects(&value) };
        change(&mut value, &mut chosen, &mut |pairs| apply(one, pairs, place / 7));
    }
    stringify(&value)
}

fn make_noise(noise: &Noise, pairs: &mut Pairs, at: usize) {
    let respell = |pairs: &mut Pairs, spell: fn(&str) -> String| {
        for (name, _) in pairs {
            *name = spell(name);
        }
    };
    match noise {
        Noise::Field(name, value, front) => {
            let place = if *front { 0 } else { pairs.len() };
            pairs.insert(place, (name.clone(), value.clone()));
        }
        Noise::Null(name) if pairs.iter().all(|(known, _)| !known.eq_ignore_ascii_case(name)) => {
            pairs.push(((*name).to_owned(), Value::Null));
        }
        Noise::Again if !pairs.is_empty() => pairs.push(pairs[at % pairs.len()].clone()),
        Noise::Flip if !pairs.is_empty() => {
            let index = at % pairs.len();
            flip(&mut pairs[index].1);
        }
        Noise::Reorder if !pairs.is_empty() => {
            let middle = at % pairs.len();
            pairs.rotate_left(middle);
            pairs.reverse();
        }
        Noise::Capitals => respell(pairs, |name| {
            let mut letters = name.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
        }),
        Noise::Uppercase => respell(pairs, str::to_ascii_uppercase),
        Noise::Lowercase => respell(pairs, str::to_ascii_lowercase),
        _ => {}
    }
}

/// A number is as good as its digits, and a flag as its word.
fn flip(value: &mut Value) {
    let flipped = match &*value {
        Value::Int(number) => Some(Value::Text(number.to_string())),
        Value::Number(literal) => Some(Value::Text(literal.clone())),
        Value::Bool(flag) => Some(Value::Text(flag.to_string())),
        Value::Text(text) => text.parse::<i64>().ok().filter(|number| number.to_string() == *text).map(Value::Int),
        _ => None,
    };
    *value = flipped.unwrap_or_else(|| value.clone());
}

fn do_damage(damage: &Damage, pairs: &mut Pairs, at: usize) {
    if pairs.is_empty() {
        return;
    }
    let index = at % pairs.len();
    let (name, value) = pairs[index].clone();
    match damage {
        Damage::Drop => drop(pairs.remove(index)),
        Damage::Null => pairs[index].1 = Value::Null,
        Damage::Replace(other) => pairs[index].1 = other.clone(),
        Damage::Set(wanted, other) => match pairs.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(wanted)) {
            Some((_, value)) => *value = other.clone(),
            None => pairs.push(((*wanted).to_owned(), other.clone())),
        },
        Damage::Contradict(other) => pairs.push((name, other.clone())),
        Damage::Nest(true) => pairs[index].1 = Value::List(vec![value]),
        Damage::Nest(false) => pairs[index].1 = Value::Object(vec![(name, value)]),
        Damage::Rename => pairs[index].0 = format!("{name}_"),
    }
}

/// The value under a name as the general parser has it: as spelt, else in any case; null is nothing.
fn look<'a>(object: &'a serde_json::Value, name: &str) -> Option<&'a serde_json::Value> {
    let pairs = object.as_object()?;
    let loose = || pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    pairs.get(name).or_else(loose).filter(|value| !value.is_null())
}

fn digits(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Whether a reply says by itself, to another parser, that this order was taken: status, number, amount and currency.
fn says_paid(body: &str, expected: &Expected) -> bool {
    let Ok(reply) = serde_json::from_str::<serde_json::Value>(body.trim_start_matches('\u{feff}')) else {
        return false;
    };
    let status = look(&reply, "orderStatus").filter(|inner| inner.is_object()).unwrap_or(&reply);
    let text = |name| look(status, name).and_then(digits);
    let currency = text("currency").unwrap_or_default().to_ascii_uppercase();
    text("orderStatus").and_then(|text| text.parse().ok()) == Some(2)
        && text("orderNumber").as_deref() == Some(expected.order_number().as_str())
        && text("amount").and_then(|text| text.parse::<u64>().ok()).is_some_and(|amount| {
            // More only where the bank names what it added.
            let is_named = ["feeAmount", "surcharge", "airTax", "tips"].iter().any(|name| body.contains(name));
            amount == expected.amount().minor() || (amount > expected.amount().minor() && is_named)
        })
        && (currency == expected.currency().alpha() || currency.parse() == Ok(expected.currency().numeric()))
}

fn is_paid(outcome: Option<&Outcome>) -> bool {
    outcome == Some(&Outcome::Paid)
}

#[test]
fn the_samples_are_of_every_kind() {
    let outcomes: Vec<_> =
        SAMPLES.iter().map(|Bendable { sample, .. }| outcome(sample.http, &sample.body, &sample.expected)).collect();
    let named = |name: &str| outcomes.iter().flatten().any(|outcome| outcome.as_str() == name);
    for name in
        ["paid", "held", "open", "pending", "declined", "expired", "reversed", "refunded", "mismatch", "unknown"]
    {
        assert!(named(name), "no sample is {name}");
    }
    assert!(outcomes.iter().any(Option::is_none), "no sample is refused");
    for (Bendable { sample, .. }, outcome) in SAMPLES.iter().zip(&outcomes) {
        assert!(!is_paid(outcome.as_ref()) || says_paid(&sample.body, &sample.expected), "{}", sample.name);
    }
}

proptest! {
    #![proptest_config(thorough())]

    /// Unknown fields, other orders, spellings and types, nulls and repetitions: the verdict is what it was, to the field.
    #[test]
    fn a_change_without_meaning_never_changes_the_verdict(
        Bendable { sample, value } in any_sample(),
        noise in prop::collection::vec((any_noise(), any::<usize>()), 1..6),
        two_phase in any::<bool>(),
    ) {
        let phase = if two_phase { Phase::PreAuth } else { Phase::Purchase };
        let expected = sample.expected.clone().with_phase(phase);
        let body = bent(value, &noise, make_noise);
        let before = status::read(&reply(sample.http, &sample.body)).map(|report| decide(expected.clone(), report));
        let after = status::read(&reply(sample.http, &body)).map(|report| decide(expected.clone(), report));
        prop_assert_eq!(
            after.as_ref().map(Verdict::outcome).map_err(bpc_checkout::Error::code),
            before.as_ref().map(Verdict::outcome).map_err(bpc_checkout::Error::code),
            "{}: {}", sample.name, body
        );
    }

    /// A removed field never makes an order paid that was not. A reply that still says "paid" may lose a reason against it.
    #[test]
    fn a_removed_field_never_makes_an_order_paid(
        Bendable { sample, value } in any_sample(),
        damage in prop::collection::vec((any_loss(), any::<usize>()), 1..4),
    ) {
        let body = bent(value, &damage, do_damage);
        let after = outcome(sample.http, &body, &sample.expected);
        prop_assert!(!is_paid(after.as_ref()) || says_paid(&sample.body, &sample.expected), "{}: {}", sample.name, body);
    }

    /// After any change, the verdict is paid only if another parser finds that in the reply.
    #[test]
    fn paid_agrees_with_another_parser_of_the_reply(
        Bendable { sample, value } in any_sample(),
        damage in prop::collection::vec((any_damage(), any::<usize>()), 1..4),
        noise in prop::collection::vec((any_noise(), any::<usize>()), 0..3),
    ) {
        let damaged = parse(&bent(value, &damage, do_damage)).unwrap();
        let body = bent(&damaged, &noise, make_noise);
        for expected in [&sample.expected, &expected()] {
            let outcome = outcome(sample.http, &body, expected);
            prop_assert!(!is_paid(outcome.as_ref()) || says_paid(&body, expected), "{}: {}", sample.name, body);
        }
    }

    /// An unknown status or code, over all integers, is never paid and never final.
    #[test]
    fn unknown_statuses_and_codes_decide_nothing(status in any::<i64>(), code in any::<i64>(), known in -1_i64..10) {
        let judged = |status: i64, code: i64| {
            let body = status_body("{}").replace("\"orderStatus\":2", &format!("\"orderStatus\":{status}"));
            verdict(200, &body.replace("\"actionCode\":0", &format!("\"actionCode\":{code}")), &expected())
        };
        if !(0..=8).contains(&status) {
            let unknown = judged(status, 0);
            prop_assert!(unknown.as_ref().is_none_or(|verdict| *verdict.outcome() == Outcome::Unknown && !verdict.is_final()));
            prop_assert_eq!(unknown.is_some(), status.unsigned_abs() < 1 << 53, "{}", status);
        }
        // A code changes the kind of a refusal. It never makes an unpaid order paid or final. Beside held money it is a mismatch.
        if let Some(verdict) = judged(known, code) {
            let plain = judged(known, 0).unwrap();
            prop_assert!(*verdict.outcome() != Outcome::Paid || known == 2);
            let contradicts = matches!(verdict.outcome(), Outcome::Mismatch(_)) && known == 1;
            prop_assert!(!verdict.is_final() || plain.is_final() || contradicts);
        }
    }

    /// A truncated reply is an error, wherever it is cut.
    #[test]
    fn a_truncated_reply_is_never_read(Bendable { sample, .. } in any_sample(), at in any::<usize>()) {
        let length = sample.body.trim_end().chars().count();
        let cut: String = sample.body.chars().take(at % length).collect();
        prop_assert_eq!(outcome(sample.http, &cut, &sample.expected), None);
    }
}
