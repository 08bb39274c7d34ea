//! The wallets: a button each, drawn after the rules of its brand, and a sheet that asks before it pays.

use maud::{Markup, html};

use super::{own_address, sum, wallets};
use crate::call::Call;
use crate::cards;
use crate::http::Response;
use crate::pages::layout::{Page, isolated, ltr};
use crate::pages::notice;
use crate::pages::text::Words;
use crate::payment::WALLET_CARD;
use crate::payment_method::PaymentMethod;
use crate::state::State;

/// The buttons. Each opens its sheet.
pub(super) fn buttons(offered: &[PaymentMethod], call: &Call<'_>, id: &str, words: &Words) -> Markup {
    html! {
        form.wallets method="get" action=(call.request.path) aria-label=(words.pay_by_wallet) {
            input type="hidden" name="mdOrder" value=(id);
            @if let Some(language) = call.params.get("language") {
                input type="hidden" name="language" value=(language);
            }
            @for wallet in offered.iter().copied() {
                button.wallet name="wallet" value=(wallet.payment_way()) aria-label=(wallet.label()) { (mark(wallet)) }
            }
        }
    }
}

/// The mark of a wallet.
fn mark(wallet: PaymentMethod) -> Markup {
    html! {
        span.mark dir="ltr" aria-hidden="true" {
            @match wallet {
                PaymentMethod::ApplePay => { (apple()) span { "Pay" } },
                PaymentMethod::GooglePay => { (google()) span { "Pay" } },
                PaymentMethod::SamsungPay => { span.samsung { "Samsung" } " " span { "Pay" } },
                other => span { (other.label()) },
            }
        }
    }
}

fn apple() -> Markup {
    html! {
        svg viewBox="0 0 20 24" {
            path fill="currentColor" d="M14.2 5.7c-1.5 0-2.6.9-3.5.9s-2-.8-3.4-.8C4.6 5.8 2 8 2 12.1c0 4.6 3 9.6 5.4 9.6 1.2 0 1.8-.8 3.3-.8s2 .8 3.3.8c1.8 0 3.4-2.8 4.2-5-2-.9-3-2.5-3-4.4 0-1.7.9-3.1 2.4-4-.9-1.5-2.2-2.6-3.4-2.6zM13.6 1c.1 2-1.5 4-3.5 4.1C9.9 3.2 11.6 1.2 13.6 1z" {}
        }
    }
}

fn google() -> Markup {
    html! {
        svg viewBox="0 0 24 24" fill="none" stroke-width="4" {
            path stroke="#ea4335" d="M5 8a8 8 0 0 1 12.6-1.6" {}
            path stroke="#fbbc04" d="M5 16a8 8 0 0 1 0-8" {}
            path stroke="#34a853" d="M17.3 18A8 8 0 0 1 5 16" {}
            path stroke="#4285f4" d="M12 12h8a8 8 0 0 1-2.7 6" {}
        }
    }
}

/// The sheet of a wallet: it names the shop, the card and the amount, and asks.
pub(super) fn sheet(state: &mut State, call: &Call<'_>, id: &str, wallet: PaymentMethod, words: &Words) -> Response {
    let Some(order) = state.orders.by_id(id, call.now_ms) else { return notice::unknown_order(words) };
    if !order.is_open() || !wallets(order).contains(&wallet) {
        return notice::closed(order, words);
    }
    let address = own_address(call, id);
    let last = WALLET_CARD.get(WALLET_CARD.len() - 4..).unwrap_or_default();
    let system = cards::PaymentSystem::of(WALLET_CARD).as_str();
    let body = html! {
        (notice::bar(words))
        main.sheet {
            h1 aria-label=(wallet.label()) { (mark(wallet)) }
            dl {
                div { dt { (words.merchant) } dd { (isolated(&order.account.merchant.name)) } }
                div { dt { (words.card_number) } dd { (ltr(html! { (system) " •••• " (last) })) } }
                div { dt { (words.amount) } dd.total { (ltr(sum(order))) } }
            }
            form.stack method="post" action=(address) {
                input type="hidden" name="wallet" value=(wallet.payment_way());
                button.wallet #confirm name="confirm" value="pay" { (words.confirm) }
                button.button.fail #decline name="confirm" value="decline" { (words.refuse) }
                a.button.plain #not-now href=(address) { (words.not_now) }
            }
            p.soft { (words.wallet_note) }
        }
    };
    let leads_to = order.request.return_urls().collect();
    Page { status: 200, language: words.tag, title: wallet.label(), body, leads_to, script: None }.response()
}
