//! The address to which the customer returns.

use crate::action;
use crate::order::Order;
use crate::percent;
use crate::profile::ReturnQuery;

/// The address to which the browser is redirected: `returnUrl` after a success, otherwise `failUrl`, and `returnUrl` when
/// there is no `failUrl`. `orderId` and `lang` are appended (BPC REST reference, "redirect").
pub(crate) fn redirect_url(order: &Order) -> String {
    let request = &order.request;
    let paid = order.action_code == action::OK;
    let target = if paid { &request.return_url } else { request.fail_url.as_ref().unwrap_or(&request.return_url) };
    let id = percent::encode(&order.id);
    let pairs = match order.account.dialect.return_query {
        ReturnQuery::Token => {
            let approval =
                order.attempt.as_ref().and_then(|attempt| attempt.approval_code.as_deref()).unwrap_or_default();
            let token = order.attempt.as_ref().map_or("", |attempt| attempt.reference.as_str());
            format!("orderId={id}&token={token}&approvalCode={approval}")
        }
        ReturnQuery::Language => format!("orderId={id}&lang={}", percent::encode(&request.language)),
    };
    append(target, &pairs)
}

/// Appends to the query of an address, before its fragment.
fn append(url: &str, pairs: &str) -> String {
    let (front, fragment) = match url.split_once('#') {
        Some((front, fragment)) => (front, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let joiner = match front.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{front}{joiner}{pairs}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::append;

    #[test]
    fn appends_with_the_right_joiner() {
        for (url, expected) in [
            ("https://s.example", "https://s.example?a=1"),
            ("https://s.example/r", "https://s.example/r?a=1"),
            ("https://s.example/r?", "https://s.example/r?a=1"),
            ("https://s.example/?back", "https://s.example/?back&a=1"),
            ("https://s.example/?x=1&", "https://s.example/?x=1&a=1"),
            ("https://s.example/r#top", "https://s.example/r?a=1#top"),
            ("https://s.example/r?x=1#a?b", "https://s.example/r?x=1&a=1#a?b"),
            ("myapp://done", "myapp://done?a=1"),
        ] {
            assert_eq!(append(url, "a=1"), expected);
        }
    }
}
