//! The dialects of the installations, as one table: which codes are numbers, which are strings, what differs besides.

use serde::Deserialize;

/// Which installation the sandbox speaks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
    /// Left out altogether.
    Absent,
    /// `"5"`
    Text,
    /// `5`
    Number,
}

/// What one profile does differently from the others.
#[derive(Debug)]
pub(crate) struct Dialect {
    pub(crate) name: &'static str,
    /// `errorCode` of a successful register.do.
    pub(crate) register_ok: CodeStyle,
    /// `errorCode` of a failed register.do or management call.
    pub(crate) error: CodeStyle,
    /// `errorCode` of a status reply.
    pub(crate) status: CodeStyle,
    /// `errorCode` of a successful deposit.do, reverse.do, refund.do, decline.do.
    pub(crate) managed: CodeStyle,
    pub(crate) content_type: &'static str,
    /// HTTP status of "access denied".
    pub(crate) denied_status: u16,
    /// A declined attempt closes the order at once.
    pub(crate) decline_closes: bool,
    /// `actionCode` of an order whose session ended before anybody tried to pay.
    pub(crate) expired_action: i64,
    /// `errorCode` for a cart whose sums do not add up.
    pub(crate) bundle_error: u8,
    /// Numeric currencies the merchant may use; the first is the default.
    pub(crate) currencies: &'static [&'static str],
    pub(crate) language: &'static str,
    pub(crate) order_number_max: usize,
    /// Whether the gateway numbers an order that comes without a number.
    pub(crate) numbers_orders: bool,
    pub(crate) session_secs: u64,
    /// The version of the status reply configured for the merchant.
    pub(crate) version: u8,
    /// Hours to add to a local time without zone to get UTC, negated: the zone of `expirationDate`.
    pub(crate) zone_hours: u64,
}

const JSON: &str = "application/json;charset=UTF-8";

/// BPC REST reference; what its sandbox answers.
const BPC: Dialect = Dialect {
    name: "bpc",
    register_ok: CodeStyle::Absent,
    error: CodeStyle::Text,
    status: CodeStyle::Text,
    managed: CodeStyle::Number,
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
    name: "classic",
    managed: CodeStyle::Text,
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
    name: "numeric",
    register_ok: CodeStyle::Number,
    error: CodeStyle::Number,
    status: CodeStyle::Number,
    numbers_orders: false,
    ..BPC
};

const ALLSTRINGS: Dialect = Dialect {
    name: "allstrings",
    register_ok: CodeStyle::Text,
    managed: CodeStyle::Text,
    numbers_orders: false,
    ..BPC
};

/// Sber e-commerce gateway manual.
const ECOM: Dialect = Dialect {
    name: "ecom",
    register_ok: CodeStyle::Text,
    managed: CodeStyle::Text,
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
    name: "bt",
    register_ok: CodeStyle::Text,
    managed: CodeStyle::Text,
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
    name: "satim",
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

    /// The name options and the command line use.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.dialect().name
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
