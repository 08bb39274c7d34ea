//! A deposit, reversal, refund or decline: sent once.

use super::failure::{ASK_FIRST, in_doubt, presentable};
use super::{Answer, Failure, Request, Step, Waiting};
use crate::error::{Error, ErrorCode};
use crate::gateway::Gateway;
use crate::lifecycle::{self, Change};
use crate::wire::reply::Reply;

pub(super) fn begin(change: Change, gateway: &Gateway) -> Step {
    if gateway.credentials.are_public() {
        let why = "is the public token, which cannot change an order; give login and password";
        return Step::Done(Err(Error::invalid("gateway.token", why).at(change.operation.endpoint().name())));
    }
    Step::Send(Waiting::Change(change))
}

pub(super) fn request(change: &Change, gateway: &Gateway) -> Request {
    Request::new(gateway, change.operation.endpoint(), change.form(gateway), gateway.timeout_ms)
}

/// Only a refund under the store's own key may be tried again: the gateway recognises it.
pub(super) fn replied(change: &Change, reply: Result<Reply, Failure>, gateway: &Gateway) -> Result<Answer, Error> {
    let error = match reply {
        Err(failure) => in_doubt(failure, ASK_FIRST).retryable(change.is_idempotent() && failure.is_passing()),
        Ok(reply) => match lifecycle::read(&reply) {
            Ok(()) => return Ok(Answer::Changed),
            Err(error) if error.code() == ErrorCode::MalformedReply => error.with_note(ASK_FIRST).retryable(false),
            Err(error) => error.retryable(false),
        },
    };
    Err(presentable(error, gateway).at(change.operation.endpoint().name()))
}
