//! A status request. It is repeated after a temporary failure, within the deadline of the call.

use super::failure::{redacted, unanswered};
use super::retry::{self, Retry};
use super::{Answer, Context, Failure, Request, Sending, State};
use crate::model::error::Error;
use crate::model::expected::{Expected, Query};
use crate::model::gateway::{CodeList, Endpoint, Gateway};
use crate::protocol::reply::Reply;
use crate::protocol::status::{self, OrderReport};
use crate::trust::verdict;

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

    /// Sends the request, for the first time or again.
    pub(super) fn ask(mut self, context: &Context<'_>) -> State {
        if matches!(self.query, Query::OrderNumber(_)) && context.gateway.credentials().are_public() {
            let why = "the public token allows orderId only; give orderId, or use login and password";
            return State::Done(
                self.finish(Err(Error::invalid("orderNumber", why).at(Endpoint::Status.name())), context.gateway),
            );
        }
        self.attempts += 1;
        State::Sending(Sending::Question(self))
    }

    pub(super) fn request(&self, context: &Context<'_>) -> Request {
        let gateway = context.gateway;
        let left = u32::try_from(context.left_ms()).unwrap_or(gateway.timeout_ms()).max(1);
        Request::new(gateway, Endpoint::Status, status::form(&self.query, gateway), left)
    }

    pub(super) fn replied(self, reply: Result<Reply, Failure>, context: &Context<'_>) -> State {
        let (error, retry_after) = match reply {
            Err(failure) => (unanswered(failure, context.gateway), None),
            Ok(reply) => match status::read(&reply) {
                Ok(report) => return State::Done(self.finish(Ok(report), context.gateway)),
                Err(error) => {
                    (redacted(error, context.gateway), reply.retry_after.as_deref().and_then(retry::retry_after_ms))
                }
            },
        };
        let error = error.at(Endpoint::Status.name());
        if !error.is_retryable() {
            return State::Done(self.finish(Err(error), context.gateway));
        }
        match retry::next(self.attempts, context.jitter(self.attempts), retry_after, context.left_ms()) {
            Retry::After(ms) => State::Waiting(ms, self),
            Retry::Stop => State::Done(self.finish(Err(error), context.gateway)),
        }
    }

    /// Continues after a wait, or ends the call if the wait was aborted.
    pub(super) fn waited(self, result: &Result<Reply, Failure>, context: &Context<'_>) -> State {
        match result {
            Ok(_) | Err(Failure::Timeout) => self.ask(context),
            Err(failure) => {
                let error = unanswered(*failure, context.gateway).at(Endpoint::Status.name());
                State::Done(self.finish(Err(error), context.gateway))
            }
        }
    }

    fn finish(self, report: Result<OrderReport, Error>, gateway: &Gateway) -> Result<Answer, Error> {
        match (self.purpose, report) {
            (Purpose::Explanation(duplicate), report) => Err(duplicate.explain(report, gateway)),
            (Purpose::Report, report) => report.map(Answer::Report),
            (Purpose::Verdict(expected, list), Ok(report)) => {
                Ok(Answer::Verdict(verdict::decide_by(list, expected, report)))
            }
            (Purpose::Verdict(expected, _), Err(error)) => {
                Err(error.for_order_number(Some(expected.order_number().as_str())))
            }
        }
    }
}
