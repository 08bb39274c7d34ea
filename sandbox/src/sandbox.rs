//! The sandbox as a whole: state, clock and the way from a request to a response.

use std::sync::Arc;

use serde_json::Value;

use crate::binding::Bindings;
use crate::callback::{self, Callback, CallbackLine, Queue};
use crate::control;
use crate::endpoints::{self, Call};
use crate::exchange::{Exchange, Log};
use crate::fault::{self, Fault, FaultKind, Faults};
use crate::http::{Request, Response};
use crate::options::Options;
use crate::pages;
use crate::rng::Rng;
use crate::routes::{self, Route};
use crate::shop::{self, Shop};
use crate::store::Store;
use crate::view::{self, OrderView};
use crate::wire::message::Failure;
use crate::wire::profile::Profile;
use crate::wire::reply;

/// A gateway with its orders in memory.
///
/// Time only comes in through the `now_ms` arguments (epoch milliseconds); it never runs backwards: an earlier moment than
/// one already seen counts as that one.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) options: Options,
    pub(crate) shops: Vec<Arc<Shop>>,
    pub(crate) store: Store,
    pub(crate) rng: Rng,
    pub(crate) bindings: Bindings,
    /// Whether any order has somebody to be told.
    pub(crate) announces: bool,
    callbacks: Queue,
    faults: Faults,
    exchanges: Log,
    /// What befalls the request being answered.
    struck: Vec<Fault>,
    now_ms: u64,
    /// How far the clock was moved ahead by hand.
    ahead_ms: u64,
}

impl Sandbox {
    /// An empty sandbox.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            shops: shop::shops(&options),
            store: Store::new(options.max_orders, options.max_order_bytes),
            rng: Rng::new(options.seed),
            announces: options.callbacks.url.is_some(),
            callbacks: Queue::default(),
            faults: Faults::default(),
            exchanges: Log::new(options.max_exchanges),
            struck: Vec::new(),
            bindings: Bindings::default(),
            now_ms: 0,
            ahead_ms: 0,
            options,
        }
    }

    /// Answers one request. Never fails: what is wrong with a request is said in the response.
    pub fn handle(&mut self, request: &Request, now_ms: u64) -> Response {
        let now_ms = self.at(now_ms);
        if request.body.len() > self.options.max_body_bytes {
            let text = format!("the body is longer than {} bytes\n", self.options.max_body_bytes);
            return Response::new(413, "text/plain;charset=UTF-8", text);
        }
        let Some(call) = Call::new(request, &self.options, &self.shops, now_ms) else {
            return Response::new(500, "text/plain;charset=UTF-8", "the sandbox has no merchant\n");
        };
        match routes::find(&request.path) {
            Route::Api(method) => {
                let response = self.answer_or_fail(&method, &call);
                self.exchanges.record(&call, &response);
                response
            }
            Route::Payment(language) => pages::payment(self, &call, language.as_deref()),
            Route::Issuer => pages::issuer(self, &call),
            Route::Control => pages::control(self, &call),
            Route::Command(name) => control::api(self, &call, &name),
            Route::Unknown => Response::new(
                404,
                "text/plain;charset=UTF-8",
                format!("nothing at {}. The REST root is {}{}\n", request.path, call.origin, routes::REST_ROOT),
            ),
        }
    }

    fn answer_or_fail(&mut self, method: &str, call: &Call<'_>) -> Response {
        let ids: Vec<&str> =
            ["orderId", "mdOrder", "orderNumber"].iter().filter_map(|name| call.params.get(name)).collect();
        self.struck = self.faults.for_request(method, &ids, &mut self.rng);
        if let Some(response) = fault::instead(&self.struck) {
            return response;
        }
        let response = endpoints::answer(self, method, call);
        fault::spoil(&std::mem::take(&mut self.struck), response)
    }

    /// The last calls, newest first, with secrets masked.
    #[must_use]
    pub fn exchanges(&self) -> Vec<&Exchange> {
        self.exchanges.lines().collect()
    }

    /// Switches a fault on.
    ///
    /// # Errors
    /// When a value is out of its range, or a hundred faults are switched on already.
    pub fn fail(&mut self, fault: Fault) -> Result<(), String> {
        self.faults.add(fault)
    }

    /// Switches all faults off.
    pub fn heal(&mut self) {
        self.faults.clear();
    }

    /// The faults that are switched on.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.faults.list()
    }

    /// Moves the clock ahead, for good: sessions end, holds are captured or released on their dates.
    pub fn advance(&mut self, ms: u64) {
        self.ahead_ms = self.ahead_ms.saturating_add(ms);
    }

    /// All remembered orders, newest first.
    pub fn orders(&mut self, now_ms: u64) -> Vec<OrderView> {
        let now_ms = self.at(now_ms);
        self.store.all(now_ms).into_iter().map(view::view).collect()
    }

    /// The notifications that are due by now. Each is to be sent once and then reported.
    pub fn take_callbacks(&mut self, now_ms: u64) -> Vec<Callback> {
        let now_ms = self.at(now_ms);
        if !self.announces {
            return Vec::new();
        }
        let options = &self.options.callbacks;
        for order in self.store.settle_all(now_ms) {
            for news in std::mem::take(&mut order.news) {
                let quirks = self.faults.for_callback(&[&order.id, &order.terms.number], &mut self.rng);
                let copies = if quirks.contains(&FaultKind::CallbackTwice) { 2 } else { 1 };
                if let Some(callback) = callback::compose(order, &news, options, &quirks) {
                    (0..copies).for_each(|_| self.callbacks.push(callback.clone()));
                }
            }
        }
        self.callbacks.take(now_ms)
    }

    /// How a notification was answered: its HTTP status, or `None` when there was no answer. Anything but 200 is tried
    /// again after [`Callbacks::retry_secs`](crate::Callbacks::retry_secs), until it is given up.
    pub fn report_callback(&mut self, id: u64, answer: Option<u16>, now_ms: u64) {
        let now_ms = self.at(now_ms);
        self.callbacks.report(id, answer, &self.options.callbacks, now_ms);
    }

    /// How the last 200 notifications went, oldest first.
    #[must_use]
    pub fn callback_lines(&self) -> Vec<CallbackLine> {
        self.callbacks.lines.iter().cloned().collect()
    }

    /// The moment this is in the sandbox.
    pub(crate) fn at(&mut self, now_ms: u64) -> u64 {
        self.now_ms = self.now_ms.max(now_ms.saturating_add(self.ahead_ms));
        self.now_ms
    }

    /// An order number of the gateway's own making.
    pub(crate) fn next_number(&mut self, shop: &Shop, now_ms: u64) -> String {
        loop {
            let number = self.rng.digits(10);
            if self.store.by_number(shop, &number, now_ms).is_none() {
                return number;
            }
        }
    }

    pub(crate) fn json(&self, shop: &Shop, status: u16, body: Value) -> Response {
        let body = if shop.profile == Profile::Allstrings { reply::stringify(body) } else { body };
        let body = fault::tamper(&self.struck, body);
        reply::json(shop.dialect, status, &body)
    }

    /// An error in the style of the profile.
    pub(crate) fn refuse(&self, failure: &Failure, call: &Call<'_>) -> Response {
        let denied = *failure == Failure::access_denied();
        let status = if denied { call.shop.dialect.denied_status } else { 200 };
        self.json(&call.shop, status, Value::Object(reply::failed(call.shop.dialect.error, failure, call.language)))
    }
}
