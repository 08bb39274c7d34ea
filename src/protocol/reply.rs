//! An HTTP reply, and whether it is an answer of the gateway.

use crate::codec::bytes::contains;
use crate::codec::{Value, decimal, json, split};
use crate::model::error::{Error, ErrorCode, GatewayMessage};
use crate::protocol::object::{BadField, Object};

/// A reply as the transport received it.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The `Retry-After` header, where the platform shows headers.
    pub retry_after: Option<String>,
    /// The body, at most [`crate::call::MAX_REPLY_BYTES`]; `None` if it was not UTF-8. It holds personal data: never print it.
    pub body: Option<String>,
}

impl Reply {
    /// The JSON of the reply, whatever its `Content-Type` says: old gateways send `text/plain`.
    ///
    /// # Errors
    /// `malformed_reply` with the HTTP status, never with the body, for a body that is not JSON.
    pub fn json(&self) -> Result<Value, Error> {
        let text = self.body.as_deref().ok_or_else(|| self.malformed("a body that is not UTF-8"))?;
        match text.trim_start_matches('\u{feff}').trim_ascii_start().chars().next() {
            None => Err(self.malformed("an empty body")),
            Some('<') if self.is_success() => {
                Err(self.malformed("an HTML page instead of JSON; is the base URL the REST root?"))
            }
            Some('<') => Err(self.malformed("an HTML page instead of JSON")),
            Some(_) => json::parse(text).map_err(|_| self.malformed("a body that is not JSON, or cut off")),
        }
    }

    /// The object that every answer of the gateway is.
    ///
    /// # Errors
    /// `malformed_reply` for any other JSON.
    pub fn object<'a>(&self, value: &'a Value) -> Result<Object<'a>, Error> {
        Object::of(value).ok_or_else(|| self.malformed(kind(value)))
    }

    /// The reply is not the gateway's.
    pub(crate) fn malformed(&self, what: &str) -> Error {
        let hint = match self.status {
            404 => "; is the base URL the REST root?",
            413 => "; the request is too large for it, so shorten orderBundle or jsonParams",
            401 | 403 => "; does the bank require another way to log in?",
            _ => "",
        };
        Error::new(
            ErrorCode::MalformedReply,
            ["the gateway answered HTTP ", &decimal::count(self.status.into()), " with ", what, hint].concat(),
        )
        .with_status(self.status)
        .retryable(self.status == 200 || self.is_overload())
    }

    /// A field of the reply cannot be read.
    pub(crate) fn bad_field(&self, field: &BadField) -> Error {
        self.malformed(&["a `", field.name, "` that is not ", field.expected].concat())
    }

    /// The HTTP status says success.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The gateway is overloaded or out of order: the same question may be answered later.
    pub(crate) fn is_overload(&self) -> bool {
        matches!(self.status, 408 | 425 | 429 | 500..=599)
    }

    /// Whether the request may have been carried out although the reply reports no success: the gateway is overloaded or out of
    /// order, and gives no error code of its own.
    pub(crate) fn leaves_outcome_open(&self) -> bool {
        let has_code = |object: Object<'_>, name| !matches!(object.int(name), Ok(None | Some(0)) | Err(_));
        let refused = |value: &Value| {
            Object::of(value).is_some_and(|object| {
                has_code(object, "errorCode") || object.object("error").is_some_and(|error| has_code(error, "code"))
            })
        };
        self.is_overload() && !self.json().is_ok_and(|value| refused(&value))
    }

    /// A refusal of the gateway, if the object is one. `success` wins over `errorCode`; an absent code means no error; an
    /// `error` text is one even beside code 0.
    ///
    /// # Errors
    /// The refusal, `malformed_reply` for a code that cannot be read, or for a fine-looking object under an HTTP error.
    pub fn check(&self, object: Object<'_>) -> Result<(), Error> {
        let success = object.flag("success");
        let code = object.int("errorCode").map_err(|field| self.bad_field(&field))?.unwrap_or(0);
        let nested = object.object("error");
        let nested_code = nested.map_or(Ok(None), |error| error.int("code")).map_err(|field| self.bad_field(&field))?;
        // Text only: a number there is not a message.
        let error_text = match object.get("error") {
            Some(Value::Text(text)) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        };
        let message = || {
            let nested = nested.and_then(|error| error.text("message").or_else(|| error.text("description")));
            object.text("errorMessage").or(nested).or_else(|| error_text.map(str::to_owned)).unwrap_or_default()
        };
        if success == Some(false) || (success.is_none() && code != 0) {
            let code = if code == 0 { nested_code.unwrap_or(0) } else { code };
            return Err(self.refused(code, &message()));
        }
        if error_text.is_some() || nested_code.is_some_and(|code| code != 0) {
            return Err(self.refused(nested_code.unwrap_or(0), &message()));
        }
        if !self.is_success() {
            return Err(self.malformed("no error code"));
        }
        Ok(())
    }

    fn refused(&self, error_code: i64, error_message: &str) -> Error {
        let (code, meaning) = match error_code {
            1 => (ErrorCode::GatewayError, "orderNumber is already in use, or no order id was sent"),
            3 => (ErrorCode::UnknownCurrency, "the currency is not enabled for this merchant"),
            4 => (ErrorCode::MissingParameter, "a required parameter is missing or empty"),
            // Code 5 is a refused value as often as a refused login.
            5 if !error_message.is_empty() && !speaks_of_access(error_message) => {
                (ErrorCode::GatewayError, "the gateway refused a value")
            }
            5 => (
                ErrorCode::AccessDenied,
                "access denied, or a value was refused: check login, password, and that they belong to this host (a test login works on the test host only)",
            ),
            6 => (ErrorCode::OrderNotFound, "the gateway has no such order"),
            7 => (ErrorCode::GatewayError, "the gateway reports an internal error"),
            _ if matches!(self.status, 401 | 403) => {
                (ErrorCode::AccessDenied, "access denied: check login and password")
            }
            _ => (ErrorCode::GatewayError, "the gateway refused the request"),
        };
        Error::new(code, meaning)
            .with_status(self.status)
            .retryable(error_code == 7 || self.is_overload())
            .with_gateway(GatewayMessage { error_code, error_message: error_message.to_owned() })
    }
}

/// Whether the gateway's words are about logging in or permissions, in a language of the banks.
fn speaks_of_access(message: &str) -> bool {
    has_one_of(
        message,
        "acces|acc\u{e8}s|acesso|zugriff|zugang|eri\u{15f}im|оступ|остъп|ρόσβασ|ուտք|ասանելի|وصول|жеткізу|ыйым\
         |passw|арол|parol|mot de passe|contrase|senha|user name| login|огин|огін|permission|ет прав|точно прав|unauthori|not authori|authenti",
    )
}

/// Whether the gateway's words are about a fault of its own, in a language of the banks.
pub(crate) fn speaks_of_own_fault(message: &str) -> bool {
    has_one_of(
        message,
        "syst|sistem|истем|συστ|ամակարգ|نظام|үйе|techn|tehnic|tecnic|técnic|teknik|ехни|ехні|unexpected|unavailable|timeout|timed out\
         |internal|interner|interno|intern\u{103}|eur intern|lha intern|dahili|нутр|трешн|σωτερ|երքին|داخل|шкі",
    )
}

/// Whether a message has one of these words, which are parts of words in lower case. Where a script has capitals that ASCII has not,
/// the first letter is left out.
fn has_one_of(message: &str, words: &'static str) -> bool {
    let message = [" ", &message.to_ascii_lowercase()].concat();
    split::parts(words, "|").any(|word| contains(message.as_bytes(), word.as_bytes()))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "JSON text instead of an object",
        Value::List(_) => "a JSON list instead of an object",
        _ => "bare JSON instead of an object",
    }
}
