//! What the customer is told, in their language. The bank's own reasons stay with the operators: nobody is told at a
//! checkout that a card is reported stolen.

mod texts;

use crate::model::money::Amount;
use crate::trust::action_code::{self, Class};
use crate::trust::verdict::{Decline, Outcome, Verdict};
use texts::Sentence;

/// One or two sentences for the customer, plain text. Languages: `en`, `de`, `fr`, `ro`, `ru`; else English.
#[must_use]
pub fn message(verdict: &Verdict, language: Option<&str>) -> String {
    let say = |sentence: Sentence| sentence.in_language(language.unwrap_or("en"));
    let sentence = match verdict.outcome() {
        Outcome::Paid => Sentence::Paid,
        Outcome::Held => Sentence::Held,
        Outcome::Verified => Sentence::Verified,
        Outcome::Open(None) => Sentence::Open,
        Outcome::Open(Some(decline)) => {
            return [say(reason(Some(decline))), " ", say(Sentence::TryAgain)].concat();
        }
        Outcome::Pending => Sentence::Pending,
        Outcome::Declined(decline) => reason(decline.as_ref()),
        Outcome::Expired => Sentence::Expired,
        Outcome::Reversed => Sentence::Reversed,
        Outcome::Refunded { deposited: Some(1..), refunded: Some(minor) } => {
            return [say(Sentence::RefundedInPart), " ", &sum(verdict, *minor), "."].concat();
        }
        Outcome::Refunded { .. } => Sentence::Refunded,
        Outcome::Chargeback | Outcome::Mismatch(_) | Outcome::Unknown => Sentence::Unclear,
    };
    say(sentence).to_owned()
}

/// An amount in the order's currency: `5.00 EUR`.
fn sum(verdict: &Verdict, minor: u64) -> String {
    let currency = verdict.expected().currency();
    Amount::from_minor(minor)
        .map_or_else(|_| String::new(), |amount| [&amount.to_decimal(currency), " ", currency.alpha()].concat())
}

fn reason(decline: Option<&Decline>) -> Sentence {
    match decline.map(|decline| action_code::class(decline.action_code)) {
        Some(Class::Cancelled) => Sentence::Cancelled,
        Some(Class::Authentication) => Sentence::Authentication,
        Some(Class::CardData) => Sentence::CardData,
        Some(Class::Funds) => Sentence::Funds,
        Some(Class::Limit) => Sentence::Limit,
        Some(Class::Attempts) => Sentence::Attempts,
        Some(Class::Technical | Class::Setup) => Sentence::Technical,
        _ => Sentence::Refused,
    }
}
