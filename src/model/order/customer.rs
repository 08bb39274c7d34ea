//! Who buys, for a bank that wants to know it with every order.

use crate::codec::{Value, json};
use crate::model::error::{Error, Invalid};
use crate::model::text;

/// The customer of an order. At a bank where `orderBundle` is mandatory, it makes one.
///
/// Source: the iPay guide of Banca Transilvania, as its clients quote it: `customerDetails` with `deliveryInfo` and `billingInfo`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Customer<'a> {
    /// E-mail address.
    pub email: &'a str,
    /// Phone with the country's code: 7 to 15 digits. A plus sign, spaces and the like are removed.
    pub phone: &'a str,
    /// The name of the person.
    pub name: Option<&'a str>,
    /// The country's ISO 3166 number: three digits, `642` is Romania.
    pub country: &'a str,
    /// The city.
    pub city: &'a str,
    /// Street and number.
    pub address: &'a str,
}

impl Customer<'_> {
    /// The JSON text of an `orderBundle`. The address is that of the bill and of the delivery.
    ///
    /// # Errors
    /// `invalid_option` that names the field.
    pub fn bundle(&self) -> Result<String, Error> {
        let at = |name: &str, result: Result<String, Invalid>| {
            result.map_err(|invalid| invalid.at(&["customer.", name].concat()))
        };
        let text = |name: &str, value: &str, max| at(name, text::checked(value, max)).map(Value::Text);
        let place = Value::Object(vec![
            ("country".to_owned(), Value::Text(at("country", country(self.country))?)),
            ("city".to_owned(), text("city", self.city, 40)?),
            ("postAddress".to_owned(), text("address", self.address, 255)?),
        ]);
        let mut details = vec![
            ("email".to_owned(), text("email", self.email, 254)?),
            ("phone".to_owned(), Value::Text(at("phone", phone(self.phone))?)),
        ];
        if let Some(name) = self.name {
            details.push(("contact".to_owned(), text("name", name, 40)?));
        }
        details.push(("deliveryInfo".to_owned(), place.clone()));
        details.push(("billingInfo".to_owned(), place));
        Ok(json::stringify(&Value::Object(vec![("customerDetails".to_owned(), Value::Object(details))])))
    }
}

fn country(text: &str) -> Result<String, Invalid> {
    if text.len() == 3 && is_digits(text) {
        Ok(text.to_owned())
    } else {
        Err("expected three digits, such as \"642\" for Romania".into())
    }
}

fn phone(text: &str) -> Result<String, Invalid> {
    let digits = text.replace(['+', ' ', '-', '.', '(', ')', '/'], "");
    if (7..=15).contains(&digits.len()) && is_digits(&digits) {
        return Ok(digits);
    }
    Err("expected the country's code and the number, such as \"40740123456\"".into())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
