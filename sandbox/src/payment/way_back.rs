//! The way back to the shop: which address, with what appended.

use crate::action;
use crate::form;
use crate::order::Order;
use crate::wire::profile::Profile;

/// Where the browser goes now: `returnUrl` after a success, else `failUrl` and, where there is none, `returnUrl` again.
/// `orderId` and `lang` are appended, with `&` where there is a query already (BPC REST reference, "redirect").
pub(crate) fn way_back(order: &Order) -> String {
    let terms = &order.terms;
    let paid = order.action_code == action::OK;
    let target = if paid { &terms.return_url } else { terms.fail_url.as_ref().unwrap_or(&terms.return_url) };
    let id = form::encode(&order.id);
    let pairs = match order.shop.profile {
        Profile::Bt => {
            let approval =
                order.attempt.as_ref().and_then(|attempt| attempt.approval_code.as_deref()).unwrap_or_default();
            let token = order.attempt.as_ref().map_or("", |attempt| attempt.reference.as_str());
            format!("orderId={id}&token={token}&approvalCode={approval}")
        }
        _ => format!("orderId={id}&lang={}", form::encode(&terms.language)),
    };
    append(target, &pairs)
}

/// Appends to the query, before a fragment.
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
