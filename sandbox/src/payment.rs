//! Attempts to pay: by card, by saved card or by wallet, with the issuer's challenge.

mod redirect;

pub(crate) use redirect::redirect_url;

use std::fmt;

use serde::Serialize;

use crate::action;
use crate::cards::{self, Card, Outcome, Reading};
use crate::operation::Operation;
use crate::order::{Attempt, Feature, Order, ThreeDs};
use crate::payment_method::PaymentMethod;
use crate::saved_cards::SavedCard;
use crate::state::State;
use crate::wire::status;

/// The card in every wallet.
pub(crate) const WALLET_CARD: &str = "4111111111111111";

/// An attempt to pay with the customer's answer to the challenge, for tests without a browser.
#[derive(Clone, Debug)]
pub enum Payment {
    /// A card, and the answer to the challenge if the issuer asks.
    Card {
        /// Card data.
        card: Card,
        /// The customer's answer to the challenge.
        challenge: Challenge,
    },
    /// A wallet.
    Wallet {
        /// The `paymentWay`: `APPLE_PAY`, `GOOGLE_PAY_CARD` or `SAMSUNG_PAY`.
        way: String,
        /// The action code with which the issuer declines the payment. Without it the payment is approved.
        decline: Option<i64>,
    },
}

/// The customer's answer to the issuer's challenge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Challenge {
    /// The challenge is passed.
    #[default]
    Success,
    /// The challenge is failed.
    Fail,
    /// The customer cancels on the issuer's page.
    Cancel,
    /// The customer leaves the issuer's page without an answer. The order stays in `orderStatus` 5 until its session ends.
    Leave,
}

impl Challenge {
    /// The answer of this name in the control API and on the issuer's page.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "success" => Self::Success,
            "fail" => Self::Fail,
            "cancel" => Self::Cancel,
            "leave" => Self::Leave,
            _ => return None,
        })
    }
}

/// The result of an attempt to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Paid {
    /// The new `orderStatus`: 2 paid, 1 held, 3 a verified card, 0 declined and still open, 6 declined and closed, 5 left at
    /// 3-D Secure.
    pub order_status: u8,
    /// The new `actionCode`.
    pub action_code: i64,
    /// The address to which the browser is redirected, with `orderId` and `lang` appended.
    pub redirect_url: String,
}

/// Why there was no attempt to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentError {
    /// No order has this id, or it was removed.
    UnknownOrder,
    /// The order is paid, declined or expired. It has this `orderStatus`.
    Closed(u8),
    /// The payment form does not accept these inputs.
    Mistakes(Vec<&'static str>),
    /// No wallet has this `paymentWay`.
    UnknownWallet(String),
    /// The payment page of this profile does not offer the wallet.
    WalletNotOffered,
    /// The order names a saved card: nothing else can pay it.
    SavedCardOnly,
}

impl fmt::Display for PaymentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOrder => write!(f, "orderId: no such order in this sandbox"),
            Self::Closed(status) => write!(f, "orderId: the order is closed for payment (orderStatus {status})"),
            Self::Mistakes(inputs) => {
                write!(f, "card: the payment form does not accept {}", inputs.join(", "))?;
                if inputs.contains(&cards::PAN) { write!(f, ": {}", cards::PAN_EXPECTED) } else { Ok(()) }
            }
            Self::UnknownWallet(way) => {
                write!(f, "wallet: expected APPLE_PAY, GOOGLE_PAY_CARD or SAMSUNG_PAY, got \"{way}\"")
            }
            Self::WalletNotOffered => write!(f, "wallet: the payment page of this profile does not offer it"),
            Self::SavedCardOnly => {
                write!(f, "wallet: the order was registered with a bindingId, only that saved card can pay it")
            }
        }
    }
}

impl std::error::Error for PaymentError {}

/// The next step after an attempt to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The customer must answer the challenge with this id.
    Challenge(String),
    Approved,
    Declined,
}

/// Pays without a browser.
///
/// # Errors
/// When there was no attempt. A declined attempt is a [`Paid`].
pub(crate) fn pay(state: &mut State, order_id: &str, payment: &Payment, now_ms: u64) -> Result<Paid, PaymentError> {
    let step = match payment {
        Payment::Card { card, .. } => pay_by_card(state, order_id, card, now_ms)?,
        Payment::Wallet { way, decline } => pay_by_wallet(state, order_id, way, *decline, now_ms)?,
    };
    if let (Step::Challenge(id), Payment::Card { challenge, .. }) = (step, payment) {
        answer_challenge(state, order_id, &id, *challenge, now_ms);
    }
    let order = state.orders.by_id(order_id, now_ms).ok_or(PaymentError::UnknownOrder)?;
    Ok(Paid {
        order_status: status::order_status(order),
        action_code: order.action_code,
        redirect_url: redirect_url(order),
    })
}

pub(crate) fn pay_by_card(state: &mut State, id: &str, card: &Card, now_ms: u64) -> Result<Step, PaymentError> {
    open_order(state, id, now_ms)?;
    let order = state.orders.by_id(id, now_ms);
    // A saved card that was removed since is typed like any other card.
    if let Some(saved) = order.and_then(|order| state.saved_cards.named(&order.account, &order.request)).cloned() {
        let outcome =
            cards::read_saved(&card.cvc, saved.expiry, saved.outcome, now_ms).map_err(PaymentError::Mistakes)?;
        let SavedCard { masked_pan, expiry, holder, .. } = saved;
        let method = PaymentMethod::Binding;
        let attempt = Attempt::new(&mut state.random, method, masked_pan, expiry, &holder, now_ms);
        return proceed(state, id, attempt, outcome, now_ms);
    }
    let Reading { pan, expiry, outcome } = cards::read(card, now_ms).map_err(PaymentError::Mistakes)?;
    let (method, masked) = (PaymentMethod::Card, cards::mask(&pan));
    let mut attempt = Attempt::new(&mut state.random, method, masked, expiry, card.holder.trim(), now_ms);
    attempt.save = card.save.then_some(outcome);
    proceed(state, id, attempt, outcome, now_ms)
}

/// Pays with a saved card and without the payment page. A payment that the merchant initiates has no challenge: the customer is
/// not there.
pub(crate) fn pay_by_saved_card(
    state: &mut State,
    id: &str,
    binding_id: &str,
    card: SavedCard,
    cvc: Option<&str>,
    by_merchant: bool,
    now_ms: u64,
) -> Result<Step, PaymentError> {
    let SavedCard { masked_pan, expiry, holder, outcome, .. } = card;
    // Without a code the card is read as with a good one.
    let read = cards::read_saved(cvc.unwrap_or("000"), expiry, outcome, now_ms).map_err(PaymentError::Mistakes)?;
    let outcome = if by_merchant && !matches!(read, Outcome::Decline(_)) { Outcome::Plain } else { read };
    open_order(state, id, now_ms)?.request.binding_id = Some(binding_id.to_owned());
    let attempt = Attempt::new(&mut state.random, PaymentMethod::Binding, masked_pan, expiry, &holder, now_ms);
    proceed(state, id, attempt, outcome, now_ms)
}

/// Pays by the wallet of this `paymentWay`. With `decline` the issuer declines it with this action code.
pub(crate) fn pay_by_wallet(
    state: &mut State,
    id: &str,
    way: &str,
    decline: Option<i64>,
    now_ms: u64,
) -> Result<Step, PaymentError> {
    let method = PaymentMethod::wallet(way).ok_or_else(|| PaymentError::UnknownWallet(way.to_owned()))?;
    let order = open_order(state, id, now_ms)?;
    if order.request.binding_id.is_some() {
        return Err(PaymentError::SavedCardOnly);
    }
    if !order.account.dialect.wallets.contains(&method) {
        return Err(PaymentError::WalletNotOffered);
    }
    let masked = cards::mask(WALLET_CARD);
    let attempt = Attempt::new(&mut state.random, method, masked, 203_412, "TEST HOLDER", now_ms);
    proceed(state, id, attempt, decline.map_or(Outcome::Frictionless, Outcome::Decline), now_ms)
}

fn open_order<'a>(state: &'a mut State, id: &str, now_ms: u64) -> Result<&'a mut Order, PaymentError> {
    let order = state.orders.by_id(id, now_ms).ok_or(PaymentError::UnknownOrder)?;
    if order.is_open() { Ok(order) } else { Err(PaymentError::Closed(status::order_status(order))) }
}

fn proceed(
    state: &mut State,
    id: &str,
    mut attempt: Attempt,
    outcome: Outcome,
    now_ms: u64,
) -> Result<Step, PaymentError> {
    let challenge = state.random.uuid();
    let approval_code = state.random.digits(6);
    let order = open_order(state, id, now_ms)?;
    if order.saves_card() && attempt.method == PaymentMethod::Card {
        attempt.save = Some(outcome);
    }
    attempt.three_ds = match with_features(order, outcome) {
        Outcome::Challenge => {
            attempt.three_ds = ThreeDs::Challenge;
            order.start_challenge(attempt, challenge.clone(), now_ms);
            return Ok(Step::Challenge(challenge));
        }
        Outcome::Decline(code) => {
            order.decline_attempt(attempt, code, now_ms);
            return Ok(Step::Declined);
        }
        Outcome::Plain => ThreeDs::None,
        Outcome::Frictionless => ThreeDs::Frictionless,
        Outcome::Attempted => ThreeDs::Attempted,
    };
    attempt.approval_code = Some(approval_code);
    order.approve(attempt, now_ms);
    save_card(state, id, now_ms);
    Ok(Step::Approved)
}

/// Takes the customer's answer to a challenge. Returns `None` when this challenge is not open, or stays open.
pub(crate) fn answer_challenge(
    state: &mut State,
    id: &str,
    challenge: &str,
    answer: Challenge,
    now_ms: u64,
) -> Option<Step> {
    let approval_code = state.random.digits(6);
    let order = open_order(state, id, now_ms).ok()?;
    if order.challenge.as_deref() != Some(challenge) {
        return None;
    }
    let mut attempt = order.attempt.clone()?;
    let code = match answer {
        Challenge::Success => {
            attempt.approval_code = Some(approval_code);
            order.approve(attempt, now_ms);
            save_card(state, id, now_ms);
            return Some(Step::Approved);
        }
        Challenge::Leave => return None,
        Challenge::Fail => action::CHALLENGE_FAILED,
        Challenge::Cancel => action::CHALLENGE_CANCELLED,
    };
    order.decline_attempt(attempt, code, now_ms);
    Some(Step::Declined)
}

/// After an approval: saves the card when the customer or the merchant wants it, and records which saved card was used.
fn save_card(state: &mut State, order_id: &str, now_ms: u64) {
    let new_id = state.random.uuid();
    let Some(order) = state.orders.by_id(order_id, now_ms) else { return };
    let (Some(attempt), Some(client_id)) = (&order.attempt, &order.request.client_id) else { return };
    match (attempt.method, attempt.save) {
        (PaymentMethod::Binding, _) => order.binding_id.clone_from(&order.request.binding_id),
        (PaymentMethod::Card, Some(outcome)) => {
            let card = SavedCard {
                account: order.account.index,
                client_id: client_id.clone(),
                masked_pan: attempt.masked_pan.clone(),
                expiry: attempt.expiration.parse().unwrap_or(0),
                holder: attempt.holder.clone(),
                outcome,
                is_active: true,
            };
            let (id, is_new) = state.saved_cards.save(card, new_id);
            order.binding_id = Some(id);
            if is_new {
                order.notify(Operation::BindingCreated, true, now_ms);
            }
        }
        _ => {}
    }
}

/// The outcome of a card under the order's features (BPC REST reference, `features`).
fn with_features(order: &Order, outcome: Outcome) -> Outcome {
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
