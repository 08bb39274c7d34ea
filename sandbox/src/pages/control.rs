//! The control page at `/`: accounts, clock, faults, orders, calls and callbacks. Its forms carry out commands.

mod sections;

use maud::html;
use serde_json::json;

use super::layout::Page;
use crate::call::Call;
use crate::control;
use crate::http::Response;
use crate::state::State;

/// Shows the page (GET) or carries out the command of a form (POST).
pub(crate) fn answer(state: &mut State, call: &Call<'_>) -> Response {
    if call.request.method != "POST" {
        return show(state, call, None);
    }
    if !same_origin(call) {
        return Response::new(403, "text/plain;charset=UTF-8", "this form was sent from another site\n");
    }
    match carry_out(state, call) {
        Ok(()) => Response { status: 303, ..Response::redirect("/") },
        Err(problem) => show(state, call, Some(&problem)),
    }
}

/// Whether the form was sent from this page. Without `Sec-Fetch-Site` the `Origin` header decides: under the page's
/// `no-referrer` policy it is `null`.
fn same_origin(call: &Call<'_>) -> bool {
    match call.request.header("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => call.request.header("origin").is_none_or(|origin| origin == call.origin),
    }
}

fn carry_out(state: &mut State, call: &Call<'_>) -> Result<(), String> {
    let get = |name: &str| call.params.get(name);
    let (command, arguments) = match get("action") {
        Some("advance") => {
            let seconds: u64 =
                get("seconds").and_then(|text| text.parse().ok()).ok_or("seconds: expected a whole number")?;
            ("advance", json!({ "ms": seconds.saturating_mul(1000) }))
        }
        Some("injectFault") => {
            let times: Option<u32> =
                get("times").map(|text| text.parse().map_err(|_| "times: expected a whole number")).transpose()?;
            ("injectFault", json!({ "kind": get("kind"), "times": times, "order": get("order") }))
        }
        Some("clearFaults") => ("clearFaults", json!({})),
        _ => return Err("action: expected advance, injectFault or clearFaults".into()),
    };
    control::run(state, command, &arguments, call.now_ms).map(drop)
}

fn show(state: &mut State, call: &Call<'_>, problem: Option<&str>) -> Response {
    let orders = state.order_views(call.now_ms);
    let body = html! {
        header.bar.wide { span.name { "Payment gateway sandbox" } span.tag { "Sandbox" } }
        main.wide {
            section.pay {
                @if let Some(problem) = problem {
                    div.alert role="alert" { p { (problem) } }
                }
                (sections::facts(&state.accounts, call))
                (sections::clock_form())
                (sections::faults(state.faults.list()))
            }
            section.pay { h2 { "Orders" } (sections::list(&orders, "No orders yet.", sections::order)) }
            section.pay { h2 { "Calls" } (sections::list(state.exchanges.lines(), "No calls yet.", sections::exchange)) }
            section.pay {
                h2 { "Callbacks" }
                (sections::list(state.callbacks.lines().rev(), "No callbacks yet.", sections::callback))
            }
        }
    };
    Page { status: 200, language: "en", title: "Sandbox", body, leads_to: Vec::new() }.response()
}
