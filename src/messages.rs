//! Messages for the customer. They do not repeat the bank's own reason: a checkout must not say that a card is reported
//! stolen. [`Decline`](crate::trust::verdict::Decline) has the reason for the store's operators.
//!
//! One place chooses the sentences: [`Message::of`]. A [`Language`] is data; a program contains only those that it names, and
//! [`EN`]. The JavaScript packages get the sentences by number and put those of an imported language in.

mod languages;

pub use languages::{AR, BG, DE, EL, EN, ES, FR, HY, IT, KK, PT, RO, RU, TR, UK, all};

use crate::codec::split;
use crate::model::money::{Amount, Currency};
use crate::trust::action_code::{Meaning, Retry, nth};
use crate::trust::verdict::{Outcome, Verdict};

/// A language: every sentence, on a line of its own, in the order of the private list `Sentence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    tag: &'static str,
    direction: Direction,
    sentences: &'static str,
}

impl Language {
    /// Two letters, as in `gateway.language` and the `lang` attribute of HTML.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.tag
    }

    /// The direction of its script, for the `dir` attribute of HTML.
    #[must_use]
    pub fn direction(self) -> Direction {
        self.direction
    }

    /// A table of pointers and lengths would add to the module as much as the sentences do.
    fn sentence(self, sentence: Sentence) -> &'static str {
        nth(self.sentences, "\n", sentence as usize)
    }
}

/// The direction of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// `ltr` or `rtl`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// A sentence, or two that belong together. The variants are in the order of the lines of each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sentence {
    Paid,
    Held,
    Verified,
    Open,
    Pending,
    Expired,
    Cancelled,
    Refunded,
    RefundedInPart,
    Unclear,
    TryAgain,
    TryLater,
    Refused,
    NotAccepted,
    ContactUs,
    Authentication,
    ConfirmationWanted,
    CardData,
    UnknownCard,
    CardExpired,
    CardInactive,
    OnlineForbidden,
    Funds,
    Limit,
    Attempts,
    CardAttempts,
    Technical,
    OrderCancelled,
}

/// One or two sentences for the customer, as plain text.
///
/// ```
/// # use bpc_checkout::{Verdict, messages};
/// # fn page(verdict: &Verdict) -> String {
/// let words = messages::message(verdict, messages::RO);
/// # words }
/// ```
#[must_use]
pub fn message(verdict: &Verdict, language: Language) -> String {
    Message::of(verdict).in_language(language)
}

/// What is said after a response code with this meaning, where no order is known: the sentences of `actionCode` in JavaScript.
#[must_use]
pub fn of_meaning(meaning: Meaning, language: Language) -> String {
    Message::after(meaning, true).in_language(language)
}

/// Which sentences are said of a verdict.
#[derive(Debug)]
pub struct Message {
    first: Sentence,
    then: Option<Sentence>,
    sums: Option<Sums>,
}

/// The amounts of a partial refund.
#[derive(Clone, Copy, Debug)]
struct Sums {
    refunded: u64,
    paid: u64,
    currency: Currency,
}

impl Message {
    /// The sentences that belong to a verdict.
    #[must_use]
    pub fn of(verdict: &Verdict) -> Self {
        let one = |first| Self { first, then: None, sums: None };
        match verdict.outcome() {
            Outcome::Paid => one(Sentence::Paid),
            Outcome::Held => one(Sentence::Held),
            Outcome::Verified => one(Sentence::Verified),
            Outcome::Open(None) => one(Sentence::Open),
            Outcome::Open(Some(decline)) => Self::after(decline.meaning, true),
            Outcome::Pending => one(Sentence::Pending),
            Outcome::Declined(Some(decline)) => Self::after(decline.meaning, false),
            Outcome::Declined(None) => one(Sentence::NotAccepted),
            Outcome::Expired => one(Sentence::Expired),
            Outcome::Reversed => one(Sentence::Cancelled),
            Outcome::Refunded { deposited: Some(left @ 1..), refunded: Some(back) } => {
                let paid = back.saturating_add(*left);
                let sums = Sums { refunded: *back, paid, currency: verdict.expected().currency() };
                Self { sums: Some(sums), ..one(Sentence::RefundedInPart) }
            }
            Outcome::Refunded { .. } => one(Sentence::Refunded),
            Outcome::Chargeback | Outcome::Mismatch(_) | Outcome::Unknown => one(Sentence::Unclear),
        }
    }

    /// After an attempt; `is_open` where the customer can pay the same order again.
    fn after(meaning: Meaning, is_open: bool) -> Self {
        let then = match meaning.retry() {
            // "Pay again", and "use another card", are said already.
            _ if matches!(meaning, Meaning::ConfirmationWanted | Meaning::RefusedForNow) => None,
            Some(Retry::SameCardNow) if is_open && meaning.is_decline() => Some(Sentence::TryAgain),
            Some(Retry::SameCardLater) => Some(Sentence::TryLater),
            _ => None,
        };
        let first = match sentence(meaning) {
            // With the payment the order ended.
            Sentence::Cancelled if !is_open => Sentence::OrderCancelled,
            first => first,
        };
        Self { first, then, sums: None }
    }

    /// The text in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let mut text = String::new();
        // Between percent signs stands the name of an amount.
        for part in split::parts(language.sentence(self.first), "%") {
            match part {
                "refunded" => text.push_str(&self.refunded().unwrap_or_default()),
                "paid" => text.push_str(&self.paid().unwrap_or_default()),
                _ => text.push_str(part),
            }
        }
        if let Some(then) = self.then {
            text.push(' ');
            text.push_str(language.sentence(then));
        }
        text
    }

    /// The number of the first sentence, from 0.
    pub(crate) fn first(&self) -> u8 {
        self.first as u8
    }

    /// The number of the second sentence.
    pub(crate) fn then(&self) -> Option<u8> {
        self.then.map(|sentence| sentence as u8)
    }

    /// What a partial refund gave back, such as `5.00 EUR`.
    pub(crate) fn refunded(&self) -> Option<String> {
        self.sums.map(|sums| sum(sums.refunded, sums.currency))
    }

    /// What had been paid before.
    pub(crate) fn paid(&self) -> Option<String> {
        self.sums.map(|sums| sum(sums.paid, sums.currency))
    }
}

/// An amount in the order's currency: `5.00 EUR`.
fn sum(minor: u64, currency: Currency) -> String {
    Amount::from_minor(minor)
        .map_or_else(|_| String::new(), |amount| [&amount.to_decimal(currency), " ", currency.alpha()].concat())
}

/// The sentence of a meaning. "Your bank declined" is said only where a bank did.
fn sentence(meaning: Meaning) -> Sentence {
    match meaning {
        Meaning::Approved => Sentence::Paid,
        Meaning::NotTried => Sentence::Open,
        Meaning::InProgress | Meaning::Uncertain => Sentence::Pending,
        Meaning::Expired => Sentence::Expired,
        Meaning::Authentication | Meaning::AuthenticationTrouble => Sentence::Authentication,
        Meaning::ConfirmationWanted => Sentence::ConfirmationWanted,
        Meaning::CardData => Sentence::CardData,
        Meaning::UnknownCard => Sentence::UnknownCard,
        Meaning::CardExpired => Sentence::CardExpired,
        Meaning::CardInactive => Sentence::CardInactive,
        Meaning::OnlineForbidden => Sentence::OnlineForbidden,
        Meaning::Funds => Sentence::Funds,
        Meaning::Limit => Sentence::Limit,
        Meaning::LimitOrForbidden | Meaning::Refused | Meaning::RefusedForNow | Meaning::Blocked => Sentence::Refused,
        Meaning::AuthenticationRefused | Meaning::Screened | Meaning::Other => Sentence::NotAccepted,
        Meaning::ShopLimit | Meaning::ShopFilter | Meaning::Setup => Sentence::ContactUs,
        Meaning::Technical => Sentence::Technical,
        Meaning::Attempts => Sentence::Attempts,
        Meaning::CardAttempts => Sentence::CardAttempts,
        Meaning::CustomerCancelled => Sentence::Cancelled,
        Meaning::ShopCancelled => Sentence::OrderCancelled,
        Meaning::Operation => Sentence::Unclear,
    }
}
