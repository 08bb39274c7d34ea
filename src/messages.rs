//! What the customer is told, in their language. The bank's own reasons stay with the operators: nobody is told at a
//! checkout that a card is reported stolen.

mod texts;

use crate::action_code::{self, Class};
use crate::verdict::{Decline, Outcome, Verdict};
use texts::{Texts, of};

/// One or two sentences for the customer, plain text. Languages: `en`, `de`, `fr`, `ro`, `ru`; else English.
#[must_use]
pub fn message(verdict: &Verdict, language: Option<&str>) -> String {
    let texts = of(language.unwrap_or("en"));
    match verdict.outcome() {
        Outcome::Paid => texts.paid.into(),
        Outcome::Held => texts.held.into(),
        Outcome::Open(None) => texts.open.into(),
        Outcome::Open(Some(decline)) => [reason(texts, Some(decline)), " ", texts.try_again].concat(),
        Outcome::Pending => texts.pending.into(),
        Outcome::Declined(decline) => reason(texts, decline.as_ref()).into(),
        Outcome::Expired => texts.expired.into(),
        Outcome::Reversed => texts.reversed.into(),
        Outcome::Refunded { .. } => texts.refunded.into(),
        Outcome::Mismatch(_) | Outcome::Unknown => texts.unclear.into(),
    }
}

fn reason(texts: &Texts, decline: Option<&Decline>) -> &'static str {
    match decline.map(|decline| action_code::class(decline.action_code)) {
        Some(Class::Authentication) => texts.authentication,
        Some(Class::CardData) => texts.card_data,
        Some(Class::Funds) => texts.funds,
        Some(Class::Limit) => texts.limit,
        Some(Class::Attempts) => texts.attempts,
        Some(Class::Technical | Class::Setup) => texts.technical,
        _ => texts.refused,
    }
}
