//! The states of an order.

/// `orderStatus`. 0 to 6 are common to all banks; what 7 and 8 mean depends on the bank.
///
/// Source: BPC REST reference, `getOrderStatusExtended.do`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// 0: registered, not paid.
    Registered,
    /// 1: the money is held.
    Held,
    /// 2: the money is taken.
    Deposited,
    /// 3: the hold or the payment was cancelled.
    Reversed,
    /// 4: all or a part was given back.
    Refunded,
    /// 5: authentication at the issuer has begun.
    AuthenticationStarted,
    /// 6: declined.
    Declined,
    /// 7: waiting for the payment.
    Waiting,
    /// 8: partly completed.
    Intermediate,
    /// A status that this version does not know.
    Other(i64),
}

impl OrderStatus {
    /// The status with this number on the wire.
    #[must_use]
    pub fn from_code(code: i64) -> Self {
        match code {
            0 => Self::Registered,
            1 => Self::Held,
            2 => Self::Deposited,
            3 => Self::Reversed,
            4 => Self::Refunded,
            5 => Self::AuthenticationStarted,
            6 => Self::Declined,
            7 => Self::Waiting,
            8 => Self::Intermediate,
            other => Self::Other(other),
        }
    }

    /// The number on the wire.
    #[must_use]
    pub fn code(self) -> i64 {
        match self {
            Self::Registered => 0,
            Self::Held => 1,
            Self::Deposited => 2,
            Self::Reversed => 3,
            Self::Refunded => 4,
            Self::AuthenticationStarted => 5,
            Self::Declined => 6,
            Self::Waiting => 7,
            Self::Intermediate => 8,
            Self::Other(code) => code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OrderStatus;

    #[test]
    fn every_number_is_kept() {
        for code in -3..20 {
            assert_eq!(OrderStatus::from_code(code).code(), code);
        }
    }
}
