//! The sandbox from outside: routes a request to its endpoint or page, and records the calls.

use serde_json::Value;

use crate::call::Call;
use crate::callback::{Answer, Callback, CallbackLine};
use crate::control;
use crate::endpoints;
use crate::exchange_log::Exchange;
use crate::fault::{self, Fault};
use crate::http::{Request, Response};
use crate::options::Options;
use crate::pages;
use crate::payment::{self, Paid, Payment, PaymentError};
use crate::routes::{self, Route};
use crate::state::State;
use crate::view::OrderView;

const TEXT: &str = "text/plain;charset=UTF-8";

/// A gateway that keeps its orders in memory.
///
/// The time comes from the `now_ms` arguments, in epoch milliseconds. It never runs backwards: a time before an earlier one
/// counts as the earlier one.
#[derive(Debug)]
pub struct Sandbox(State);

impl Sandbox {
    /// A sandbox without orders.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self(State::new(options))
    }

    /// Answers a request. A bad request has an error response.
    pub fn handle(&mut self, request: &Request, now_ms: u64) -> Response {
        let state = &mut self.0;
        let now_ms = state.clock.read(now_ms);
        let max_bytes = state.options.max_body_bytes;
        if request.body.len() > max_bytes {
            return Response::new(413, TEXT, format!("the body is longer than {max_bytes} bytes\n"));
        }
        let Some(mut call) = Call::new(request, &state.options, &state.accounts, now_ms) else {
            return Response::new(500, TEXT, "the sandbox has no account\n");
        };
        let route = routes::find(&request.path);
        if matches!(route, Route::Api(_) | Route::Command(_)) && call.is_from_another_site() {
            return Response::new(403, TEXT, "a page of another site must not call the sandbox\n");
        }
        match route {
            Route::Api(name) => {
                let response = answer(state, &mut call, &name);
                state.record_call(&call, &response);
                response
            }
            Route::Payment(language) => pages::payment(state, &call, language.as_deref()),
            Route::Issuer => pages::issuer(state, &call),
            Route::Control => pages::control(state, &call),
            Route::Command(name) => control::api(state, &call, &name),
            Route::Unknown => {
                let root = format!("{}{}", call.origin, routes::REST_ROOT);
                Response::new(404, TEXT, format!("nothing is at {}. The REST root is {root}\n", request.path))
            }
        }
    }

    /// Carries out a command of the control API, such as `orders`, `pay` or `refund`. Arguments and result are JSON. The error
    /// of an unknown command lists the known ones.
    ///
    /// # Errors
    /// When the command is unknown or an argument is wrong. The text names it.
    pub fn command(&mut self, name: &str, arguments: &Value, now_ms: u64) -> Result<Value, String> {
        let now_ms = self.0.clock.read(now_ms);
        control::run(&mut self.0, name, arguments, now_ms)
    }

    /// Pays an order without a browser.
    ///
    /// # Errors
    /// When there was no attempt to pay. A declined attempt is a [`Paid`].
    pub fn pay(&mut self, order_id: &str, payment: &Payment, now_ms: u64) -> Result<Paid, PaymentError> {
        let now_ms = self.0.clock.read(now_ms);
        payment::pay(&mut self.0, order_id, payment, now_ms)
    }

    /// All orders, newest first.
    pub fn orders(&mut self, now_ms: u64) -> Vec<OrderView> {
        let now_ms = self.0.clock.read(now_ms);
        self.0.order_views(now_ms)
    }

    /// Moves the clock ahead. It stays ahead of the `now_ms` arguments from then on.
    pub fn advance(&mut self, ms: u64) {
        self.0.clock.advance(ms);
    }

    /// Makes the next requests fail in this way.
    ///
    /// # Errors
    /// When a value is out of its range, or a hundred faults are active already.
    pub fn inject_fault(&mut self, fault: Fault) -> Result<(), String> {
        self.0.faults.inject(fault)
    }

    /// Removes all faults.
    pub fn clear_faults(&mut self) {
        self.0.faults.clear();
    }

    /// The active faults.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.0.faults.list()
    }

    /// The last calls and replies, newest first. Secrets are masked.
    #[must_use]
    pub fn exchanges(&self) -> Vec<&Exchange> {
        self.0.exchanges.lines().collect()
    }

    /// The callbacks that are due. Send each once, and report its answer.
    pub fn take_callbacks(&mut self, now_ms: u64) -> Vec<Callback> {
        let now_ms = self.0.clock.read(now_ms);
        self.0.take_callbacks(now_ms)
    }

    /// Reports the HTTP status of the answer to a callback, or `None` when there was no answer. Only 200 is a success.
    /// After a failure the callback is due again [`Callbacks::retry_secs`](crate::Callbacks::retry_secs) later, until it is
    /// given up.
    pub fn report_callback(&mut self, id: u64, answer: Option<u16>, now_ms: u64) {
        let now_ms = self.0.clock.read(now_ms);
        self.0.report_callback(id, Answer { status: answer, ..Answer::default() }, now_ms);
    }

    /// The results of the last 20,000 attempts to send a callback, oldest first.
    #[must_use]
    pub fn callback_lines(&self) -> Vec<CallbackLine> {
        self.0.callbacks.lines().cloned().collect()
    }
}

/// Answers a REST call, unless a fault replaces the reply.
fn answer(state: &mut State, call: &mut Call<'_>, name: &str) -> Response {
    let ids = order_ids(state, call);
    call.active_faults = state.faults.for_request(name, &ids, &mut state.random);
    match fault::replace(&call.active_faults) {
        Some(response) => response,
        None => fault::corrupt(&call.active_faults, endpoints::answer(state, call, name)),
    }
}

/// The id and the number of every order that the call names. A call names an order by one of them, a fault perhaps by the
/// other.
fn order_ids(state: &mut State, call: &Call<'_>) -> Vec<String> {
    let mut ids = Vec::new();
    for name in ["orderId", "mdOrder", "orderNumber"] {
        let Some(value) = call.params.get(name) else { continue };
        ids.push(value.to_owned());
        if name == "orderNumber" {
            ids.extend(state.orders.by_number(&call.account, value, call.now_ms).map(|order| order.id.clone()));
        } else {
            let order = state.orders.of_account(&call.account, value, call.now_ms);
            ids.extend(order.map(|order| order.request.number.clone()));
        }
    }
    ids
}
