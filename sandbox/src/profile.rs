//! The profiles of installations, and how the replies of each differ from the others.

use serde::{Deserialize, Serialize};

/// The kind of installation whose replies the sandbox imitates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The vendor's own sandbox: no `errorCode` on a successful registration, string codes elsewhere. EUR.
    #[default]
    Bpc,
    /// Older Russian installations: `text/plain`, Russian texts, a session cookie, few status fields. RUB.
    Classic,
    /// Every code is a number.
    Numeric,
    /// Every scalar is a string.
    Allstrings,
    /// The newer Sber e-commerce gateway: JSON bodies, another path, no amounts block, `operations` instead. RUB.
    Ecom,
    /// Banca Transilvania iPay: HTTP Basic, 401 for wrong credentials, status 7 for a partial refund. RON.
    Bt,
    /// SATIM: 20-character order ids, order numbers up to 10, every decline is final. DZD.
    Satim,
}

/// How a code is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeStyle {
    /// The code is left out.
    Absent,
    /// `"5"`
    Text,
    /// `5`
    Number,
}

/// The rules of a profile.
#[derive(Debug)]
pub(crate) struct Dialect {
    pub(crate) profile: Profile,
    /// `errorCode` of a successful register.do.
    pub(crate) register_ok: CodeStyle,
    /// `errorCode` of a failed register.do or management call.
    pub(crate) error: CodeStyle,
    /// `errorCode` of a status reply.
    pub(crate) status: CodeStyle,
    /// `errorCode` of a successful deposit.do, reverse.do, refund.do, decline.do.
    pub(crate) operation_ok: CodeStyle,
    pub(crate) content_type: &'static str,
    /// HTTP status of "access denied".
    pub(crate) denied_status: u16,
    /// Whether the first declined attempt closes the order.
    pub(crate) decline_closes: bool,
    /// `actionCode` of an order whose session ended without an attempt to pay.
    pub(crate) expired_action: i64,
    /// `errorCode` of a cart whose amounts are inconsistent.
    pub(crate) bundle_error: u8,
    /// Numeric codes of the currencies that the merchant may use, the default first.
    pub(crate) currencies: &'static [&'static str],
    pub(crate) language: &'static str,
    pub(crate) order_number_max: usize,
    /// Whether an order without a number gets one from the gateway.
    pub(crate) numbers_orders: bool,
    pub(crate) session_secs: u64,
    /// The version of the status reply.
    pub(crate) version: u8,
    /// Time zone of `expirationDate`, in hours east of UTC.
    pub(crate) zone_hours: u64,
}

const JSON: &str = "application/json;charset=UTF-8";

/// BPC REST reference, and the replies of its sandbox.
const BPC: Dialect = Dialect {
    profile: Profile::Bpc,
    register_ok: CodeStyle::Absent,
    error: CodeStyle::Text,
    status: CodeStyle::Text,
    operation_ok: CodeStyle::Number,
    content_type: JSON,
    denied_status: 200,
    decline_closes: false,
    expired_action: -2014,
    bundle_error: 5,
    currencies: &["978"],
    language: "en",
    order_number_max: 36,
    numbers_orders: true,
    session_secs: 1200,
    version: 30,
    zone_hours: 0,
};

/// Sber and Alfa manuals of the older installations.
const CLASSIC: Dialect = Dialect {
    profile: Profile::Classic,
    operation_ok: CodeStyle::Text,
    content_type: "text/plain;charset=UTF-8",
    expired_action: -2007,
    currencies: &["810", "643"],
    language: "ru",
    numbers_orders: false,
    version: 4,
    zone_hours: 3,
    ..BPC
};

const NUMERIC: Dialect = Dialect {
    profile: Profile::Numeric,
    register_ok: CodeStyle::Number,
    error: CodeStyle::Number,
    status: CodeStyle::Number,
    numbers_orders: false,
    ..BPC
};

const ALLSTRINGS: Dialect = Dialect {
    profile: Profile::Allstrings,
    register_ok: CodeStyle::Text,
    operation_ok: CodeStyle::Text,
    numbers_orders: false,
    ..BPC
};

/// Sber e-commerce gateway manual.
const ECOM: Dialect = Dialect {
    profile: Profile::Ecom,
    register_ok: CodeStyle::Text,
    operation_ok: CodeStyle::Text,
    expired_action: -2007,
    currencies: &["643"],
    language: "ru",
    numbers_orders: false,
    version: 14,
    zone_hours: 3,
    ..BPC
};

/// Banca Transilvania iPay integration guide.
const BT: Dialect = Dialect {
    profile: Profile::Bt,
    register_ok: CodeStyle::Text,
    operation_ok: CodeStyle::Text,
    denied_status: 401,
    decline_closes: true,
    expired_action: -2007,
    bundle_error: 8,
    currencies: &["946", "978"],
    language: "ro",
    numbers_orders: false,
    version: 6,
    ..BPC
};

/// SATIM integration guide.
const SATIM: Dialect = Dialect {
    profile: Profile::Satim,
    register_ok: CodeStyle::Number,
    error: CodeStyle::Number,
    decline_closes: true,
    expired_action: -2007,
    currencies: &["012"],
    language: "fr",
    order_number_max: 10,
    numbers_orders: false,
    session_secs: 600,
    version: 9,
    ..BPC
};

impl Profile {
    /// Every profile, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Bpc, Self::Classic, Self::Numeric, Self::Allstrings, Self::Ecom, Self::Bt, Self::Satim];

    /// The name in the options and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bpc => "bpc",
            Self::Classic => "classic",
            Self::Numeric => "numeric",
            Self::Allstrings => "allstrings",
            Self::Ecom => "ecom",
            Self::Bt => "bt",
            Self::Satim => "satim",
        }
    }

    pub(crate) fn dialect(self) -> &'static Dialect {
        match self {
            Self::Bpc => &BPC,
            Self::Classic => &CLASSIC,
            Self::Numeric => &NUMERIC,
            Self::Allstrings => &ALLSTRINGS,
            Self::Ecom => &ECOM,
            Self::Bt => &BT,
            Self::Satim => &SATIM,
        }
    }
}
