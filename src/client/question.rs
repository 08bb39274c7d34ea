//! A question about an order: asked again on trouble that may pass, inside the one deadline.

use super::failure::{presentable, unanswered};
use super::registration::Duplicate;
use super::{Answer, Failure, Moment, Request, Step, Waiting};
use crate::error::Error;
use crate::gateway::Endpoint;
use crate::retry::{self, Next};
use crate::status::{self, OrderReport, Query};
use crate::verdict::{self, Expected};
use crate::wire::reply::Reply;

/// A question on its way.
pub(super) struct Question {
    query: Query,
    purpose: Purpose,
    /// How often it was asked.
    tries: u32,
}

/// What the report is for.
pub(super) enum Purpose {
    /// The caller wants it as it is.
    Report,
    /// It is held against what the store expects.
    Verdict(Expected),
    /// It tells whose the order number is that was refused.
    Explanation(Duplicate),
}

impl Question {
    pub(super) fn new(query: Query, purpose: Purpose) -> Self {
        Self { query, purpose, tries: 0 }
    }

    /// Asks, once more.
    pub(super) fn ask(mut self, now: &Moment<'_>) -> Step {
        if matches!(self.query, Query::OrderNumber(_)) && now.gateway.credentials.are_public() {
            let why = "the public token can ask by orderId only; give orderId, or login and password";
            return Step::Done(self.finish(Err(Error::invalid("orderNumber", why).at(Endpoint::Status.name()))));
        }
        self.tries += 1;
        Step::Send(Waiting::Report(self))
    }

    pub(super) fn request(&self, now: &Moment<'_>) -> Request {
        let gateway = now.gateway;
        let left = u32::try_from(now.left_ms()).unwrap_or(gateway.timeout_ms).max(1);
        Request::new(gateway, Endpoint::Status, status::form(&self.query, gateway), left)
    }

    pub(super) fn replied(self, reply: Result<Reply, Failure>, now: &Moment<'_>) -> Step {
        let (error, retry_after) = match reply {
            Err(failure) => (unanswered(failure), None),
            Ok(reply) => match status::read(&reply) {
                Ok(report) => return Step::Done(self.finish(Ok(report))),
                Err(error) => {
                    (presentable(error, now.gateway), reply.retry_after.as_deref().and_then(retry::retry_after_ms))
                }
            },
        };
        let error = error.at(Endpoint::Status.name());
        if !error.is_retryable() {
            return Step::Done(self.finish(Err(error)));
        }
        match retry::next(self.tries, now.jitter(self.tries), retry_after, now.left_ms()) {
            Next::After(ms) => Step::Wait(ms, self),
            Next::Stop => Step::Done(self.finish(Err(error))),
        }
    }

    /// After a wait, or what cut it short: the caller's signal.
    pub(super) fn waited(self, came: &Result<Reply, Failure>, now: &Moment<'_>) -> Step {
        match came {
            Ok(_) | Err(Failure::Timeout) => self.ask(now),
            Err(failure) => Step::Done(self.finish(Err(unanswered(*failure).at(Endpoint::Status.name())))),
        }
    }

    fn finish(self, report: Result<OrderReport, Error>) -> Result<Answer, Error> {
        match (self.purpose, report) {
            (Purpose::Explanation(duplicate), report) => Err(duplicate.explain(report)),
            (Purpose::Report, report) => report.map(Answer::Report),
            (Purpose::Verdict(expected), Ok(report)) => Ok(Answer::Verdict(verdict::decide(expected, report))),
            (Purpose::Verdict(expected), Err(error)) => {
                Err(error.for_order_number(Some(expected.order_number.as_str())))
            }
        }
    }
}
