//! The state of a sandbox: what endpoints, pages and commands read and change.

use std::sync::Arc;

use crate::account::{self, Account};
use crate::callback::{self, Callback, CallbackQueue};
use crate::clock::Clock;
use crate::exchange_log::ExchangeLog;
use crate::fault::{FaultKind, Faults};
use crate::options::Options;
use crate::orders::Orders;
use crate::random::Random;
use crate::saved_cards::SavedCards;
use crate::view::{self, OrderView};

/// All that a sandbox keeps between two requests.
///
/// Methods take the time of the sandbox in epoch milliseconds, as [`Clock::read`] returns it.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) options: Options,
    pub(crate) accounts: Vec<Arc<Account>>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) orders: Orders,
    pub(crate) saved_cards: SavedCards,
    pub(crate) faults: Faults,
    pub(crate) callbacks: CallbackQueue,
    pub(crate) exchanges: ExchangeLog,
    /// Whether the merchant of any order is notified. Without, no order needs to be searched for notifications.
    pub(crate) notifies: bool,
}

impl State {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            accounts: account::accounts(&options),
            clock: Clock::default(),
            random: Random::new(options.seed),
            orders: Orders::new(options.max_orders, options.max_order_bytes),
            saved_cards: SavedCards::default(),
            faults: Faults::default(),
            callbacks: CallbackQueue::default(),
            exchanges: ExchangeLog::new(options.max_exchanges),
            notifies: options.callbacks.url.is_some(),
            options,
        }
    }

    /// An order number that the account does not use yet.
    pub(crate) fn new_order_number(&mut self, account: &Account, now_ms: u64) -> String {
        loop {
            let number = self.random.digits(10);
            if self.orders.by_number(account, &number, now_ms).is_none() {
                return number;
            }
        }
    }

    /// All orders, newest first.
    pub(crate) fn order_views(&mut self, now_ms: u64) -> Vec<OrderView> {
        self.orders.all(now_ms).into_iter().map(view::view).collect()
    }

    /// The callbacks that are due. Each is to be sent once and then reported.
    pub(crate) fn take_callbacks(&mut self, now_ms: u64) -> Vec<Callback> {
        if !self.notifies {
            return Vec::new();
        }
        let options = &self.options.callbacks;
        for order in self.orders.settle_all(now_ms) {
            for notification in std::mem::take(&mut order.pending_notifications) {
                let ids = [order.id.clone(), order.request.number.clone()];
                let callback_faults = self.faults.for_callback(&ids, &mut self.random);
                let copies = if callback_faults.contains(&FaultKind::CallbackTwice) { 2 } else { 1 };
                if let Some(callback) = callback::compose(order, &notification, options, &callback_faults) {
                    (0..copies).for_each(|_| self.callbacks.push(callback.clone()));
                }
            }
        }
        self.callbacks.take(now_ms)
    }

    /// Records the HTTP status of the answer to a callback, or that there was none.
    pub(crate) fn report_callback(&mut self, id: u64, answer: Option<u16>, now_ms: u64) {
        self.callbacks.report(id, answer, now_ms);
    }
}
