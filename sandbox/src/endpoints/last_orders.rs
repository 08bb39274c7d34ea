//! getLastOrdersForMerchants.do: the orders of a period, in pages.

use serde_json::{Value, json};

use super::reply;
use crate::calendar;
use crate::call::{Call, Token};
use crate::digits;
use crate::http::Response;
use crate::order::{Order, State as OrderState};
use crate::profile::CodeStyle;
use crate::state::State;
use crate::wire;
use crate::wire::message::{self, Failure};
use crate::wire::status::{self, View};

/// The most orders of a page.
const MAX_SIZE: usize = 200;

struct Query<'a> {
    page: usize,
    size: usize,
    from_ms: u64,
    to_ms: u64,
    /// Values of `paymentState`.
    states: Vec<&'a str>,
    by_registration: bool,
}

pub(super) fn get_last_orders(state: &mut State, call: &Call<'_>) -> Response {
    match list(state, call) {
        Ok(body) => reply::json(call, 200, body),
        Err(failure) => {
            let mut body = wire::reply::failed(CodeStyle::Number, &failure, call.language);
            body.insert("orderStatuses".into(), json!([]));
            for name in ["totalCount", "page", "pageSize"] {
                body.insert(name.into(), 0.into());
            }
            reply::refused(call, &failure, Value::Object(body))
        }
    }
}

/// The code of the list is a number. The codes of the orders follow the profile.
fn list(state: &mut State, call: &Call<'_>) -> Result<Value, Failure> {
    call.authenticate(Token::Refused)?;
    let query = read(call)?;
    let account = &call.account;
    let view = View { dialect: account.dialect, version: account.version, language: call.language };
    let found: Vec<&Order> = state
        .orders
        .all(call.now_ms)
        .into_iter()
        .filter(|order| order.account.index == account.index && matches(&query, order))
        .collect();
    let bodies: Vec<Value> = found
        .iter()
        .skip(query.page.saturating_mul(query.size))
        .take(query.size)
        .map(|order| status::extended(order, &view))
        .collect();
    Ok(json!({
        "errorCode": message::code(CodeStyle::Number, 0),
        "orderStatuses": bodies,
        "totalCount": found.len(),
        "page": query.page,
        "pageSize": query.size,
    }))
}

fn read<'a>(call: &'a Call<'_>) -> Result<Query<'a>, Failure> {
    let need = |name: &str| call.params.get(name).ok_or_else(|| Failure::invalid(name));
    let date =
        |name: &str| need(name).and_then(|text| calendar::parse_compact(text).ok_or_else(|| Failure::invalid(name)));
    let number = |name: &str, text: &str| {
        digits::whole(text, 9).and_then(|number| usize::try_from(number).ok()).ok_or_else(|| Failure::invalid(name))
    };
    let size = number("size", need("size")?)?;
    if !(1..=MAX_SIZE).contains(&size) {
        return Err(Failure::invalid("size"));
    }
    let page = call.params.get("page").map_or(Ok(0), |text| number("page", text))?;
    let states: Vec<&str> = need("transactionStates")?.split(',').map(str::trim).collect();
    let known = OrderState::ALL.map(OrderState::payment_state);
    if states.iter().any(|state| !known.contains(state)) {
        return Err(Failure::invalid("transactionStates"));
    }
    Ok(Query {
        page,
        size,
        from_ms: date("from")?,
        to_ms: date("to")?,
        states,
        by_registration: call.params.get("searchByCreatedDate") == Some("true"),
    })
}

/// Compares the time of the registration, when the query says so, and otherwise that of the last attempt to pay.
fn matches(query: &Query<'_>, order: &Order) -> bool {
    let paid_ms = order.attempt.as_ref().map_or(order.created_ms, |attempt| attempt.at_ms);
    let at_ms = if query.by_registration { order.created_ms } else { paid_ms };
    // `to` names a second, which belongs to the period.
    (query.from_ms..query.to_ms.saturating_add(1000)).contains(&at_ms)
        && query.states.contains(&order.state.payment_state())
}
