//! The forms of the payment page. They work without scripts; what was typed wrong is said beside its input.

use crate::binding::Binding;
use crate::cards::{KNOWN, Known, Mistakes, Outcome};
use crate::endpoints::Call;
use crate::money;
use crate::order::{Feature, Means, Order};
use crate::pages::html::escape;
use crate::pages::text::Words;

pub(super) fn wallets(address: &str, words: &Words) -> String {
    let button = |(means, name): (Means, &str)| {
        format!("<button class=\"button dark\" name=\"wallet\" value=\"{}\">{name}</button>", means.payment_way())
    };
    let buttons: String = [
        (Means::ApplePay, "Apple\u{A0}Pay"),
        (Means::GooglePay, "Google\u{A0}Pay"),
        (Means::SamsungPay, "Samsung\u{A0}Pay"),
    ]
    .into_iter()
    .map(button)
    .collect();
    format!(
        "<form class=\"wallets\" method=\"post\" action=\"{}\" aria-label=\"{}\">{buttons}</form>",
        escape(address),
        words.pay_by_wallet
    )
}

/// One labelled input.
struct Input<'a> {
    name: &'static str,
    label: &'a str,
    hint: &'a str,
    autocomplete: &'static str,
    placeholder: &'static str,
    numeric: bool,
    required: bool,
    value: &'a str,
}

impl Input<'_> {
    fn markup(&self, mistakes: &Mistakes) -> String {
        let wrong = mistakes.contains(&self.name);
        let name = self.name;
        let problem =
            if wrong { format!("<p class=\"mistake\" id=\"{name}-mistake\">{}</p>", self.hint) } else { String::new() };
        let about =
            if wrong { format!(" aria-invalid=\"true\" aria-describedby=\"{name}-mistake\"") } else { String::new() };
        format!(
            "<div class=\"field\"><label for=\"{name}\">{}</label><input type=\"text\" id=\"{name}\" name=\"{name}\" \
             autocomplete=\"{}\" placeholder=\"{}\" value=\"{}\" maxlength=\"{}\"{}{}{about}>{problem}</div>",
            self.label,
            self.autocomplete,
            self.placeholder,
            escape(self.value),
            if self.numeric { 23 } else { 60 },
            if self.numeric { " inputmode=\"numeric\"" } else { "" },
            if self.required { " required" } else { "" },
        )
    }
}

pub(super) fn card(order: &Order, call: &Call<'_>, address: &str, words: &Words, mistakes: &Mistakes) -> String {
    // After a mistake the customer finds what was typed, except the security code.
    let typed = |name: &str| if mistakes.is_empty() { None } else { call.params.get(name) };
    let numeric = |name, label, hint, autocomplete, placeholder, value| {
        Input { name, label, hint, autocomplete, placeholder, numeric: true, required: true, value }.markup(mistakes)
    };
    let pan = numeric("pan", words.card_number, words.bad_number, "cc-number", "", typed("pan").unwrap_or_default());
    let expiry =
        numeric("expiry", words.expiry, words.bad_expiry, "cc-exp", "12/34", typed("expiry").unwrap_or_default());
    let code = numeric("newCardCvc", words.code, words.bad_code, "cc-csc", "123", "");
    let holder = Input {
        name: "cardholderName",
        label: words.holder,
        hint: "",
        autocomplete: "cc-name",
        placeholder: "",
        numeric: false,
        required: false,
        value: typed("cardholderName").or(order.terms.holder.as_deref()).unwrap_or_default(),
    }
    .markup(mistakes);
    let save = match (&order.terms.client_id, order.has(Feature::ForceCreateBinding)) {
        (Some(_), false) => format!(
            "<label class=\"check\"><input type=\"checkbox\" name=\"saveCard\" value=\"true\">{}</label>",
            words.save_card
        ),
        _ => String::new(),
    };
    format!(
        "<form id=\"card\" method=\"post\" action=\"{}\">{pan}<div class=\"pair\">{expiry}{code}</div>{holder}{save}{}</form>",
        escape(address),
        pay_button(order, words)
    )
}

fn pay_button(order: &Order, words: &Words) -> String {
    let sum = money::display(order.terms.amount, &order.terms.currency);
    format!("<button class=\"button\" id=\"pay\">{} {}</button>", words.pay, escape(&sum))
}

/// The form of an order that is to be paid with a saved card: the security code alone.
pub(super) fn saved(order: &Order, binding: &Binding, address: &str, words: &Words, mistakes: &Mistakes) -> String {
    let code = Input {
        name: "newCardCvc",
        label: words.code,
        hint: words.bad_code,
        autocomplete: "cc-csc",
        placeholder: "123",
        numeric: true,
        required: true,
        value: "",
    };
    format!(
        "<form id=\"card\" method=\"post\" action=\"{}\"><dl><div><dt>{}</dt><dd>{}</dd></div></dl>\
         <div class=\"pair back\">{}</div>{}</form>",
        escape(address),
        words.card_number,
        escape(&binding.masked_pan),
        code.markup(mistakes),
        pay_button(order, words)
    )
}

/// The first rows of the table, for whoever has none at hand.
pub(super) fn test_cards(words: &Words) -> String {
    let rows: Vec<String> = KNOWN.iter().take(5).map(row).collect();
    format!(
        "<details><summary>{}</summary><p>{}</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\
         <table><tr><th>PAN</th><th>MM/YY</th><th>CVC</th><th></th></tr>{}\
         <tr><td>*</td><td>*</td><td>999</td><td>declined (71015)</td></tr></table></div></details>\n",
        words.test_cards,
        words.sandbox_note,
        words.test_cards,
        rows.concat()
    )
}

fn row(card: &Known) -> String {
    let what = match card.outcome {
        Outcome::Challenge => "3-D Secure: Success / Fail".to_owned(),
        Outcome::Frictionless => "3-D Secure, frictionless".to_owned(),
        Outcome::Attempted => "3-D Secure, attempted".to_owned(),
        Outcome::Plain => "no 3-D Secure".to_owned(),
        Outcome::Decline(code) => format!("declined ({code})"),
    };
    format!("<tr><td>{}</td><td>{}</td><td>{}</td><td>{what}</td></tr>", card.pan, card.expiry, card.cvc)
}
