//! The checks of register.do and registerPreAuth.do. It is not published in which order a real installation makes them.

mod bundle;
mod fields;
mod merchant_params;

pub(crate) use fields::Context;
pub(crate) use merchant_params::flat_object;

use crate::calendar;
use crate::digits;
use crate::order::OrderRequest;
use crate::params::Params;
use crate::wire::message::Failure;

/// A registration that passed the checks. With an empty `request.number`, the gateway chooses the number.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) request: OrderRequest,
    pub(crate) params: Vec<(String, Option<String>)>,
}

/// Refuses markup and scripts in every field but the credentials (BPC REST reference, "content restrictions").
pub(crate) fn refuse_markup(params: &Params) -> Result<(), Failure> {
    match params
        .iter()
        .find(|(name, value)| !matches!(*name, "userName" | "password" | "token") && fields::has_markup(value))
    {
        Some((name, _)) => Err(Failure::invalid(name)),
        None => Ok(()),
    }
}

/// Checks a registration.
pub(crate) fn registration(params: &Params, context: &Context<'_>) -> Result<Draft, Failure> {
    let account = context.account;
    if context.hold_only && account.strict && !account.dialect.two_phase {
        return Err(Failure::not_permitted("pre-authorization payments"));
    }
    let number = params.get("orderNumber").unwrap_or_default();
    if number.is_empty() && !context.account.numbers_orders {
        return Err(Failure::missing("orderNumber"));
    }
    fields::required(params, context)?;
    let features = fields::features(params, context)?;
    let amount = fields::amount(params, &features, context)?;
    let return_url = fields::address(params, "returnUrl", context)?.ok_or_else(|| Failure::missing("returnUrl"))?;
    let fail_url = fields::address(params, "failUrl", context)?;
    let currency = fields::currency(params, context)?;
    let language = fields::language(params, context)?;
    fields::lengths(params, context)?;
    fields::characters(params, context)?;
    fields::values(params, context)?;
    let bundle = bundle::read(params, context)?;
    let merchant_params = merchant_params::read(params, context)?;
    let charge = merchant_params::charge(&merchant_params, amount, context.account.dialect)?;
    if number.chars().count() > context.account.dialect.order_number_max {
        return Err(Failure::invalid("orderNumber"));
    }
    let expires_ms = expiry(params, context)?;
    let (auto_deposit_ms, auto_reverse_ms) = auto_dates(params, context)?;
    let text = |name: &str| params.get(name).map(str::to_owned);
    let request = OrderRequest {
        number: number.to_owned(),
        amount,
        surcharge: charge.surcharge,
        points: charge.points,
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
    Ok(Draft { request, params: merchant_params })
}

/// `expirationDate` comes before `sessionTimeoutSecs`, and that before the account's setting.
fn expiry(params: &Params, context: &Context<'_>) -> Result<u64, Failure> {
    if let Some(text) = params.get("expirationDate") {
        let local = calendar::parse_iso(text).ok_or_else(|| Failure::invalid("expirationDate"))?;
        let at = local.saturating_sub(context.account.dialect.zone_hours * 3_600_000);
        return if at > context.now_ms { Ok(at) } else { Err(Failure::invalid("expirationDate")) };
    }
    let seconds = match params.get("sessionTimeoutSecs") {
        None => context.account.session_secs,
        Some(text) => digits::whole(text, 9)
            .filter(|seconds| *seconds > 0)
            .ok_or_else(|| Failure::invalid("sessionTimeoutSecs"))?,
    };
    Ok(context.now_ms.saturating_add(seconds.saturating_mul(1000)))
}

/// `autocompletionDate` and `autoReverseDate` of a hold. They are UTC, and only one of them may be given.
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
