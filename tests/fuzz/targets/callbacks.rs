//! Callback queries: what is accepted can be read in one way only, and carries the MAC that another implementation makes.
//!
//! A fuzzer cannot guess a MAC, so the same bytes are tried twice: as they are, and with a genuine checksum behind them.

#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bpc_checkout::border;
use bpc_checkout::codec::json::parse;
use bpc_checkout::model::gateway::Runtime;
use bpc_checkout::model::keys::CallbackKeys as Keys;
use bpc_checkout::trust::callback::{self, Event, Opened};
use hmac_sha256::HMAC;
use libfuzzer_sys::fuzz_target;
use url::form_urlencoded;

/// The secret of the vectors: those of its rows that it signed are accepted as they are.
const SECRET: &str = "k3y";

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let options = format!(
        r#"{{"baseUrl":"https://bank.example/payment/rest","userName":"shop-api","password":"canary password","callback":{{"secret":"{SECRET}"}}}}"#
    );
    let gateway = border::read::gateway(&parse(&options).expect("JSON"), Runtime::Server).expect("a good gateway");
    gateway.callback_keys().cloned().expect("keys")
});

/// What another reader makes of a query that no two readers could read in two ways; nothing for all others.
fn plain_reading(query: &str) -> Option<BTreeMap<String, String>> {
    let pieces: Vec<&str> = query.split('&').filter(|piece| !piece.is_empty()).collect();
    if query.len() > 8192 || pieces.len() > 64 || !pieces.iter().all(|piece| is_text(piece)) {
        return None;
    }
    let mut parameters = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let is_plain = !name.is_empty() && !name.contains(';') && !value.contains(';');
        if !is_plain || parameters.insert(name.into_owned(), value.into_owned()).is_some() {
            return None;
        }
    }
    (parameters.len() == pieces.len() && !has_two_cases(&parameters)).then_some(parameters)
}

/// Whether a name from which an event is read stands there in two cases, such as `OrderNumber` and `orderNumber`.
fn has_two_cases(parameters: &BTreeMap<String, String>) -> bool {
    ["mdorder", "ordernumber", "operation", "status", "checksum"]
        .iter()
        .any(|read| parameters.keys().filter(|name| name.to_ascii_lowercase() == *read).count() > 1)
}

/// Percent signs stand before two digits, and the bytes are UTF-8 on both sides of the `=`.
fn is_text(piece: &str) -> bool {
    let after_percent = piece
        .split('%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|digit| digit.is_ascii_hexdigit()));
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    after_percent && [name, value].iter().all(|part| percent_decoded(part).is_some())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    for (index, part) in text.split('%').enumerate() {
        let (coded, plain) = if index == 0 { ("", part) } else { (part.get(..2)?, part.get(2..)?) };
        if !coded.is_empty() {
            bytes.push(u8::from_str_radix(coded, 16).ok()?);
        }
        bytes.extend_from_slice(plain.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// `name;value;` of every parameter that is signed, in the order of their bytes.
fn canonical(parameters: &BTreeMap<String, String>) -> String {
    let signed = parameters.iter().filter(|(name, _)| !matches!(name.as_str(), "checksum" | "sign_alias"));
    signed.flat_map(|(name, value)| [name, ";", value, ";"]).collect()
}

fn mac(text: &str) -> String {
    let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
    HMAC::mac(text, SECRET).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What is documented of ids and numbers; anything else is nobody's.
fn names_an_order(parameters: &BTreeMap<String, String>) -> bool {
    let id = |text: &String| {
        (1..=36).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let ids = [parameters.get("mdOrder"), parameters.get("mdorder")];
    ids.iter().flatten().count() < 2 && ids.into_iter().flatten().all(id)
}

/// A number that every store may have given: not so long, without blanks around it, and nothing that could be HTML.
fn is_number(text: &String) -> bool {
    let length = text.chars().count();
    let is_refused = |c: char| c.is_control() || c == '<' || is_unseen(c);
    (1..=36).contains(&length) && text.trim() == text && !text.chars().any(is_refused)
}

/// Characters that nobody sees, those that turn the direction of the text, and the sign for a character that was lost.
fn is_unseen(c: char) -> bool {
    let ranges = [
        (0xad, 0xad),
        (0x61c, 0x61c),
        (0x180e, 0x180e),
        (0x200b, 0x200f),
        (0x202a, 0x202e),
        (0x2060, 0x206f),
        (0xfeff, 0xfeff),
        (0xfff9, 0xfffd),
    ];
    ranges.iter().any(|&(first, last)| (first..=last).contains(&u32::from(c)))
}

/// Opens a callback and holds what comes out against the other reading of it.
fn check(query: &str) -> bool {
    let theirs = plain_reading(query);
    let Ok(opened) = callback::open(query, Some(&KEYS)) else {
        if let Some(theirs) = &theirs {
            let checksum = theirs.get("checksum").map(|checksum| checksum.to_ascii_uppercase());
            let is_good = checksum == Some(mac(&canonical(theirs)))
                && names_an_order(theirs)
                && theirs.get("orderNumber").is_none_or(is_number);
            assert!(!is_good, "a genuine callback is refused: {query:?}");
        }
        return false;
    };
    let Opened::Genuine(event) = opened else { panic!("a shared secret leaves nothing undecided") };
    let theirs = theirs.expect("what is accepted can be read in one way only");
    check_event(&event, &theirs);
    true
}

fn check_event(event: &Event, theirs: &BTreeMap<String, String>) {
    let text = event.parameters().canonical();
    assert_eq!(text, canonical(theirs));
    assert_eq!(Some(mac(&text)), theirs.get("checksum").map(|checksum| checksum.to_ascii_uppercase()));
    // The signed text itself, cut at its semicolons, is these parameters and no others.
    let parts: Vec<&str> = text.split(';').collect();
    let (pairs, end) = parts.as_chunks::<2>();
    assert_eq!(end, [""]);
    let mut ours: Vec<[&str; 2]> = event.parameters().signed().map(|(name, value)| [name, value]).collect();
    ours.sort_unstable();
    assert_eq!(pairs, ours);
    assert!(names_an_order(theirs));
    assert_eq!(event.order_id(), theirs.get("mdOrder").or(theirs.get("mdorder")).map(String::as_str));
    assert_eq!(event.order_number(), theirs.get("orderNumber").map(String::as_str));
    assert_eq!(
        event.succeeded(),
        match theirs.get("status").map(String::as_str) {
            Some("1") => Some(true),
            Some("0") => Some(false),
            _ => None,
        }
    );
    let operation = theirs.get("operation").map_or("", String::as_str);
    assert!(event.operation().as_str() == "unknown" || event.operation().as_str().eq_ignore_ascii_case(operation));
}

fuzz_target!(|data: &[u8]| {
    let Ok(query) = std::str::from_utf8(data) else { return };
    check(query);
    // Whoever had the secret would sign what the other reader finds, whatever that is.
    let pairs: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let signed = format!("{query}&checksum={}", mac(&canonical(&pairs)));
    if check(&signed) {
        // Not with another digit, and not with a parameter more, in front or behind.
        let mut forged = signed.clone();
        let last = if forged.pop() == Some('0') { '1' } else { '0' };
        forged.push(last);
        for changed in [forged, format!("{signed}&x=1"), format!("x=1&{signed}")] {
            assert!(!check(&changed), "{changed:?}");
        }
        // Nor with the same parameters a second time, where there are any.
        assert!(pairs.is_empty() || !check(&format!("{query}&{signed}")), "{query:?} twice");
    }
});
