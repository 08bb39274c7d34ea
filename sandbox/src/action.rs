//! The action codes that the sandbox returns, and the text of each known code.

/// The customer cancelled on the payment page ("SATIM integration guide").
pub(crate) const CANCELLED_BY_CUSTOMER: i64 = 10;
/// The customer cancelled the issuer's challenge ("Banca Transilvania iPay", response codes).
pub(crate) const CHALLENGE_CANCELLED: i64 = 341_018;
/// No attempt to pay yet.
pub(crate) const WAITING: i64 = -100;
/// Approved.
pub(crate) const OK: i64 = 0;
/// The customer failed the issuer's challenge.
pub(crate) const CHALLENGE_FAILED: i64 = -2025;
/// The customer did not return from the issuer's page before the session ended.
pub(crate) const LEFT_AT_ACS: i64 = -2009;
/// The session ended without an attempt to pay.
pub(crate) const NO_ATTEMPT: i64 = -2014;
/// The session ended after at least one attempt to pay.
pub(crate) const EXPIRED: i64 = -2007;
/// Too many failed attempts.
pub(crate) const ATTEMPTS_EXHAUSTED: i64 = -2013;
/// The merchant closed the order.
pub(crate) const DECLINED_BY_MERCHANT: i64 = 4005;
/// Card data was refused, such as a wrong CVC.
pub(crate) const BAD_CARD_DATA: i64 = 71_015;
/// The issuer does not know the card.
pub(crate) const UNKNOWN_CARD: i64 = 125;
/// Not enough money on the card.
pub(crate) const NO_MONEY: i64 = 116;
/// The card is past its expiry date.
pub(crate) const CARD_EXPIRED: i64 = 101;
/// 3-D Secure is required and the card has none.
pub(crate) const NEEDS_THREE_DS: i64 = 2003;
/// Full authentication is required and was only attempted.
pub(crate) const NOT_FULL_THREE_DS: i64 = 4032;

/// English and Russian text of the most frequent codes. Any other code has a general text.
const TEXTS: &[(i64, &str, &str)] = &[
    (WAITING, "No payment attempt yet", "Ожидается попытка оплаты"),
    (-30001, "The outcome is being clarified with the bank", "Исход операции уточняется в банке"),
    (-2025, "The issuer refused the 3-D Secure challenge", "Эмитент отклонил проверку 3-D Secure"),
    (-2014, "The customer did not return from the payment page", "Клиент не вернулся со страницы оплаты"),
    (-2013, "The number of payment attempts is exhausted", "Исчерпано число попыток оплаты"),
    (-2009, "The customer did not return from the issuer's page", "Клиент не вернулся со страницы эмитента"),
    (-2007, "The time for the payment has run out", "Истёк срок ожидания ввода данных"),
    (-2006, "3-D Secure verification failed", "Проверка 3-D Secure не пройдена"),
    (5, "The issuer declined the payment", "Эмитент отклонил платёж"),
    (10, "Cancelled by the customer", "Отменено клиентом"),
    (101, "The card has expired", "Срок действия карты истёк"),
    (111, "The card number is incorrect", "Неверный номер карты"),
    (NO_MONEY, "Not enough money on the card", "Недостаточно средств на карте"),
    (119, "The card is blocked for now", "Карта временно заблокирована"),
    (120, "The issuer does not permit this payment", "Операция не разрешена эмитентом"),
    (121, "The card's amount limit is exceeded", "Превышен лимит суммы по карте"),
    (125, "The issuer does not know this card", "Эмитент не знает эту карту"),
    (126, "The card is lost", "Карта утеряна"),
    (127, "The card is stolen", "Карта украдена"),
    (140, "The security code is wrong", "Неверный код безопасности"),
    (2003, "Payments without 3-D Secure are not allowed", "Оплата без 3-D Secure запрещена"),
    (4005, "Declined by the merchant", "Отклонено магазином"),
    (4032, "The issuer's authentication was not complete", "Неполная аутентификация эмитентом"),
    (71_015, "Some payment data is wrong", "Введены неверные платёжные данные"),
    (100_254, "The card is not active", "Карта не активна"),
    (341_018, "The customer cancelled the 3-D Secure challenge", "Клиент отменил проверку 3-D Secure"),
    (100_882, "The expiry date is wrong", "Неверный срок действия"),
];

/// `actionCodeDescription`: empty for success, Russian for `ru`, otherwise English.
pub(crate) fn describe(code: i64, language: &str) -> &'static str {
    if code == OK {
        return "";
    }
    let (english, russian) = TEXTS
        .iter()
        .find(|row| row.0 == code)
        .map_or(("The payment was declined", "Платёж отклонён"), |row| (row.1, row.2));
    if language == "ru" { russian } else { english }
}
