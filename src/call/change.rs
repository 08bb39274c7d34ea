//! A deposit, reversal, refund or decline. It is sent once.

use super::failure::{ASK_FIRST, SAME_REFUND, in_doubt, redacted, unreadable, unusable};
use super::{Answer, Context, Failure, Request, Sending, State};
use crate::model::change::{Change, Operation};
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::{Gateway, built};
use crate::model::ids::OrderNumber;
use crate::protocol::change;
use crate::protocol::fit::ONE_PHASE;
use crate::protocol::reply::Reply;

const WHOLE_REFUND: &str =
    "is given, but this bank refunds whole payments only; omit it, or refund a part in the bank's console";

/// A change in progress.
pub(super) struct Changing {
    change: Change,
    /// The store gave the id by which the gateway recognises a repetition. A generated id is not in the store's own request, so
    /// the same request again would be another refund.
    is_keyed: bool,
}

impl Changing {
    pub(super) fn begin(mut change: Change, context: &Context<'_>) -> State {
        let Context { gateway, start, .. } = context;
        if gateway.credentials().are_public() {
            let why = "is the public token, which cannot change an order; use login and password";
            return State::Done(Err(Error::invalid("gateway.token", why).at(change.operation().endpoint().name())));
        }
        let dialect = gateway.dialect();
        let refused = match change.operation() {
            Operation::Deposit if built::ONE_PHASE && dialect.does("one-phase") => Some(("gateway.bank", ONE_PHASE)),
            Operation::Refund if built::WHOLE_REFUND && dialect.does("whole-refund") && change.amount().is_some() => {
                Some(("change.amount", WHOLE_REFUND))
            }
            _ => None,
        };
        if let Some((field, why)) = refused {
            return State::Done(Err(Error::invalid(field, why).at(change.operation().endpoint().name())));
        }
        let is_keyed = change.is_idempotent();
        if change.operation() == Operation::Refund && !is_keyed {
            let id = OrderNumber::generate(start.now_ms, start.random, Change::MAX_REFUND_ID);
            change.external_refund_id = Some(id.as_str().to_owned());
        }
        State::Sending(Sending::Change(Self { change, is_keyed }))
    }

    pub(super) fn request(&self, gateway: &Gateway) -> Request {
        let Self { change, .. } = self;
        Request::new(gateway, change.operation().endpoint().name(), change::form(change, gateway), gateway.timeout_ms())
    }

    /// Only a refund with the store's own id may be sent again: the gateway recognises the repetition.
    pub(super) fn replied(self, reply: Result<Reply, Failure>, gateway: &Gateway) -> Result<Answer, Error> {
        let Self { change, is_keyed } = self;
        let advice = if change.is_idempotent() { SAME_REFUND } else { ASK_FIRST };
        let error = match reply {
            Err(failure) => in_doubt(failure, advice, gateway)
                .retryable(failure.no_connection().is_some() || is_keyed && failure.is_passing()),
            Ok(reply) if reply.leaves_outcome_open() => unusable(&reply, advice).retryable(is_keyed),
            Ok(reply) => match change::read(&reply) {
                Ok(()) => return Ok(Answer::Changed(change)),
                Err(error) if error.code() == ErrorCode::OutcomeUnknown => error.with_note(advice).retryable(is_keyed),
                Err(error) => unreadable(error, &reply, advice),
            },
        };
        let is_open = error.code() == ErrorCode::OutcomeUnknown;
        let error = error.for_refund(change.external_refund_id().filter(|_| is_open));
        Err(redacted(error, gateway).at(change.operation().endpoint().name()))
    }
}
