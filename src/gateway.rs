//! The bank's gateway: where it is, who the store is there, and the limits it sets.

pub mod banks;

use crate::address::Address;
use crate::callback;
use crate::credentials::Credentials;
use crate::error::{Error, ErrorCode, Refusal};
use crate::options::{self, Options};
use crate::order::OrderNumber;
use crate::return_state::Keys;
use crate::wire::value::Value;
use banks::Bank;

/// A method of the gateway. The paths are constants: nothing a caller gives can change where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// One-phase registration.
    Register,
    /// Two-phase registration.
    RegisterPreAuth,
    /// The extended status.
    Status,
    /// Takes held money.
    Deposit,
    /// Releases held money.
    Reverse,
    /// Gives taken money back.
    Refund,
    /// Closes an unpaid order.
    Decline,
}

impl Endpoint {
    /// The name under the REST root, e.g. `register.do`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Register => "register.do",
            Self::RegisterPreAuth => "registerPreAuth.do",
            Self::Status => "getOrderStatusExtended.do",
            Self::Deposit => "deposit.do",
            Self::Reverse => "reverse.do",
            Self::Refund => "refund.do",
            Self::Decline => "decline.do",
        }
    }
}

/// Where the code runs, as far as it matters for secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A server or an edge worker.
    Server,
    /// A browser page: everybody can read what is in it.
    Page,
}

/// A gateway's configuration, checked.
#[derive(Clone, Debug)]
pub struct Gateway {
    base: Address,
    pub(crate) credentials: Credentials,
    /// Language of page, texts and messages, two letters.
    pub language: Option<String>,
    /// The one deadline of a call, in milliseconds.
    pub timeout_ms: u32,
    /// The keys that sign the return address, where the store has any.
    pub return_keys: Option<Keys>,
    /// What the bank signs its callbacks with, where the store takes any.
    pub callback: Option<callback::Keys>,
    form_url_hosts: Option<Vec<String>>,
    /// The longest order number, in characters.
    pub order_number_max: usize,
}

const OPTIONS: &[&str] = &[
    "baseUrl",
    "bank",
    "userName",
    "password",
    "token",
    "language",
    "timeoutMs",
    "returnKey",
    "callback",
    "formUrlHosts",
    "orderNumberMaxLength",
];

impl Gateway {
    /// How long a call may take when the store does not say, in milliseconds.
    pub const DEFAULT_TIMEOUT_MS: u32 = 15_000;

    /// Reads the caller's `gateway` object (without its `fetch`, which is the transport's).
    ///
    /// # Errors
    /// `invalid_option` that names the field; `credentials_in_page` for login and password in a browser page.
    pub fn read(value: &Value, place: Place) -> Result<Self, Error> {
        let gateway = Options::of("gateway", value)?;
        gateway.allow_only(OPTIONS)?;
        refuse_empty(&gateway)?;
        let bank = gateway.read("bank", Bank::read)?;
        let timeout = gateway.read("timeoutMs", |value| options::whole(value, 1, 120_000))?;
        let number_max = gateway.read("orderNumberMaxLength", |value| options::whole(value, 10, 36))?;
        Ok(Self {
            timeout_ms: timeout.and_then(|ms| u32::try_from(ms).ok()).unwrap_or(Self::DEFAULT_TIMEOUT_MS),
            order_number_max: number_max
                .and_then(|max| usize::try_from(max).ok())
                .or(bank.map(|bank| bank.order_number_max))
                .unwrap_or(OrderNumber::MAX_LENGTH),
            base: read_base(&gateway, bank)?,
            credentials: read_credentials(&gateway, place)?,
            language: gateway.read("language", options::language)?,
            return_keys: gateway.read("returnKey", |value| Keys::new(options::secrets(value)?))?,
            callback: gateway.get("callback").map(callback::Keys::read).transpose()?,
            form_url_hosts: gateway.read("formUrlHosts", hosts)?,
        })
    }

    /// The address of a method.
    #[must_use]
    pub fn url(&self, endpoint: Endpoint) -> String {
        [self.base.as_str(), "/", endpoint.name()].concat()
    }

    /// What tells this merchant at this gateway from every other: a signed return of one is refused at the other.
    pub(crate) fn scope(&self) -> String {
        [self.base.as_str(), "\n", self.credentials.merchant()].concat()
    }

    /// Checks the payment page's address that the gateway handed out, before a customer is sent there.
    ///
    /// The page's host may well differ from the API's (it does at SATIM), so only an explicit list is held against it.
    ///
    /// # Errors
    /// Refuses what is not absolute `https` (`http` on loopback, for a gateway that is on loopback itself), longer than
    /// 2048 characters, or on a host that is not on the store's list.
    pub fn check_form_url(&self, text: &str) -> Result<(), Refusal> {
        if text.chars().count() > 2048 {
            return Err("has more than 2048 characters".into());
        }
        let address = Address::parse(text)?;
        if !address.is_secure() && self.base.is_secure() {
            return Err("is http although the gateway is https".into());
        }
        match &self.form_url_hosts {
            Some(hosts) if !hosts.iter().any(|host| host == address.host()) => {
                Err("is on a host that gateway.formUrlHosts does not list".into())
            }
            _ => Ok(()),
        }
    }
}

fn read_base(gateway: &Options<'_>, bank: Option<&'static Bank>) -> Result<Address, Error> {
    match (gateway.has("baseUrl"), bank) {
        (true, None) => gateway.require("baseUrl", base_url),
        (true, Some(_)) => Err(Error::invalid("gateway.bank", "and gateway.baseUrl exclude each other; give one")),
        (false, Some(bank)) => Address::parse(bank.base_url).map_err(|refusal| refusal.at("gateway.bank")),
        (false, None) => Err(Error::invalid(
            "gateway.baseUrl",
            "is missing; give the REST root of your bank's gateway, such as \"https://dev.bpcbt.com/payment/rest\", or gateway.bank",
        )),
    }
}

/// The REST root: an address without query and fragment. Trailing slashes do not matter.
fn base_url(value: &Value) -> Result<Address, Refusal> {
    let Value::Text(text) = value else {
        return Err(options::got("expected an absolute address", value));
    };
    if text.contains(['?', '#']) {
        return Err("contains a query or a fragment; give the REST root alone".into());
    }
    let root = text.trim_end_matches('/');
    if root.to_ascii_lowercase().ends_with(".do") {
        return Err("ends with a method; give the REST root, without register.do".into());
    }
    Address::parse(root)
}

fn read_credentials(gateway: &Options<'_>, place: Place) -> Result<Credentials, Error> {
    match (gateway.has("userName") || gateway.has("password"), gateway.has("token")) {
        (true, false) if place == Place::Page => Err(Error::new(
            ErrorCode::CredentialsInPage,
            "login and password are in a browser page, where everybody can read them; call from your server, or use the public token",
        )),
        (true, false) => Ok(Credentials::Login {
            user_name: gateway.require("userName", options::secret)?,
            password: gateway.require("password", options::secret)?,
        }),
        (false, true) => gateway.require("token", options::secret).map(Credentials::Token),
        (true, true) => {
            let why = "and gateway.userName or password exclude each other; give one kind";
            Err(Error::invalid("gateway.token", why))
        }
        (false, false) => {
            let why = "is missing; give userName and password, or the public token";
            Err(Error::invalid("gateway.userName", why))
        }
    }
}

/// A key that is there without a value is an environment variable that is not, and would count as none in silence.
fn refuse_empty(gateway: &Options<'_>) -> Result<(), Error> {
    let empty = |key: &&&str| gateway.mentions(key) && !gateway.has(key);
    match ["returnKey", "callback", "formUrlHosts"].iter().find(empty) {
        None => Ok(()),
        Some(key) => {
            let why = "is there but empty (undefined or null); is its environment variable set? leave the key out to do without";
            Err(Error::invalid(&gateway.path(key), why))
        }
    }
}

fn hosts(value: &Value) -> Result<Vec<String>, Refusal> {
    let hosts = options::texts(value, 255)?;
    let bare = |host: &String| {
        Address::parse(&["https://", host].concat()).is_ok_and(|address| address.host().len() == host.len())
    };
    if hosts.is_empty() || !hosts.iter().all(bare) {
        return Err("expected host names such as \"pay.bank.example\", without scheme and port".into());
    }
    Ok(hosts.iter().map(|host| host.to_ascii_lowercase()).collect())
}
