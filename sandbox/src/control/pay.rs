//! The commands of a customer: to pay, and the cards to pay with.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{orders, read, to_json};
use crate::cards::{self, Card};
use crate::payment::{self, Challenge, Payment};
use crate::state::State;

/// The arguments of `pay`: the id of the order, and a wallet or a card. What a card leaves out comes from the table of test
/// cards.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(Serialize))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Pay {
    order_id: String,
    wallet: Option<String>,
    pan: Option<String>,
    expiry: Option<String>,
    cvc: Option<String>,
    holder: Option<String>,
    /// `success` (the default), `fail`, `cancel` or `leave`.
    challenge: Option<String>,
    /// Whether the customer ticks "save this card".
    save: Option<bool>,
    /// The action code with which a wallet is declined.
    decline: Option<i64>,
}

pub(super) fn pay(state: &mut State, arguments: &Value, now_ms: u64) -> Result<Value, String> {
    let pay: Pay = read(arguments)?;
    let payment = pay.payment()?;
    // The number of an order is accepted too. An unknown id is the payment's own error.
    let id = orders::find(state, &pay.order_id, now_ms).map(|order| order.id.clone());
    let id = id.unwrap_or_else(|_| pay.order_id.clone());
    let paid = payment::pay(state, &id, &payment, now_ms).map_err(|error| error.to_string())?;
    to_json(&paid)
}

impl Pay {
    fn payment(&self) -> Result<Payment, String> {
        let known = Card::test(self.pan.as_deref().unwrap_or("5555555555555599"));
        let Some(wallet) = &self.wallet else {
            let or = |given: &Option<String>, known: String| given.clone().unwrap_or(known);
            let card = Card {
                pan: known.pan,
                expiry: or(&self.expiry, known.expiry),
                cvc: or(&self.cvc, known.cvc),
                holder: or(&self.holder, known.holder),
                save: self.save.unwrap_or_default(),
            };
            if self.decline.is_some() {
                return Err(
                    "decline: is for a wallet; a card number 49999SCCCCCC0000 is declined with code CCCCCC".into()
                );
            }
            return Ok(Payment::Card { card, challenge: self.challenge()? });
        };
        let card = [&self.pan, &self.expiry, &self.cvc, &self.holder, &self.challenge];
        if card.into_iter().any(Option::is_some) || self.save.is_some() {
            return Err("wallet: cannot be combined with a card".into());
        }
        Ok(Payment::Wallet { way: wallet.clone(), decline: self.decline.filter(|code| *code != 0) })
    }

    fn challenge(&self) -> Result<Challenge, String> {
        let Some(given) = self.challenge.as_deref() else { return Ok(Challenge::Success) };
        Challenge::parse(given).ok_or_else(|| {
            format!("challenge: expected \"success\", \"fail\", \"cancel\" or \"leave\", got \"{given}\"")
        })
    }
}

/// A test card, as the payment page shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TestCard {
    pub(crate) pan: &'static str,
    pub(crate) expiry: &'static str,
    pub(crate) cvc: &'static str,
    /// 0, or the action code of the decline.
    pub(crate) action_code: i64,
    /// What happens, in words.
    pub(crate) what: String,
}

/// The test cards of the main account.
pub(super) fn test_cards(state: &mut State, _: &Value, _: u64) -> Result<Value, String> {
    let profile = state.accounts.first().map_or_else(Default::default, |account| account.profile);
    let cards = cards::shown(profile).into_iter().map(|card| TestCard {
        pan: card.pan,
        expiry: card.expiry,
        cvc: card.cvc,
        action_code: card.outcome.action_code(),
        what: card.outcome.in_words(profile, &cards::IN_ENGLISH, "en"),
    });
    to_json(&cards.collect::<Vec<_>>())
}
