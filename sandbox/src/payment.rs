//! The customer's side: an attempt to pay, the issuer's question, and where the customer is sent afterwards.

mod way_back;

pub(crate) use way_back::way_back;

use std::fmt;

use serde::Serialize;

use crate::action;
use crate::binding::Binding;
use crate::cards::{self, Card, Outcome, Reading};
use crate::order::{Attempt, Feature, Means, Order, ThreeDs};
use crate::sandbox::Sandbox;
use crate::wire::status;

/// A customer's attempt in one piece, for tests without a browser.
#[derive(Clone, Debug)]
pub enum Payment {
    /// A card, and what the customer answers where the issuer asks.
    Card {
        /// The card's data.
        card: Card,
        /// Whether the customer passes 3-D Secure.
        passes_challenge: bool,
    },
    /// A wallet by its `paymentWay`: `APPLE_PAY`, `GOOGLE_PAY_CARD` or `SAMSUNG_PAY`.
    Wallet(String),
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Paid {
    /// `orderStatus` afterwards: 2 paid, 1 held, 0 declined and still open, 6 declined for good.
    pub order_status: u8,
    /// `actionCode` afterwards.
    pub action_code: i64,
    /// Where the customer's browser goes, with `orderId` and `lang` appended.
    pub redirect_url: String,
}

/// Why there was no attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentError {
    /// No order has this id (or it was forgotten).
    UnknownOrder,
    /// The order is paid, declined or expired; its `orderStatus`.
    Closed(u8),
    /// The form would not be accepted; the names of its inputs.
    Mistakes(Vec<&'static str>),
    /// No wallet has this `paymentWay`.
    UnknownWallet(String),
}

impl fmt::Display for PaymentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOrder => write!(f, "orderId: no such order in this sandbox"),
            Self::Closed(status) => write!(f, "orderId: the order is closed for payment (orderStatus {status})"),
            Self::Mistakes(inputs) => write!(f, "card: not accepted by the payment form: {}", inputs.join(", ")),
            Self::UnknownWallet(way) => {
                write!(f, "wallet: \"{way}\" is none of APPLE_PAY, GOOGLE_PAY_CARD, SAMSUNG_PAY")
            }
        }
    }
}

impl std::error::Error for PaymentError {}

/// How an attempt went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The customer must answer the issuer; the id of the question.
    Challenge(String),
    Approved,
    Declined,
}

impl Sandbox {
    /// Lets a customer pay without a browser.
    ///
    /// # Errors
    /// When there was no attempt at all; a declined attempt is a [`Paid`].
    pub fn pay(&mut self, order_id: &str, payment: &Payment, now_ms: u64) -> Result<Paid, PaymentError> {
        let now_ms = self.at(now_ms);
        let step = match payment {
            Payment::Card { card, .. } => self.pay_by_card(order_id, card, now_ms)?,
            Payment::Wallet(way) => {
                let means = Means::wallet(way).ok_or_else(|| PaymentError::UnknownWallet(way.clone()))?;
                self.pay_by_wallet(order_id, means, now_ms)?
            }
        };
        if let (Step::Challenge(question), Payment::Card { passes_challenge, .. }) = (step, payment) {
            self.answer_challenge(order_id, &question, *passes_challenge, now_ms);
        }
        let order = self.store.by_id(order_id, now_ms).ok_or(PaymentError::UnknownOrder)?;
        Ok(Paid {
            order_status: status::order_status(order),
            action_code: order.action_code,
            redirect_url: way_back(order),
        })
    }

    pub(crate) fn pay_by_card(&mut self, order_id: &str, card: &Card, now_ms: u64) -> Result<Step, PaymentError> {
        self.open_order(order_id, now_ms)?;
        let order = self.store.by_id(order_id, now_ms);
        // A saved card that was forgotten since is typed like any other.
        if let Some(saved) = order.and_then(|order| self.bindings.named(&order.shop, &order.terms)).cloned() {
            let outcome =
                cards::read_saved(&card.cvc, saved.expiry, saved.outcome, now_ms).map_err(PaymentError::Mistakes)?;
            let Binding { masked_pan, expiry, holder, .. } = saved;
            let attempt = Attempt::new(&mut self.rng, Means::Binding, masked_pan, expiry, &holder, now_ms);
            return self.proceed(order_id, attempt, outcome, now_ms);
        }
        let Reading { pan, expiry, outcome } = cards::read(card, now_ms).map_err(PaymentError::Mistakes)?;
        let masked = cards::mask(&pan);
        let mut attempt = Attempt::new(&mut self.rng, Means::Card, masked, expiry, card.holder.trim(), now_ms);
        attempt.save = card.save.then_some(outcome);
        self.proceed(order_id, attempt, outcome, now_ms)
    }

    /// After an approval: saves the card where the customer or the shop wants it, and notes which card it was.
    fn remember_card(&mut self, order_id: &str, now_ms: u64) {
        let new_id = self.rng.uuid();
        let Some(order) = self.store.by_id(order_id, now_ms) else { return };
        let (Some(attempt), Some(client_id)) = (&order.attempt, &order.terms.client_id) else { return };
        match (attempt.means, attempt.save) {
            (Means::Binding, _) => order.bound.clone_from(&order.terms.binding_id),
            (Means::Card, Some(outcome)) => {
                let binding = Binding {
                    shop: order.shop.index,
                    client_id: client_id.clone(),
                    masked_pan: attempt.masked_pan.clone(),
                    expiry: attempt.expiration.parse().unwrap_or(0),
                    holder: attempt.holder.clone(),
                    outcome,
                };
                let (id, is_new) = self.bindings.save(binding, new_id);
                order.bound = Some(id);
                if is_new {
                    order.announce("bindingCreated", true, now_ms);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn pay_by_wallet(&mut self, order_id: &str, means: Means, now_ms: u64) -> Result<Step, PaymentError> {
        self.open_order(order_id, now_ms)?;
        let attempt =
            Attempt::new(&mut self.rng, means, cards::mask("4111111111111111"), 203_412, "TEST HOLDER", now_ms);
        self.proceed(order_id, attempt, Outcome::Frictionless, now_ms)
    }

    fn open_order(&mut self, order_id: &str, now_ms: u64) -> Result<&mut Order, PaymentError> {
        let order = self.store.by_id(order_id, now_ms).ok_or(PaymentError::UnknownOrder)?;
        if order.is_open() { Ok(order) } else { Err(PaymentError::Closed(status::order_status(order))) }
    }

    fn proceed(&mut self, id: &str, mut attempt: Attempt, outcome: Outcome, now_ms: u64) -> Result<Step, PaymentError> {
        let question = self.rng.uuid();
        let approval = self.rng.digits(6);
        let order = self.open_order(id, now_ms)?;
        if order.has(Feature::ForceCreateBinding) && attempt.means == Means::Card {
            attempt.save = Some(outcome);
        }
        let three_ds = match demanded(order, outcome) {
            Outcome::Challenge => {
                attempt.three_ds = ThreeDs::Challenge;
                order.start_challenge(attempt, question.clone(), now_ms);
                return Ok(Step::Challenge(question));
            }
            Outcome::Decline(code) => {
                order.fail(attempt, code, now_ms);
                return Ok(Step::Declined);
            }
            Outcome::Plain => ThreeDs::None,
            Outcome::Frictionless => ThreeDs::Frictionless,
            Outcome::Attempted => ThreeDs::Attempted,
        };
        attempt.three_ds = three_ds;
        attempt.approval_code = Some(approval);
        order.approve(attempt, now_ms);
        self.remember_card(id, now_ms);
        Ok(Step::Approved)
    }

    /// The customer's answer on the issuer's page. `None` when nothing was asked, or something else since.
    pub(crate) fn answer_challenge(&mut self, id: &str, question: &str, passes: bool, now_ms: u64) -> Option<Step> {
        let approval = self.rng.digits(6);
        let order = self.open_order(id, now_ms).ok()?;
        if order.challenge.as_deref() != Some(question) {
            return None;
        }
        let mut attempt = order.attempt.clone()?;
        if passes {
            attempt.approval_code = Some(approval);
            order.approve(attempt, now_ms);
            self.remember_card(id, now_ms);
            Some(Step::Approved)
        } else {
            order.fail(attempt, action::CHALLENGE_FAILED, now_ms);
            Some(Step::Declined)
        }
    }
}

/// What the order's features make of the card's outcome (BPC REST reference, `features`).
fn demanded(order: &Order, outcome: Outcome) -> Outcome {
    let secure = matches!(outcome, Outcome::Frictionless | Outcome::Attempted | Outcome::Challenge);
    if order.has(Feature::ForceSsl) && secure {
        return Outcome::Plain;
    }
    let full = order.has(Feature::ForceFullTds);
    match outcome {
        Outcome::Plain if full || order.has(Feature::ForceTds) => Outcome::Decline(action::NEEDS_THREE_DS),
        Outcome::Attempted if full => Outcome::Decline(action::NOT_FULL_THREE_DS),
        other => other,
    }
}
