//! The state of a sandbox: what endpoints, pages and commands read and change.

use std::sync::Arc;

use crate::account::{self, Account};
use crate::call::Call;
use crate::callback::{self, Answer, Callback, CallbackQueue};
use crate::clock::Clock;
use crate::events::{self, Event, Events};
use crate::exchange_log::{Exchange, ExchangeLog};
use crate::fault::{FaultKind, Faults};
use crate::http::Response;
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
    pub(crate) events: Events,
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
            events: Events::default(),
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

    /// Removes all orders, saved cards, faults, calls and callbacks, and sets the clock to the caller's. The random numbers
    /// go on, so that no id comes twice.
    pub(crate) fn reset(&mut self) {
        let fresh = Self::new(self.options.clone());
        let random = std::mem::replace(&mut self.random, Random::new(0));
        *self = Self { random, ..fresh };
    }

    /// Records a call and its reply.
    pub(crate) fn record_call(&mut self, call: &Call<'_>, response: &Response) {
        let id = self.order_of(call, response);
        let exchange = Exchange::new(call, response, id);
        let line = events::line_of_call(call, &exchange, response, &mut self.orders);
        self.events.push(call.now_ms, line);
        self.exchanges.record(exchange);
    }

    /// The id of the order that a call is about: the call or its reply names it.
    fn order_of(&mut self, call: &Call<'_>, response: &Response) -> Option<String> {
        let named = ["orderId", "mdOrder"].iter().find_map(|name| call.params.get(name)).map(str::to_owned);
        let replied = || match serde_json::from_slice(&response.body).ok()? {
            serde_json::Value::Object(reply) => reply.get("orderId")?.as_str().map(str::to_owned),
            _ => None,
        };
        if let Some(id) = named.or_else(replied) {
            return self.orders.by_id(&id, call.now_ms).map(|order| order.id.clone());
        }
        let number = call.params.get("orderNumber")?;
        self.orders.by_number(&call.account, number, call.now_ms).map(|order| order.id.clone())
    }

    /// The events since the last call, oldest first.
    pub(crate) fn take_events(&mut self, now_ms: u64) -> Vec<Event> {
        self.events.take(&mut self.orders, now_ms)
    }

    /// The callbacks that are due. Each is to be sent once and then reported.
    pub(crate) fn take_callbacks(&mut self, now_ms: u64) -> Vec<Callback> {
        self.compose_callbacks(now_ms);
        self.callbacks.take(now_ms)
    }

    /// Composes the callbacks of what happened to the orders since the last call.
    pub(crate) fn compose_callbacks(&mut self, now_ms: u64) {
        if !self.notifies {
            return;
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
    }

    /// Records the answer to a callback, or that there was none.
    pub(crate) fn report_callback(&mut self, id: u64, answer: Answer, now_ms: u64) {
        if let Some((line, pause_ms)) = self.callbacks.report(id, answer, now_ms) {
            self.events.push(now_ms, events::line_of_callback(line, pause_ms / 1000));
        }
    }
}
