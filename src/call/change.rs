//! A deposit, reversal, refund or decline. It is sent once.

use super::failure::{ASK_FIRST, in_doubt, redacted, unusable};
use super::{Answer, Failure, Request, Sending, State};
use crate::model::change::{Change, Operation};
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::Gateway;
use crate::protocol::change;
use crate::protocol::fit::ONE_PHASE;
use crate::protocol::reply::Reply;

const WHOLE_REFUND: &str =
    "is given, but this bank refunds whole payments only; omit it, or refund a part in the bank's console";

pub(super) fn begin(change: Change, gateway: &Gateway) -> State {
    if gateway.credentials().are_public() {
        let why = "is the public token, which cannot change an order; use login and password";
        return State::Done(Err(Error::invalid("gateway.token", why).at(change.operation().endpoint().name())));
    }
    let dialect = gateway.dialect();
    let refused = match change.operation() {
        Operation::Deposit if dialect.does("one-phase") => Some(("gateway.bank", ONE_PHASE)),
        Operation::Refund if dialect.does("whole-refund") && change.amount().is_some() => {
            Some(("change.amount", WHOLE_REFUND))
        }
        _ => None,
    };
    match refused {
        Some((field, why)) => State::Done(Err(Error::invalid(field, why).at(change.operation().endpoint().name()))),
        None => State::Sending(Sending::Change(change)),
    }
}

pub(super) fn request(change: &Change, gateway: &Gateway) -> Request {
    Request::new(gateway, change.operation().endpoint().name(), change::form(change, gateway), gateway.timeout_ms())
}

/// Only a refund with the store's own id may be sent again: the gateway recognises the repetition.
pub(super) fn replied(change: &Change, reply: Result<Reply, Failure>, gateway: &Gateway) -> Result<Answer, Error> {
    let error = match reply {
        Err(failure) => in_doubt(failure, ASK_FIRST).retryable(change.is_idempotent() && failure.is_passing()),
        Ok(reply) if reply.leaves_outcome_open() => unusable(&reply, ASK_FIRST).retryable(change.is_idempotent()),
        Ok(reply) => match change::read(&reply) {
            Ok(()) => return Ok(Answer::Changed),
            Err(error) if error.code() == ErrorCode::MalformedReply => error.with_note(ASK_FIRST).retryable(false),
            Err(error) if error.code() == ErrorCode::OutcomeUnknown => {
                error.with_note(ASK_FIRST).retryable(change.is_idempotent())
            }
            Err(error) => error.retryable(false),
        },
    };
    Err(redacted(error, gateway).at(change.operation().endpoint().name()))
}
