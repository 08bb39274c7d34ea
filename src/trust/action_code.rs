//! What the banks' response codes mean, as far as a store must act on them.
//!
//! Source: BPC REST reference, action codes; codes marked with a bank come from its own integration guide. Codes that
//! mean different things at different banks are in the more general class.

/// What kind of answer an action code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Approved.
    Approved,
    /// Nobody has tried yet.
    NoResult,
    /// An attempt is in progress.
    InProgress,
    /// The bank does not know the result yet: ask again, do not charge again.
    Uncertain,
    /// The time to pay ran out.
    Expired,
    /// 3-D Secure failed.
    Authentication,
    /// Card number, expiry or security code are wrong.
    CardData,
    /// Not enough money.
    Funds,
    /// A limit of card, bank or gateway.
    Limit,
    /// The issuer refuses; lost, stolen and suspected cards too, which nobody may be told.
    Refused,
    /// The merchant's set-up does not allow it.
    Setup,
    /// A technical fault on the way.
    Technical,
    /// Too many attempts.
    Attempts,
    /// The customer or the shop ended the order. No bank refused it.
    Cancelled,
    /// The result of a refund, a reversal or another operation, never of a payment.
    Operation,
    /// An unknown code: some kind of refusal.
    Other,
}

/// The class of an action code.
#[must_use]
pub fn class(code: i64) -> Class {
    match code {
        0 => Class::Approved,
        -30001 | 2008 | 151_019 => Class::Uncertain,
        -100 => Class::NoResult,
        -9000 | -2029 | -2027 | 1004 | 1005 => Class::InProgress,
        -2007 | -2009 | -2014 | 1001 => Class::Expired,
        -102 | 10 | 2012 | 2022 | 4005 => Class::Cancelled,
        87 | 124 | 239 | 240 | 400 | 914 | 968 | 1120 | 2002 | 2007 | 2009 | 341_041 => Class::Operation,
        -2026..=-2015 | -2011 | -2010 | -2006 | -2005 | 1434 | 2005 | 4032 | 151_017 | 341_016..=341_020 => {
            Class::Authentication
        }
        -5031 | 15 | 53 | 73 | 78 | 82 | 88 | 101 | 111 | 117 | 125 | 140 | 861 | 871 | 905 | 906 | 71015 | 100_882 => {
            Class::CardData
        }
        20 | 51 | 116 | 915 => Class::Funds,
        -20010 | -2002 | 100 | 110 | 121 | 123 | 209 | 814 | 902 | 903 | 917 => Class::Limit,
        -2013 | 1112..=1118 => Class::Attempts,
        -2012 | -2008 | -2004 | -301 | 109 | 181 | 212 | 911 | 941 | 2003 | 2004 | 2006 | 2014..=2016 | 8204 => {
            Class::Setup
        }
        -3003
        | -2200
        | -1
        | 90
        | 433..=435
        | 801
        | 904
        | 907
        | 909
        | 910
        | 912
        | 913
        | 916
        | 950
        | 998
        | 2023
        | 9001
        | 151_018
        | 341_014 => Class::Technical,
        -2102
        | -2101
        | -2028
        | -2003
        | -2001
        | -2000
        | -999
        | 1
        | 4
        | 5
        | 57
        | 62
        | 63
        | 72
        | 103
        | 104
        | 106
        | 107
        | 81
        | 118
        | 119
        | 120
        | 126
        | 127
        | 151
        | 200
        | 203
        | 204
        | 208
        | 320
        | 555
        | 803..=805
        | 823
        | 920
        | 952
        | 999
        | 2001
        | 2030
        | 100_254 => Class::Refused,
        _ => Class::Other,
    }
}

/// Whether an action code says that an attempt to pay was made and failed.
#[must_use]
pub fn is_decline(code: i64) -> bool {
    !matches!(class(code), Class::Approved | Class::NoResult | Class::InProgress | Class::Uncertain | Class::Operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_decide_something_are_where_they_belong() {
        for (code, expected) in [
            (0, Class::Approved),
            (-100, Class::NoResult),
            (-30001, Class::Uncertain),
            (151_019, Class::Uncertain),
            (-2007, Class::Expired),
            (-2014, Class::Expired),
            (-2009, Class::Expired),
            (-2013, Class::Attempts),
            (-2025, Class::Authentication),
            (71015, Class::CardData),
            (116, Class::Funds),
            (5, Class::Refused),
            (10, Class::Cancelled),
            (4005, Class::Cancelled),
            (1004, Class::InProgress),
            (1120, Class::Operation),
            (2007, Class::Operation),
            (2008, Class::Uncertain),
            (987_654, Class::Other),
        ] {
            assert_eq!(class(code), expected, "{code}");
        }
    }

    #[test]
    fn an_unknown_code_is_a_decline_and_an_open_one_is_not() {
        assert!(is_decline(987_654) && is_decline(-2025) && is_decline(i64::MIN));
        assert!(!is_decline(0) && !is_decline(-100) && !is_decline(-30001));
    }
}
