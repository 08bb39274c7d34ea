//! The errors for a missing reply, and the redaction of the gateway's messages.

use super::Failure;
use crate::codec::decimal;
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::Gateway;
use crate::protocol::redact;
use crate::protocol::reply::Reply;

/// Advice after a change without a usable reply.
pub(super) const ASK_FIRST: &str = "the gateway may have carried it out; call status before you try again";

/// The same for a refund, which has an id of its own.
pub(super) const SAME_REFUND: &str = "the gateway may have carried it out; call refund again with the same externalRefundId (this error has it), or call status first";

/// Advice after a registration without a usable reply.
pub(super) fn what_next(numbered: bool) -> &'static str {
    if numbered {
        "the order may exist at the gateway; call register again with the same orderNumber, not with a new one"
    } else {
        "the order may exist at the gateway; check the bank's console before you call register again"
    }
}

/// The error of a status request without a reply, or of a request that was not sent. Nothing has changed at the gateway.
pub(super) fn unanswered(failure: Failure, gateway: &Gateway) -> Error {
    if let Some(why) = failure.no_connection() {
        return unconnected(failure, why, gateway);
    }
    let (code, message, retryable) = match failure {
        Failure::Unbound => return Error::invalid("gateway.fetch", UNBOUND),
        Failure::Threw => return Error::invalid("gateway.fetch", THREW),
        Failure::Network => (ErrorCode::Network, "the gateway could not be reached, or the connection broke", true),
        Failure::Timeout => (ErrorCode::Timeout, "the gateway did not answer within the deadline", true),
        Failure::Aborted | Failure::NotSent => (ErrorCode::Aborted, "the call was aborted by its signal", false),
        Failure::NoTimers => (
            ErrorCode::Network,
            "setTimeout is not available here (global scope of a Worker?), so nothing was sent; call this inside a request handler",
            false,
        ),
        Failure::Followed => (ErrorCode::UnexpectedRedirect, FOLLOWED, false),
        Failure::TooLarge => (
            ErrorCode::ResponseTooLarge,
            "the reply is larger than 1.5 MiB, or comes in more than 20,000 pieces; check the base URL",
            false,
        ),
        // Failures without a connection are handled above.
        _ => (
            ErrorCode::UnexpectedRedirect,
            "the gateway answered with a redirect, which is not followed; check the base URL",
            false,
        ),
    };
    Error::new(code, message).retryable(retryable)
}

const UNBOUND: &str = "was called without the object that it belongs to, so nothing was sent; pass the binding itself, such as fetch: env.BANK, or (url, init) => env.BANK.fetch(url, init)";
const THREW: &str = "threw an exception instead of returning a promise, so nothing was sent; check this function";
const FOLLOWED: &str = "gateway.fetch followed a redirect, which sends the credentials to another address";

/// The error where no connection was opened. It names the host, which is not secret.
fn unconnected(failure: Failure, why: &str, gateway: &Gateway) -> Error {
    let base = gateway.base();
    let mut message = ["no connection to ", base.authority(), ": ", why, "; nothing was sent"].concat();
    if base.is_loopback() && failure != Failure::Certificate {
        message.push_str("; is the sandbox running? Start it with: npx bpc-checkout sandbox");
    } else if base.host().ends_with("sandbox.test") {
        // The host of `new Sandbox()`, which is in this process and on no network.
        message.push_str("; for a Sandbox, set gateway.fetch to its fetch");
    }
    Error::new(ErrorCode::Network, message).retryable(true)
}

/// The error of a registration or a change without a reply, with advice. Only if the request was certainly not sent has
/// certainly nothing changed.
pub(super) fn in_doubt(failure: Failure, what_next: &str, gateway: &Gateway) -> Error {
    let message = match failure {
        Failure::TooLarge => "the reply was too large",
        Failure::Timeout => "no reply came within the deadline",
        Failure::Aborted => "the call was aborted after it had begun",
        Failure::Network => "the connection failed",
        Failure::Followed => FOLLOWED,
        _ => return unanswered(failure, gateway),
    };
    Error::new(ErrorCode::OutcomeUnknown, message).with_note(what_next)
}

/// The error of a registration or a change whose reply cannot be read. It may have been carried out, unless the HTTP status
/// says that the request was refused.
pub(super) fn unreadable(error: Error, reply: &Reply, what_next: &str) -> Error {
    let is_refusal = (400..500).contains(&reply.status) && !reply.is_overload();
    if error.code() != ErrorCode::MalformedReply || is_refusal {
        return error.retryable(false);
    }
    error.with_code(ErrorCode::OutcomeUnknown).with_note(what_next).retryable(false)
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
