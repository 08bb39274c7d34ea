//! What a store does now, as data: one row for each outcome, so that no store writes this table again.
//!
//! | outcome | action | again in | same card |
//! |---|---|---|---|
//! | paid | `Fulfil` | | |
//! | held | `Deposit` | | |
//! | verified, reversed, refunded | `None` | | |
//! | pending; open while an attempt is in progress | `AskAgain` | 5 s, or 30 s where the bank itself does not know | |
//! | open, without an attempt | `OfferRetry` | 30 s | yes |
//! | open, after a decline | by what may be tried: `OfferRetry`, `NewOrder` or `Investigate` | 30 s | by what may be tried |
//! | declined | by what may be tried: `NewOrder`, `Investigate`, or `None` where the shop cancelled | | by what may be tried |
//! | expired | `NewOrder` | | yes |
//! | chargeback, mismatch | `Investigate` | | |
//! | unknown | `Investigate` | 30 s | |

use crate::trust::action_code::{Class, Meaning, Retry, nth};
use crate::trust::outcome::{Decline, Outcome};

/// What a store does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// What to do.
    pub action: NextAction,
    /// Ask the gateway again after so many milliseconds. `None` where the result is final, or changes only by what the store does.
    pub in_ms: Option<u32>,
    /// Whether the next attempt to pay may be with the same card. `None` where there is no next attempt, or nothing is known.
    pub same_card: Option<bool>,
}

/// An action of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextAction {
    /// Deliver, exactly once. Only a paid order says so.
    Fulfil,
    /// Take the held money when the goods are ready, or release it.
    Deposit,
    /// Send the customer to the payment page of the same order again.
    OfferRetry,
    /// Offer another order with a number of its own: this one is closed.
    NewOrder,
    /// Ask the gateway again. Nobody may pay again until then.
    AskAgain,
    /// A person has to look.
    Investigate,
    /// Nothing.
    None,
}

impl NextAction {
    /// The action's name in the JavaScript union.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        const NAMES: &str = "fulfil deposit offer_retry new_order ask_again investigate none";
        nth(NAMES, " ", self as usize)
    }
}

/// While the customer or a machine is at work: 3-D Secure, an authorisation.
const SOON_MS: u32 = 5_000;
/// While a person or the bank's clearing is at work.
const LATER_MS: u32 = 30_000;

/// The row of an outcome. `attempt` is what the last action code means.
pub(super) fn next(outcome: &Outcome, attempt: Meaning) -> Next {
    let action = match outcome {
        Outcome::Paid => NextAction::Fulfil,
        Outcome::Held => NextAction::Deposit,
        Outcome::Verified | Outcome::Reversed | Outcome::Refunded { .. } => NextAction::None,
        Outcome::Pending => NextAction::AskAgain,
        Outcome::Open(None) if attempt.class() == Class::InProgress => NextAction::AskAgain,
        Outcome::Open(None) => NextAction::OfferRetry,
        Outcome::Open(Some(decline)) => after(decline, NextAction::OfferRetry, NextAction::NewOrder),
        Outcome::Declined(Some(decline)) => after(decline, NextAction::NewOrder, NextAction::None),
        Outcome::Declined(None) | Outcome::Expired => NextAction::NewOrder,
        Outcome::Chargeback | Outcome::Mismatch(_) | Outcome::Unknown => NextAction::Investigate,
    };
    let is_soon = action == NextAction::AskAgain && attempt != Meaning::Uncertain;
    let in_ms = match outcome {
        Outcome::Open(_) | Outcome::Pending | Outcome::Unknown => Some(if is_soon { SOON_MS } else { LATER_MS }),
        _ => None,
    };
    let same_card = match outcome {
        Outcome::Open(Some(decline)) | Outcome::Declined(Some(decline)) => same_card(decline),
        Outcome::Open(None) | Outcome::Expired if action != NextAction::AskAgain => Some(true),
        _ => None,
    };
    Next { action, in_ms, same_card }
}

/// After a decline: `retry` where the customer may pay again, `ended` where the shop has cancelled.
fn after(decline: &Decline, retry: NextAction, ended: NextAction) -> NextAction {
    match decline.retry() {
        // The order has used its attempts up.
        _ if decline.meaning == Meaning::Attempts => NextAction::NewOrder,
        Some(Retry::ContactShop) => NextAction::Investigate,
        Some(_) => retry,
        None => ended,
    }
}

fn same_card(decline: &Decline) -> Option<bool> {
    match decline.retry()? {
        Retry::SameCardNow | Retry::SameCardLater => Some(true),
        Retry::AnotherCard | Retry::NeverThisCard => Some(false),
        Retry::ContactShop => None,
    }
}
