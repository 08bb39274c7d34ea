//! What it means when no reply came, or one that nobody may see as it is.

use super::Failure;
use crate::error::{Error, ErrorCode};
use crate::gateway::Gateway;
use crate::wire::words;

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

/// A question without a reply: nothing has changed.
pub(super) fn unanswered(failure: Failure) -> Error {
    let (code, message, retryable) = match failure {
        Failure::Network => (ErrorCode::Network, "the gateway could not be reached, or the connection broke", true),
        Failure::Timeout => (ErrorCode::Timeout, "the gateway did not answer in time", true),
        Failure::Aborted | Failure::NotSent => (ErrorCode::Aborted, "the call was aborted by its signal", false),
        Failure::Unable => (
            ErrorCode::Network,
            "nothing was sent: no timer can be set here; call it while a request is handled",
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

/// A registration or a change without a reply, with what to do about it. Only what was certainly not sent certainly
/// changed nothing.
pub(super) fn in_doubt(failure: Failure, what_next: &str) -> Error {
    let message = match failure {
        Failure::NotSent | Failure::Unable | Failure::Redirect => return unanswered(failure),
        Failure::TooLarge => "the reply was too large",
        Failure::Timeout => "no reply came in time",
        Failure::Aborted => "the call was aborted after it had begun",
        Failure::Network => "the connection failed",
    };
    Error::new(ErrorCode::OutcomeUnknown, message).with_note(what_next)
}

/// The gateway's words made fit to be shown: whole, first, so that a cut cannot hide half a secret from us.
pub(super) fn presentable(error: Error, gateway: &Gateway) -> Error {
    error.map_words(|words| {
        if gateway.credentials.appear_in(words) {
            String::from("(hidden: the gateway repeated a credential)")
        } else {
            words::presentable(words)
        }
    })
}
