//! The orders in memory, within limits: when there are too many, the oldest is forgotten together with its number.

use std::collections::{BTreeMap, VecDeque};

use crate::order::Order;
use crate::shop::Shop;

#[derive(Debug)]
pub(crate) struct Store {
    orders: BTreeMap<String, Order>,
    /// Ids by account and the shop's own number.
    ids_by_number: BTreeMap<(usize, String), String>,
    /// Ids, oldest first, with the weight each was counted with.
    queue: VecDeque<(String, usize)>,
    bytes: usize,
    max_orders: usize,
    max_bytes: usize,
}

impl Store {
    pub(crate) fn new(max_orders: usize, max_bytes: usize) -> Self {
        Self {
            orders: BTreeMap::new(),
            ids_by_number: BTreeMap::new(),
            queue: VecDeque::new(),
            bytes: 0,
            max_orders: max_orders.max(1),
            max_bytes,
        }
    }

    pub(crate) fn insert(&mut self, order: Order) {
        let weight = order.weight();
        self.bytes += weight;
        self.queue.push_back((order.id.clone(), weight));
        self.ids_by_number.insert((order.shop.index, order.terms.number.clone()), order.id.clone());
        self.orders.insert(order.id.clone(), order);
        // The newest order always stays, however heavy it is.
        while self.queue.len() > 1 && (self.queue.len() > self.max_orders || self.bytes > self.max_bytes) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((id, weight)) = self.queue.pop_front() {
            self.bytes = self.bytes.saturating_sub(weight);
            if let Some(order) = self.orders.remove(&id) {
                self.ids_by_number.remove(&(order.shop.index, order.terms.number));
            }
        }
    }

    /// The order as it is now: time has been let pass before it is handed out.
    pub(crate) fn by_id(&mut self, id: &str, now_ms: u64) -> Option<&mut Order> {
        let order = self.orders.get_mut(id)?;
        order.settle(now_ms);
        Some(order)
    }

    /// An order of this shop; another shop's is as good as none.
    pub(crate) fn of_shop(&mut self, shop: &Shop, id: &str, now_ms: u64) -> Option<&mut Order> {
        self.by_id(id, now_ms).filter(|order| order.shop.index == shop.index)
    }

    pub(crate) fn by_number(&mut self, shop: &Shop, number: &str, now_ms: u64) -> Option<&mut Order> {
        let id = self.ids_by_number.get(&(shop.index, number.to_owned()))?.clone();
        self.by_id(&id, now_ms)
    }

    /// Lets time pass for every order.
    pub(crate) fn settle_all(&mut self, now_ms: u64) -> impl Iterator<Item = &mut Order> {
        self.orders.values_mut().for_each(|order| order.settle(now_ms));
        self.orders.values_mut()
    }

    /// All orders, newest first, as they are now.
    pub(crate) fn all(&mut self, now_ms: u64) -> Vec<&Order> {
        drop(self.settle_all(now_ms));
        self.queue.iter().rev().filter_map(|(id, _)| self.orders.get(id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::order::{Rules, Terms};
    use crate::shop;

    #[test]
    fn nothing_of_a_forgotten_order_stays() {
        let mut store = Store::new(2, usize::MAX);
        let rules = Rules {
            max_attempts: 1,
            decline_closes: false,
            untouched_action: 0,
            acknowledge_ms: None,
            announces: false,
        };
        let shop = shop::shops(&Options::default()).remove(0);
        for number in 0..10 {
            let terms = Terms { number: format!("N-{number}"), ..Terms::default() };
            store.insert(Order::new(format!("id-{number}"), shop.clone(), terms, Vec::new(), rules, 0));
        }
        assert_eq!((store.orders.len(), store.ids_by_number.len(), store.queue.len()), (2, 2, 2));
        assert_eq!(store.bytes, store.queue.iter().map(|(_, weight)| weight).sum::<usize>());
    }
}
