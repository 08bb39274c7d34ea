//! The profiles of installations. A profile is a row of `rows.rs`: what its installation writes, requires, refuses and does.

mod facts;
mod rows;

#[cfg(test)]
mod table;

use serde::{Deserialize, Serialize};

use crate::payment_method::PaymentMethod;

pub use facts::Facts;

/// The kind of installation that the sandbox imitates.
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
    /// The newer Sber e-commerce gateway: JSON with the right types, another path, JSON callbacks. RUB.
    Ecom,
    /// Banca Transilvania iPay: HTTP Basic, a mandatory cart with the customer, JWT callbacks, status 7. RON.
    Bt,
    /// SATIM: an acknowledgement, its own parameters, cards of CIB and Edahabia. DZD.
    Satim,
    /// `ArCa`, the Armenian card system: a boolean `error` in every reply. AMD.
    Arca,
    /// DSK Bank: a declined attempt is final, and `reverse.do` takes back a captured payment. EUR.
    Dsk,
    /// Credibanco: mandatory instalments and tax, surcharges, one phase, callbacks without a checksum. COP.
    Credibanco,
    /// `ClicToPay`: a currency with three decimal places. TND.
    Clictopay,
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

/// How the body of a call is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// `application/x-www-form-urlencoded`. Objects are JSON text.
    Form,
    /// One JSON object with the types of the specification, sent by POST.
    Json,
}

/// The address of the payment page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormUrl {
    /// `/payment/merchants/<folder>/payment_<language>.html?mdOrder=…`
    Merchants,
    /// `/pp/pay_<language>?orderId=…`
    Pay,
    /// `/payment/epg/merchants/<folder>/payment.html?mdOrder=…&language=…`
    Epg,
}

/// What is appended to the address to which the customer returns, after `orderId`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReturnQuery {
    Language,
    /// `token` and `approvalCode`
    Token,
}

/// What a callback looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallbackForm {
    /// Parameters, with the signature that the options choose.
    Parameters,
    /// Parameters without a checksum, although `sign_alias` is there.
    Unsigned,
    /// A POST of a JSON object without a signature.
    Json,
    /// A POST whose body is a compact JWS.
    Jwt,
}

/// When a callback that was not answered with 200 is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retry {
    pub(crate) secs: u64,
    /// Whether the pause grows: after attempt A it lasts A times as long.
    pub(crate) grows: bool,
    /// Failures after which the callback is given up.
    pub(crate) max_failures: u32,
}

impl Retry {
    /// Milliseconds between this failure (the first is 1) and the next attempt.
    pub(crate) fn pause_ms(self, failures: u32) -> u64 {
        let times = if self.grows { u64::from(failures) } else { 1 };
        self.secs.saturating_mul(1000).saturating_mul(times)
    }
}

/// What `reverse.do` does with a captured payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReverseDeposited {
    /// It needs a permission ([`Options::reverse_deposited`](crate::Options::reverse_deposited)). The hold stays.
    WithPermission,
    /// It takes the whole payment back.
    Whole,
}

/// A row: the rules of an installation.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about an installation")]
#[derive(Debug)]
pub(crate) struct Dialect {
    pub(crate) profile: Profile,
    /// The installation and its documents.
    pub(crate) about: &'static str,

    // Replies.
    /// `errorCode` of a successful register.do.
    pub(crate) register_ok: CodeStyle,
    /// `errorCode` of a failed register.do or management call.
    pub(crate) error: CodeStyle,
    /// `errorCode` of a status reply.
    pub(crate) status: CodeStyle,
    /// `errorCode` of a successful deposit.do, reverse.do, refund.do, decline.do.
    pub(crate) operation_ok: CodeStyle,
    /// Whether every reply has a boolean `error`.
    pub(crate) error_flag: bool,
    pub(crate) content_type: &'static str,
    /// Whether replies set a session cookie. Clients need not return it.
    pub(crate) session_cookie: bool,
    /// Whether every number and boolean of a reply is a string.
    pub(crate) all_strings: bool,
    /// Whether order ids have 20 characters. Otherwise they look like a UUID.
    pub(crate) short_order_ids: bool,
    pub(crate) form_url: FormUrl,
    pub(crate) return_query: ReturnQuery,
    /// HTTP status of "access denied".
    pub(crate) denied_status: u16,
    /// Language of texts and of the page when the call names none.
    pub(crate) language: &'static str,
    /// The only languages of register.do. None: all that the gateway knows.
    pub(crate) languages: &'static [&'static str],
    /// The version of the status reply.
    pub(crate) version: u8,
    /// Time zone of `expirationDate`, in hours east of UTC.
    pub(crate) zone_hours: u64,
    /// `orderStatus` after a partial refund.
    pub(crate) partly_refunded_status: u8,
    /// `ErrorCode` of getOrderStatus.do for a declined order.
    pub(crate) legacy_declined: u8,

    // Calls.
    pub(crate) rest_root: &'static str,
    pub(crate) body: Body,
    /// Whether login and password are accepted as an `Authorization: Basic` header.
    pub(crate) basic_login: bool,

    // Registration.
    /// Numeric codes of the currencies that the merchant may use, the default first.
    pub(crate) currencies: &'static [&'static str],
    /// The least amount of a payment, in minor units.
    pub(crate) least_amount: u64,
    pub(crate) order_number_max: usize,
    /// Characters that `orderNumber` and `description` must not contain.
    pub(crate) forbidden_characters: &'static str,
    /// Whether an order without a number gets one from the gateway.
    pub(crate) numbers_orders: bool,
    pub(crate) session_secs: u64,
    /// The most characters of parameters, where they differ from the vendor's.
    pub(crate) lengths: &'static [(&'static str, usize)],
    /// Parameters of register.do that must be given, besides those of every installation.
    pub(crate) required: &'static [&'static str],
    /// The bank's own parameters of register.do, and the check of their values.
    pub(crate) parameters: &'static [(&'static str, Check)],
    /// Keys of `jsonParams` that must be given, and the check of their values.
    pub(crate) required_params: &'static [(&'static str, Check)],
    /// Keys of `jsonParams` that can be given, and the check of their values.
    pub(crate) optional_params: &'static [(&'static str, Check)],
    /// Whether `orderBundle` with e-mail, phone and address of the customer is mandatory.
    pub(crate) customer_bundle: bool,
    /// `errorCode` of a wrong `orderBundle`.
    pub(crate) bundle_error: u8,
    /// `errorCode` of wrong `features`.
    pub(crate) features_error: u8,
    /// Whether registerPreAuth.do is permitted.
    pub(crate) two_phase: bool,

    // Payment.
    pub(crate) wallets: &'static [PaymentMethod],
    /// Names of the cards on the payment page. Empty: no names.
    pub(crate) brands: &'static [&'static str],
    /// Numbers of the test cards that the payment page lists.
    pub(crate) test_cards: &'static [&'static str],
    /// Whether the first declined attempt closes the order.
    pub(crate) decline_closes: bool,
    /// `actionCode` of an order whose session ended without an attempt to pay.
    pub(crate) expired_action: i64,
    /// Seconds within which a payment must be acknowledged. `None`: it need not be.
    pub(crate) acknowledge_secs: Option<u64>,
    /// Keys of `jsonParams` whose amounts the customer pays besides `amount`.
    pub(crate) surcharges: &'static [&'static str],
    /// The key of `jsonParams` with the amount that the customer pays in loyalty points.
    pub(crate) points: Option<&'static str>,

    // Operations.
    pub(crate) reverse_deposited: ReverseDeposited,
    pub(crate) partial_refunds: bool,
    /// Whether `externalRefundId` stands in `jsonParams`.
    pub(crate) refund_id_in_params: bool,

    // Callbacks.
    pub(crate) callback: CallbackForm,
    pub(crate) retry: Retry,
}

/// The check of a value in `jsonParams`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// At most this many characters.
    Text(usize),
    /// A whole number in this range.
    Number(u64, u64),
    /// The word `true`.
    True,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

impl Check {
    pub(crate) fn accepts(self, text: &str) -> bool {
        match self {
            Self::Text(max) => !text.is_empty() && text.chars().count() <= max,
            Self::Number(least, most) => {
                crate::digits::whole(text, 12).is_some_and(|number| (least..=most).contains(&number))
            }
            Self::True => text == "true",
            Self::OneOf(words) => words.contains(&text),
        }
    }
}

impl Profile {
    /// Every profile, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Bpc,
        Self::Classic,
        Self::Numeric,
        Self::Allstrings,
        Self::Ecom,
        Self::Bt,
        Self::Satim,
        Self::Arca,
        Self::Dsk,
        Self::Credibanco,
        Self::Clictopay,
    ];

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
            Self::Arca => "arca",
            Self::Dsk => "dsk",
            Self::Credibanco => "credibanco",
            Self::Clictopay => "clictopay",
        }
    }

    /// The installation, and the documents that its row follows.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.dialect().about
    }

    pub(crate) fn dialect(self) -> &'static Dialect {
        match self {
            Self::Bpc => &rows::BPC,
            Self::Classic => &rows::CLASSIC,
            Self::Numeric => &rows::NUMERIC,
            Self::Allstrings => &rows::ALLSTRINGS,
            Self::Ecom => &rows::ECOM,
            Self::Bt => &rows::BT,
            Self::Satim => &rows::SATIM,
            Self::Arca => &rows::ARCA,
            Self::Dsk => &rows::DSK,
            Self::Credibanco => &rows::CREDIBANCO,
            Self::Clictopay => &rows::CLICTOPAY,
        }
    }
}
