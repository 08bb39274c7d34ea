//! getLastOrdersForMerchants.do: the orders of a span of time, a page at a time.

use serde_json::{Value, json};

use super::{Call, Token, authenticate};
use crate::calendar;
use crate::http::Response;
use crate::order::Order;
use crate::sandbox::Sandbox;
use crate::wire::message::{self, Failure};
use crate::wire::profile::CodeStyle;
use crate::wire::reply;
use crate::wire::status::{self, View};

/// The largest page.
const MAX_SIZE: usize = 200;
const STATES: &[&str] = &["CREATED", "APPROVED", "DEPOSITED", "DECLINED", "REVERSED", "REFUNDED"];

struct Question<'a> {
    page: usize,
    size: usize,
    from_ms: u64,
    to_ms: u64,
    states: Vec<&'a str>,
    by_registration: bool,
}

pub(super) fn answer(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    let body = match list(sandbox, call) {
        Ok(body) => body,
        Err(failure) => {
            let mut body = reply::failed(CodeStyle::Number, &failure, call.language);
            body.insert("orderStatuses".into(), json!([]));
            for name in ["totalCount", "page", "pageSize"] {
                body.insert(name.into(), 0.into());
            }
            Value::Object(body)
        }
    };
    sandbox.json(&call.shop, 200, body)
}

/// The outer code is a number, the codes of the orders are the profile's.
fn list(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<Value, Failure> {
    authenticate(call, Token::Refused)?;
    let question = read(call)?;
    let (profile, version) = (call.shop.profile, call.shop.version);
    let view = View { profile, dialect: profile.dialect(), version, language: call.language };
    let found: Vec<&Order> = sandbox
        .store
        .all(call.now_ms)
        .into_iter()
        .filter(|order| order.shop.index == call.shop.index && matches(&question, order))
        .collect();
    let bodies: Vec<Value> = found
        .iter()
        .skip(question.page.saturating_mul(question.size))
        .take(question.size)
        .map(|order| status::extended(order, &view))
        .collect();
    Ok(json!({
        "errorCode": message::code(CodeStyle::Number, 0),
        "orderStatuses": bodies,
        "totalCount": found.len(),
        "page": question.page,
        "pageSize": question.size,
    }))
}

fn read<'a>(call: &'a Call<'_>) -> Result<Question<'a>, Failure> {
    let need = |name: &str| call.params.get(name).ok_or_else(|| Failure::invalid(name));
    let moment =
        |name: &str| need(name).and_then(|text| calendar::parse_compact(text).ok_or_else(|| Failure::invalid(name)));
    let size = need("size")?.parse().ok().filter(|size| (1..=MAX_SIZE).contains(size));
    let page = call.params.get("page").map_or(Ok(0), |text| text.parse().map_err(|_| Failure::invalid("page")))?;
    let states: Vec<&str> = need("transactionStates")?.split(',').map(str::trim).collect();
    if states.iter().any(|state| !STATES.contains(state)) {
        return Err(Failure::invalid("transactionStates"));
    }
    Ok(Question {
        page,
        size: size.ok_or_else(|| Failure::invalid("size"))?,
        from_ms: moment("from")?,
        to_ms: moment("to")?,
        states,
        by_registration: call.params.get("searchByCreatedDate") == Some("true"),
    })
}

/// The moment is the registration's where asked, else that of the last attempt to pay.
fn matches(question: &Question<'_>, order: &Order) -> bool {
    let paid_ms = order.attempt.as_ref().map_or(order.created_ms, |attempt| attempt.at_ms);
    let at_ms = if question.by_registration { order.created_ms } else { paid_ms };
    // `to` names a second, all of which belongs to the span.
    (question.from_ms..question.to_ms.saturating_add(1000)).contains(&at_ms)
        && question.states.contains(&order.state.payment_state())
}
