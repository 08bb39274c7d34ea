//! The kinds of faults, in one table. The declarations in `npm/sandbox.d.ts` are tested against it.

use serde::{Deserialize, Serialize};

/// What a fault changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The call is not carried out: another response replaces its reply.
    Replace,
    /// The call is carried out, and its response is damaged on the way.
    Corrupt,
    /// The call is carried out, and its reply has other contents.
    Tamper,
    /// A callback is wrong.
    Callback,
}

/// Makes the enum, its list and its names from one table.
macro_rules! fault_kinds {
    ($($(#[doc = $doc:literal])* $kind:ident = $name:literal, $effect:ident;)*) => {
        /// What goes wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
        pub enum FaultKind {
            $($(#[doc = $doc])* #[serde(rename = $name)] $kind,)*
        }

        impl FaultKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The name in JavaScript and in the control API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// What goes wrong, in a sentence.
            pub(crate) fn sentence(self) -> String {
                let documentation = match self {
                    $(Self::$kind => concat!($($doc),*),)*
                };
                documentation.trim().replace("[`Fault::delay_ms`](crate::Fault::delay_ms)", "delayMs").replace('`', "")
            }

            pub(crate) const fn effect(self) -> Effect {
                match self {
                    $(Self::$kind => Effect::$effect,)*
                }
            }
        }
    };
}

impl FaultKind {
    /// The groups of the control page.
    pub(crate) const GROUPS: [(&'static str, Effect); 4] = [
        ("The call is not carried out", Effect::Replace),
        ("The call is carried out, its response is damaged on the way", Effect::Corrupt),
        ("The call is carried out, its reply has other contents", Effect::Tamper),
        ("A callback is wrong", Effect::Callback),
    ];

    /// The title of the group of this kind.
    pub(crate) fn group(self) -> &'static str {
        Self::GROUPS.iter().find(|(_, effect)| *effect == self.effect()).map_or("", |(title, _)| title)
    }
}

fault_kinds! {
    /// HTTP 502 with an empty text body.
    BadGateway = "badGateway", Replace;
    /// HTTP 500.
    ServerError = "serverError", Replace;
    /// HTTP 429.
    TooManyRequests = "tooManyRequests", Replace;
    /// HTTP 200 with an HTML maintenance page.
    Html = "html", Replace;
    /// The connection is reset.
    Reset = "reset", Replace;
    /// A proxy answers HTTP 504 after [`Fault::delay_ms`](crate::Fault::delay_ms).
    Stalled = "stalled", Replace;
    /// The connection is reset after the call is carried out: the reply is lost.
    Lost = "lost", Corrupt;
    /// The reply comes after [`Fault::delay_ms`](crate::Fault::delay_ms).
    Late = "late", Corrupt;
    /// The body is empty.
    Empty = "empty", Corrupt;
    /// The body ends in the middle.
    Cut = "cut", Corrupt;
    /// The body is a JSON string.
    JsonString = "jsonString", Corrupt;
    /// The body is a JSON number.
    JsonNumber = "jsonNumber", Corrupt;
    /// The body is a JSON array around the object.
    JsonArray = "jsonArray", Corrupt;
    /// The body is `null`.
    JsonNull = "jsonNull", Corrupt;
    /// The body starts with a byte order mark.
    Bom = "bom", Corrupt;
    /// Numbers become strings, and strings of digits become numbers.
    FlipTypes = "flipTypes", Tamper;
    /// The reply has unknown fields, some of them nested.
    ExtraFields = "extraFields", Tamper;
    /// `orderStatus` is 12.
    UnknownStatus = "unknownStatus", Tamper;
    /// `actionCode` is 987654.
    UnknownAction = "unknownAction", Tamper;
    /// `errorCode` is missing.
    NoErrorCode = "noErrorCode", Tamper;
    /// `orderStatus` is missing.
    NoOrderStatus = "noOrderStatus", Tamper;
    /// `actionCode` is missing.
    NoActionCode = "noActionCode", Tamper;
    /// `success` is false beside `errorCode` 0.
    SuccessFalse = "successFalse", Tamper;
    /// `success` is true beside `errorCode` 5.
    SuccessTrue = "successTrue", Tamper;
    /// `orderDescription` is the string `null`.
    NullDescription = "nullDescription", Tamper;
    /// The name of the bank has markup.
    ScriptInBank = "scriptInBank", Tamper;
    /// A status has the number of another order.
    OtherNumber = "otherNumber", Tamper;
    /// A status has another amount.
    OtherAmount = "otherAmount", Tamper;
    /// A status has another currency.
    OtherCurrency = "otherCurrency", Tamper;
    /// A status has a `refundedDate`, although nothing was refunded.
    RefundedDate = "refundedDate", Tamper;
    /// `feUtrnno` has 18 digits, more than a double can hold.
    LongNumber = "longNumber", Tamper;
    /// `merchantOrderParams` has an entry without a value.
    ParamWithoutValue = "paramWithoutValue", Tamper;
    /// The checksum is wrong.
    CallbackWrongChecksum = "callbackWrongChecksum", Callback;
    /// The checksum is in lower case.
    CallbackLowerCase = "callbackLowerCase", Callback;
    /// The callback has `mdorder` instead of `mdOrder`.
    CallbackMdorder = "callbackMdorder", Callback;
    /// The callback has one more parameter, which is not signed.
    CallbackExtraParameter = "callbackExtraParameter", Callback;
    /// The callback is about an order that does not exist.
    CallbackUnknownOrder = "callbackUnknownOrder", Callback;
    /// The callback has status 0.
    CallbackStatusZero = "callbackStatusZero", Callback;
    /// The callback is sent twice.
    CallbackTwice = "callbackTwice", Callback;
    /// The callback comes a minute late, after the callbacks of later operations.
    CallbackLate = "callbackLate", Callback;
}
