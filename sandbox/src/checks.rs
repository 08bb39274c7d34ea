//! The checks of register.do and registerPreAuth.do, in the order the sandbox makes them. The order in which a real
//! installation makes them is not published.

mod fields;

pub(crate) use fields::{flat_object, known_language};

use crate::calendar;
use crate::form::Params;
use crate::order::{Feature, Terms};
use crate::shop::Shop;
use crate::wire::message::Failure;
use crate::wire::profile::Profile;

/// What the checks need to know besides the parameters.
pub(crate) struct Context<'a> {
    pub(crate) shop: &'a Shop,
    /// The sandbox's own scheme and host, against which a return URL without scheme is resolved.
    pub(crate) origin: &'a str,
    pub(crate) now_ms: u64,
    pub(crate) hold_only: bool,
}

/// A registration that passed. An empty `terms.number` is for the gateway to fill.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) terms: Terms,
    pub(crate) params: Vec<(String, Option<String>)>,
}

/// No field may hold markup or script (BPC REST reference, "content restrictions"); credentials are not looked at.
pub(crate) fn refuse_markup(params: &Params) -> Result<(), Failure> {
    match params
        .iter()
        .find(|(name, value)| !matches!(*name, "userName" | "password" | "token") && fields::has_markup(value))
    {
        Some((name, _)) => Err(Failure::invalid(name)),
        None => Ok(()),
    }
}

pub(crate) fn registration(params: &Params, context: &Context<'_>) -> Result<Draft, Failure> {
    let number = params.get("orderNumber").unwrap_or_default();
    if number.is_empty() && !context.shop.numbers_orders {
        return Err(Failure::missing("orderNumber"));
    }
    let features = fields::features(params)?;
    let amount = fields::amount(params, &features, context)?;
    let return_url = fields::address(params, "returnUrl", context)?.ok_or_else(|| Failure::missing("returnUrl"))?;
    let fail_url = fields::address(params, "failUrl", context)?;
    let currency = fields::currency(params, context)?;
    let language = fields::language(params, context)?;
    fields::lengths(params)?;
    let shop_params = fields::json_params(params)?;
    if context.shop.profile == Profile::Satim {
        fields::satim_params(&shop_params)?;
    }
    let bundle = fields::bundle(params, context)?;
    if number.chars().count() > context.shop.dialect.order_number_max {
        return Err(Failure::invalid("orderNumber"));
    }
    let expires_ms = expiry(params, context)?;
    let (auto_deposit_ms, auto_reverse_ms) = auto_dates(params, context)?;
    let text = |name: &str| params.get(name).map(str::to_owned);
    let terms = Terms {
        number: number.to_owned(),
        amount,
        currency,
        return_url,
        fail_url,
        callback_url: text("dynamicCallbackUrl"),
        description: text("description").unwrap_or_default(),
        language,
        hold_only: context.hold_only,
        client_id: text("clientId"),
        binding_id: text("bindingId"),
        email: text("email"),
        phone: text("phone"),
        post_address: text("postAddress"),
        holder: text("cardholderName"),
        page_view: fields::page_view(params)?,
        features,
        bundle,
        expires_ms,
        auto_deposit_ms,
        auto_reverse_ms,
    };
    Ok(Draft { terms, params: shop_params })
}

/// `expirationDate` wins over `sessionTimeoutSecs`; both beat the merchant's setting.
fn expiry(params: &Params, context: &Context<'_>) -> Result<u64, Failure> {
    if let Some(text) = params.get("expirationDate") {
        let local = calendar::parse_iso(text).ok_or_else(|| Failure::invalid("expirationDate"))?;
        let at = local.saturating_sub(context.shop.dialect.zone_hours * 3_600_000);
        return if at > context.now_ms { Ok(at) } else { Err(Failure::invalid("expirationDate")) };
    }
    let seconds = match params.get("sessionTimeoutSecs") {
        None => context.shop.session_secs,
        Some(text) if text.len() <= 9 => {
            text.parse().ok().filter(|seconds| *seconds > 0).ok_or_else(|| Failure::invalid("sessionTimeoutSecs"))?
        }
        Some(_) => return Err(Failure::invalid("sessionTimeoutSecs")),
    };
    Ok(context.now_ms.saturating_add(seconds.saturating_mul(1000)))
}

/// `autocompletionDate` and `autoReverseDate` are UTC, belong to a hold, and exclude each other.
fn auto_dates(params: &Params, context: &Context<'_>) -> Result<(Option<u64>, Option<u64>), Failure> {
    let read = |name: &str| match params.get(name) {
        None => Ok(None),
        Some(_) if !context.hold_only => Ok(None),
        Some(text) => calendar::parse_iso(text).map(Some).ok_or_else(|| Failure::invalid(name)),
    };
    match (read("autocompletionDate")?, read("autoReverseDate")?) {
        (Some(_), Some(_)) => Err(Failure::invalid("autoReverseDate")),
        dates => Ok(dates),
    }
}

/// Whether an amount of 0 is allowed: only to verify a card.
fn may_be_zero(features: &[Feature]) -> bool {
    features.contains(&Feature::Verify)
}
