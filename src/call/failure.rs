//! What it means when no reply came, and which of the gateway's words may be shown.

use super::Failure;
use crate::codec::decimal;
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::Gateway;
use crate::protocol::redact;
use crate::protocol::reply::Reply;

/// What a store does after a change whose reply cannot be used.
pub(super) const ASK_FIRST: &str = "it may have been carried out: ask for the status before you try again";

/// What a store does after a registration whose reply cannot be used.
pub(super) fn what_next(numbered: bool) -> &'static str {
    if numbered {
        "the order may exist at the gateway: register again with the same orderNumber, never with a new one"
    } else {
        "the order may exist at the gateway: look into the bank's console before you register again"
    }
}

/// The error of a question without a reply: nothing has changed at the gateway.
pub(super) fn unanswered(failure: Failure) -> Error {
    let (code, message, retryable) = match failure {
        Failure::Network => (ErrorCode::Network, "the gateway could not be reached, or the connection broke", true),
        Failure::Timeout => (ErrorCode::Timeout, "the gateway did not answer in time", true),
        Failure::Aborted | Failure::NotSent => (ErrorCode::Aborted, "the call was aborted by its signal", false),
        Failure::NoTimers => (
            ErrorCode::Network,
            "setTimeout is not available here (global scope of a Worker?), so nothing was sent; call this inside a request handler",
            false,
        ),
        Failure::Redirect => (
            ErrorCode::UnexpectedRedirect,
            "the gateway answered with a redirect, which is not followed; is the base URL right?",
            false,
        ),
        Failure::TooLarge => {
            (ErrorCode::ResponseTooLarge, "the reply is larger than 256 KiB; is the base URL right?", false)
        }
    };
    Error::new(code, message).retryable(retryable)
}

/// The error of a registration or a change without a reply, with what to do. Only a request that was certainly not sent has
/// certainly changed nothing.
pub(super) fn in_doubt(failure: Failure, what_next: &str) -> Error {
    let message = match failure {
        Failure::NotSent | Failure::NoTimers | Failure::Redirect => return unanswered(failure),
        Failure::TooLarge => "the reply was too large",
        Failure::Timeout => "no reply came in time",
        Failure::Aborted => "the call was aborted after it had begun",
        Failure::Network => "the connection failed",
    };
    Error::new(ErrorCode::OutcomeUnknown, message).with_note(what_next)
}

/// The error of a registration or a change whose reply says nothing about it: the gateway is overloaded or out of order.
pub(super) fn unusable(reply: &Reply, what_next: &str) -> Error {
    let status = decimal::count(reply.status.into());
    let message = ["the gateway answered HTTP ", &status, " without an error code"].concat();
    Error::new(ErrorCode::OutcomeUnknown, message).with_status(reply.status).with_note(what_next)
}

/// The error with the gateway's text redacted. The whole text is searched for credentials before it is cut.
pub(super) fn redacted(error: Error, gateway: &Gateway) -> Error {
    error.map_words(|text| {
        if gateway.credentials().appear_in(text) {
            String::from("(hidden: the gateway repeated a credential)")
        } else {
            redact::redacted(text)
        }
    })
}

/// A state that no sequence of events reaches. It is an error, because a panic would end the caller's program.
pub(crate) fn defect() -> Error {
    Error::new(
        ErrorCode::OutcomeUnknown,
        "the call ended in a state that is a defect of bpc-checkout; ask for the status",
    )
}
