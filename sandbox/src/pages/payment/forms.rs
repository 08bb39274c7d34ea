//! The card form of the payment page. It works without scripts. A mistake is shown beside its input, and above the form.

use maud::{Markup, html};

use super::sum;
use crate::call::Call;
use crate::cards::{self, KNOWN, Mistakes, OTHER_TEST_CARD};
use crate::order::Order;
use crate::pages::layout::ltr;
use crate::pages::text::Words;
use crate::saved_cards::SavedCard;

/// The values of the inputs, and what is wrong with them.
#[derive(Default)]
pub(super) struct Filled {
    pan: String,
    expiry: String,
    /// Only a test card fills it in: what a customer typed is not repeated.
    cvc: &'static str,
    holder: Option<String>,
    mistakes: Mistakes,
}

impl Filled {
    /// What the customer typed, except the security code.
    pub(super) fn typed(call: &Call<'_>, mistakes: Mistakes) -> Self {
        let text = |name: &str| call.params.get(name).unwrap_or_default().to_owned();
        let holder = call.params.get("cardholderName").map(str::to_owned);
        Self { pan: text("pan"), expiry: text("expiry"), cvc: "", holder, mistakes }
    }

    /// A test card that the customer pressed. An unknown number fills nothing.
    pub(super) fn test_card(pan: &str) -> Self {
        let Some(card) = KNOWN.iter().find(|card| card.pan == pan) else { return Self::default() };
        let holder = Some("TEST HOLDER".into());
        Self { pan: cards::grouped(card.pan), expiry: card.expiry.into(), cvc: card.cvc, holder, mistakes: Vec::new() }
    }

    /// What is wrong with an input, in the customer's words.
    fn mistake<'a>(&self, name: &str, words: &'a Words) -> Option<&'a str> {
        if !self.mistakes.contains(&name) {
            return None;
        }
        let digits = cards::plain(&self.pan);
        let looks_right = (12..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        Some(match name {
            "pan" if digits == OTHER_TEST_CARD => words.other_test_card,
            "pan" if looks_right => words.bad_check_digit,
            "pan" => words.bad_number,
            "expiry" => words.bad_expiry,
            _ => words.bad_code,
        })
    }
}

/// A list of the mistakes, each with a link to its input.
pub(super) fn mistakes(filled: &Filled, words: &Words) -> Markup {
    html! {
        @if !filled.mistakes.is_empty() {
            div.alert role="alert" {
                p { strong { (words.mistakes) } }
                ul {
                    @for name in &filled.mistakes {
                        li { a href={ "#" (name) } { (filled.mistake(name, words).unwrap_or_default()) } }
                    }
                }
            }
        }
    }
}

/// An input with its label.
struct Input<'a> {
    name: &'static str,
    label: &'a str,
    autocomplete: &'static str,
    placeholder: &'static str,
    numeric: bool,
    value: &'a str,
}

impl Input<'_> {
    fn markup(&self, filled: &Filled, words: &Words) -> Markup {
        let mistake = filled.mistake(self.name, words);
        let hint_id = mistake.is_some().then(|| format!("{}-mistake", self.name));
        // The first wrong input has the focus, so that the customer can correct it at once.
        let focus = filled.mistakes.first() == Some(&self.name);
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                input type="text" dir="ltr" id=(self.name) name=(self.name) autocomplete=(self.autocomplete)
                    placeholder=(self.placeholder) value=(self.value) maxlength=(if self.numeric { 23 } else { 60 })
                    inputmode=[self.numeric.then_some("numeric")] required[self.numeric] autofocus[focus]
                    aria-invalid=[mistake.map(|_| "true")] aria-describedby=[hint_id.as_deref()];
                @if let (Some(id), Some(mistake)) = (&hint_id, mistake) {
                    p.mistake id=(id) { (mistake) }
                }
            }
        }
    }
}

pub(super) fn card(order: &Order, address: &str, words: &Words, filled: &Filled) -> Markup {
    let pan = Input {
        name: "pan",
        label: words.card_number,
        autocomplete: "cc-number",
        placeholder: "1234 5678 9012 3456",
        numeric: true,
        value: &filled.pan,
    };
    let expiry = Input {
        name: "expiry",
        label: words.expiry,
        autocomplete: "cc-exp",
        placeholder: "12/34",
        numeric: true,
        value: &filled.expiry,
    };
    let holder = Input {
        name: "cardholderName",
        label: words.holder,
        autocomplete: "cc-name",
        placeholder: "",
        numeric: false,
        value: filled.holder.as_deref().or(order.request.holder.as_deref()).unwrap_or_default(),
    };
    let may_save = order.request.client_id.is_some() && !order.saves_card();
    html! {
        form #card method="post" action=(address) {
            @if !order.account.dialect.brands.is_empty() {
                p.brands { (ltr(order.account.dialect.brands.join(" · "))) }
            }
            (pan.markup(filled, words))
            div.pair { (expiry.markup(filled, words)) (security_code(filled, words)) }
            (holder.markup(filled, words))
            @if may_save {
                label.check { input type="checkbox" name="saveCard" value="true"; (words.save_card) }
            }
            (pay_button(order, words))
        }
    }
}

fn security_code(filled: &Filled, words: &Words) -> Markup {
    let input = Input {
        name: "newCardCvc",
        label: words.code,
        autocomplete: "cc-csc",
        placeholder: "123",
        numeric: true,
        value: filled.cvc,
    };
    input.markup(filled, words)
}

fn pay_button(order: &Order, words: &Words) -> Markup {
    html! { button.button #pay { (words.pay) " " (ltr(sum(order))) } }
}

/// The form of a payment with a saved card. It asks only for the security code.
pub(super) fn saved_card(order: &Order, card: &SavedCard, address: &str, words: &Words, filled: &Filled) -> Markup {
    html! {
        form #card method="post" action=(address) {
            dl { div { dt { (words.card_number) } dd { (ltr(&card.masked_pan)) } } }
            div.pair.back { (security_code(filled, words)) }
            (pay_button(order, words))
        }
    }
}
