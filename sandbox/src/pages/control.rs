//! The control page at `/`: the orders, and the timeline of one order at `/?order=<id>`. Its forms carry out commands. One
//! script brings what changes into the page. Without it everything works after a reload.

mod faults;
mod orders;
mod script;
mod timeline;

use std::sync::Arc;

use maud::{Markup, html};
use serde_json::json;

use super::layout::Page;
use crate::account::Account;
use crate::calendar::java_date;
use crate::call::Call;
use crate::control;
use crate::http::Response;
use crate::percent::encode;
use crate::profile::Profile;
use crate::routes::{ECOM_ROOT, REST_ROOT};
use crate::state::State;

/// Shows the page (GET) or carries out the command of a form (POST).
pub(crate) fn answer(state: &mut State, call: &Call<'_>) -> Response {
    if call.request.method != "POST" {
        return show(state, call, None);
    }
    if call.is_from_another_site() {
        return Response::new(403, "text/plain;charset=UTF-8", "this form was sent from another site\n");
    }
    match carry_out(state, call) {
        Ok(()) => {
            let place = call.params.get("shown").map(|id| format!("/?order={}", encode(id)));
            Response { status: 303, ..Response::redirect(&place.unwrap_or_else(|| "/".into())) }
        }
        Err(problem) => show(state, call, Some(&problem)),
    }
}

/// Carries out the command that the pressed button names. An input is an argument of this name.
fn carry_out(state: &mut State, call: &Call<'_>) -> Result<(), String> {
    let get = |name: &str| call.params.get(name);
    let number = |name: &str| -> Result<Option<u64>, String> {
        get(name).map(|text| text.parse().map_err(|_| format!("{name}: expected a whole number"))).transpose()
    };
    let order = get("order");
    let action = get("action").unwrap_or_default();
    // The button of a fault has its kind as the value.
    let arguments = match action {
        _ if get("kind").is_some() => {
            let fault = json!({ "kind": get("kind"), "times": number("times")?, "order": order, "call": get("call") });
            return control::run(state, "injectFault", &fault, call.now_ms).map(drop);
        }
        "advance" => {
            let seconds = number("seconds")?.ok_or("seconds: expected a whole number")?;
            json!({ "ms": seconds.saturating_mul(1000) })
        }
        "clearFaults" | "reset" | "deliver" => json!({}),
        "pay" => json!({ "orderId": order }),
        "payDeclined" => {
            let declined = json!({ "orderId": order, "pan": "4999900001160000" });
            return control::run(state, "pay", &declined, call.now_ms).map(drop);
        }
        "leave" => {
            let left = json!({ "orderId": order, "challenge": "leave" });
            return control::run(state, "pay", &left, call.now_ms).map(drop);
        }
        "refund" | "deposit" => json!({ "order": order, "amount": number("amount")? }),
        "reverse" | "decline" | "expire" | "resend" => json!({ "order": order }),
        other => return Err(format!("action: \"{other}\" is not a button of this page")),
    };
    control::run(state, action, &arguments, call.now_ms).map(drop)
}

fn show(state: &mut State, call: &Call<'_>, problem: Option<&str>) -> Response {
    let shown = call.params.get("shown").filter(|_| call.request.method == "POST");
    let wanted = shown.or_else(|| call.params.get("order").filter(|_| call.request.method != "POST"));
    match wanted {
        Some(name) => timeline::page_of(state, call, name, problem),
        None => overview(state, call, problem),
    }
}

fn overview(state: &mut State, call: &Call<'_>, problem: Option<&str>) -> Response {
    let body = html! {
        main.wide {
            section.pay {
                h1 { "Payment gateway sandbox" }
                (alert(problem))
                (facts(&state.accounts, call))
                (clock_form())
            }
            (orders::section(state, call))
            (orders::numbers(state, call))
            (faults::section(state.faults.list()))
            (timeline::other_calls(state))
        }
    };
    page(200, "Sandbox", &body)
}

/// A page of the control pages.
fn page(status: u16, title: &str, content: &Markup) -> Response {
    let body = html! {
        header.bar.wide { a.name href="/" { "Sandbox" } span.tag { "No money moves here" } }
        (content)
    };
    Page { status, language: "en", title, body, leads_to: Vec::new(), script: Some(script::LIVE) }.response()
}

fn alert(problem: Option<&str>) -> Markup {
    html! {
        @if let Some(problem) = problem { div.alert role="alert" { p { (problem) } } }
    }
}

/// The accounts and the time.
fn facts(accounts: &[Arc<Account>], call: &Call<'_>) -> Markup {
    html! {
        dl.facts {
            @for account in accounts { (self::account(account, &call.origin)) }
            div { dt { "Clock" } dd #clock data-live { (java_date(call.now_ms)) } }
        }
    }
}

fn account(account: &Account, origin: &str) -> Markup {
    let root = if account.profile == Profile::Ecom { ECOM_ROOT } else { REST_ROOT };
    html! {
        div {
            dt { (account.merchant.name) ", profile " (account.profile.as_str()) }
            dd {
                code { (origin) (root.trim_end_matches('/')) }
                br;
                code { (account.merchant.user_name) } " / " code { (account.merchant.password) }
            }
        }
    }
}

fn clock_form() -> Markup {
    let steps = [(60, "+1 minute"), (1200, "+20 minutes"), (86_400, "+1 day")];
    html! {
        form.row method="post" action="/" {
            input type="hidden" name="action" value="advance";
            @for (seconds, label) in steps {
                button.button.plain name="seconds" value=(seconds) { (label) }
            }
        }
    }
}
