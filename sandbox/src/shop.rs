//! A merchant account with everything the gateway has configured for it.

use std::sync::Arc;

use crate::encoding::base64;
use crate::form::Params;
use crate::http::Request;
use crate::options::{Merchant, Options};
use crate::wire::profile::{Dialect, Profile};

/// One account, resolved from the options once.
#[derive(Debug)]
pub(crate) struct Shop {
    /// Its place among the accounts.
    pub(crate) index: usize,
    pub(crate) merchant: Merchant,
    pub(crate) profile: Profile,
    pub(crate) dialect: &'static Dialect,
    /// Version of its status replies.
    pub(crate) version: u8,
    /// Numeric codes, the default first.
    pub(crate) currencies: Vec<String>,
    pub(crate) session_secs: u64,
    pub(crate) numbers_orders: bool,
}

/// The accounts of a sandbox: the main one first.
pub(crate) fn shops(options: &Options) -> Vec<Arc<Shop>> {
    let accounts = std::iter::once(&options.merchant).chain(&options.merchants);
    accounts.enumerate().map(|(index, merchant)| Arc::new(shop(index, merchant, options))).collect()
}

fn shop(index: usize, merchant: &Merchant, options: &Options) -> Shop {
    let profile = merchant.profile.unwrap_or(options.profile);
    let dialect = profile.dialect();
    Shop {
        index,
        merchant: merchant.clone(),
        profile,
        dialect,
        version: options.response_version.unwrap_or(dialect.version),
        currencies: merchant
            .currencies
            .clone()
            .unwrap_or_else(|| dialect.currencies.iter().map(|c| (*c).into()).collect()),
        session_secs: options.session_timeout_secs.unwrap_or(dialect.session_secs),
        numbers_orders: merchant.numbers_orders.unwrap_or(dialect.numbers_orders),
    }
}

impl Shop {
    /// Whether this is the `Authorization` header of this account; that only profile `bt` takes one is said elsewhere.
    pub(crate) fn is_basic(&self, header: &str) -> bool {
        let pair = format!("{}:{}", self.merchant.user_name, self.merchant.password);
        header == format!("Basic {}", base64(pair.as_bytes()))
    }
}

/// Whose call it is, by what it claims: nothing is proven yet. A call that names nobody is the main account's.
pub(crate) fn claimed<'a>(shops: &'a [Arc<Shop>], request: &Request, params: &Params) -> Option<&'a Arc<Shop>> {
    let by = |test: &dyn Fn(&Shop) -> bool| shops.iter().find(|shop| test(shop));
    let header = request.header("authorization");
    params
        .get("userName")
        .and_then(|name| by(&|shop| shop.merchant.user_name == name))
        .or_else(|| header.and_then(|header| by(&|shop| shop.is_basic(header))))
        .or_else(|| params.get("token").and_then(|token| by(&|shop| shop.merchant.token == token)))
        .or_else(|| shops.first())
}
