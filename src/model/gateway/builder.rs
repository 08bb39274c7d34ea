//! The builder of a [`Gateway`]. It takes text, such as the values of environment variables.

use crate::codec::split;
use crate::model::address::Address;
use crate::model::credentials::{Credentials, Secret};
use crate::model::error::{Error, Invalid};
use crate::model::gateway::dialect::{self, Dialect};
use crate::model::gateway::{CodeList, Gateway, built};
use crate::model::ids::OrderNumber;
use crate::model::keys::{CallbackKeys, ReturnKeys};
use crate::model::order::parameters::expected_whole;
use crate::model::text;

/// Why an option is refused whose value usually comes from an environment variable.
pub(crate) const UNSET: &str = "is missing; set its environment variable";

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
    pub(crate) dialect: Option<String>,
    pub(crate) terminal_id: Option<String>,
    pub(crate) user_name: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) timeout_ms: Option<u32>,
    pub(crate) return_keys: Option<Vec<String>>,
    pub(crate) callback_keys: Option<CallbackKeys>,
    pub(crate) callback_ignored: Vec<String>,
    pub(crate) form_url_hosts: Option<Vec<String>>,
    pub(crate) form_url_pattern: Option<String>,
    pub(crate) order_number_max: Option<u32>,
}

impl GatewayBuilder {
    /// The REST root, such as `https://dev.bpcbt.com/payment/rest`. Cannot be combined with [`Self::bank`].
    pub fn base_url(mut self, url: &str) -> Self {
        self.base_url = Some(url.to_owned());
        self
    }

    /// A bank of the list in [`crate::model::gateway::banks`], such as `dsk-test`. It sets the URL, and what the bank's gateway does
    /// otherwise than the reference.
    pub fn bank(mut self, name: &str) -> Self {
        self.bank = Some(name.to_owned());
        self
    }

    /// The bank whose ways the gateway at [`Self::base_url`] has, such as `satim`. Without it the address tells, where a bank of
    /// the list has it.
    pub fn dialect(mut self, name: &str) -> Self {
        self.dialect = Some(name.to_owned());
        self
    }

    /// The terminal's id, at a bank that wants one in every registration (SATIM).
    pub fn terminal_id(mut self, id: &str) -> Self {
        self.terminal_id = Some(id.to_owned());
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

    /// Names of parameters that the store's own callback address adds: they are not part of the signed text.
    pub fn callback_ignored<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.callback_ignored = names.into_iter().map(Into::into).collect();
        self
    }

    /// The address of the payment page, with `{orderId}` and `{language}` in their places. The customer of an order that is already
    /// registered can be led back to it.
    pub fn form_url_pattern(mut self, pattern: &str) -> Self {
        self.form_url_pattern = Some(pattern.to_owned());
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
        self.clone().finish()
    }

    /// The same without a copy. Not by value: each of the errors below would drop every field on its own.
    pub(crate) fn finish(&mut self) -> Result<Gateway, Error> {
        let (base, dialect) = self.base()?;
        let credentials = self.credentials()?;
        let return_keys = at("gateway.returnKey", self.return_keys.as_deref().map(return_keys).transpose())?;
        let unfit = return_keys.as_ref().and_then(|keys| keys.unfit(&base, &credentials, self.callback_keys.as_ref()));
        if let Some(why) = unfit {
            return Err(Error::invalid("gateway.returnKey", why));
        }
        let gateway = Gateway {
            timeout_ms: at("gateway.timeoutMs", within(self.timeout_ms, 1, 120_000))?
                .unwrap_or(Gateway::DEFAULT_TIMEOUT_MS),
            order_number_max: at("gateway.orderNumberMaxLength", within(self.order_number_max, 10, 36))?
                .and_then(|max| usize::try_from(max).ok())
                .or_else(|| if built::LENGTHS { dialect.number("orderNumber") } else { None })
                .unwrap_or(OrderNumber::MAX_LENGTH),
            code_list: CodeList::of_bank(dialect.name()),
            base,
            dialect,
            terminal_id: at(
                "gateway.terminalId",
                self.terminal_id.as_deref().map(|id| terminal(id, dialect)).transpose(),
            )?,
            credentials,
            language: at("gateway.language", self.language.as_deref().map(|code| language(code, dialect)).transpose())?,
            return_keys,
            callback_keys: self.callback_keys.take(),
            callback_ignored: std::mem::take(&mut self.callback_ignored),
            form_url_hosts: at("gateway.formUrlHosts", self.form_url_hosts.as_deref().map(host_names).transpose())?,
            form_url_pattern: self.form_url_pattern.take(),
        };
        at("gateway.formUrlPattern", gateway.check_form_url_pattern())?;
        Ok(gateway)
    }

    /// Where the gateway is, and what it does otherwise than the reference.
    fn base(&self) -> Result<(Address, Dialect), Error> {
        match (&self.base_url, &self.bank, &self.dialect) {
            (Some(_), Some(_), _) => {
                Err(Error::invalid("gateway.bank", "cannot be combined with gateway.baseUrl; use one of them"))
            }
            (_, Some(_), Some(_)) => {
                Err(Error::invalid("gateway.dialect", "belongs to gateway.baseUrl; gateway.bank has its own"))
            }
            (Some(url), None, dialect) => {
                let root = at("gateway.baseUrl", rest_root(url))?;
                let dialect = match dialect {
                    Some(name) => at("gateway.dialect", Dialect::named(name).and_then(Dialect::served))?,
                    None => at("gateway.baseUrl", Dialect::at(root.as_str()).served())?,
                };
                Ok((root, dialect))
            }
            (None, Some(bank), None) => {
                let (root, dialect) = at("gateway.bank", dialect::named(bank))?;
                Ok((at("gateway.bank", Address::parse(&root))?, at("gateway.bank", dialect.served())?))
            }
            (None, None, _) => Err(Error::invalid(
                "gateway.baseUrl",
                "is missing; give the REST root of your bank's gateway, such as \"https://dev.bpcbt.com/payment/rest\", or gateway.bank",
            )),
        }
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

fn terminal(id: &str, dialect: Dialect) -> Result<String, Invalid> {
    if !built::PARAMS || dialect.value("params").is_none_or(|params| split::once(params, "@").is_none()) {
        return Err("is not sent to this bank; remove it, or give gateway.bank or gateway.dialect".into());
    }
    text::plain(id, if built::UDF { dialect.number("udf").unwrap_or(64) } else { 64 })
}

/// A language of two letters that the bank has.
pub(crate) fn language(code: &str, dialect: Dialect) -> Result<String, Invalid> {
    let code = text::language(code)?;
    match dialect.value("languages") {
        Some(known) if built::LANGUAGES && !split::parts(known, ",").any(|known| known == code) => {
            Err(["is not a language of this bank; it has ", known].concat().into())
        }
        _ => Ok(code),
    }
}

/// Reads a URL without query and fragment. Slashes at its end are removed.
fn rest_root(url: &str) -> Result<Address, Invalid> {
    if split::once(url, "?#").is_some() {
        return Err("contains a query or a fragment; give the REST root alone".into());
    }
    let root = url.trim_end_matches('/');
    if root.to_ascii_lowercase().ends_with(".do") {
        return Err("ends with a method; give the REST root, without register.do".into());
    }
    Address::parse(root)
}

fn secret(field: &str, text: Option<&str>) -> Result<Secret, Error> {
    let text = text.ok_or_else(|| Error::invalid(field, UNSET))?;
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
