//! Card data, and what an issuer makes of it.

mod table;

pub(crate) use table::{KNOWN, Known};

use crate::action;
use crate::calendar;

/// Card data as the customer types it on the payment page. It is checked and then forgotten: an order keeps the masked
/// number, the expiry date and the name.
#[derive(Clone, Debug)]
pub struct Card {
    /// The number; blanks and hyphens are ignored.
    pub pan: String,
    /// `MM/YY`.
    pub expiry: String,
    /// Three or four digits.
    pub cvc: String,
    /// The name on the card; may be empty.
    pub holder: String,
    /// Whether the customer ticks "save this card"; only orders with a `clientId` offer it.
    pub save: bool,
}

impl Card {
    /// This number with its documented expiry date and code (`12/34` and `123` for a number without documented ones).
    #[must_use]
    pub fn test(pan: &str) -> Self {
        let known = KNOWN.iter().find(|known| known.pan == pan);
        let (expiry, cvc) = known.map_or(("12/34", "123"), |known| (known.expiry, known.cvc));
        Self { pan: pan.into(), expiry: expiry.into(), cvc: cvc.into(), holder: "TEST HOLDER".into(), save: false }
    }
}

/// What the issuer makes of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Approved without 3-D Secure.
    Plain,
    /// Authenticated without asking the customer.
    Frictionless,
    /// Authentication attempted, the issuer did not take part fully.
    Attempted,
    /// The customer is asked on the issuer's page.
    Challenge,
    /// Declined with this action code.
    Decline(i64),
}

/// What is wrong with a form before any issuer is asked: the names of its inputs.
pub(crate) type Mistakes = Vec<&'static str>;

/// A form that could be read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) pan: String,
    /// `year * 100 + month`, four-digit year.
    pub(crate) expiry: u32,
    pub(crate) outcome: Outcome,
}

/// Reads the form and decides the outcome.
///
/// A number `49999SCCCCCC0000` declines with action code `CCCCCC`, negative when `S` is 1: any code can be had.
pub(crate) fn read(card: &Card, now_ms: u64) -> Result<Reading, Mistakes> {
    let pan: String = card.pan.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let magic = magic_code(&pan);
    let mut mistakes = Vec::new();
    if magic.is_none() && !luhn(&pan) {
        mistakes.push("pan");
    }
    let expiry = read_expiry(&card.expiry);
    if expiry.is_none() {
        mistakes.push("expiry");
    }
    if !is_cvc(&card.cvc) {
        mistakes.push("newCardCvc");
    }
    match expiry {
        Some(expiry) if mistakes.is_empty() => {
            let outcome = decide(&pan, expiry, &card.cvc, magic, now_ms);
            Ok(Reading { pan, expiry, outcome })
        }
        _ => Err(mistakes),
    }
}

fn is_cvc(cvc: &str) -> bool {
    matches!(cvc.len(), 3 | 4) && cvc.bytes().all(|byte| byte.is_ascii_digit())
}

/// The outcome of a saved card, of which the customer types the security code alone.
pub(crate) fn read_saved(cvc: &str, expiry: u32, outcome: Outcome, now_ms: u64) -> Result<Outcome, Mistakes> {
    match cvc {
        "999" => Ok(Outcome::Decline(action::BAD_CARD_DATA)),
        _ if !is_cvc(cvc) => Err(vec!["newCardCvc"]),
        // Saved with a documented date it may be past that date already, and stays good.
        _ if expiry < calendar::year_month(now_ms)
            && !KNOWN.iter().any(|known| read_expiry(known.expiry) == Some(expiry)) =>
        {
            Ok(Outcome::Decline(action::CARD_EXPIRED))
        }
        _ => Ok(outcome),
    }
}

fn decide(pan: &str, expiry: u32, cvc: &str, magic: Option<i64>, now_ms: u64) -> Outcome {
    if cvc == "999" {
        return Outcome::Decline(action::BAD_CARD_DATA);
    }
    if let Some(code) = magic {
        return Outcome::Decline(code);
    }
    let Some(known) = KNOWN.iter().find(|known| known.pan == pan) else {
        return Outcome::Decline(action::UNKNOWN_CARD);
    };
    // A documented date stays good for ever, also where it lies in the past by now; two banks may document the same number.
    let mut documented = KNOWN.iter().filter(|known| known.pan == pan);
    let is_documented = documented.any(|known| read_expiry(known.expiry) == Some(expiry));
    if !is_documented && expiry < calendar::year_month(now_ms) {
        return Outcome::Decline(action::CARD_EXPIRED);
    }
    known.outcome
}

fn magic_code(pan: &str) -> Option<i64> {
    let rest = pan.strip_prefix("49999")?.strip_suffix("0000")?;
    let (sign, code) = rest.split_at_checked(1)?;
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let code: i64 = code.parse().ok()?;
    match sign {
        "0" => Some(code),
        "1" => Some(-code),
        _ => None,
    }
    .filter(|code| *code != 0)
}

/// `MM/YY` (also `MMYY`, `MM / YY`, `MM/YYYY`) → `year * 100 + month`.
fn read_expiry(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '/').collect();
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (month, year) = digits.split_at_checked(2)?;
    let month: u32 = month.parse().ok()?;
    let year: u32 = year.parse().ok()?;
    let year = if year < 100 { 2000 + year } else { year };
    (1..=12).contains(&month).then_some(year * 100 + month)
}

fn luhn(pan: &str) -> bool {
    let mut sum = 0;
    for (at, c) in pan.chars().rev().enumerate() {
        let Some(digit) = c.to_digit(10) else { return false };
        let doubled = if at % 2 == 1 { digit * 2 } else { digit };
        sum += if doubled > 9 { doubled - 9 } else { doubled };
    }
    (12..=19).contains(&pan.len()) && sum % 10 == 0
}

/// `411111**1111`: all that an order remembers of a number.
pub(crate) fn mask(pan: &str) -> String {
    let head: String = pan.chars().take(6).collect();
    let tail: String = pan.chars().skip(pan.chars().count().saturating_sub(4)).collect();
    format!("{head}**{tail}")
}

/// The payment system by the first digits.
pub(crate) fn system(masked: &str) -> &'static str {
    match masked.as_bytes() {
        [b'2', b'2', b'0', b'0'..=b'4', ..] => "MIR",
        [b'3', b'4' | b'7', ..] => "AMEX",
        [b'3', b'5', ..] => "JCB",
        [b'4', ..] => "VISA",
        [b'6', b'2', b'8', ..] => "CIB",
        [b'6', b'2', ..] => "CUP",
        _ => "MASTERCARD",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_410_840_000; // 2026-11-23

    fn outcome(pan: &str, expiry: &str, cvc: &str) -> Result<Outcome, Mistakes> {
        let card = Card { pan: pan.into(), expiry: expiry.into(), cvc: cvc.into(), holder: String::new(), save: false };
        read(&card, NOW).map(|reading| reading.outcome)
    }

    #[test]
    fn every_known_card_passes_the_form_with_its_documented_data() {
        for known in KNOWN {
            assert_eq!(outcome(known.pan, known.expiry, known.cvc), Ok(known.outcome), "{}", known.pan);
        }
    }

    #[test]
    fn mistakes_name_the_inputs() {
        assert_eq!(outcome("4111111111111112", "13/34", "12"), Err(vec!["pan", "expiry", "newCardCvc"]));
        assert_eq!(outcome("", "", ""), Err(vec!["pan", "expiry", "newCardCvc"]));
        assert_eq!(outcome("4111111111111111", "1/34", "12x"), Err(vec!["expiry", "newCardCvc"]));
        assert_eq!(outcome("٤111111111111111", "12/34", "123"), Err(vec!["pan"]));
    }

    #[test]
    fn data_decides_before_the_card_does() {
        assert_eq!(outcome("5555 5555 5555 5599", "12 / 34", "999"), Ok(Outcome::Decline(71_015)));
        assert_eq!(outcome("5555555555555599", "10/26", "123"), Ok(Outcome::Decline(101)));
        assert_eq!(outcome("5555555555555599", "11/26", "123"), Ok(Outcome::Challenge));
        assert_eq!(outcome("4444555511113333", "12/24", "123"), Ok(Outcome::Plain), "its documented date");
        assert_eq!(outcome("4012888888881881", "12/34", "123"), Ok(Outcome::Decline(125)), "no test card");
    }

    #[test]
    fn a_magic_number_declines_with_any_code() {
        assert_eq!(outcome("4999900001160000", "12/34", "123"), Ok(Outcome::Decline(116)));
        assert_eq!(outcome("4999910020060000", "12/34", "123"), Ok(Outcome::Decline(-2006)));
        assert_eq!(outcome("4999901008820000", "12/34", "123"), Ok(Outcome::Decline(100_882)));
        assert_eq!(outcome("4999900000000000", "12/34", "123"), Err(vec!["pan"]), "0 is no decline");
    }

    #[test]
    fn masks_and_systems() {
        assert_eq!(mask("5555555555555599"), "555555**5599");
        for (pan, name) in [("411111", "VISA"), ("555555", "MASTERCARD"), ("628058", "CIB"), ("220000", "MIR")] {
            assert_eq!(system(pan), name);
        }
    }
}
