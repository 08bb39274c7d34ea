//! Compares `docs/sandbox-profiles.md` with the rows. `UPDATE_DOCS=1 cargo test -p bpc-sandbox profile::table` writes it.

use std::fmt::Write as _;
use std::{env, fs};

use super::{Body, CallbackForm, Check, CodeStyle, Dialect, FormUrl, Profile, Retry, ReturnQuery, ReverseDeposited};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sandbox-profiles.md");

const INTRODUCTION: &str = "\
# The profiles of the sandbox

The sandbox imitates installations of the gateway: `new Sandbox({ profile: \"bt\" })` or `bpc-checkout sandbox --profile bt`. A profile writes
what its installation writes, and refuses what its bank refuses. With `strict: false` a profile refuses only what every installation refuses:
a form passes at a gateway that takes JSON, and an order passes without the parameters that the bank requires.

This page is made from the rows in `sandbox/src/profile/rows.rs`, and a test compares the two.

";

/// What a profile does differently besides the values of its row.
fn other_differences(profile: Profile) -> &'static [&'static str] {
    match profile {
        Profile::Classic => &["The status has no `maskedPan`."],
        Profile::Ecom => &[
            "A form is refused with HTTP 415, and a GET with HTTP 405. Text, whole numbers and objects keep their JSON types: \
             `\"amount\": \"5000\"`, `\"orderNumber\": 7` and `\"jsonParams\": \"{}\"` are refused with code 5.",
            "`features` is one text with semicolons. `decline.do` takes either id.",
            "The status has `operations` and no `paymentAmountInfo`, `bankInfo` or `ip`. \
             `refundedDate` is a text such as `2026-11-23T08:14:00` in Moscow time.",
            "A callback has `status` as a number, and optional parameters in `additionalParams`.",
            "Not known: the HTTP status and the code with which the bank refuses a form or a wrong type.",
        ],
        Profile::Bt => &[
            "A refused cart names the field: `[orderBundle.customerDetails.email] is empty`. The phone has digits alone, and the country is a \
             numeric code such as `642`. `billingInfo` and `deliveryInfo` are whole.",
            "With `basicLoginOnly: true` login and password in the body are refused.",
            "After a payment with points (`jsonParams.loyaltyAmount`), `amount` of the status is what the card paid. `depositLoyalty`, \
             `reverseLoyalty` and `refundLoyalty` are `true` or `false`.",
            "`merchantOrderParams` of a paid order has an entry without a value (`discountedAmount`).",
        ],
        Profile::Satim => &[
            "`public/acknowledgeTransaction.do` acknowledges a payment, once or more often. `acknowledgeSecs` changes the time, and 0 gives nothing \
             back. SATIM publishes no time: the default is that of the page's session.",
            "An unknown order of the acknowledgement is HTTP 401 with a JSON \
             string.",
            "The test cards of the other banks can pay too, so that one test can run in all profiles.",
        ],
        Profile::Credibanco => &[
            "What the customer pays is `amount` and the surcharges. The status has the sum in `approvedAmount`, `depositedAmount` and \
             `totalAmount`.",
            "Not known: the codes with which the bank refuses a partial refund or a pre-authorisation. Here they are 5.",
        ],
        Profile::Arca => &["Not known: which codes are numbers, and the version of the status."],
        _ => &[],
    }
}

fn code_style(style: CodeStyle) -> &'static str {
    match style {
        CodeStyle::Absent => "left out",
        CodeStyle::Text => "text",
        CodeStyle::Number => "number",
    }
}

fn yes(flag: bool) -> String {
    if flag { "yes" } else { "no" }.into()
}

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

fn check(check: Check) -> String {
    match check {
        Check::Text(max) => format!("1 to {max} characters"),
        Check::Number(least, most) => format!("{least} to {most}"),
        Check::True => "`true`".into(),
        Check::OneOf(words) => list(words),
    }
}

fn checks(params: &[(&str, Check)]) -> String {
    let texts: Vec<String> = params.iter().map(|(name, value)| format!("`{name}` ({})", check(*value))).collect();
    if texts.is_empty() { "none".into() } else { texts.join(", ") }
}

fn lengths(lengths: &[(&str, usize)]) -> String {
    let texts: Vec<String> = lengths.iter().map(|(name, max)| format!("`{name}` {max}")).collect();
    if texts.is_empty() { "the vendor's".into() } else { texts.join(", ") }
}

fn characters(forbidden: &str) -> String {
    let names: Vec<String> = forbidden
        .chars()
        .map(|character| match character {
            '\r' => "CR".into(),
            '\n' => "LF".into(),
            other => format!("`{other}`"),
        })
        .collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

fn page_address(form: FormUrl) -> &'static str {
    match form {
        FormUrl::Merchants => "`/payment/merchants/<folder>/payment_<language>.html?mdOrder=…`",
        FormUrl::Pay => "`/pp/pay_<language>?orderId=…`",
        FormUrl::Epg => "`/payment/epg/merchants/<folder>/payment.html?mdOrder=…&language=…`",
    }
}

fn callback(form: CallbackForm) -> &'static str {
    match form {
        CallbackForm::Parameters => "parameters with a checksum",
        CallbackForm::Unsigned => "parameters without a checksum (`sign_alias` is there)",
        CallbackForm::Json => "POST of JSON without a signature",
        CallbackForm::Jwt => "POST of a JWT (HS256)",
    }
}

fn retry(retry: Retry) -> String {
    let Retry { secs, grows, max_failures } = retry;
    let pause = if grows { format!("{secs} s × the number of the attempt") } else { format!("{secs} s") };
    format!("after {pause}, up to {max_failures} failures")
}

/// Every value of a row. The pattern names every field, so that a new one cannot be forgotten here.
#[expect(clippy::too_many_lines, reason = "a list of every value")]
fn properties(row: &Dialect) -> Vec<(&'static str, String)> {
    let Dialect {
        profile: _,
        about: _,
        register_ok,
        error,
        status,
        operation_ok,
        error_flag,
        content_type,
        session_cookie,
        all_strings,
        short_order_ids,
        form_url,
        return_query,
        denied_status,
        language,
        languages,
        version,
        zone_hours,
        partly_refunded_status,
        legacy_declined,
        rest_root,
        body,
        basic_login,
        currencies,
        least_amount,
        order_number_max,
        forbidden_characters,
        numbers_orders,
        session_secs,
        lengths: own_lengths,
        required,
        parameters,
        required_params,
        optional_params,
        customer_bundle,
        bundle_error,
        features_error,
        two_phase,
        wallets,
        brands,
        test_cards,
        decline_closes,
        expired_action,
        acknowledge_secs,
        surcharges,
        points,
        reverse_deposited,
        partial_refunds,
        refund_id_in_params,
        callback: callback_form,
        retry: callback_retry,
    } = row;
    let wallets: Vec<&str> = wallets.iter().map(|wallet| wallet.payment_way()).collect();
    vec![
        ("REST root", format!("`{rest_root}`")),
        ("body of a call", if *body == Body::Json { "JSON with strict types" } else { "form" }.into()),
        ("login in a Basic header", yes(*basic_login)),
        ("HTTP status of a wrong login", denied_status.to_string()),
        ("content type of replies", format!("`{content_type}`")),
        ("session cookie", yes(*session_cookie)),
        ("every value is a string", yes(*all_strings)),
        ("order ids", if *short_order_ids { "20 characters" } else { "like a UUID" }.into()),
        ("`formUrl`", page_address(*form_url).into()),
        (
            "the customer returns with",
            match return_query {
                ReturnQuery::Language => "`orderId`, `lang`",
                ReturnQuery::Token => "`orderId`, `token`, `approvalCode`",
            }
            .into(),
        ),
        ("`errorCode` of a registration", code_style(*register_ok).into()),
        ("`errorCode` of a refusal", code_style(*error).into()),
        ("`errorCode` of a status", code_style(*status).into()),
        ("`errorCode` of an operation", code_style(*operation_ok).into()),
        ("boolean `error` in every reply", yes(*error_flag)),
        ("version of the status", version.to_string()),
        ("language", format!("`{language}`")),
        (
            "languages of a registration",
            if languages.is_empty() { "all that are known".into() } else { list(languages) },
        ),
        ("time zone of `expirationDate`", format!("UTC+{zone_hours}")),
        ("currencies", list(currencies)),
        ("least amount", least_amount.to_string()),
        ("characters of `orderNumber`", order_number_max.to_string()),
        ("forbidden in `orderNumber` and `description`", characters(forbidden_characters)),
        ("numbers of the gateway for orders without one", yes(*numbers_orders)),
        ("lengths", lengths(own_lengths)),
        ("further mandatory parameters", list(required)),
        ("own parameters", checks(parameters)),
        ("mandatory in `jsonParams`", checks(required_params)),
        ("optional in `jsonParams`", checks(optional_params)),
        ("mandatory `orderBundle` with e-mail, phone and address", yes(*customer_bundle)),
        ("code of a wrong `orderBundle`", bundle_error.to_string()),
        ("code of wrong `features`", features_error.to_string()),
        ("two-phase payments", yes(*two_phase)),
        ("session", format!("{session_secs} s")),
        ("wallets", list(&wallets)),
        ("cards on the page", list(brands)),
        ("test cards on the page", list(test_cards)),
        ("added to `amount`, from `jsonParams`", list(surcharges)),
        ("paid in points, from `jsonParams`", points.map_or("none".into(), |name| format!("`{name}`"))),
        ("a declined attempt closes the order", yes(*decline_closes)),
        ("`actionCode` of an untouched session", expired_action.to_string()),
        ("given back when not acknowledged", acknowledge_secs.map_or("never".into(), |secs| format!("after {secs} s"))),
        (
            "`reverse.do` of a captured payment",
            match reverse_deposited {
                ReverseDeposited::WithPermission => "with a permission, back to the hold",
                ReverseDeposited::Whole => "takes the whole payment back",
            }
            .into(),
        ),
        ("partial refunds", yes(*partial_refunds)),
        ("`orderStatus` of a partial refund", partly_refunded_status.to_string()),
        ("`ErrorCode` of getOrderStatus.do for a declined order", legacy_declined.to_string()),
        ("`externalRefundId` inside `jsonParams`", yes(*refund_id_in_params)),
        ("callbacks", callback(*callback_form).into()),
        ("callbacks again", retry(*callback_retry)),
    ]
}

fn page() -> String {
    let vendor = properties(Profile::Bpc.dialect());
    let mut page = INTRODUCTION.to_owned();
    page.push_str("| profile | installation | currencies | language | callbacks |\n| --- | --- | --- | --- | --- |\n");
    for row in Profile::ALL.map(Profile::dialect) {
        let (name, currencies, form) = (row.profile.as_str(), list(row.currencies), callback(row.callback));
        let _written = writeln!(page, "| `{name}` | {} | {currencies} | `{}` | {form} |", row.about, row.language);
    }
    page.push_str("\n## `bpc`: all values\n\n| what | `bpc` |\n| --- | --- |\n");
    for (what, value) in &vendor {
        let _written = writeln!(page, "| {what} | {value} |");
    }
    for profile in Profile::ALL.into_iter().skip(1) {
        let (name, about) = (profile.as_str(), profile.about());
        let _written = write!(page, "\n## `{name}`: {about}\n\n| what | `{name}` | `bpc` |\n| --- | --- | --- |\n");
        for ((what, value), (_, vendors)) in properties(profile.dialect()).iter().zip(&vendor) {
            if value != vendors {
                let _written = writeln!(page, "| {what} | {value} | {vendors} |");
            }
        }
        let others = other_differences(profile);
        if !others.is_empty() {
            page.push('\n');
        }
        for line in others {
            let _written = writeln!(page, "- {line}");
        }
    }
    page
}

#[test]
fn the_documented_profiles_are_the_rows() {
    let page = page();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(FILE, &page).unwrap();
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        written == page,
        "docs/sandbox-profiles.md is not current: UPDATE_DOCS=1 cargo test -p bpc-sandbox profile::table"
    );
}
