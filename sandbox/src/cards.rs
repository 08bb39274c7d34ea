//! Card data, and how the issuer decides.

mod table;

pub(crate) use table::{IN_ENGLISH, KNOWN, Known, Outcome, Phrases, shown};

use crate::action;
use crate::calendar;
use crate::digits;

/// Card data as the customer types it on the payment page. An order keeps the masked number, the expiry date and the name,
/// and nothing else of it.
#[derive(Clone, Debug)]
pub struct Card {
    /// The number. Blanks and hyphens are ignored.
    pub pan: String,
    /// `MM/YY`.
    pub expiry: String,
    /// Three or four digits.
    pub cvc: String,
    /// The name on the card. It may be empty.
    pub holder: String,
    /// Whether the customer ticks "save this card". Only orders with a `clientId` offer it.
    pub save: bool,
}

impl Card {
    /// This number with its documented expiry date and code. A number without documented ones gets `12/34` and `123`.
    #[must_use]
    pub fn test(pan: &str) -> Self {
        let known = KNOWN.iter().find(|known| known.pan == pan);
        let (expiry, cvc) = known.map_or(("12/34", "123"), |known| (known.expiry, known.cvc));
        Self { pan: pan.into(), expiry: expiry.into(), cvc: cvc.into(), holder: "TEST HOLDER".into(), save: false }
    }
}

/// The test card of other providers, which many developers type. No attempt is lost by it: the form names a card of its own.
pub(crate) const OTHER_TEST_CARD: &str = "4242424242424242";

/// The input of the card number.
pub(crate) const PAN: &str = "pan";
/// What the form takes as a card number.
pub(crate) const PAN_EXPECTED: &str = "expected 12 to 19 digits with a correct last digit (Luhn), and not the test card 4242424242424242 of \
     other providers; the sandbox's testCards() lists cards";

/// The names of the inputs that the form does not accept. The issuer is not asked then.
pub(crate) type Mistakes = Vec<&'static str>;

/// Card data that the form accepts.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) pan: String,
    /// `year * 100 + month`, four-digit year.
    pub(crate) expiry: u32,
    pub(crate) outcome: Outcome,
}

/// Checks the card data and decides the outcome.
///
/// A number `49999SCCCCCC0000` is declined with action code `CCCCCC`, negative when `S` is 1. This gives any action code.
pub(crate) fn read(card: &Card, now_ms: u64) -> Result<Reading, Mistakes> {
    let pan = plain(&card.pan);
    let code = code_in_number(&pan);
    let mut mistakes = Vec::new();
    if code.is_none() && (!luhn(&pan) || pan == OTHER_TEST_CARD) {
        mistakes.push(PAN);
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
            let outcome = decide(&pan, expiry, &card.cvc, code, now_ms);
            Ok(Reading { pan, expiry, outcome })
        }
        _ => Err(mistakes),
    }
}

/// A card number without its blanks and hyphens.
pub(crate) fn plain(pan: &str) -> String {
    pan.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// A card number in groups of four, as it stands on a card.
pub(crate) fn grouped(pan: &str) -> String {
    let digits = plain(pan);
    let starts = (0..digits.len()).step_by(4);
    let groups: Vec<&str> = starts.filter_map(|at| digits.get(at..digits.len().min(at + 4))).collect();
    groups.join(" ")
}

fn is_cvc(cvc: &str) -> bool {
    matches!(cvc.len(), 3 | 4) && digits::are(cvc)
}

/// The outcome of a saved card. The customer types only its security code.
pub(crate) fn read_saved(cvc: &str, expiry: u32, outcome: Outcome, now_ms: u64) -> Result<Outcome, Mistakes> {
    match cvc {
        "999" => Ok(Outcome::Decline(action::BAD_CARD_DATA)),
        _ if !is_cvc(cvc) => Err(vec!["newCardCvc"]),
        // A documented expiry date is accepted even when it has passed.
        _ if expiry < calendar::year_month(now_ms)
            && !KNOWN.iter().any(|known| read_expiry(known.expiry) == Some(expiry)) =>
        {
            Ok(Outcome::Decline(action::CARD_EXPIRED))
        }
        _ => Ok(outcome),
    }
}

fn decide(pan: &str, expiry: u32, cvc: &str, code: Option<i64>, now_ms: u64) -> Outcome {
    if cvc == "999" {
        return Outcome::Decline(action::BAD_CARD_DATA);
    }
    if let Some(code) = code {
        return Outcome::Decline(code);
    }
    let Some(known) = KNOWN.iter().find(|known| known.pan == pan) else {
        return Outcome::Decline(action::UNKNOWN_CARD);
    };
    // A documented expiry date is accepted even when it has passed. Two banks may document the same number.
    let mut documented = KNOWN.iter().filter(|known| known.pan == pan);
    let is_documented = documented.any(|known| read_expiry(known.expiry) == Some(expiry));
    if !is_documented && expiry < calendar::year_month(now_ms) {
        return Outcome::Decline(action::CARD_EXPIRED);
    }
    known.outcome
}

fn code_in_number(pan: &str) -> Option<i64> {
    let rest = pan.strip_prefix("49999")?.strip_suffix("0000")?;
    let (sign, code) = rest.split_at_checked(1)?;
    if code.len() != 6 {
        return None;
    }
    let code = i64::try_from(digits::whole(code, 6)?).ok()?;
    match sign {
        "0" => Some(code),
        "1" => Some(-code),
        _ => None,
    }
    .filter(|code| *code != 0)
}

/// `MM/YY` (also `MMYY`, `MM / YY`, `MM/YYYY`) → `year * 100 + month`.
fn read_expiry(text: &str) -> Option<u32> {
    let typed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '/').collect();
    if !matches!(typed.len(), 4 | 6) || !digits::are(&typed) {
        return None;
    }
    let (month, year) = typed.split_at_checked(2)?;
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

/// `411111**1111`: the only part of a number that an order keeps.
pub(crate) fn mask(pan: &str) -> String {
    let head: String = pan.chars().take(6).collect();
    let tail: String = pan.chars().skip(pan.chars().count().saturating_sub(4)).collect();
    format!("{head}**{tail}")
}

/// `paymentSystem` of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaymentSystem {
    Amex,
    Cib,
    Cup,
    Jcb,
    Mastercard,
    Mir,
    Visa,
}

impl PaymentSystem {
    /// The payment system of a card number, by its first digits.
    pub(crate) fn of(masked_pan: &str) -> Self {
        match masked_pan.as_bytes() {
            [b'2', b'2', b'0', b'0'..=b'4', ..] => Self::Mir,
            [b'3', b'4' | b'7', ..] => Self::Amex,
            [b'3', b'5', ..] => Self::Jcb,
            [b'4', ..] => Self::Visa,
            [b'6', b'2', b'8', ..] => Self::Cib,
            [b'6', b'2', ..] => Self::Cup,
            _ => Self::Mastercard,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Amex => "AMEX",
            Self::Cib => "CIB",
            Self::Cup => "CUP",
            Self::Jcb => "JCB",
            Self::Mastercard => "MASTERCARD",
            Self::Mir => "MIR",
            Self::Visa => "VISA",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

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
    fn every_number_that_a_profile_lists_is_a_known_card() {
        for profile in Profile::ALL {
            let listed: Vec<&str> = shown(profile).iter().map(|known| known.pan).collect();
            for number in profile.dialect().test_cards {
                assert!(listed.contains(number), "{}: {number}", profile.as_str());
            }
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
    fn a_number_declines_with_the_code_inside_it() {
        assert_eq!(outcome("4999900001160000", "12/34", "123"), Ok(Outcome::Decline(116)));
        assert_eq!(outcome("4999910020060000", "12/34", "123"), Ok(Outcome::Decline(-2006)));
        assert_eq!(outcome("4999901008820000", "12/34", "123"), Ok(Outcome::Decline(100_882)));
        assert_eq!(outcome("4999900000000000", "12/34", "123"), Err(vec!["pan"]), "0 is not a decline");
    }

    #[test]
    fn masks_and_systems() {
        assert_eq!(mask("5555555555555599"), "555555**5599");
        for (pan, name) in [("411111", "VISA"), ("555555", "MASTERCARD"), ("628058", "CIB"), ("220000", "MIR")] {
            assert_eq!(PaymentSystem::of(pan).as_str(), name);
        }
    }
}
