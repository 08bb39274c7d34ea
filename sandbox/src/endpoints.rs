//! The REST calls. Each reads its parameters and changes or reads an order. `wire` makes the replies.

mod last_orders;
mod operations;
mod register;
mod reply;
mod saved_cards;
mod status;

use crate::call::Call;
use crate::http::Response;
use crate::json_body::BodyProblem;
use crate::profile::{Body, Dialect};
use crate::state::State;
use crate::wire::message::Failure;

const TEXT: &str = "text/plain;charset=UTF-8";

type Endpoint = fn(&mut State, &Call<'_>) -> Response;

/// The calls of every profile.
const ENDPOINTS: &[(&str, Endpoint)] = &[
    ("register", register::register),
    ("registerPreAuth", register::register_pre_auth),
    ("getOrderStatusExtended", status::get_order_status_extended),
    ("getOrderStatus", status::get_order_status),
    ("deposit", operations::deposit),
    ("reverse", operations::reverse),
    ("refund", operations::refund),
    ("decline", operations::decline),
    ("addParams", status::add_params),
    ("getLastOrdersForMerchants", last_orders::get_last_orders),
    ("getBindings", saved_cards::get_bindings),
    ("unBindCard", saved_cards::unbind_card),
    ("bindCard", saved_cards::bind_card),
    ("paymentOrderBinding", saved_cards::payment_order_binding),
];

/// The call of banks that give back what is not acknowledged.
const ACKNOWLEDGEMENT: &[(&str, Endpoint)] = &[("public/acknowledgeTransaction", status::acknowledge)];

fn endpoints(dialect: &Dialect) -> impl Iterator<Item = &'static (&'static str, Endpoint)> {
    let own = if dialect.acknowledge_secs.is_some() { ACKNOWLEDGEMENT } else { &[] };
    ENDPOINTS.iter().chain(own)
}

/// Answers the call of this name.
pub(crate) fn answer(state: &mut State, call: &Call<'_>, name: &str) -> Response {
    if let Some(refusal) = refuse(call) {
        return refusal;
    }
    let dialect = call.account.dialect;
    if let Some((_, endpoint)) = endpoints(dialect).find(|(known, _)| *known == name) {
        return endpoint(state, call);
    }
    let known: Vec<String> = endpoints(dialect).map(|(name, _)| format!("{name}.do")).collect();
    let text = format!("unknown call: {name}.do. Known calls: {}\n", known.join(", "));
    Response::new(404, TEXT, text)
}

/// Refuses a request whose path, method or body its gateway does not take, whatever the call.
fn refuse(call: &Call<'_>) -> Option<Response> {
    let (method, account) = (call.request.method.as_str(), &call.account);
    let json_only = account.strict && account.dialect.body == Body::Json;
    if account.strict && !call.request.path.starts_with(account.dialect.rest_root) {
        let root = format!("{}{}", call.origin, account.dialect.rest_root);
        let text = format!("nothing is at {}. The REST root of this account is {root}\n", call.request.path);
        return Some(Response::new(404, TEXT, text));
    }
    if json_only && method != "POST" {
        let text = format!("{method} is not accepted here: send a POST with a JSON body\n");
        return Some(Response::new(405, TEXT, text).with("allow", "POST"));
    }
    if !matches!(method, "GET" | "POST") {
        let text = format!("{method} is not accepted here: send a POST (or a GET with a query)\n");
        return Some(Response::new(405, TEXT, text).with("allow", "GET, POST"));
    }
    Some(match call.body_problem.as_ref()? {
        BodyProblem::NotJson => reply::http_error(call, 415, "Unsupported Media Type"),
        BodyProblem::NotAnObject => reply::http_error(call, 400, "Bad Request"),
        BodyProblem::WrongType(name) => reply::error(call, &Failure::invalid(name)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Request;
    use crate::options::Options;

    const ACCOUNT: &str = "userName=test_user&password=test_user_password";

    /// An endpoint needs a state and a request, and nothing else of the sandbox.
    #[test]
    fn an_endpoint_answers_from_a_state_and_a_request() {
        let mut state = State::new(Options::default());
        let form = format!("{ACCOUNT}&orderNumber=A-1&amount=2000&returnUrl=https://shop.example/");
        let request = Request::post("/payment/rest/register.do", &form);
        let call = Call::new(&request, &state.options, &state.accounts, 1_000).unwrap();
        let reply = register::register(&mut state, &call);
        assert!(reply.text().starts_with(r#"{"orderId":""#), "{}", reply.text());
        let orders = state.order_views(1_000);
        let order = orders.first().unwrap();
        assert_eq!((order.order_number.as_str(), order.amount, order.created_ms), ("A-1", 2000, 1_000));
        assert!(reply.text().contains(&order.order_id));

        let request =
            Request::post("/payment/rest/refund.do", &format!("{ACCOUNT}&orderId={}&amount=1", order.order_id));
        let call = Call::new(&request, &state.options, &state.accounts, 1_000).unwrap();
        assert!(
            operations::refund(&mut state, &call).text().contains(r#""errorCode":"7""#),
            "an unpaid order has no refund"
        );
    }
}
