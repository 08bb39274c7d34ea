//! The builder of a [`Gateway`]. It takes text, such as the values of environment variables.

use crate::model::address::Address;
use crate::model::credentials::{Credentials, Secret};
use crate::model::error::{Error, Invalid};
use crate::model::gateway::banks::Bank;
use crate::model::gateway::{CodeList, Gateway};
use crate::model::ids::OrderNumber;
use crate::model::keys::{CallbackKeys, ReturnKeys};
use crate::model::order::parameters::expected_whole;
use crate::model::text;

/// Where the code runs. In a browser page it must not have secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A server or an edge worker.
    Server,
    /// A browser page: everybody can read what is in it.
    Page,
}

/// The builder of a [`Gateway`]. [`Self::build`] checks every value.
#[derive(Clone, Default)]
#[must_use]
pub struct GatewayBuilder {
    pub(crate) base_url: Option<String>,
    pub(crate) bank: Option<String>,
    pub(crate) user_name: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) timeout_ms: Option<u32>,
    pub(crate) return_keys: Option<Vec<String>>,
    pub(crate) callback_keys: Option<CallbackKeys>,
    pub(crate) form_url_hosts: Option<Vec<String>>,
    pub(crate) order_number_max: Option<u32>,
}

impl GatewayBuilder {
    /// The REST root, such as `https://dev.bpcbt.com/payment/rest`. Cannot be combined with [`Self::bank`].
    pub fn base_url(mut self, url: &str) -> Self {
        self.base_url = Some(url.to_owned());
        self
    }

    /// A bank of the list in [`crate::model::gateway::banks`], such as `dsk-test`. It sets the URL and the limits.
    pub fn bank(mut self, name: &str) -> Self {
        self.bank = Some(name.to_owned());
        self
    }

    /// The API login and its password.
    pub fn login(mut self, user_name: &str, password: &str) -> Self {
        self.user_name = Some(user_name.to_owned());
        self.password = Some(password.to_owned());
        self
    }

    /// The public token, in place of login and password. With it an order can be registered and its status read by `orderId`,
    /// nothing else.
    pub fn token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The language of the payment page, of the bank's texts and of messages: two letters.
    pub fn language(mut self, language: &str) -> Self {
        self.language = Some(language.to_owned());
        self
    }

    /// The deadline of a call in milliseconds, 1 to 120,000. The default is [`Gateway::DEFAULT_TIMEOUT_MS`].
    pub fn timeout_ms(mut self, ms: u32) -> Self {
        self.timeout_ms = Some(ms);
        self
    }

    /// The keys that sign return addresses, each of at least 16 characters, 8 of them different. The first one signs; all are accepted.
    pub fn return_keys<K: Into<String>>(mut self, keys: impl IntoIterator<Item = K>) -> Self {
        self.return_keys = Some(keys.into_iter().map(Into::into).collect());
        self
    }

    /// The keys with which callbacks are checked.
    pub fn callback_keys(mut self, keys: CallbackKeys) -> Self {
        self.callback_keys = Some(keys);
        self
    }

    /// The hosts that the payment page may have. Without a list, any host is allowed.
    pub fn form_url_hosts<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.form_url_hosts = Some(hosts.into_iter().map(Into::into).collect());
        self
    }

    /// The longest order number, 10 to 36 characters. The default is the bank's limit, or 36.
    pub fn order_number_max(mut self, characters: u32) -> Self {
        self.order_number_max = Some(characters);
        self
    }

    /// The configuration of a server or an edge worker.
    ///
    /// # Errors
    /// `invalid_option` that names the field.
    pub fn build(&self) -> Result<Gateway, Error> {
        let bank = at("gateway.bank", self.bank.as_deref().map(Bank::named).transpose())?;
        let base = base(self.base_url.as_deref(), bank)?;
        let credentials = self.credentials()?;
        let return_keys = at("gateway.returnKey", self.return_keys.as_deref().map(return_keys).transpose())?;
        let unfit = return_keys.as_ref().and_then(|keys| keys.unfit(&base, &credentials, self.callback_keys.as_ref()));
        if let Some(why) = unfit {
            return Err(Error::invalid("gateway.returnKey", why));
        }
        Ok(Gateway {
            timeout_ms: at("gateway.timeoutMs", within(self.timeout_ms, 1, 120_000))?
                .unwrap_or(Gateway::DEFAULT_TIMEOUT_MS),
            order_number_max: at("gateway.orderNumberMaxLength", within(self.order_number_max, 10, 36))?
                .and_then(|max| usize::try_from(max).ok())
                .or(bank.map(|bank| bank.order_number_max))
                .unwrap_or(OrderNumber::MAX_LENGTH),
            code_list: bank.map_or(CodeList::General, |bank| CodeList::of_bank(bank.name)),
            base,
            credentials,
            language: at("gateway.language", self.language.as_deref().map(text::language).transpose())?,
            return_keys,
            callback_keys: self.callback_keys.clone(),
            form_url_hosts: at("gateway.formUrlHosts", self.form_url_hosts.as_deref().map(host_names).transpose())?,
        })
    }

    /// The configuration for the runtime in which the code runs.
    ///
    /// # Errors
    /// As [`Self::build`]; `credentials_in_page` for login and password in a browser page.
    pub fn build_for(&self, runtime: Runtime) -> Result<Gateway, Error> {
        let gateway = self.build()?;
        gateway.allow_in(runtime)?;
        Ok(gateway)
    }

    fn credentials(&self) -> Result<Credentials, Error> {
        match (self.user_name.is_some() || self.password.is_some(), &self.token) {
            (true, None) => Ok(Credentials::Login {
                user_name: secret("gateway.userName", self.user_name.as_deref())?,
                password: secret("gateway.password", self.password.as_deref())?,
            }),
            (false, Some(token)) => secret("gateway.token", Some(token)).map(Credentials::Token),
            (true, Some(_)) => {
                let why = "cannot be combined with gateway.userName and gateway.password; use one way to log in";
                Err(Error::invalid("gateway.token", why))
            }
            (false, None) => {
                let why = "is missing; give userName and password, or the public token";
                Err(Error::invalid("gateway.userName", why))
            }
        }
    }
}

fn at<T>(field: &str, result: Result<T, Invalid>) -> Result<T, Error> {
    result.map_err(|invalid| invalid.at(field))
}

fn within(number: Option<u32>, min: u32, max: u32) -> Result<Option<u32>, Invalid> {
    match number {
        Some(number) if !(min..=max).contains(&number) => Err(expected_whole(min.into(), max.into()).into()),
        number => Ok(number),
    }
}

fn base(base_url: Option<&str>, bank: Option<&'static Bank>) -> Result<Address, Error> {
    match (base_url, bank) {
        (Some(url), None) => at("gateway.baseUrl", rest_root(url)),
        (Some(_), Some(_)) => {
            Err(Error::invalid("gateway.bank", "cannot be combined with gateway.baseUrl; use one of them"))
        }
        (None, Some(bank)) => at("gateway.bank", Address::parse(bank.base_url)),
        (None, None) => Err(Error::invalid(
            "gateway.baseUrl",
            "is missing; give the REST root of your bank's gateway, such as \"https://dev.bpcbt.com/payment/rest\", or gateway.bank",
        )),
    }
}

/// Reads a URL without query and fragment. Slashes at its end are removed.
fn rest_root(url: &str) -> Result<Address, Invalid> {
    if url.contains(['?', '#']) {
        return Err("contains a query or a fragment; give the REST root alone".into());
    }
    let root = url.trim_end_matches('/');
    if root.to_ascii_lowercase().ends_with(".do") {
        return Err("ends with a method; give the REST root, without register.do".into());
    }
    Address::parse(root)
}

fn secret(field: &str, text: Option<&str>) -> Result<Secret, Error> {
    let text = text.ok_or_else(|| Error::invalid(field, "is missing"))?;
    at(field, Secret::new(text.to_owned()))
}

fn return_keys(keys: &[String]) -> Result<ReturnKeys, Invalid> {
    ReturnKeys::new(Secret::all(keys)?)
}

fn host_names(hosts: &[String]) -> Result<Vec<String>, Invalid> {
    let bare = |host: &String| {
        Address::parse(&["https://", host].concat()).is_ok_and(|address| address.host().len() == host.len())
    };
    if hosts.is_empty() || !hosts.iter().all(bare) {
        return Err("expected host names such as \"pay.bank.example\", without scheme and port".into());
    }
    Ok(hosts.iter().map(|host| host.to_ascii_lowercase()).collect())
}
