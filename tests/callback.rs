//! Callbacks: which are refused, which are accepted, and that the spelling of a callback does not change that.

#![cfg(test)]

mod support;

use bpc_checkout::model::keys::CallbackKeys as Keys;
use bpc_checkout::trust::callback::{self, Event, MAX_BYTES, MAX_PARAMETERS, Opened, Parameters};
use bpc_checkout::{Error, ErrorCode};
use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use sha2::Sha256;
use support::callback::{SECRET, hex, key_rows, keys, public, secret_rows, shared, text};

const ID: &str = "016b6f47-4628-7ea2-80f5-6c6e00a7d8c0";

fn checksum(secret: &str, canonical: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(canonical.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// A query with the checksum of a text, whatever the query says.
fn with_checksum(query: &str, canonical: &str) -> String {
    format!("{query}&checksum={}", checksum(SECRET, canonical))
}

/// A query with its own checksum, as a gateway would send it that sorts by name and lets everything pass.
fn signed(pairs: &[(&str, &str)]) -> String {
    let mut sorted: Vec<_> = pairs.iter().filter(|(name, _)| *name != "sign_alias").collect();
    sorted.sort_by_key(|(name, _)| *name);
    let canonical: String = sorted.iter().flat_map(|(name, value)| [name, ";", value, ";"]).collect();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    with_checksum(&query, &canonical)
}

fn genuine(opened: Result<Opened<'_>, Error>) -> Event {
    match opened.unwrap() {
        Opened::Genuine(event) => event,
        undecided @ (Opened::NeedsRsa { .. } | Opened::Unproven(_)) => panic!("{undecided:?}"),
    }
}

#[track_caller]
fn accepted(query: &str) -> Event {
    genuine(callback::open(query, Some(&shared())))
}

/// Why a callback is refused, without the words that all refusals begin with.
#[track_caller]
fn refused(query: &str) -> String {
    refused_by(query, &shared())
}

#[track_caller]
fn refused_by(query: &str, keys: &Keys) -> String {
    let error = callback::open(query, Some(keys)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::CallbackInvalid);
    assert!(!error.is_retryable() && error.field().is_none());
    error.to_string().strip_prefix("the callback ").expect("the usual beginning").to_owned()
}

const USUAL: [(&str, &str); 4] =
    [("mdOrder", ID), ("orderNumber", "A-1001"), ("operation", "deposited"), ("status", "1")];

fn usual_with<'a>(more: &[(&'a str, &'a str)]) -> String {
    signed(&[&USUAL[..], more].concat())
}

const FORGED: &str = "was altered, or was not signed with the key of gateway.callback";
const NO_CHECKSUM: &str = "has no checksum";
const OTHER_KIND: &str = "has a checksum whose length does not match gateway.callback: HMAC-SHA256 has 64 hexadecimal digits, RSA two for each byte of the key";
const TWICE: &str = "has a parameter twice, or one without a name";
const NO_TEXT: &str = "has a parameter with a `;` or invalid percent-encoding";
const TOO_LARGE: &str = "has more than 8 KB or 64 parameters";

#[test]
fn no_key_is_an_error() {
    for query in ["", "mdOrder=1&operation=deposited&status=1", &usual_with(&[])] {
        let error = callback::open(query, None).unwrap_err();
        assert_eq!((error.code(), error.field()), (ErrorCode::InvalidOption, Some("gateway.callback")));
        let message = "gateway.callback: is missing; without a key anybody can forge a callback";
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn missing_empty_and_wrong_checksums_are_refused() {
    let good = usual_with(&[]);
    let (query, checksum) = good.split_once("&checksum=").unwrap();
    let (most, last) = checksum.split_at(62);
    assert_eq!(refused(""), NO_CHECKSUM);
    assert_eq!(refused(query), NO_CHECKSUM);
    assert_eq!(refused(&format!("{query}&Checksum={checksum}")), NO_CHECKSUM, "another name");
    for wrong in [
        String::new(),
        "1".into(),
        format!("{checksum}A"),
        format!("{most}{}", last.chars().next().unwrap()),
        format!("{checksum}AB"),
        most.into(),
        "Z".repeat(64),
        format!("{most}+0"),
        checksum.repeat(4),
    ] {
        assert_eq!(refused(&format!("{query}&checksum={wrong}")), OTHER_KIND, "{wrong}");
    }
    for wrong in ["0".repeat(64), checksum.chars().rev().collect(), self::checksum("another secret", "x;y;")] {
        assert_eq!(refused(&format!("{query}&checksum={wrong}")), FORGED, "{wrong}");
    }
    assert_eq!(refused(&good.replace("A-1001", "A-1002")), FORGED);
    assert_eq!(refused(&good.replace("status=1", "status=0")), FORGED);
    assert_eq!(refused(&format!("{good}&utm_source=proxy")), FORGED, "a parameter that somebody added");
    assert_eq!(refused(&good.replace("&status=1", "")), FORGED);
}

#[test]
fn the_checksum_may_be_of_either_case_and_anywhere() {
    let good = usual_with(&[]);
    let (query, checksum) = good.split_once("&checksum=").unwrap();
    let event = accepted(&good);
    for same in [
        format!("checksum={checksum}&{query}"),
        format!("{query}&checksum={}", checksum.to_ascii_lowercase()),
        format!("&&{query}&&checksum={checksum}&"),
        query.split('&').rev().fold(format!("checksum={checksum}"), |all, pair| format!("{all}&{pair}")),
    ] {
        let other = accepted(&same);
        assert_eq!(other.parameters().canonical(), event.parameters().canonical(), "{same}");
    }
}

/// A customer who may choose a signed value chooses one that looks like a parameter. Two readings, one checksum: the one
/// that the bank meant, and the one with another order's id in front.
#[test]
fn a_smuggled_order_is_refused_in_both_readings() {
    const REAL: &str = "11111111-1111-7111-8111-111111111111";
    let canonical = format!("clientId;7;mdOrder;{ID};mdOrder;{REAL};operation;deposited;orderNumber;A-1;status;1;");
    let tail = "operation=deposited&orderNumber=A-1&status=1";
    let meant = with_checksum(&format!("clientId=7%3BmdOrder%3B{ID}&mdOrder={REAL}&{tail}"), &canonical);
    let smuggled = with_checksum(&format!("clientId=7&mdOrder={ID}&mdOrder={REAL}&{tail}"), &canonical);
    assert_eq!(refused(&meant), NO_TEXT);
    assert_eq!(refused(&smuggled), TWICE);
    assert_eq!(refused(&meant.replace("%3B", ";")), NO_TEXT);
    let other = format!("clientId;7;mdOrder;{REAL};mdorder;{ID};operation;deposited;status;1;");
    let two_names = format!("clientId=7&mdorder={ID}&mdOrder={REAL}&operation=deposited&status=1");
    assert_eq!(refused(&with_checksum(&two_names, &other)), TWICE);
}

/// Of the two readings of one signed text only the one without `;` can pass: so its contents are a hint, and no more.
#[test]
fn of_an_ambiguous_pair_the_one_with_the_semicolon_is_refused() {
    let canonical = "amount;1;clientId;7;operation;deposited;";
    assert_eq!(refused(&with_checksum("amount=1%3BclientId%3B7&operation=deposited", canonical)), NO_TEXT);
    assert_eq!(refused(&with_checksum("amount%3B1%3BclientId=7&operation=deposited", canonical)), NO_TEXT);
    accepted(&with_checksum("amount=1&clientId=7&operation=deposited", canonical));
}

#[test]
fn every_name_comes_once() {
    for more in [
        [("a", "1"), ("a", "1")],
        [("a", "1"), ("a", "2")],
        [("mdOrder", ID), ("b", "")],
        [("status", "0"), ("b", "")],
        [("operation", "refunded"), ("b", "")],
    ] {
        assert_eq!(refused(&usual_with(&more)), TWICE, "{more:?}");
    }
    let good = usual_with(&[]);
    let (_, checksum) = good.split_once("&checksum=").unwrap();
    assert_eq!(refused(&format!("{good}&checksum={checksum}")), TWICE);
    assert_eq!(refused(&format!("{good}&sign_alias=a&sign_alias=b")), TWICE);
    let decoded = with_checksum("a=1&%61=2", "a;1;a;2;");
    assert_eq!(refused(&decoded), TWICE, "once decoded");
    accepted(&usual_with(&[("refNum", "1"), ("refnum", "2")]));
    for name in ["MDORDER", "mdorder", "OrderNumber", "ordernumber", "Operation", "STATUS"] {
        assert_eq!(refused(&usual_with(&[(name, "3")])), TWICE, "{name} beside its usual spelling");
    }
    assert_eq!(refused(&format!("{good}&Checksum={checksum}")), TWICE);
}

#[test]
fn text_that_cannot_be_decoded_is_refused() {
    for (query, canonical, why) in [
        ("a=%", "a;%;", NO_TEXT),
        ("a=%4", "a;%4;", NO_TEXT),
        ("a=%zz", "a;%zz;", NO_TEXT),
        ("a=%4z", "a;%4z;", NO_TEXT),
        ("a=%+4", "a;% 4;", NO_TEXT),
        ("a=%FF", "a;\u{fffd};", NO_TEXT),
        ("%FF=a", "\u{fffd};a;", NO_TEXT),
        ("a=%C0%AF", "a;/;", NO_TEXT),
        ("a=%ED%A0%80", "a;\u{fffd};", NO_TEXT),
        ("=a", ";a;", TWICE),
        ("=", ";;", TWICE),
        ("a;b=1", "a;b;1;", NO_TEXT),
        ("a=1;b=2", "a;1;b=2;", NO_TEXT),
    ] {
        assert_eq!(refused(&with_checksum(query, canonical)), why, "{query}");
    }
}

#[test]
fn a_callback_that_is_too_large_is_refused() {
    let of = |length: usize| {
        let bare = usual_with(&[("x", "")]).len();
        usual_with(&[("x", &"y".repeat(length - bare))])
    };
    assert_eq!(of(MAX_BYTES).len(), MAX_BYTES);
    accepted(&of(MAX_BYTES));
    assert_eq!(refused(&of(MAX_BYTES + 1)), TOO_LARGE);
    assert_eq!(MAX_BYTES, 8192);

    let names: Vec<String> = (0..MAX_PARAMETERS).map(|number| format!("n{number:02}")).collect();
    let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    accepted(&signed(&all[1..]));
    assert_eq!(refused(&signed(&all)), TOO_LARGE, "the checksum counts");
    assert_eq!(MAX_PARAMETERS, 64);
}

#[test]
fn ids_and_numbers_follow_a_strict_grammar() {
    let why = "has an invalid mdOrder or orderNumber";
    let long = "a".repeat(37);
    for (name, bad) in [
        ("mdOrder", ""),
        ("mdOrder", "a b"),
        ("mdOrder", "a_b"),
        ("mdOrder", "<id>"),
        ("mdOrder", "ё"),
        ("mdOrder", &long),
        ("mdorder", &long),
        ("orderNumber", ""),
        ("orderNumber", " 1"),
        ("orderNumber", "1\n2"),
        ("orderNumber", "<b>1</b>"),
        ("orderNumber", &long),
    ] {
        assert_eq!(refused(&signed(&[(name, bad), ("operation", "deposited")])), why, "{name}={bad}");
    }
    let exact = "Z".repeat(36);
    let event = accepted(&signed(&[("mdOrder", &exact), ("orderNumber", &exact)]));
    assert_eq!(event.order_id(), Some(exact.as_str()));
    assert_eq!(event.order_number(), Some(exact.as_str()));
    assert_eq!(accepted(&signed(&[("mdorder", ID)])).order_id(), Some(ID), "spelt in lower case");
}

#[test]
fn an_operation_is_reported_and_decides_nothing() {
    for (name, told) in [
        ("approved", "approved"),
        ("deposited", "deposited"),
        ("reversed", "reversed"),
        ("refunded", "refunded"),
        ("declinedByTimeout", "declinedByTimeout"),
        ("declinedCardPresent", "declinedCardPresent"),
        ("declinedCardpresent", "declinedCardPresent"),
        ("bindingCreated", "bindingCreated"),
        ("bindingActivityChanged", "bindingActivityChanged"),
        ("chargeback", "unknown"),
        ("DEPOSITED", "unknown"),
        ("unknown", "unknown"),
        ("paid", "unknown"),
        ("", "unknown"),
    ] {
        for (status, succeeded) in
            [("1", Some(true)), ("0", Some(false)), ("2", None), ("", None), ("true", None), ("01", None)]
        {
            let event = accepted(&signed(&[("mdOrder", ID), ("operation", name), ("status", status)]));
            assert_eq!((event.operation().as_str(), event.succeeded()), (told, succeeded), "{name} {status}");
        }
    }
    let bare = accepted(&signed(&[("enabled", "true"), ("bindingId", "b-1"), ("clientId", "7")]));
    assert_eq!((bare.operation().as_str(), bare.succeeded()), ("unknown", None));
    assert_eq!((bare.order_id(), bare.order_number()), (None, None));
    assert_eq!(bare.parameters().get("bindingId"), Some("b-1"));
}

/// A successful refund is not a payment.
#[test]
fn a_refund_that_succeeded_is_a_refund() {
    let event = accepted(&signed(&[("mdOrder", ID), ("operation", "refunded"), ("status", "1")]));
    assert_eq!((event.operation().as_str(), event.succeeded()), ("refunded", Some(true)));
    assert!(!format!("{event:?}").to_lowercase().contains("paid"));
}

#[test]
fn unsigned_parameters_are_not_in_the_event() {
    let event = accepted(&usual_with(&[("sign_alias", "SHA-512 with RSA"), ("email", "a@b.example")]));
    let names: Vec<&str> = event.parameters().signed().map(|(name, _)| name).collect();
    assert_eq!(names, ["mdOrder", "orderNumber", "operation", "status", "email"]);
    let altered = usual_with(&[("sign_alias", "a"), ("email", "a@b.example")]);
    assert!(accepted(&altered).parameters().signed().eq(event.parameters().signed()), "an alias is nothing");
}

#[test]
fn a_parameter_without_a_value_is_accepted() {
    let literal = r#"jsonParams:{"bindingId":"b-1"}"#;
    let encoded: String = form_urlencoded::byte_serialize(literal.as_bytes()).collect();
    for name in [literal, &encoded] {
        let query = format!("{name}&mdOrder={ID}&operation=deposited&status=1");
        let canonical = format!("{literal};;mdOrder;{ID};operation;deposited;status;1;");
        let event = accepted(&with_checksum(&query, &canonical));
        assert_eq!(event.parameters().get(literal), Some(""));
    }
    let event = accepted(&signed(&[("callbackCreationDate", "no date at all"), ("mdOrder", ID)]));
    assert_eq!(event.parameters().get("callbackCreationDate"), Some("no date at all"), "it is not even read");
}

#[test]
fn during_a_key_rotation_every_callback_is_accepted() {
    let query = usual_with(&[]);
    for list in [format!(r#"["{SECRET}"]"#), format!(r#"["new","{SECRET}"]"#), format!(r#"["{SECRET}","k3y"]"#)] {
        genuine(callback::open(&query, Some(&keys(&format!(r#"{{"secret":{list}}}"#)))));
    }
    assert_eq!(refused_by(&query, &keys(r#"{"secret":["new","newer"]}"#)), FORGED);
}

#[test]
fn no_refusal_repeats_the_callback() {
    let canary = "canary4111111111111111";
    let good = usual_with(&[("x", canary)]);
    let (query, checksum) = good.split_once("&checksum=").unwrap();
    for bad in [
        query.to_owned(),
        good.replace("deposited", "refunded"),
        format!("{good}&{canary}={canary}&{canary}={canary}"),
        format!("{good}&{canary};={canary}"),
        format!("{good}&{canary}=%FF"),
        signed(&[("mdOrder", "canary 4111111111111111")]),
        signed(&[("orderNumber", " canary4111111111111111")]),
        format!("{good}&y={}", canary.repeat(600)),
    ] {
        let error = callback::open(&bad, Some(&shared())).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("canary") && !shown.contains("4111") && !shown.contains(checksum), "{shown}");
    }
}

// ---------------------------------------------------------------------------------------------------- vectors

#[track_caller]
fn says(event: &Event, row: &serde_json::Value) {
    let wanted = &row["event"];
    assert_eq!(event.operation().as_str(), text(wanted, "operation"));
    assert_eq!(event.succeeded(), wanted["succeeded"].as_bool());
    assert_eq!(event.order_id(), wanted["orderId"].as_str());
    assert_eq!(event.order_number(), wanted["orderNumber"].as_str());
}

#[test]
fn vectors_of_a_shared_secret() {
    for row in secret_rows() {
        let (name, query) = (text(&row, "name"), text(&row, "query"));
        let keys = keys(&serde_json::json!({ "secret": text(&row, "secret") }).to_string());
        assert_eq!(checksum(text(&row, "secret"), text(&row, "canonical")), text(&row, "checksum"), "{name}");
        if row["event"].is_object() {
            let event = genuine(callback::open(query, Some(&keys)));
            says(&event, &row);
            assert_eq!(event.parameters().canonical(), text(&row, "canonical"), "{name}");
        } else {
            assert_eq!(refused_by(query, &keys), text(&row, "refused"), "{name}");
        }
    }
}

#[test]
fn vectors_of_a_public_key() {
    for row in key_rows() {
        let name = text(&row, "name");
        let keys = public(&row, &serde_json::json!({ "allowWeakKey": true }));
        let Opened::NeedsRsa { unverified, key } = callback::open(text(&row, "query"), Some(&keys)).unwrap() else {
            panic!("{name}: an RSA signature is the platform's to check")
        };
        says(&unverified, &row);
        assert_eq!(key.spki().to_lowercase(), text(&row, "spki"), "{name}");
        assert_eq!(key.hash().as_str(), text(&row, "hash"), "{name}: never what sign_alias says");
        assert_eq!(u64::try_from(key.signature_bytes() * 8).unwrap(), row["bits"].as_u64().unwrap(), "{name}");
        assert_eq!(unverified.parameters().get("checksum"), Some(text(&row, "checksum")), "{name}");
        assert_eq!(unverified.parameters().canonical(), text(&row, "canonical"), "{name}");
    }
}

#[test]
fn one_kind_of_key_is_never_taken_for_the_other() {
    for row in key_rows() {
        let keys = public(&row, &serde_json::json!({ "allowWeakKey": true }));
        assert_eq!(refused_by(&usual_with(&[]), &keys), OTHER_KIND, "an HMAC where a signature is due");
        assert_eq!(refused(text(&row, "query")), OTHER_KIND, "a signature where an HMAC is due");
    }
}

// ---------------------------------------------------------------------------------------------------- properties

/// Reads what was signed back into pairs: the only way there is, where no name and no value has a `;`.
fn split(canonical: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = canonical.split_terminator(';').collect();
    assert_eq!(parts.len() % 2, 0);
    parts.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

/// What is signed, by name.
fn owned(parameters: &Parameters) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = parameters.signed().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    pairs.sort();
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// What is accepted has been signed in one reading only.
    #[test]
    fn what_is_accepted_can_be_read_in_one_way(query in "([a-cA-C;=&%+]|%3B|%41|%C3%A9|%FF|mdOrder|status=1){0,40}") {
        if let Ok(parameters) = Parameters::parse(&query) {
            let canonical = parameters.canonical();
            prop_assert_eq!(split(&canonical), owned(&parameters));
            // And it is what the URL standard's own reader understands.
            let mut reference: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            reference.sort();
            prop_assert_eq!(reference, owned(&parameters));
        }
    }

    /// Whatever a bank may send, but for `;`, comes through as it was; and one changed bit is noticed, or changes nothing.
    #[test]
    fn signed_callbacks_come_through_and_altered_ones_do_not(
        pairs in prop::collection::btree_map("[a-zA-Z_]{1,12}", "[^;]{0,12}", 0..12),
        place: prop::sample::Index,
        bit in 0..7_u8,
    ) {
        let known = ["mdOrder", "orderNumber", "operation", "status", "checksum", "sign_alias"];
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !known.iter().any(|known| known.eq_ignore_ascii_case(name)))
            .collect();
        let query = usual_with(&pairs);
        let event = accepted(&query);
        prop_assert_eq!(split(&event.parameters().canonical()), owned(event.parameters()));
        for (name, value) in &pairs {
            // A name of the usual callback comes twice, and then it is not accepted.
            prop_assert_eq!(event.parameters().get(name), Some(*value));
        }

        let mut bytes = query.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        if let Ok(Opened::Genuine(other)) = callback::open(&String::from_utf8(bytes).unwrap(), Some(&shared())) {
            prop_assert_eq!(owned(other.parameters()), owned(event.parameters()), "at {}", place);
        }
    }

    #[test]
    fn no_text_is_genuine_or_panics(text in "\\PC{0,80}", checksum in "[0-9A-Fa-f]{64}") {
        for query in [text.clone(), format!("{text}&checksum={checksum}"), format!("checksum={checksum}&{text}")] {
            prop_assert_eq!(callback::open(&query, Some(&shared())).unwrap_err().code(), ErrorCode::CallbackInvalid);
        }
    }
}
