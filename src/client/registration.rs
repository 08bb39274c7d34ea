//! A registration: sent once, for a second one could be a second order.

use super::failure::{in_doubt, presentable, what_next};
use super::question::{Purpose, Question};
use super::{Answer, Failure, Moment, Request, Step, Waiting};
use crate::error::{Error, ErrorCode};
use crate::order::{Numbering, Order, OrderNumber};
use crate::register::{self, Registration};
use crate::status::{OrderReport, Query};
use crate::wire::reply::Reply;

const SAME_ORDER: &str = "this order is registered already, with the same amount and currency: verify it; a new number only once it is declined or expired";
const OTHER_ORDER: &str = "this order number is registered already, with another amount or currency; take a new number";
const NOT_LOOKED_UP: &str = "this order number is taken, and the order could not be looked up: verify it, or register again with the same number, which tells; never with a new one";
const REFUSED_NUMBER: &str = "the gateway refuses this order number, and knows no order under it";
const TAKEN_BY_CHANCE: &str = "the generated order number is taken; nothing was registered, call again";

/// An order that was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// What the gateway answered.
    pub registration: Registration,
    /// The number it was registered under; `None` where the bank numbers the orders.
    pub order_number: Option<OrderNumber>,
    /// The return address as it was sent, with the signed state: whoever has it may ask how the order stands.
    pub return_url: String,
}

/// A registration on its way.
pub(super) struct Registering {
    order: Order,
    number: Option<OrderNumber>,
}

/// A registration that was refused because its number is taken.
pub(super) struct Duplicate {
    registering: Registering,
    refusal: Error,
}

impl Registering {
    pub(super) fn begin(order: Order, now: &Moment<'_>) -> Step {
        let Moment { gateway, begun, .. } = now;
        let number = match &order.numbering {
            Numbering::Given(number) => Some(number.clone()),
            Numbering::Generated => Some(OrderNumber::generate(begun.now_ms, begun.random, gateway.order_number_max)),
            Numbering::ByBank => None,
        };
        Step::Send(Waiting::Registration(Self { order, number }))
    }

    pub(super) fn request(&self, now: &Moment<'_>) -> Result<Request, Error> {
        let form = register::form(&self.order, self.number.as_ref(), now.gateway, now.begun.now_ms)
            .map_err(|error| error.for_order_number(self.number.as_ref().map(OrderNumber::as_str)))?;
        Ok(Request::new(now.gateway, register::endpoint(self.order.phase), form, now.gateway.timeout_ms))
    }

    pub(super) fn replied(self, reply: Result<Reply, Failure>, now: &Moment<'_>) -> Step {
        let gateway = now.gateway;
        let error = match reply {
            Err(failure) => in_doubt(failure, what_next(self.number.is_some())),
            Ok(reply) => match register::read(&reply, gateway) {
                Ok(registration) => return Step::Done(self.done(registration, now).map(Answer::Registered)),
                Err(refusal) if is_duplicate(&refusal) => {
                    return self.duplicate(presentable(refusal, gateway), now);
                }
                Err(error) if error.code() == ErrorCode::MalformedReply => {
                    error.with_note(what_next(self.number.is_some()))
                }
                Err(error) => error,
            },
        };
        Step::Done(Err(self.about(presentable(error, gateway))))
    }

    fn done(self, registration: Registration, now: &Moment<'_>) -> Result<Registered, Error> {
        let return_url = register::return_url(&self.order, self.number.as_ref(), now.gateway, now.begun.now_ms)?;
        Ok(Registered { registration, order_number: self.number, return_url })
    }

    /// The number is taken: by this very order (its first reply was lost), or by another one?
    fn duplicate(self, refusal: Error, now: &Moment<'_>) -> Step {
        let number = match (&self.number, &self.order.numbering) {
            (Some(number), Numbering::Given(_)) => number.clone(),
            // A number of our own making was never sent before: whoever has it is somebody else.
            (Some(_), _) => {
                let error = worded(ErrorCode::DuplicateOrderNumber, TAKEN_BY_CHANCE, &refusal);
                return Step::Done(Err(self.about(error).retryable(true)));
            }
            (None, _) => return Step::Done(Err(self.about(refusal))),
        };
        let purpose = Purpose::Explanation(Duplicate { registering: self, refusal });
        Question::new(Query::OrderNumber(number), purpose).ask(now)
    }

    /// The error, about this order and this method. It must not simply be tried again.
    fn about(&self, error: Error) -> Error {
        let number = self.number.as_ref().map(OrderNumber::as_str);
        error.for_order_number(number).at(register::endpoint(self.order.phase).name()).retryable(false)
    }
}

impl Duplicate {
    /// What the order under the taken number says of it.
    pub(super) fn explain(self, report: Result<OrderReport, Error>) -> Error {
        let Self { registering, refusal } = self;
        let error = match report {
            Err(error) if error.code() == ErrorCode::OrderNotFound => {
                worded(ErrorCode::DuplicateOrderNumber, REFUSED_NUMBER, &refusal)
            }
            Ok(report) if report.amount.is_some() && report.currency.is_some() => {
                let (code, message) = if registering.is(&report) {
                    (ErrorCode::AlreadyRegistered, SAME_ORDER)
                } else {
                    (ErrorCode::Conflict, OTHER_ORDER)
                };
                worded(code, message, &refusal).existing(report.order_id.as_deref(), report.order_status)
            }
            _ => worded(ErrorCode::DuplicateOrderNumber, NOT_LOOKED_UP, &refusal),
        };
        registering.about(error)
    }
}

impl Registering {
    /// Whether a report is of this very order.
    fn is(&self, report: &OrderReport) -> bool {
        report.amount == Some(self.order.amount.minor())
            && report.currency.as_deref().is_some_and(|currency| self.order.currency.is(currency))
            && report.order_number.as_deref() == self.number.as_ref().map(OrderNumber::as_str)
    }
}

/// An error with the gateway's words of another.
fn worded(code: ErrorCode, message: &str, refusal: &Error) -> Error {
    let error = Error::new(code, message);
    match refusal.gateway() {
        Some(words) => error.with_gateway(words.clone()),
        None => error,
    }
}

/// Gateway code 1 on a registration: the order number is taken.
fn is_duplicate(error: &Error) -> bool {
    error.gateway().is_some_and(|gateway| gateway.error_code == 1)
}
