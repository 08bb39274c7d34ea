//! What a merchant is to be notified of.

use crate::operation::Operation;

/// An operation on an order that was carried out or failed.
#[derive(Clone, Debug)]
pub(crate) struct Notification {
    pub(crate) operation: Operation,
    pub(crate) success: bool,
    pub(crate) at_ms: u64,
    /// The amount of a refund, in minor units.
    pub(crate) refunded: Option<u64>,
}
