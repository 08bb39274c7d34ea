//! The orders in memory, within limits. Beyond a limit, the oldest order and its number are removed.

use std::collections::{BTreeMap, VecDeque};

use crate::account::Account;
use crate::order::Order;

#[derive(Debug)]
pub(crate) struct Orders {
    by_id: BTreeMap<String, Order>,
    /// Ids by account and order number.
    ids_by_number: BTreeMap<(usize, String), String>,
    /// Ids and their weight in bytes, the oldest first.
    queue: VecDeque<(String, usize)>,
    bytes: usize,
    max_count: usize,
    max_bytes: usize,
}

impl Orders {
    pub(crate) fn new(max_orders: usize, max_bytes: usize) -> Self {
        Self {
            by_id: BTreeMap::new(),
            ids_by_number: BTreeMap::new(),
            queue: VecDeque::new(),
            bytes: 0,
            max_count: max_orders.max(1),
            max_bytes,
        }
    }

    pub(crate) fn insert(&mut self, order: Order) {
        let weight = order.weight();
        self.bytes += weight;
        self.queue.push_back((order.id.clone(), weight));
        self.ids_by_number.insert((order.account.index, order.request.number.clone()), order.id.clone());
        self.by_id.insert(order.id.clone(), order);
        self.make_space();
    }

    /// Removes the oldest orders beyond the limits. The newest order always stays, whatever its weight.
    fn make_space(&mut self) {
        while self.queue.len() > 1 && (self.queue.len() > self.max_count || self.bytes > self.max_bytes) {
            self.remove_oldest();
        }
    }

    fn remove_oldest(&mut self) {
        if let Some((id, weight)) = self.queue.pop_front() {
            self.bytes = self.bytes.saturating_sub(weight);
            if let Some(order) = self.by_id.remove(&id) {
                self.ids_by_number.remove(&(order.account.index, order.request.number));
            }
        }
    }

    /// The order with this id, brought up to date.
    pub(crate) fn by_id(&mut self, id: &str, now_ms: u64) -> Option<&mut Order> {
        let order = self.by_id.get_mut(id)?;
        order.settle(now_ms);
        Some(order)
    }

    /// The order with this id, when it belongs to this account.
    pub(crate) fn of_account(&mut self, account: &Account, id: &str, now_ms: u64) -> Option<&mut Order> {
        self.by_id(id, now_ms).filter(|order| order.account.index == account.index)
    }

    /// The orders whose number or id has this text in it, newest first: how many there are, and one page of them.
    pub(crate) fn page(&mut self, search: &str, offset: usize, limit: usize, now_ms: u64) -> (usize, Vec<&Order>) {
        drop(self.settle_all(now_ms));
        let search = search.trim().to_lowercase();
        let is_meant = |order: &&Order| {
            search.is_empty() || order.request.number.to_lowercase().contains(&search) || order.id.contains(&search)
        };
        let found = self.queue.iter().rev().filter_map(|(id, _)| self.by_id.get(id)).filter(is_meant);
        let (mut count, mut page) = (0, Vec::new());
        for order in found {
            if count >= offset && page.len() < limit {
                page.push(order);
            }
            count += 1;
        }
        (count, page)
    }

    /// The order of this account with this number, brought up to date.
    pub(crate) fn by_number(&mut self, account: &Account, number: &str, now_ms: u64) -> Option<&mut Order> {
        let id = self.ids_by_number.get(&(account.index, number.to_owned()))?.clone();
        self.by_id(&id, now_ms)
    }

    /// The order with this id or number, of any account.
    pub(crate) fn find(&mut self, name: &str, now_ms: u64) -> Option<&mut Order> {
        let by_number = || self.ids_by_number.iter().find(|((_, number), _)| number == name).map(|(_, id)| id.clone());
        let id = if self.by_id.contains_key(name) { name.to_owned() } else { by_number()? };
        self.by_id(&id, now_ms)
    }

    /// Weighs an order again that has grown, and removes the oldest orders if there is no space for it.
    pub(crate) fn weigh_again(&mut self, id: &str) {
        let Some(weight) = self.by_id.get(id).map(Order::weight) else { return };
        if let Some((_, known)) = self.queue.iter_mut().find(|(queued, _)| queued == id) {
            self.bytes = self.bytes.saturating_sub(std::mem::replace(known, weight)) + weight;
        }
        self.make_space();
    }

    /// All orders, brought up to date.
    pub(crate) fn settle_all(&mut self, now_ms: u64) -> impl Iterator<Item = &mut Order> {
        self.by_id.values_mut().for_each(|order| order.settle(now_ms));
        self.by_id.values_mut()
    }

    /// All orders, brought up to date, the newest first.
    pub(crate) fn all(&mut self, now_ms: u64) -> Vec<&Order> {
        drop(self.settle_all(now_ms));
        self.queue.iter().rev().filter_map(|(id, _)| self.by_id.get(id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account;
    use crate::options::Options;
    use crate::order::{OrderRequest, Rules};

    #[test]
    fn nothing_of_a_removed_order_stays() {
        let mut orders = Orders::new(2, usize::MAX);
        let rules = Rules {
            max_attempts: 1,
            decline_closes: false,
            no_attempt_action: 0,
            acknowledge_ms: None,
            notifies: false,
        };
        let account = account::accounts(&Options::default()).remove(0);
        for number in 0..10 {
            let request = OrderRequest { number: format!("N-{number}"), ..OrderRequest::default() };
            orders.insert(Order::new(format!("id-{number}"), account.clone(), request, Vec::new(), rules, 0));
        }
        assert_eq!((orders.by_id.len(), orders.ids_by_number.len(), orders.queue.len()), (2, 2, 2));
        assert_eq!(orders.bytes, orders.queue.iter().map(|(_, weight)| weight).sum::<usize>());
    }
}
