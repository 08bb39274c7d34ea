//! The bank's gateway: its URL, the store's login, keys and limits.

pub mod banks;
mod builder;
pub(crate) mod built;
mod code_list;
pub mod dialect;
mod endpoint;
mod marks;

pub use builder::{GatewayBuilder, Runtime};
pub(crate) use builder::{UNSET, language};
pub use code_list::CodeList;
pub use dialect::Dialect;
pub use endpoint::Endpoint;

use crate::codec::bytes::contains;
use crate::codec::{Form, split};
use crate::model::address::Address;
use crate::model::credentials::Credentials;
use crate::model::error::{Error, ErrorCode, Invalid};
use crate::model::ids::OrderId;
use crate::model::keys::{CallbackKeys, ReturnKeys};

/// The configuration of a gateway. Only [`GatewayBuilder::build`] makes one, so every value in it has been checked.
///
/// ```
/// use bpc_checkout::Gateway;
/// # fn main() -> Result<(), bpc_checkout::Error> {
/// let gateway = Gateway::builder()
///     .base_url("https://dev.bpcbt.com/payment/rest")
///     .login("shop-api", "the password")
///     .return_keys(["a key of at least sixteen characters"])
///     .build()?;
/// assert_eq!(gateway.timeout_ms(), 15_000);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Gateway {
    base: Address,
    dialect: Dialect,
    terminal_id: Option<String>,
    credentials: Credentials,
    language: Option<String>,
    timeout_ms: u32,
    return_keys: Option<ReturnKeys>,
    callback_keys: Option<CallbackKeys>,
    callback_ignored: Vec<String>,
    form_url_hosts: Option<Vec<String>>,
    form_url_pattern: Option<String>,
    order_number_max: usize,
    code_list: CodeList,
}

impl Gateway {
    /// The default deadline of a call, in milliseconds.
    pub const DEFAULT_TIMEOUT_MS: u32 = 15_000;

    /// Begins a configuration.
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }

    /// The URL of a method.
    #[must_use]
    pub fn url(&self, endpoint: Endpoint) -> String {
        self.url_of(endpoint.name())
    }

    pub(crate) fn url_of(&self, method: &str) -> String {
        [self.base.as_str(), "/", method].concat()
    }

    /// The deadline of a call in milliseconds. It covers connection, headers, body and every repetition together.
    #[must_use]
    pub fn timeout_ms(&self) -> u32 {
        self.timeout_ms
    }

    /// Whether the gateway may be asked from there.
    ///
    /// # Errors
    /// `credentials_in_page` for login and password in a browser page.
    pub fn allow_in(&self, runtime: Runtime) -> Result<(), Error> {
        match (runtime, &self.credentials) {
            (Runtime::Page, Credentials::Login { .. }) => Err(Error::new(
                ErrorCode::CredentialsInPage,
                "login and password are in a browser page, where everybody can read them; call from your server, or use the public token",
            )),
            _ => Ok(()),
        }
    }

    /// The language of the payment page, of the bank's texts and of messages: two letters.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Whose list of response codes counts.
    #[must_use]
    pub fn code_list(&self) -> CodeList {
        self.code_list
    }

    /// The longest order number that this gateway accepts, in characters.
    #[must_use]
    pub fn order_number_max(&self) -> usize {
        self.order_number_max
    }

    /// The keys that sign return addresses, where the store has any.
    #[must_use]
    pub fn return_keys(&self) -> Option<&ReturnKeys> {
        self.return_keys.as_ref()
    }

    /// The keys with which callbacks are checked, where the store has any.
    #[must_use]
    pub fn callback_keys(&self) -> Option<&CallbackKeys> {
        self.callback_keys.as_ref()
    }

    pub(crate) fn base(&self) -> &Address {
        &self.base
    }

    /// What this gateway does otherwise than the reference.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The terminal's id, at a bank that wants one.
    #[must_use]
    pub fn terminal_id(&self) -> Option<&str> {
        self.terminal_id.as_deref()
    }

    /// Names of parameters that the store's own callback address adds.
    #[must_use]
    pub fn callback_ignored(&self) -> &[String] {
        &self.callback_ignored
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The beginning of a request: with the credentials, unless they go into a header.
    pub(crate) fn form(&self) -> Form {
        let mut form = if built::JSON && self.dialect.does("json") { Form::json() } else { Form::new() };
        if self.authorization().is_none() {
            self.credentials.push_to(&mut form);
        }
        form
    }

    /// The header that carries login and password, at a bank that wants them there.
    pub(crate) fn authorization(&self) -> Option<String> {
        if built::BASIC && self.dialect.does("basic") { self.credentials.basic() } else { None }
    }

    /// Gateway and merchant. A return address is signed together with it, so that it is refused for another merchant or
    /// gateway.
    pub(crate) fn scope(&self) -> String {
        // A public token may have the same text as another merchant's login.
        let kind = if self.credentials.are_public() { "\ntoken " } else { "\n" };
        [self.base.as_str(), kind, self.credentials.merchant()].concat()
    }

    /// The payment page of an order, where the store has told its address.
    pub(crate) fn form_url(&self, order_id: &str, language: Option<&str>) -> Option<String> {
        let id = OrderId::from_query(order_id)?;
        let language = language.or(self.language()).unwrap_or("en");
        let mut url = String::new();
        for part in split::parts(self.form_url_pattern.as_deref()?, "{}") {
            url.push_str(match part {
                "orderId" => id.as_str(),
                "language" => language,
                part => part,
            });
        }
        self.check_form_url(&url).ok().map(|()| url)
    }

    fn check_form_url_pattern(&self) -> Result<(), Invalid> {
        match &self.form_url_pattern {
            Some(pattern) if !contains(pattern.as_bytes(), b"{orderId}") => Err("does not contain {orderId}".into()),
            // The text that takes the places is as safe as what stands there.
            Some(pattern) => self.check_form_url(pattern),
            None => Ok(()),
        }
    }

    /// Checks the URL of the payment page in the gateway's reply, before the customer is sent there.
    ///
    /// The page's host may differ from the API's host, as it does at SATIM. So only the store's own list restricts it.
    ///
    /// # Errors
    /// Refuses what is not absolute `https` (`http` on loopback, for a gateway that is on loopback itself), longer than
    /// 2048 characters, or on a host that is not on the store's list.
    pub fn check_form_url(&self, text: &str) -> Result<(), Invalid> {
        if text.chars().count() > 2048 {
            return Err("has more than 2048 characters".into());
        }
        let address = Address::parse(text)?;
        if !address.is_secure() && self.base.is_secure() {
            return Err("is http although the gateway is https".into());
        }
        match &self.form_url_hosts {
            Some(hosts) if !hosts.iter().any(|host| host == address.host()) => {
                Err("has a host that is not in gateway.formUrlHosts".into())
            }
            _ => Ok(()),
        }
    }
}
