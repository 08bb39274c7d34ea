//! Saved cards. A shop's customer (`clientId`) saves a card when paying; a later order names it (`bindingId`) and the page
//! asks for the security code alone (BPC REST reference, "stored credentials").

use std::collections::{BTreeMap, VecDeque};

use crate::cards::Outcome;
use crate::order::Terms;
use crate::shop::Shop;

/// What is kept of a saved card: enough to show it and to know how its issuer behaves, never the number.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    /// The account the customer belongs to.
    pub(crate) shop: usize,
    pub(crate) client_id: String,
    pub(crate) masked_pan: String,
    /// `year * 100 + month`
    pub(crate) expiry: u32,
    pub(crate) holder: String,
    pub(crate) outcome: Outcome,
}

/// Cards remembered; the oldest is forgotten first.
const MAX_BINDINGS: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct Bindings {
    cards: BTreeMap<String, Binding>,
    queue: VecDeque<String>,
}

impl Bindings {
    /// The saved card these terms name, where it is a card of their customer.
    pub(crate) fn named(&self, shop: &Shop, terms: &Terms) -> Option<&Binding> {
        let binding = self.cards.get(terms.binding_id.as_ref()?)?;
        (binding.shop == shop.index && Some(&binding.client_id) == terms.client_id.as_ref()).then_some(binding)
    }

    /// Saves a card; the same card of the same customer keeps its id. Says whether it is a new one.
    pub(crate) fn save(&mut self, binding: Binding, new_id: String) -> (String, bool) {
        let same = |known: &Binding| {
            (known.shop, &known.client_id) == (binding.shop, &binding.client_id)
                && known.masked_pan == binding.masked_pan
                && known.expiry == binding.expiry
        };
        if let Some((id, _)) = self.cards.iter().find(|(_, known)| same(known)) {
            return (id.clone(), false);
        }
        if self.queue.len() >= MAX_BINDINGS
            && let Some(oldest) = self.queue.pop_front()
        {
            self.cards.remove(&oldest);
        }
        self.queue.push_back(new_id.clone());
        self.cards.insert(new_id.clone(), binding);
        (new_id, true)
    }
}
