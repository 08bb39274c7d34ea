//! The errors for a missing reply, and the redaction of the gateway's messages.

use super::Failure;
use crate::codec::decimal;
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::Gateway;
use crate::protocol::redact;
use crate::protocol::reply::Reply;

/// Advice after a change without a usable reply.
pub(super) const ASK_FIRST: &str = "the gateway may have carried it out; call status before you try again";

/// Advice after a registration without a usable reply.
pub(super) fn what_next(numbered: bool) -> &'static str {
    if numbered {
        "the order may exist at the gateway; call register again with the same orderNumber, not with a new one"
    } else {
        "the order may exist at the gateway; check the bank's console before you call register again"
    }
}

/// The error of a status request without a reply. Nothing has changed at the gateway.
pub(super) fn unanswered(failure: Failure) -> Error {
    let (code, message, retryable) = match failure {
        Failure::Network => (ErrorCode::Network, "the gateway could not be reached, or the connection broke", true),
        Failure::Timeout => (ErrorCode::Timeout, "the gateway did not answer within the deadline", true),
        Failure::Aborted | Failure::NotSent => (ErrorCode::Aborted, "the call was aborted by its signal", false),
        Failure::NoTimers => (
            ErrorCode::Network,
            "setTimeout is not available here (global scope of a Worker?), so nothing was sent; call this inside a request handler",
            false,
        ),
        Failure::Redirect => (
            ErrorCode::UnexpectedRedirect,
            "the gateway answered with a redirect, which is not followed; check the base URL",
            false,
        ),
        Failure::TooLarge => {
            (ErrorCode::ResponseTooLarge, "the reply is larger than 256 KiB; check the base URL", false)
        }
    };
    Error::new(code, message).retryable(retryable)
}

/// The error of a registration or a change without a reply, with advice. Only if the request was certainly not sent has
/// certainly nothing changed.
pub(super) fn in_doubt(failure: Failure, what_next: &str) -> Error {
    let message = match failure {
        Failure::NotSent | Failure::NoTimers | Failure::Redirect => return unanswered(failure),
        Failure::TooLarge => "the reply was too large",
        Failure::Timeout => "no reply came within the deadline",
        Failure::Aborted => "the call was aborted after it had begun",
        Failure::Network => "the connection failed",
    };
    Error::new(ErrorCode::OutcomeUnknown, message).with_note(what_next)
}

/// The error of a registration or a change whose reply does not say whether it was carried out: the gateway is overloaded or
/// out of order.
pub(super) fn unusable(reply: &Reply, what_next: &str) -> Error {
    let status = decimal::count(reply.status.into());
    let message = ["the gateway answered HTTP ", &status, " without an error code"].concat();
    Error::new(ErrorCode::OutcomeUnknown, message).with_status(reply.status).with_note(what_next)
}

/// The error with the gateway's message redacted. The whole message is searched for credentials before it is shortened.
pub(super) fn redacted(error: Error, gateway: &Gateway) -> Error {
    error.map_gateway_message(|text| {
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
        "the call ended in a state that must not occur, which is a defect of bpc-checkout; call status",
    )
}
