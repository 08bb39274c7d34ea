//! The rows, each with its source. What a source does not say is as in the vendor's row.

use super::{Body, CallbackForm, Check, CodeStyle, Dialect, FormUrl, Profile, Retry, ReturnQuery, ReverseDeposited};
use crate::payment_method::PaymentMethod;
use crate::routes::{ECOM_ROOT, REST_ROOT};

const JSON: &str = "application/json;charset=UTF-8";

/// BPC REST reference, and the replies of its sandbox.
pub(super) const BPC: Dialect = Dialect {
    profile: Profile::Bpc,
    about: "the vendor's own sandbox (BPC REST reference)",
    register_ok: CodeStyle::Absent,
    error: CodeStyle::Text,
    status: CodeStyle::Text,
    operation_ok: CodeStyle::Number,
    error_flag: false,
    content_type: JSON,
    session_cookie: false,
    all_strings: false,
    short_order_ids: false,
    form_url: FormUrl::Merchants,
    return_query: ReturnQuery::Language,
    denied_status: 200,
    language: "en",
    languages: &[],
    version: 30,
    zone_hours: 0,
    partly_refunded_status: 4,
    legacy_declined: 0,
    rest_root: REST_ROOT,
    body: Body::Form,
    basic_login: false,
    currencies: &["978"],
    least_amount: 1,
    order_number_max: 36,
    forbidden_characters: "",
    numbers_orders: true,
    session_secs: 1200,
    lengths: &[],
    required: &[],
    parameters: &[],
    required_params: &[],
    optional_params: &[],
    customer_bundle: false,
    bundle_error: 5,
    features_error: 5,
    two_phase: true,
    wallets: &PaymentMethod::WALLETS,
    brands: &[],
    test_cards: &["5555555555555599", "4111111111111111", "4000001111111118", "4444555511113333", "4000001111111126"],
    decline_closes: false,
    expired_action: -2014,
    acknowledge_secs: None,
    surcharges: &[],
    points: None,
    reverse_deposited: ReverseDeposited::WithPermission,
    partial_refunds: true,
    refund_id_in_params: false,
    callback: CallbackForm::Parameters,
    retry: Retry { secs: 30, grows: false, max_failures: 3 },
};

/// Sber and Alfa manuals of the older installations.
pub(super) const CLASSIC: Dialect = Dialect {
    profile: Profile::Classic,
    about: "older Russian installations (merchant manuals of Sber and Alfa)",
    operation_ok: CodeStyle::Text,
    content_type: "text/plain;charset=UTF-8",
    session_cookie: true,
    expired_action: -2007,
    currencies: &["810", "643"],
    language: "ru",
    numbers_orders: false,
    version: 4,
    zone_hours: 3,
    ..BPC
};

pub(super) const NUMERIC: Dialect = Dialect {
    profile: Profile::Numeric,
    about: "installations whose codes are all numbers",
    register_ok: CodeStyle::Number,
    error: CodeStyle::Number,
    status: CodeStyle::Number,
    numbers_orders: false,
    ..BPC
};

pub(super) const ALLSTRINGS: Dialect = Dialect {
    profile: Profile::Allstrings,
    about: "installations whose values are all strings",
    all_strings: true,
    register_ok: CodeStyle::Text,
    operation_ok: CodeStyle::Text,
    numbers_orders: false,
    ..BPC
};

/// Specification of the Sber e-commerce gateway: types, `jsonParams.externalRefundId`, callbacks every 60 seconds.
pub(super) const ECOM: Dialect = Dialect {
    profile: Profile::Ecom,
    about: "Sber e-commerce gateway (its OpenAPI specification)",
    register_ok: CodeStyle::Text,
    operation_ok: CodeStyle::Text,
    expired_action: -2007,
    form_url: FormUrl::Pay,
    rest_root: ECOM_ROOT,
    body: Body::Json,
    currencies: &["643"],
    language: "ru",
    languages: &["ru", "en"],
    numbers_orders: false,
    version: 14,
    zone_hours: 3,
    refund_id_in_params: true,
    callback: CallbackForm::Json,
    retry: Retry { secs: 60, grows: false, max_failures: 3 },
    ..BPC
};

/// Banca Transilvania iPay integration guide.
pub(super) const BT: Dialect = Dialect {
    profile: Profile::Bt,
    about: "Banca Transilvania iPay (integration guide)",
    register_ok: CodeStyle::Text,
    operation_ok: CodeStyle::Text,
    denied_status: 401,
    return_query: ReturnQuery::Token,
    language: "ro",
    version: 6,
    partly_refunded_status: 7,
    basic_login: true,
    currencies: &["946", "978"],
    order_number_max: 32,
    forbidden_characters: "%+\r\n",
    numbers_orders: false,
    lengths: &[("description", 512), ("email", 254), ("jsonParams", 1024), ("childId", 100)],
    parameters: &[
        ("installment", Check::Number(1, 99)),
        ("recurrenceStartDate", Check::Number(20_000_101, 99_991_231)),
        ("recurrenceEndDate", Check::Number(20_000_101, 99_991_231)),
    ],
    required_params: &[("FORCE_3DS2", Check::True)],
    customer_bundle: true,
    bundle_error: 8,
    decline_closes: true,
    expired_action: -2007,
    points: Some("loyaltyAmount"),
    callback: CallbackForm::Jwt,
    ..BPC
};

/// SATIM integration guide. It does not say after which time a payment is given back that nobody acknowledged. This row
/// takes the ten minutes of the page's session.
pub(super) const SATIM: Dialect = Dialect {
    profile: Profile::Satim,
    about: "SATIM, Algeria (integration guide)",
    short_order_ids: true,
    form_url: FormUrl::Epg,
    register_ok: CodeStyle::Number,
    error: CodeStyle::Number,
    language: "fr",
    languages: &["fr", "ar", "en"],
    version: 9,
    currencies: &["012"],
    least_amount: 5000,
    order_number_max: 10,
    numbers_orders: false,
    session_secs: 600,
    required: &["currency"],
    required_params: &[("force_terminal_id", Check::Text(20)), ("udf1", Check::Text(20))],
    optional_params: &[
        ("udf2", Check::Text(20)),
        ("udf3", Check::Text(20)),
        ("udf4", Check::Text(20)),
        ("udf5", Check::Text(20)),
    ],
    wallets: &[],
    brands: &["CIB", "EDAHABIA"],
    test_cards: &[
        "6280581110007215",
        "6280580610061011",
        "6280581110006712",
        "6280581110006316",
        "6280581110006415",
        "6280581110006613",
        "6280580610061219",
        "6280580610061110",
        "6280581110006514",
        "6280580610061318",
        "6280581110007017",
        "6280581110007116",
        "6280581110007314",
        "6280580610056615",
    ],
    decline_closes: true,
    expired_action: -2007,
    acknowledge_secs: Some(600),
    ..BPC
};

/// Replies of `ArCa` and of the banks behind it, as their plugins read them.
pub(super) const ARCA: Dialect = Dialect {
    profile: Profile::Arca,
    about: "ArCa, Armenia (as the plugins of its banks read it)",
    register_ok: CodeStyle::Number,
    error: CodeStyle::Number,
    error_flag: true,
    language: "hy",
    currencies: &["051"],
    numbers_orders: false,
    decline_closes: true,
    expired_action: -2007,
    ..BPC
};

/// DSK Bank e-commerce guide, and tests against its test host.
pub(super) const DSK: Dialect = Dialect {
    profile: Profile::Dsk,
    about: "DSK Bank, Bulgaria (e-commerce guide, tests against its test host)",
    register_ok: CodeStyle::Text,
    operation_ok: CodeStyle::Text,
    language: "bg",
    currencies: &["978"],
    numbers_orders: false,
    test_cards: &[
        "4748364006477854",
        "4748364006938186",
        "5168494895055780",
        "5168494076209313",
        "5168494148337357",
        "4444555511113333",
    ],
    decline_closes: true,
    expired_action: -2007,
    reverse_deposited: ReverseDeposited::Whole,
    ..BPC
};

/// Credibanco, "Manual REST", version 12.
pub(super) const CREDIBANCO: Dialect = Dialect {
    profile: Profile::Credibanco,
    about: "Credibanco, Colombia (Manual REST, version 12)",
    language: "es",
    currencies: &["170"],
    order_number_max: 32,
    lengths: &[("description", 512), ("jsonParams", 1024)],
    required_params: &[("installments", Check::Number(1, 99)), ("IVA.amount", Check::Number(0, 999_999_999_999))],
    optional_params: &[("IAC.amount", Check::Number(0, 999_999_999_999))],
    features_error: 14,
    two_phase: false,
    wallets: &[],
    test_cards: &[
        "4563960122001999",
        "639002000000000003",
        "4444444444446666",
        "5555555555555557",
        "4444444444444422",
        "4444444411111111",
        "4444444499999999",
    ],
    expired_action: -2007,
    surcharges: &["airTax.amount", "tips.amount"],
    partial_refunds: false,
    callback: CallbackForm::Unsigned,
    retry: Retry { secs: 600, grows: true, max_failures: 6 },
    ..BPC
};

/// Replies of `ClicToPay` as shops have logged them: dinars have three decimal places, and a declined order has `ErrorCode` 2.
pub(super) const CLICTOPAY: Dialect = Dialect {
    profile: Profile::Clictopay,
    about: "ClicToPay, Tunisia (replies as shops have logged them)",
    language: "fr",
    currencies: &["788"],
    numbers_orders: false,
    decline_closes: true,
    expired_action: -2007,
    legacy_declined: 2,
    ..BPC
};
