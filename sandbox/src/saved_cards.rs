//! Saved cards (BPC REST reference, "stored credentials"). A customer of the merchant (`clientId`) saves a card with a
//! payment. A later order names the card (`bindingId`), and the payment page asks only for the security code.

use std::collections::{BTreeMap, VecDeque};

use crate::account::Account;
use crate::cards::Outcome;
use crate::order::OrderRequest;

/// A saved card. The whole number is not kept.
#[derive(Clone, Debug)]
pub(crate) struct SavedCard {
    /// Index of the account that the customer belongs to.
    pub(crate) account: usize,
    pub(crate) client_id: String,
    pub(crate) masked_pan: String,
    /// `year * 100 + month`
    pub(crate) expiry: u32,
    pub(crate) holder: String,
    pub(crate) outcome: Outcome,
    /// unBindCard.do switches a card off, bindCard.do on again.
    pub(crate) is_active: bool,
}

/// Cards that are kept. Beyond this the oldest is removed.
const MAX_CARDS: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct SavedCards {
    cards: BTreeMap<String, SavedCard>,
    queue: VecDeque<String>,
}

impl SavedCards {
    /// The saved card that the request names, when it is a card of the request's customer.
    pub(crate) fn named(&self, account: &Account, request: &OrderRequest) -> Option<&SavedCard> {
        let card = self.cards.get(request.binding_id.as_ref()?)?;
        let is_own = card.account == account.index && Some(&card.client_id) == request.client_id.as_ref();
        (is_own && card.is_active).then_some(card)
    }

    /// The active cards of a customer, with their ids.
    pub(crate) fn of_client<'a>(
        &'a self,
        account: &'a Account,
        client_id: &'a str,
    ) -> impl Iterator<Item = (&'a String, &'a SavedCard)> {
        let own = move |card: &SavedCard| card.account == account.index && card.client_id == client_id;
        self.cards.iter().filter(move |(_, card)| card.is_active && own(card))
    }

    /// A card of the account, active or not.
    pub(crate) fn of_account(&mut self, account: &Account, id: &str) -> Option<&mut SavedCard> {
        self.cards.get_mut(id).filter(|card| card.account == account.index)
    }

    /// Saves a card. Returns its id, and whether it is a new card: the same card of the same customer keeps its id.
    pub(crate) fn save(&mut self, card: SavedCard, new_id: String) -> (String, bool) {
        let same = |known: &SavedCard| {
            (known.account, &known.client_id) == (card.account, &card.client_id)
                && known.masked_pan == card.masked_pan
                && known.expiry == card.expiry
        };
        if let Some((id, known)) = self.cards.iter_mut().find(|(_, known)| same(known)) {
            known.is_active = true;
            return (id.clone(), false);
        }
        if self.queue.len() >= MAX_CARDS
            && let Some(oldest) = self.queue.pop_front()
        {
            self.cards.remove(&oldest);
        }
        self.queue.push_back(new_id.clone());
        self.cards.insert(new_id.clone(), card);
        (new_id, true)
    }
}
