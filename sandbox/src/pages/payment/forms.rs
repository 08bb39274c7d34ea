//! The forms of the payment page. They work without scripts. A mistake is shown beside its input.

use maud::{Markup, html};

use crate::call::Call;
use crate::cards::{self, Mistakes, Outcome};
use crate::money;
use crate::order::Order;
use crate::pages::text::Words;
use crate::saved_cards::SavedCard;

pub(super) fn wallets(order: &Order, address: &str, words: &Words) -> Markup {
    html! {
        form.wallets method="post" action=(address) aria-label=(words.pay_by_wallet) {
            @for wallet in order.account.dialect.wallets {
                button.button.dark name="wallet" value=(wallet.payment_way()) { (wallet.label()) }
            }
        }
    }
}

/// An input with its label.
struct Input<'a> {
    name: &'static str,
    label: &'a str,
    /// What the customer should type, shown after a mistake.
    hint: &'a str,
    autocomplete: &'static str,
    placeholder: &'static str,
    numeric: bool,
    value: &'a str,
}

impl Input<'_> {
    fn markup(&self, mistakes: &Mistakes) -> Markup {
        let wrong = mistakes.contains(&self.name);
        let hint_id = wrong.then(|| format!("{}-mistake", self.name));
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                input type="text" id=(self.name) name=(self.name) autocomplete=(self.autocomplete)
                    placeholder=(self.placeholder) value=(self.value) maxlength=(if self.numeric { 23 } else { 60 })
                    inputmode=[self.numeric.then_some("numeric")] required[self.numeric]
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[hint_id.as_deref()];
                @if let Some(id) = &hint_id {
                    p.mistake id=(id) { (self.hint) }
                }
            }
        }
    }
}

pub(super) fn card(order: &Order, call: &Call<'_>, address: &str, words: &Words, mistakes: &Mistakes) -> Markup {
    // After a mistake the inputs keep what the customer typed, except the security code.
    let typed = |name: &str| if mistakes.is_empty() { None } else { call.params.get(name) };
    let pan = Input {
        name: "pan",
        label: words.card_number,
        hint: words.bad_number,
        autocomplete: "cc-number",
        placeholder: "",
        numeric: true,
        value: typed("pan").unwrap_or_default(),
    };
    let expiry = Input {
        name: "expiry",
        label: words.expiry,
        hint: words.bad_expiry,
        autocomplete: "cc-exp",
        placeholder: "12/34",
        numeric: true,
        value: typed("expiry").unwrap_or_default(),
    };
    let holder = Input {
        name: "cardholderName",
        label: words.holder,
        hint: "",
        autocomplete: "cc-name",
        placeholder: "",
        numeric: false,
        value: typed("cardholderName").or(order.request.holder.as_deref()).unwrap_or_default(),
    };
    let may_save = order.request.client_id.is_some() && !order.saves_card();
    html! {
        form #card method="post" action=(address) {
            @if !order.account.dialect.brands.is_empty() {
                p.brands { (order.account.dialect.brands.join(" · ")) }
            }
            (pan.markup(mistakes))
            div.pair { (expiry.markup(mistakes)) (security_code(words).markup(mistakes)) }
            (holder.markup(mistakes))
            @if may_save {
                label.check { input type="checkbox" name="saveCard" value="true"; (words.save_card) }
            }
            (pay_button(order, words))
        }
    }
}

fn security_code<'a>(words: &Words) -> Input<'a> {
    Input {
        name: "newCardCvc",
        label: words.code,
        hint: words.bad_code,
        autocomplete: "cc-csc",
        placeholder: "123",
        numeric: true,
        value: "",
    }
}

fn pay_button(order: &Order, words: &Words) -> Markup {
    let sum = money::display(order.request.charged(), &order.request.currency);
    html! {
        button.button #pay { (words.pay) " " (sum) }
    }
}

/// The form of a payment with a saved card. It asks only for the security code.
pub(super) fn saved_card(order: &Order, card: &SavedCard, address: &str, words: &Words, mistakes: &Mistakes) -> Markup {
    html! {
        form #card method="post" action=(address) {
            dl { div { dt { (words.card_number) } dd { (card.masked_pan) } } }
            div.pair.back { (security_code(words).markup(mistakes)) }
            (pay_button(order, words))
        }
    }
}

/// The test cards of the order's bank.
pub(super) fn test_cards(order: &Order, words: &Words) -> Markup {
    html! {
        details {
            summary { (words.test_cards) }
            p { (words.sandbox_note) }
            div.scroll tabindex="0" role="region" aria-label=(words.test_cards) {
                table {
                    tr { th { "PAN" } th { "MM/YY" } th { "CVC" } th {} }
                    @for card in cards::shown(order.account.profile) {
                        tr { td { (card.pan) } td { (card.expiry) } td { (card.cvc) } td { (outcome(card.outcome)) } }
                    }
                    tr { td { "*" } td { "*" } td { "999" } td { "declined (71015)" } }
                }
            }
        }
    }
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Challenge => "3-D Secure: Success / Fail".into(),
        Outcome::Frictionless => "3-D Secure, frictionless".into(),
        Outcome::Attempted => "3-D Secure, attempted".into(),
        Outcome::Plain => "no 3-D Secure".into(),
        Outcome::Decline(code) => format!("declined ({code})"),
    }
}
