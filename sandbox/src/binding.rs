//! Saved cards. A shop's customer (`clientId`) saves a card when paying; a later order names it (`bindingId`) and the page
//! asks for the security code alone (BPC REST reference, "stored credentials").

use std::collections::{BTreeMap, VecDeque};

use crate::cards::Outcome;

/// What is kept of a saved card: enough to show it and to know how its issuer behaves, never the number.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
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
    /// A card of this customer.
    pub(crate) fn get(&self, id: &str, client_id: Option<&str>) -> Option<&Binding> {
        self.cards.get(id).filter(|binding| Some(binding.client_id.as_str()) == client_id)
    }

    /// Saves a card; the same card of the same customer keeps its id.
    pub(crate) fn save(&mut self, binding: Binding, new_id: String) -> String {
        let same = |known: &Binding| {
            known.client_id == binding.client_id
                && known.masked_pan == binding.masked_pan
                && known.expiry == binding.expiry
        };
        if let Some((id, _)) = self.cards.iter().find(|(_, known)| same(known)) {
            return id.clone();
        }
        if self.queue.len() >= MAX_BINDINGS
            && let Some(oldest) = self.queue.pop_front()
        {
            self.cards.remove(&oldest);
        }
        self.queue.push_back(new_id.clone());
        self.cards.insert(new_id.clone(), binding);
        new_id
    }
}
