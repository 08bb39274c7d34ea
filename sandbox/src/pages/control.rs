//! The control page at `/`: clock, faults, orders with their history, calls and notifications. Plain forms, no scripts.

use serde_json::json;

use super::html::{Page, escape};
use crate::calendar;
use crate::callback::CallbackLine;
use crate::endpoints::Call;
use crate::exchange::Exchange;
use crate::fault::{Fault, FaultKind};
use crate::http::Response;
use crate::money;
use crate::routes::{ECOM_ROOT, REST_ROOT};
use crate::sandbox::Sandbox;
use crate::shop::Shop;
use crate::view::OrderView;
use crate::wire::profile::Profile;

/// Rows of each list; the JSON API has them all.
const MAX_ROWS: usize = 100;

/// Shows the page (GET) or does what a form of it asks (POST) and comes back.
pub(crate) fn answer(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    if call.request.method != "POST" {
        return show(sandbox, call, None);
    }
    if !same_origin(call) {
        return Response::new(403, "text/plain;charset=UTF-8", "this form was sent from another site\n");
    }
    match act(sandbox, call) {
        Ok(()) => Response { status: 303, ..Response::redirect("/") },
        Err(problem) => show(sandbox, call, Some(&problem)),
    }
}

/// A page of another site can post forms here; browsers say so. `Origin` only counts where the better header is missing: the
/// page's own `no-referrer` turns it into `null`.
fn same_origin(call: &Call<'_>) -> bool {
    match call.request.header("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => call.request.header("origin").is_none_or(|origin| origin == call.origin),
    }
}

fn act(sandbox: &mut Sandbox, call: &Call<'_>) -> Result<(), String> {
    let get = |name: &str| call.params.get(name);
    let arguments = match get("action") {
        Some("advance") => {
            let seconds: u64 =
                get("seconds").and_then(|text| text.parse().ok()).ok_or("seconds: expected a whole number")?;
            json!({ "ms": seconds.saturating_mul(1000) })
        }
        Some("fail") => {
            let times: Option<u32> =
                get("times").map(|text| text.parse().map_err(|_| "times: expected a whole number")).transpose()?;
            json!({ "kind": get("kind"), "times": times, "order": get("order") })
        }
        Some("heal") => json!({}),
        _ => return Err("action: expected advance, fail or heal".into()),
    };
    sandbox.command(get("action").unwrap_or_default(), &arguments, call.now_ms).map(drop)
}

fn show(sandbox: &mut Sandbox, call: &Call<'_>, problem: Option<&str>) -> Response {
    let orders = sandbox.orders(0);
    let exchanges: Vec<&Exchange> = sandbox.exchanges();
    let accounts: Vec<String> = sandbox.shops.iter().map(|shop| account(shop, &call.origin)).collect();
    let body = format!(
        "<header class=\"bar wide\"><span class=\"name\">Payment gateway sandbox</span><span class=\"tag\">Sandbox</span></header>\n\
         <main class=\"wide\"><section class=\"pay\">{problem}\
         <dl class=\"facts\">{accounts}<div><dt>Clock</dt><dd>{clock}</dd></div></dl>{clock_form}{faults}</section>\
         <section class=\"pay\"><h2>Orders</h2>{orders}</section>\
         <section class=\"pay\"><h2>Calls</h2>{calls}</section>\
         <section class=\"pay\"><h2>Callbacks</h2>{callbacks}</section></main>\n",
        problem = problem
            .map_or(String::new(), |text| format!("<div class=\"alert\" role=\"alert\"><p>{}</p></div>", escape(text))),
        accounts = accounts.concat(),
        clock = calendar::java_date(call.now_ms),
        clock_form = CLOCK_FORM,
        faults = faults(sandbox.faults()),
        orders = list(&orders, "No orders yet.", order),
        calls = list(&exchanges, "No calls yet.", |exchange| exchange_row(exchange)),
        callbacks =
            list(&sandbox.callback_lines().iter().rev().collect::<Vec<_>>(), "No callbacks yet.", |line| callback(
                line
            )),
    );
    Page { status: 200, language: "en", title: "Sandbox", body, leads_to: Vec::new() }.response()
}

fn account(shop: &Shop, origin: &str) -> String {
    let root = if shop.profile == Profile::Ecom { ECOM_ROOT } else { REST_ROOT };
    format!(
        "<div><dt>Profile {}</dt><dd><code>{}{}</code><br><code>{}</code> / <code>{}</code></dd></div>",
        shop.dialect.name,
        escape(origin),
        root.trim_end_matches('/'),
        escape(&shop.merchant.user_name),
        escape(&shop.merchant.password)
    )
}

const CLOCK_FORM: &str = "<form class=\"row\" method=\"post\" action=\"/\"><input type=\"hidden\" name=\"action\" value=\"advance\">\
    <button class=\"button plain\" name=\"seconds\" value=\"60\">+1 minute</button>\
    <button class=\"button plain\" name=\"seconds\" value=\"1200\">+20 minutes</button>\
    <button class=\"button plain\" name=\"seconds\" value=\"86400\">+1 day</button></form>";

fn list<T>(items: &[T], none: &str, row: impl Fn(&T) -> String) -> String {
    if items.is_empty() {
        return format!("<p class=\"soft\">{none}</p>");
    }
    items.iter().take(MAX_ROWS).map(row).collect::<Vec<_>>().concat()
}

fn faults(active: &[Fault]) -> String {
    let options: Vec<String> = FaultKind::ALL.iter().map(|kind| format!("<option>{}</option>", name(*kind))).collect();
    let now: Vec<String> = active
        .iter()
        .map(|fault| {
            let times = fault.times.map_or(String::new(), |times| format!(" × {times}"));
            let order = fault.order.as_ref().map_or(String::new(), |order| format!(" for {}", escape(order)));
            format!("<li>{}{times}{order}</li>", name(fault.kind))
        })
        .collect();
    let heal = if now.is_empty() {
        String::new()
    } else {
        format!(
            "<ul>{}</ul><form class=\"row\" method=\"post\" action=\"/\"><button class=\"button plain\" name=\"action\" \
             value=\"heal\">Switch all faults off</button></form>",
            now.concat()
        )
    };
    format!(
        "<form class=\"row\" method=\"post\" action=\"/\"><input type=\"hidden\" name=\"action\" value=\"fail\">\
         <label>Fault <select name=\"kind\">{}</select></label>\
         <label>Times <input type=\"text\" name=\"times\" inputmode=\"numeric\" size=\"4\" placeholder=\"1\"></label>\
         <label>Order <input type=\"text\" name=\"order\" size=\"16\" placeholder=\"any\"></label>\
         <button class=\"button plain\">Switch on</button></form>{heal}",
        options.concat()
    )
}

/// The name JavaScript uses.
fn name(kind: FaultKind) -> String {
    json!(kind).as_str().unwrap_or_default().to_owned()
}

fn order(order: &OrderView) -> String {
    let history: Vec<String> = order
        .history
        .iter()
        .map(|line| format!("<li><time>{}</time> {}</li>", calendar::java_date(line.at_ms), escape(&line.what)))
        .collect();
    format!(
        "<details><summary><b>{}</b> {} <span class=\"state s{}\">{} / {}</span></summary>\
         <p class=\"soft\"><code>{}</code> approved {}, deposited {}, refunded {}; session ends {}</p><ol>{}</ol></details>",
        escape(&order.order_number),
        escape(&money::display(order.amount, &order.currency)),
        order.order_status,
        order.order_status,
        order.action_code,
        escape(&order.order_id),
        order.approved_amount,
        order.deposited_amount,
        order.refunded_amount,
        calendar::java_date(order.expires_ms),
        history.concat()
    )
}

fn exchange_row(exchange: &Exchange) -> String {
    format!(
        "<details><summary><time>{}</time> {} <span class=\"state\">{}{}</span></summary><pre>{}</pre><pre>{}</pre></details>",
        calendar::java_date(exchange.at_ms),
        escape(&exchange.request),
        exchange.status,
        if exchange.reset { ", reset" } else { "" },
        escape(&exchange.parameters.replace('&', "\n&")),
        escape(&exchange.reply)
    )
}

fn callback(line: &CallbackLine) -> String {
    let answer = line.answer.map_or("no answer".into(), |status| status.to_string());
    format!(
        "<p><time>{}</time> <b>{}</b> <code>{}</code> {answer}, {} <span class=\"soft\">{}</span></p>",
        calendar::java_date(line.at_ms),
        escape(&line.operation),
        escape(&line.order_id),
        line.then,
        escape(&line.url)
    )
}
