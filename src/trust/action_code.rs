//! Action codes (the banks' response codes): what each one means, in classes that a store treats alike.
//!
//! Source: BPC REST reference, action codes; codes marked with a bank come from its own integration guide. Some banks
//! give a code another meaning: [`CodeList`] says whose list counts.

use crate::codec::split;

pub use crate::model::gateway::CodeList;

/// The class of an action code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Approved.
    Approved,
    /// There was no attempt yet.
    NoResult,
    /// An attempt is in progress.
    InProgress,
    /// The bank does not know the result yet. The store must ask again; the customer must not pay again.
    Uncertain,
    /// The time limit of the payment ended.
    Expired,
    /// 3-D Secure failed.
    Authentication,
    /// The card number, expiry date or security code is wrong.
    CardData,
    /// Not enough money.
    Funds,
    /// A limit of the card, the bank, the shop or the gateway was reached.
    Limit,
    /// The issuer, the gateway or a filter of the shop refused. This includes lost and stolen cards; the customer must not be told
    /// that reason.
    Refused,
    /// The configuration of the merchant does not allow it.
    Setup,
    /// A technical error at the bank or the gateway.
    Technical,
    /// Too many attempts.
    Attempts,
    /// The customer or the shop ended the order. No bank refused it.
    Cancelled,
    /// The result of a refund, a reversal or another operation, never of a payment.
    Operation,
    /// An unknown code. It counts as a refusal.
    Other,
}

/// The names of the classes in the JavaScript union, in the order of [`Class`].
const CLASSES: &str = "approved no_result in_progress uncertain expired authentication card_data funds limit refused setup \
                       technical attempts cancelled operation other";

impl Class {
    /// The class's name in the JavaScript union.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        nth(CLASSES, " ", self as usize)
    }
}

/// What may be tried after a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The same card, at once.
    SameCardNow,
    /// The same card, some minutes later or another day.
    SameCardLater,
    /// Another card.
    AnotherCard,
    /// Another card. The same card must not be tried again, today or later: the schemes fine such attempts.
    NeverThisCard,
    /// Nothing by the customer: the shop has to look.
    ContactShop,
}

const RETRIES: &str = "same_card_now same_card_later another_card never_this_card contact_shop";

impl Retry {
    /// The name in the JavaScript union.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        nth(RETRIES, " ", self as usize)
    }
}

/// The word or line at a place of a list: a table of pointers and lengths would be larger than the words.
pub(crate) fn nth(list: &'static str, separator: &'static str, at: usize) -> &'static str {
    split::parts(list, separator).nth(at).unwrap_or_default()
}

/// What a code means, finer than its class: all codes with one meaning have the same class, the same advice and the same sentence
/// for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Approved.
    Approved,
    /// Nobody has tried to pay.
    NotTried,
    /// An attempt is in progress.
    InProgress,
    /// The bank does not know the result.
    Uncertain,
    /// The time is over.
    Expired,
    /// The customer was not authenticated.
    Authentication,
    /// 3-D Secure had technical trouble.
    AuthenticationTrouble,
    /// 3-D Secure does not work with this card.
    AuthenticationRefused,
    /// The issuer wants 3-D Secure ("soft decline").
    ConfirmationWanted,
    /// Something of the card was entered wrongly.
    CardData,
    /// The card or its account is not known.
    UnknownCard,
    /// The card has expired.
    CardExpired,
    /// The card is not active.
    CardInactive,
    /// The card must not be used online.
    OnlineForbidden,
    /// Not enough money.
    Funds,
    /// A limit of the card or its bank.
    Limit,
    /// A limit at some banks, a prohibition at others.
    LimitOrForbidden,
    /// A limit of the shop or its bank, or an amount that is not accepted.
    ShopLimit,
    /// A filter of the shop or its bank.
    ShopFilter,
    /// The issuer refused.
    Refused,
    /// The issuer refused for now.
    RefusedForNow,
    /// The issuer refuses this card permanently: blocked, lost, stolen, suspected.
    Blocked,
    /// The gateway's or the scheme's own screening refused.
    Screened,
    /// The merchant's configuration.
    Setup,
    /// A technical error.
    Technical,
    /// Too many attempts with this order, shop or amount.
    Attempts,
    /// Too many attempts with this card.
    CardAttempts,
    /// The customer ended the payment.
    CustomerCancelled,
    /// The shop ended the order.
    ShopCancelled,
    /// The result of another operation.
    Operation,
    /// An unknown code.
    Other,
}

impl Meaning {
    /// Every meaning.
    #[cfg(test)]
    const ALL: [Self; 31] = [
        Self::Approved,
        Self::NotTried,
        Self::InProgress,
        Self::Uncertain,
        Self::Expired,
        Self::Authentication,
        Self::AuthenticationTrouble,
        Self::AuthenticationRefused,
        Self::ConfirmationWanted,
        Self::CardData,
        Self::UnknownCard,
        Self::CardExpired,
        Self::CardInactive,
        Self::OnlineForbidden,
        Self::Funds,
        Self::Limit,
        Self::LimitOrForbidden,
        Self::ShopLimit,
        Self::ShopFilter,
        Self::Refused,
        Self::RefusedForNow,
        Self::Blocked,
        Self::Screened,
        Self::Setup,
        Self::Technical,
        Self::Attempts,
        Self::CardAttempts,
        Self::CustomerCancelled,
        Self::ShopCancelled,
        Self::Operation,
        Self::Other,
    ];

    /// What a code means at the bank of a list.
    #[must_use]
    pub fn of(code: i64, list: CodeList) -> Self {
        match (list, code) {
            (CodeList::BancaTransilvania, 913) => Self::Blocked,
            (CodeList::BancaTransilvania, 124 | 902 | 914 | 998) | (CodeList::Earlier, 902) => Self::Refused,
            (CodeList::BancaTransilvania | CodeList::Earlier, 100) => Self::OnlineForbidden,
            (CodeList::Current, 100 | 902) => Self::Limit,
            (CodeList::Satim, 119) => Self::RefusedForNow,
            (CodeList::Satim, 2003) => Self::AuthenticationRefused,
            _ => general(code),
        }
    }

    /// The class.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Self::Approved => Class::Approved,
            Self::NotTried => Class::NoResult,
            Self::InProgress => Class::InProgress,
            Self::Uncertain => Class::Uncertain,
            Self::Expired => Class::Expired,
            Self::Authentication
            | Self::AuthenticationTrouble
            | Self::AuthenticationRefused
            | Self::ConfirmationWanted => Class::Authentication,
            Self::CardData | Self::UnknownCard | Self::CardExpired => Class::CardData,
            Self::Funds => Class::Funds,
            Self::Limit | Self::LimitOrForbidden | Self::ShopLimit => Class::Limit,
            Self::CardInactive
            | Self::OnlineForbidden
            | Self::ShopFilter
            | Self::Refused
            | Self::RefusedForNow
            | Self::Blocked
            | Self::Screened => Class::Refused,
            Self::Setup => Class::Setup,
            Self::Technical => Class::Technical,
            Self::Attempts | Self::CardAttempts => Class::Attempts,
            Self::CustomerCancelled | Self::ShopCancelled => Class::Cancelled,
            Self::Operation => Class::Operation,
            Self::Other => Class::Other,
        }
    }

    /// What may be tried next; `None` where nothing may, because the payment is made, not decided, or cancelled by the shop.
    #[must_use]
    pub fn retry(self) -> Option<Retry> {
        Some(match self {
            Self::Approved | Self::InProgress | Self::Uncertain | Self::ShopCancelled | Self::Operation => return None,
            Self::NotTried
            | Self::Expired
            | Self::Authentication
            | Self::ConfirmationWanted
            | Self::CardData
            | Self::CustomerCancelled => Retry::SameCardNow,
            Self::AuthenticationTrouble | Self::RefusedForNow | Self::Technical | Self::Attempts => {
                Retry::SameCardLater
            }
            Self::AuthenticationRefused
            | Self::UnknownCard
            | Self::CardExpired
            | Self::CardInactive
            | Self::OnlineForbidden
            | Self::Funds
            | Self::Limit
            | Self::LimitOrForbidden
            | Self::Refused
            | Self::CardAttempts
            | Self::Other => Retry::AnotherCard,
            Self::Blocked | Self::Screened => Retry::NeverThisCard,
            Self::ShopLimit | Self::ShopFilter | Self::Setup => Retry::ContactShop,
        })
    }

    /// Whether this says that an attempt to pay was made and failed.
    #[must_use]
    pub fn is_decline(self) -> bool {
        !matches!(self, Self::Approved | Self::NotTried | Self::InProgress | Self::Uncertain | Self::Operation)
    }
}

/// What a code means where the bank gives it no meaning of its own.
fn general(code: i64) -> Meaning {
    match code {
        0 => Meaning::Approved,
        -100 => Meaning::NotTried,
        -9000 | -2029 | -2027 | 1004 | 1005 => Meaning::InProgress,
        -30001 | 2008 | 151_019 => Meaning::Uncertain,
        -2014 | -2009 | -2007 | 1001 => Meaning::Expired,
        -2026 | -2025 | -2020 | -2010 | -2006 | -2005 | 341_016 | 341_018 | 341_019 => Meaning::Authentication,
        -2023 | -2022 | -2019..=-2015 | -2011 | 151_017 | 341_017 | 341_020 => Meaning::AuthenticationTrouble,
        -2024 | 2005 | 4032 => Meaning::AuthenticationRefused,
        1434 => Meaning::ConfirmationWanted,
        73 | 82 | 88 | 111 | 117 | 125 | 140 | 861 | 871 | 71015 | 100_882 => Meaning::CardData,
        -5031 | 15 | 53 | 78 | 905 => Meaning::UnknownCard,
        101 | 906 => Meaning::CardExpired,
        320 | 100_254 => Meaning::CardInactive,
        57 | 555 => Meaning::OnlineForbidden,
        20 | 51 | 116 | 915 => Meaning::Funds,
        -20010 | 121 | 123 | 209 | 814 | 903 | 917 => Meaning::Limit,
        100 | 902 => Meaning::LimitOrForbidden,
        -2002 | 110 => Meaning::ShopLimit,
        -2102 | -2101 | -2003 | -2001 | -2000 => Meaning::ShopFilter,
        -2028 | -999 | 1 | 5 | 63 | 72 | 81 | 103 | 104 | 107 | 118..=120 | 805 | 920 => Meaning::Refused,
        4 | 62 | 106 | 126 | 127 | 151 | 200 | 203 | 204 | 208 | 803 | 804 | 823 | 952 | 2030 => Meaning::Blocked,
        999 | 2001 => Meaning::Screened,
        -2012 | -2008 | -2004 | -301 | 109 | 181 | 212 | 911 | 941 | 2003 | 2004 | 2006 | 2014..=2016 | 8204 => {
            Meaning::Setup
        }
        -2013 | 1115..=1118 => Meaning::Attempts,
        1112..=1114 => Meaning::CardAttempts,
        -102 | 10 => Meaning::CustomerCancelled,
        2012 | 2022 | 4005 => Meaning::ShopCancelled,
        87 | 124 | 239 | 240 | 400 | 914 | 968 | 1120 | 2002 | 2007 | 2009 | 341_041 => Meaning::Operation,
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
        | 341_014 => Meaning::Technical,
        _ => Meaning::Other,
    }
}

/// The class of an action code at the bank of a list.
#[must_use]
pub fn class(code: i64, list: CodeList) -> Class {
    Meaning::of(code, list).class()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANYWHERE: CodeList = CodeList::General;

    #[test]
    fn codes_that_decide_an_outcome_are_in_their_class() {
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
            assert_eq!(class(code, ANYWHERE), expected, "{code}");
        }
    }

    #[test]
    fn a_bank_gives_its_codes_its_own_meaning() {
        let banca_transilvania = CodeList::of_bank("banca-transilvania-test");
        let satim = CodeList::of_bank("satim");
        for (code, list, expected) in [
            (914, banca_transilvania, (Class::Refused, Some(Retry::AnotherCard))),
            (914, satim, (Class::Operation, None)),
            (913, banca_transilvania, (Class::Refused, Some(Retry::NeverThisCard))),
            (913, ANYWHERE, (Class::Technical, Some(Retry::SameCardLater))),
            (124, banca_transilvania, (Class::Refused, Some(Retry::AnotherCard))),
            (998, banca_transilvania, (Class::Refused, Some(Retry::AnotherCard))),
            (100, CodeList::of_bank("dsk"), (Class::Limit, Some(Retry::AnotherCard))),
            (100, CodeList::of_bank("arca-epg"), (Class::Refused, Some(Retry::AnotherCard))),
            (902, CodeList::of_bank("sberbank-test"), (Class::Refused, Some(Retry::AnotherCard))),
            (119, satim, (Class::Refused, Some(Retry::SameCardLater))),
            (2003, satim, (Class::Authentication, Some(Retry::AnotherCard))),
            (2003, ANYWHERE, (Class::Setup, Some(Retry::ContactShop))),
        ] {
            let meaning = Meaning::of(code, list);
            assert_eq!((meaning.class(), meaning.retry()), expected, "{code} at {list:?}");
        }
        assert_eq!(CodeList::of_bank("a bank that comes later"), CodeList::General);
    }

    #[test]
    fn an_unknown_code_is_a_decline_and_a_code_without_a_result_is_not() {
        let is_decline = |code| Meaning::of(code, ANYWHERE).is_decline();
        assert!(is_decline(987_654) && is_decline(-2025) && is_decline(i64::MIN));
        assert!(!is_decline(0) && !is_decline(-100) && !is_decline(-30001) && !is_decline(1120));
    }

    #[test]
    fn every_class_and_every_advice_has_a_name_of_its_own() {
        let named = |word: &str| word.len() > 3;
        for meaning in Meaning::ALL {
            assert!(named(meaning.class().as_str()), "{meaning:?}");
            assert!(meaning.retry().is_none_or(|retry| named(retry.as_str())), "{meaning:?}");
        }
        assert_eq!((Class::Other.as_str(), Class::CardData.as_str()), ("other", "card_data"));
        assert_eq!((Retry::ContactShop.as_str(), Retry::AnotherCard.as_str()), ("contact_shop", "another_card"));
    }
}
