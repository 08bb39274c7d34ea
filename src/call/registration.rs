//! A registration. It is sent once, because a second request could register a second order.

use std::fmt;

use super::failure::{in_doubt, redacted, unreadable, unusable, what_next};
use super::question::{Explain, Purpose, Question};
use super::{Answer, Context, Failure, MAX_ORDER_BYTES, Request, Sending, State};
use crate::model::error::{Error, ErrorCode};
use crate::model::expected::Query;
use crate::model::gateway::Gateway;
use crate::model::ids::{OrderId, OrderNumber};
use crate::model::order::{Numbering, Order};
use crate::model::text;
use crate::protocol::fit::fit;
use crate::protocol::register::{self, Addresses, Registration};
use crate::protocol::reply::Reply;
use crate::protocol::status::{OrderReport, OrderStatus};
use crate::trust::comparison::is_price;
use crate::trust::return_token;

const TOO_LARGE: &str =
    "has more than 384 KiB of text; the gateway repeats it in each status reply, so shorten orderBundle or jsonParams";
const SAME_ORDER: &str = "this order is already registered with the same amount and currency; call verify. Use a new number only after it is declined or expired";
const SAME_ORDER_UNPAID: &str = "this order is already registered with the same amount and currency, and is not paid yet; send the customer to the payment page in formUrl";
const OTHER_ORDER: &str = "orderNumber is already in use by an order with another amount or currency; use a new number";
const ORDER_NOT_READ: &str = "orderNumber is already in use, and its order could not be read; call verify, or register again with the same orderNumber. Do not use a new number: the customer could pay twice";
const NUMBER_WITHOUT_ORDER: &str =
    "the gateway answered code 1, which mostly means a number in use, but finds no order with it; ask your bank";
const GENERATED_IN_USE: &str =
    "the generated orderNumber is already in use; nothing was registered, call register again";

/// A registered order: where to send the customer, and under which ids the order is known.
///
/// `Debug` shows no return URL.
#[derive(Clone, PartialEq, Eq)]
pub struct Registered {
    registration: Registration,
    order_number: Option<OrderNumber>,
    return_url: String,
}

impl fmt::Debug for Registered {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = out.debug_struct("Registered");
        shown
            .field("registration", &self.registration)
            .field("order_number", &self.order_number)
            .finish_non_exhaustive()
    }
}

impl Registered {
    /// The gateway's id of the order.
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        &self.registration.order_id
    }

    /// The URL of the payment page. Redirect the customer to it.
    #[must_use]
    pub fn form_url(&self) -> &str {
        &self.registration.form_url
    }

    /// The order number, given or generated. `None` where the bank gives the number.
    #[must_use]
    pub fn order_number(&self) -> Option<&OrderNumber> {
        self.order_number.as_ref()
    }

    /// The return URL as it was sent, with the signed state where the gateway has return keys. Keep it private: with it
    /// anybody can ask the store for the status of the order.
    #[must_use]
    pub fn return_url(&self) -> &str {
        &self.return_url
    }
}

/// A registration in progress.
pub(super) struct Registering {
    order: Order,
    number: Option<OrderNumber>,
    addresses: Addresses,
}

/// A registration that was refused because its number is in use.
struct Duplicate {
    registering: Registering,
    refusal: Error,
}

impl Registering {
    pub(super) fn begin(order: Order, context: &Context<'_>) -> State {
        match Self::prepare(order, context) {
            Ok(registering) => State::Sending(Sending::Registration(registering)),
            Err(error) => State::Done(Err(error)),
        }
    }

    fn prepare(mut order: Order, context: &Context<'_>) -> Result<Self, Error> {
        let Context { gateway, start, .. } = context;
        let number = number(&order, gateway, start.now_ms, start.random)?;
        if order.parameters().iter().map(|(_, text)| text.len()).sum::<usize>() > MAX_ORDER_BYTES {
            return Err(Error::invalid("order", TOO_LARGE));
        }
        fit(&mut order, number.as_ref(), gateway)?;
        let addresses = return_token::addresses(&order, number.as_ref(), gateway, start.now_ms)
            .map_err(|error| error.for_order_number(number.as_ref().map(OrderNumber::as_str)))?;
        Ok(Self { order, number, addresses })
    }

    pub(super) fn request(&self, context: &Context<'_>) -> Request {
        let gateway = context.gateway;
        let form = register::form(&self.order, self.number.as_ref(), &self.addresses, gateway);
        Request::new(gateway, register::endpoint(self.order.phase()).name(), form, gateway.timeout_ms())
    }

    pub(super) fn replied(self, reply: Result<Reply, Failure>, context: &Context<'_>) -> State {
        let gateway = context.gateway;
        let what_next = what_next(self.number.is_some());
        let error = match reply {
            Err(failure) => {
                let error = self.about(in_doubt(failure, what_next, gateway));
                return State::Done(Err(error.retryable(failure.no_connection().is_some())));
            }
            Ok(reply) => match register::read(&reply, gateway) {
                Ok(registration) => return State::Done(Ok(Answer::Registered(self.done(registration)))),
                Err(refusal) if is_duplicate(&refusal) => {
                    return self.duplicate(redacted(refusal, gateway), context);
                }
                Err(error) if error.code() == ErrorCode::MalformedReply => unreadable(error, &reply, what_next),
                Err(_) if reply.leaves_outcome_open() => unusable(&reply, what_next),
                Err(error) => error,
            },
        };
        State::Done(Err(self.about(redacted(error, gateway))))
    }

    fn done(self, registration: Registration) -> Registered {
        Registered { registration, order_number: self.number, return_url: self.addresses.return_url }
    }

    /// The number is in use: by this order, if the reply to an earlier registration was lost, or by another order.
    fn duplicate(self, refusal: Error, context: &Context<'_>) -> State {
        let number = match (&self.number, self.order.numbering()) {
            (Some(number), Numbering::Given(_)) => number.clone(),
            // A generated number is new, so another order has it.
            (Some(_), _) => {
                let error = worded(ErrorCode::DuplicateOrderNumber, GENERATED_IN_USE, &refusal);
                return State::Done(Err(self.about(error).retryable(true)));
            }
            (None, _) => return State::Done(Err(self.about(refusal))),
        };
        let purpose = Purpose::Explanation(Box::new(Duplicate { registering: self, refusal }));
        Question::new(Query::OrderNumber(number), purpose).ask(context)
    }

    /// Adds the order number and the method to the error. It is not retryable: it was sent.
    fn about(&self, error: Error) -> Error {
        let number = self.number.as_ref().map(OrderNumber::as_str);
        error.for_order_number(number).at(register::endpoint(self.order.phase()).name()).retryable(false)
    }
}

impl Explain for Duplicate {
    /// The error for the refusal, from the report about the order that has the number.
    fn explain(self: Box<Self>, report: Result<OrderReport, Error>, gateway: &Gateway) -> Error {
        let Self { registering, refusal } = *self;
        // A gateway may repeat there what it was sent.
        let own = |id: &&str| !gateway.credentials().appear_in(id);
        let error = match report {
            Err(error) if error.code() == ErrorCode::OrderNotFound => {
                worded(ErrorCode::DuplicateOrderNumber, NUMBER_WITHOUT_ORDER, &refusal)
            }
            Ok(report) if report.amount().is_some() && report.currency().is_some() => {
                let existing = |code, message| {
                    worded(code, message, &refusal)
                        .existing(report.order_id().filter(own), report.order_status().code())
                };
                if registering.is(&report) {
                    let form_url = registering.form_url(&report, gateway);
                    let message = if form_url.is_some() { SAME_ORDER_UNPAID } else { SAME_ORDER };
                    existing(ErrorCode::AlreadyRegistered, message).with_form_url(form_url)
                } else {
                    existing(ErrorCode::Conflict, OTHER_ORDER)
                }
            }
            _ => worded(ErrorCode::DuplicateOrderNumber, ORDER_NOT_READ, &refusal),
        };
        registering.about(error)
    }
}

impl Registering {
    /// The page on which an order that exists can still be paid, where the store has told its address.
    fn form_url(&self, report: &OrderReport, gateway: &Gateway) -> Option<String> {
        let is_unpaid = matches!(report.order_status(), OrderStatus::Registered | OrderStatus::AuthenticationStarted);
        let order_id = report.order_id().filter(|_| is_unpaid)?;
        gateway.form_url(order_id, self.order.parameter("language"))
    }

    /// Whether a report is about this order: the number, amount and currency are equal.
    fn is(&self, report: &OrderReport) -> bool {
        report.amount().is_some_and(|amount| is_price(amount, self.order.amount().minor(), report))
            && report.currency().is_some_and(|currency| self.order.currency().is(currency))
            && report.order_number() == self.number.as_ref().map(OrderNumber::as_str)
    }
}

/// The order number to register with.
fn number(order: &Order, gateway: &Gateway, now_ms: u64, random: u128) -> Result<Option<OrderNumber>, Error> {
    let max = gateway.order_number_max();
    match order.numbering() {
        Numbering::Given(number) => match number.as_str().chars().count() {
            length if length > max => Err(Error::invalid("order.orderNumber", &text::too_long(length, max))),
            _ => Ok(Some(number.clone())),
        },
        Numbering::Generated => Ok(Some(OrderNumber::generate(now_ms, random, max))),
        Numbering::ByBank if gateway.return_keys().is_some() => {
            let why = "is null, but the signed return needs a number; remove gateway.returnKey, or give an orderNumber";
            Err(Error::invalid("order.orderNumber", why))
        }
        Numbering::ByBank => Ok(None),
    }
}

/// An error with the gateway's message of another error.
fn worded(code: ErrorCode, message: &str, refusal: &Error) -> Error {
    let error = Error::new(code, message);
    match refusal.gateway() {
        Some(gateway) => error.with_gateway(gateway.clone()),
        None => error,
    }
}

/// Gateway code 1 on a registration: the order number is in use.
fn is_duplicate(error: &Error) -> bool {
    error.gateway().is_some_and(|gateway| gateway.error_code == 1)
}
