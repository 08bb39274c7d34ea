//! The texts of error codes. Clients do not depend on the wording, which is our own.

use crate::profile::CodeStyle;

/// An `errorCode` other than 0, and its text in English and Russian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    english: String,
    russian: String,
}

impl Failure {
    fn new(code: u8, english: impl Into<String>, russian: impl Into<String>) -> Self {
        Self { code, english: english.into(), russian: russian.into() }
    }

    pub(crate) fn text(&self, language: &str) -> &str {
        if language == "ru" { &self.russian } else { &self.english }
    }

    pub(crate) fn access_denied() -> Self {
        Self::new(5, "Access denied", "Доступ запрещён")
    }

    pub(crate) fn missing(field: &str) -> Self {
        Self::new(4, format!("[{field}] is empty"), format!("[{field}] не задан"))
    }

    pub(crate) fn invalid(field: &str) -> Self {
        Self::new(5, format!("[{field}] is invalid"), format!("Неверное значение [{field}]"))
    }

    /// The same text with the code of the profile.
    pub(crate) fn with_code(self, code: u8) -> Self {
        Self { code, ..self }
    }

    /// The bank has not permitted this kind of payment or operation.
    pub(crate) fn not_permitted(what: &str) -> Self {
        Self::new(5, format!("{what} are restricted"), format!("Операция ограничена: {what}"))
    }

    pub(crate) fn bad_return_url() -> Self {
        Self::new(4, "The return URL is invalid", "Неверный адрес возврата")
    }

    pub(crate) fn unknown_currency(currency: &str, enabled: &str) -> Self {
        Self::new(
            3,
            format!("Unknown currency: {currency} is not enabled for this merchant (enabled: {enabled})"),
            format!("Неизвестная валюта: {currency} (разрешены: {enabled})"),
        )
    }

    /// `processed` says whether the earlier order is paid or closed. Otherwise it can still be paid.
    pub(crate) fn duplicate(processed: bool) -> Self {
        if processed {
            Self::new(1, "An order with this number was already processed", "Заказ с таким номером уже обработан")
        } else {
            Self::new(
                1,
                "An order with this number is registered but not paid",
                "Заказ с таким номером зарегистрирован, но не оплачен",
            )
        }
    }

    pub(crate) fn bundle(code: u8) -> Self {
        Self::new(
            code,
            "[orderBundle] is invalid: itemAmount must equal itemPrice times quantity",
            "Неверное значение [orderBundle]: сумма позиции не равна цене, умноженной на количество",
        )
    }

    pub(crate) fn order_expected() -> Self {
        Self::new(1, "[orderId] or [orderNumber] expected", "Ожидается [orderId] или [orderNumber]")
    }

    pub(crate) fn client_expected() -> Self {
        Self::new(1, "[clientId] is empty", "[clientId] не задан")
    }

    pub(crate) fn no_saved_card() -> Self {
        Self::new(2, "No information found", "Данные не найдены")
    }

    pub(crate) fn unknown_order() -> Self {
        Self::new(6, "Order not found", "Заказ не найден")
    }

    pub(crate) fn wrong_state() -> Self {
        Self::new(
            7,
            "The operation is impossible for the current state of the payment",
            "Операция невозможна для текущего состояния платежа",
        )
    }

    pub(crate) fn exceeds_deposited() -> Self {
        Self::new(7, "Refund amount exceeds the deposited amount", "Сумма возврата превышает сумму списания")
    }

    pub(crate) fn wrong_amount() -> Self {
        Self::new(5, "[amount] exceeds the approved amount", "[amount] превышает сумму предавторизации")
    }
}

/// The text of error code 0.
pub(crate) fn success(language: &str) -> &'static str {
    if language == "ru" { "Успешно" } else { "Success" }
}

/// A code in this style. `None` when the style leaves it out.
pub(crate) fn code(style: CodeStyle, code: u8) -> Option<serde_json::Value> {
    match style {
        CodeStyle::Absent => None,
        CodeStyle::Text => Some(code.to_string().into()),
        CodeStyle::Number => Some(code.into()),
    }
}
