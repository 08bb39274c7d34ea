//! A status request. It is repeated after a temporary failure, within the deadline of the call.
//!
//! At a bank that gives back what nobody acknowledges, a payment is acknowledged before the answer is "paid". That request may
//! be repeated like a question: a second acknowledgement changes nothing.

use super::failure::{redacted, unanswered};
use super::retry::{self, Retry};
use super::{Answer, Context, Failure, Request, Sending, State};
use crate::model::error::{Error, ErrorCode};
use crate::model::expected::{Expected, Query};
use crate::model::gateway::{CodeList, Endpoint, Gateway, built};
use crate::model::ids::OrderId;
use crate::protocol::reply::Reply;
use crate::protocol::status::{self, OrderReport};
use crate::trust::verdict::{self, Verdict};

/// A status request in progress.
pub(super) struct Question {
    query: Query,
    purpose: Purpose,
    /// How many requests were sent.
    attempts: u32,
}

/// What the report is for.
pub(super) enum Purpose {
    /// The caller wants it as it is.
    Report,
    /// It is compared with what the store expects, at a bank with this list of response codes.
    Verdict(Expected, CodeList),
    /// It acknowledges a payment, which is paid only then.
    Acknowledgement(Box<Verdict>),
    /// It explains why an order number was refused. Boxed, because it holds a whole order.
    Explanation(Box<dyn Explain + Send>),
}

/// Turns a report, or its absence, into the error for an earlier refusal.
pub(super) trait Explain {
    fn explain(self: Box<Self>, report: Result<OrderReport, Error>, gateway: &Gateway) -> Error;
}

impl Question {
    pub(super) fn new(query: Query, purpose: Purpose) -> Self {
        Self { query, purpose, attempts: 0 }
    }

    fn endpoint(&self) -> &'static str {
        match self.purpose {
            Purpose::Acknowledgement(_) => Endpoint::Acknowledge,
            _ => Endpoint::Status,
        }
        .name()
    }

    /// Sends the request, for the first time or again.
    pub(super) fn ask(mut self, context: &Context<'_>) -> State {
        if matches!(self.query, Query::OrderNumber(_)) && context.gateway.credentials().are_public() {
            let why = "the public token allows orderId only; give orderId, or use login and password";
            let error = Error::invalid("orderNumber", why).at(self.endpoint());
            return self.finish(Err(error), context);
        }
        self.attempts += 1;
        State::Sending(Sending::Question(self))
    }

    pub(super) fn request(&self, context: &Context<'_>) -> Request {
        let gateway = context.gateway;
        let left = u32::try_from(context.left_ms()).unwrap_or(gateway.timeout_ms()).max(1);
        let id = if let Purpose::Acknowledgement(_) = self.purpose { "mdOrder" } else { "orderId" };
        Request::new(gateway, self.endpoint(), status::form(&self.query, id, gateway), left)
    }

    pub(super) fn replied(self, reply: Result<Reply, Failure>, context: &Context<'_>) -> State {
        let (error, retry_after) = match reply {
            Err(failure) => (unanswered(failure, context.gateway), None),
            Ok(reply) => match status::read(&reply) {
                Ok(report) => return self.finish(Ok(report), context),
                Err(error) => {
                    (redacted(error, context.gateway), reply.retry_after.as_deref().and_then(retry::retry_after_ms))
                }
            },
        };
        let error = error.at(self.endpoint());
        if !error.is_retryable() {
            return self.finish(Err(error), context);
        }
        match retry::next(self.attempts, context.jitter(self.attempts), retry_after, context.left_ms()) {
            Retry::After(ms) => State::Waiting(ms, self),
            Retry::Stop => self.finish(Err(error), context),
        }
    }

    /// Continues after a wait, or ends the call if the wait was aborted.
    pub(super) fn waited(self, result: &Result<Reply, Failure>, context: &Context<'_>) -> State {
        match result {
            Ok(_) | Err(Failure::Timeout) => self.ask(context),
            Err(failure) => {
                let error = unanswered(*failure, context.gateway).at(self.endpoint());
                self.finish(Err(error), context)
            }
        }
    }

    fn finish(self, report: Result<OrderReport, Error>, context: &Context<'_>) -> State {
        State::Done(match (self.purpose, report) {
            (Purpose::Explanation(duplicate), report) => Err(duplicate.explain(report, context.gateway)),
            (Purpose::Report, report) => report.map(Answer::Report),
            (Purpose::Verdict(expected, list), Ok(report)) => {
                let verdict = verdict::decide_by(list, expected, report.of_bank(context.gateway.dialect()));
                return acknowledge(verdict, context);
            }
            (Purpose::Verdict(expected, _), Err(error)) => {
                Err(error.for_order_number(Some(expected.order_number().as_str())))
            }
            (Purpose::Acknowledgement(verdict), Ok(reply)) => Ok(Answer::Verdict(verdict.acknowledged_by(&reply))),
            (Purpose::Acknowledgement(_), Err(error)) if error.code() == ErrorCode::Aborted => Err(error),
            // Nobody knows whether the bank has got it. The verdict is not "paid", and asking again acknowledges again.
            (Purpose::Acknowledgement(verdict), Err(_)) => Ok(Answer::Verdict(*verdict)),
        })
    }
}

/// The verdict, or the request without which a payment is given back.
fn acknowledge(verdict: Verdict, context: &Context<'_>) -> State {
    if !built::ACKNOWLEDGE {
        return State::Done(Ok(Answer::Verdict(verdict)));
    }
    let id = verdict.order_id().and_then(|id| OrderId::new(id).ok());
    match id.filter(|_| verdict.awaits_acknowledgement()) {
        Some(id) => Question::new(Query::OrderId(id), Purpose::Acknowledgement(Box::new(verdict))).ask(context),
        None => State::Done(Ok(Answer::Verdict(verdict))),
    }
}
