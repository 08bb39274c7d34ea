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
        (card.account == account.index && Some(&card.client_id) == request.client_id.as_ref()).then_some(card)
    }

    /// Saves a card. Returns its id, and whether it is a new card: the same card of the same customer keeps its id.
    pub(crate) fn save(&mut self, card: SavedCard, new_id: String) -> (String, bool) {
        let same = |known: &SavedCard| {
            (known.account, &known.client_id) == (card.account, &card.client_id)
                && known.masked_pan == card.masked_pan
                && known.expiry == card.expiry
        };
        if let Some((id, _)) = self.cards.iter().find(|(_, known)| same(known)) {
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
