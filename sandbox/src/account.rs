//! A merchant's account at the gateway.

use std::sync::Arc;

use crate::encoding::base64;
use crate::http::Request;
use crate::options::{Merchant, Options};
use crate::params::Params;
use crate::profile::{Dialect, Profile};

/// An account with its settings. What the options leave out comes from the profile.
#[derive(Debug)]
pub(crate) struct Account {
    /// The position in the list of accounts.
    pub(crate) index: usize,
    pub(crate) merchant: Merchant,
    pub(crate) profile: Profile,
    pub(crate) dialect: &'static Dialect,
    /// Version of the status replies.
    pub(crate) version: u8,
    /// Numeric codes, the default first.
    pub(crate) currencies: Vec<String>,
    pub(crate) session_secs: u64,
    /// Whether an order without a number gets one from the gateway.
    pub(crate) numbers_orders: bool,
    /// Whether the account refuses what its bank refuses.
    pub(crate) strict: bool,
    /// Whether login and password are accepted in the header alone.
    pub(crate) basic_only: bool,
}

/// The accounts of a sandbox, the main one first.
pub(crate) fn accounts(options: &Options) -> Vec<Arc<Account>> {
    let merchants = std::iter::once(&options.merchant).chain(&options.merchants);
    merchants.enumerate().map(|(index, merchant)| Arc::new(account(index, merchant, options))).collect()
}

fn account(index: usize, merchant: &Merchant, options: &Options) -> Account {
    let profile = merchant.profile.unwrap_or(options.profile);
    let dialect = profile.dialect();
    Account {
        index,
        merchant: merchant.clone(),
        profile,
        dialect,
        version: options.response_version.unwrap_or(dialect.version),
        currencies: merchant
            .currencies
            .clone()
            .unwrap_or_else(|| dialect.currencies.iter().map(|code| (*code).into()).collect()),
        session_secs: options.session_timeout_secs.unwrap_or(dialect.session_secs),
        numbers_orders: merchant.numbers_orders.unwrap_or(dialect.numbers_orders),
        strict: options.strict,
        basic_only: dialect.basic_login && options.basic_login_only,
    }
}

impl Account {
    /// Whether an `Authorization` header holds the login of this account.
    pub(crate) fn is_basic(&self, header: &str) -> bool {
        let pair = format!("{}:{}", self.merchant.user_name, self.merchant.password);
        header == format!("Basic {}", base64(pair.as_bytes()))
    }
}

/// The account that a call names. The credentials are not checked yet. A call without any belongs to the main account.
pub(crate) fn claimed<'a>(
    accounts: &'a [Arc<Account>],
    request: &Request,
    params: &Params,
) -> Option<&'a Arc<Account>> {
    let by = |test: &dyn Fn(&Account) -> bool| accounts.iter().find(|account| test(account));
    let header = request.header("authorization");
    params
        .get("userName")
        .and_then(|name| by(&|account| account.merchant.user_name == name))
        .or_else(|| header.and_then(|header| by(&|account| account.is_basic(header))))
        .or_else(|| params.get("token").and_then(|token| by(&|account| account.merchant.token == token)))
        .or_else(|| accounts.first())
}
