//! The configuration of a gateway: every error names the field and the remedy, and no secret is printed.

#![cfg(test)]

mod support;

use bpc_checkout::ErrorCode;
use bpc_checkout::model::gateway::{Endpoint, Runtime};
use support::{gateway, read_gateway};

#[track_caller]
fn refused(more: &str) -> String {
    read_gateway(more, Runtime::Server).unwrap_err().to_string()
}

#[test]
fn the_base_url_is_the_rest_root_with_or_without_slashes() {
    for root in [
        "https://bank.example/payment/rest",
        "https://bank.example/payment/rest/",
        "https://bank.example/payment/rest//",
    ] {
        let gateway = gateway(&format!(r#"{{"baseUrl":"{root}"}}"#));
        assert_eq!(gateway.url(Endpoint::Register), "https://bank.example/payment/rest/register.do");
        assert_eq!(gateway.url(Endpoint::RegisterPreAuth), "https://bank.example/payment/rest/registerPreAuth.do");
        assert_eq!(gateway.url(Endpoint::Status), "https://bank.example/payment/rest/getOrderStatusExtended.do");
    }
    let local = gateway(r#"{"baseUrl":"http://127.0.0.1:8788/payment/rest"}"#);
    assert_eq!(local.url(Endpoint::Register), "http://127.0.0.1:8788/payment/rest/register.do");
}

#[test]
fn unsafe_addresses_are_refused() {
    for (base, why) in [
        ("http://bank.example/payment/rest", "uses http; use https (http is allowed for loopback hosts only)"),
        ("ftp://bank.example/", "has a scheme other than https; use https"),
        ("https://u:p@bank.example/", "contains a user name or password; remove it"),
        ("https://bank.example@evil.example/", "contains a user name or password; remove it"),
        ("https://bank.example/rest?x=1", "contains a query or a fragment; give the REST root alone"),
        ("https://bank.example/rest#x", "contains a query or a fragment; give the REST root alone"),
        ("https://bank.example/rest/register.do", "ends with a method; give the REST root, without register.do"),
        ("https:\\\\\\\\bank.example", "contains white space, a control character or a backslash; remove it"),
        ("//bank.example/rest", "is not an absolute URL; start it with https://"),
        ("bank.example", "is not an absolute URL; start it with https://"),
        ("https://банк.example/", "has an empty host, or one that is not in ASCII form"),
    ] {
        assert_eq!(refused(&format!(r#"{{"baseUrl":"{base}"}}"#)), format!("gateway.baseUrl: {why}"), "{base}");
    }
}

#[test]
fn each_mistake_is_named() {
    for (more, message) in [
        (
            r#"{"baseUrl":"absent"}"#,
            "gateway.baseUrl: is missing; give the REST root of your bank's gateway, such as \"https://dev.bpcbt.com/payment/rest\", or gateway.bank",
        ),
        (r#"{"baseUrl":42}"#, "gateway.baseUrl: expected an absolute URL, got 42"),
        (r#"{"bank":"dsk"}"#, "gateway.bank: cannot be combined with gateway.baseUrl; use one of them"),
        (
            r#"{"baseUrl":"absent","bank":"my bank"}"#,
            "gateway.bank: is not a bank of the list; give gateway.baseUrl instead",
        ),
        (
            r#"{"userName":"absent","password":"absent"}"#,
            "gateway.userName: is missing; give userName and password, or the public token",
        ),
        (r#"{"userName":null}"#, "gateway.userName: is missing; set its environment variable"),
        (r#"{"password":null}"#, "gateway.password: is missing; set its environment variable"),
        (r#"{"password":""}"#, "gateway.password: is empty"),
        (r#"{"password":"secret\n"}"#, "gateway.password: starts or ends with white space; remove it"),
        (r#"{"password":12345}"#, "gateway.password: expected text"),
        (
            r#"{"token":"abc"}"#,
            "gateway.token: cannot be combined with gateway.userName and gateway.password; use one way to log in",
        ),
        (r#"{"language":"english"}"#, "gateway.language: expected a language of two letters such as \"en\""),
        (r#"{"timeoutMs":0}"#, "gateway.timeoutMs: expected a whole number from 1 to 120000, got 0"),
        (r#"{"timeoutMs":1.5}"#, "gateway.timeoutMs: expected a whole number from 1 to 120000, got 1.5"),
        (r#"{"timeoutMs":"15000"}"#, "gateway.timeoutMs: expected a whole number from 1 to 120000, got text"),
        (
            r#"{"returnKey":"short"}"#,
            "gateway.returnKey: is shorter than 16 characters; make one with: npx bpc-checkout key",
        ),
        (
            r#"{"returnKey":"changemechangeme"}"#,
            "gateway.returnKey: has fewer than 8 different characters; make one with: npx bpc-checkout key",
        ),
        (
            r#"{"returnKey":"a password for two jobs","password":"a password for two jobs"}"#,
            "gateway.returnKey: is another secret of this gateway too; use a key of its own: npx bpc-checkout key",
        ),
        (
            r#"{"returnKey":["a return key of its own","callback secret"],"callback":{"secret":["x1y2","callback secret"]}}"#,
            "gateway.returnKey: is shorter than 16 characters; make one with: npx bpc-checkout key",
        ),
        (
            r#"{"returnKey":["a return key of its own","the callback secret"],"callback":{"secret":["x1y2","the callback secret"]}}"#,
            "gateway.returnKey: is another secret of this gateway too; use a key of its own: npx bpc-checkout key",
        ),
        (
            r#"{"returnKey":"anybody-can-read-this-development-key"}"#,
            "gateway.returnKey: is the public key of the demo store; make one with: npx bpc-checkout key",
        ),
        (r#"{"returnKey":[]}"#, "gateway.returnKey: is an empty list; give at least one key"),
        (r#"{"returnKey":null}"#, "gateway.returnKey: is missing; set its environment variable"),
        (
            r#"{"formUrlHosts":["https://pay.example"]}"#,
            "gateway.formUrlHosts: expected host names such as \"pay.bank.example\", without scheme and port",
        ),
        (
            r#"{"formUrlHosts":["pay.example:443"]}"#,
            "gateway.formUrlHosts: expected host names such as \"pay.bank.example\", without scheme and port",
        ),
        (r#"{"formUrlHosts":null}"#, "gateway.formUrlHosts: is missing; set its environment variable"),
        (
            r#"{"orderNumberMaxLength":99}"#,
            "gateway.orderNumberMaxLength: expected a whole number from 10 to 36, got 99",
        ),
        (r#"{"baseURL":"https://x.example"}"#, "gateway.baseURL: is not a known option; did you mean `baseUrl`?"),
        (r#"{"insecure":true}"#, "gateway.insecure: is not a known option"),
    ] {
        assert_eq!(refused(more), message, "{more}");
    }
}

#[test]
fn secrets_show_nowhere() {
    let gateway = gateway(r#"{"userName":"canary-user","password":"canary-pass","returnKey":"canary-key-0123456789"}"#);
    assert!(!format!("{gateway:?}").contains("canary"), "{gateway:?}");
    for more in [
        r#"{"password":" canary"}"#,
        r#"{"returnKey":"canary"}"#,
        r#"{"userName":["canary"]}"#,
        r#"{"token":"canary"}"#,
    ] {
        let error = read_gateway(more, Runtime::Server).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
}

#[test]
fn a_page_gets_the_public_token_only() {
    let error = read_gateway("{}", Runtime::Page).unwrap_err();
    assert_eq!(error.code(), ErrorCode::CredentialsInPage);
    assert_eq!(
        error.to_string(),
        "login and password are in a browser page, where everybody can read them; call from your server, or use the public token"
    );
    let token = r#"{"userName":"absent","password":"absent","token":"public-token"}"#;
    assert!(read_gateway(token, Runtime::Page).is_ok());
}

#[test]
fn a_bank_brings_its_address_and_limits() {
    let satim = gateway(r#"{"baseUrl":"absent","bank":"satim-test"}"#);
    assert_eq!(satim.url(Endpoint::Status), "https://test2.satim.dz/payment/rest/getOrderStatusExtended.do");
    assert_eq!(satim.order_number_max(), 10);
    let other = gateway(r#"{"baseUrl":"absent","bank":"dsk","orderNumberMaxLength":20}"#);
    assert_eq!(other.order_number_max(), 20);
}

#[test]
fn the_payment_page_must_be_safe_and_may_be_pinned() {
    let any = gateway("{}");
    for good in ["https://bank.example/pay?mdOrder=1", "https://pages.elsewhere.example/pay"] {
        assert!(any.check_form_url(good).is_ok(), "{good}");
    }
    for bad in [
        "http://bank.example/pay",
        "http://127.0.0.1/pay",
        "javascript:alert(1)",
        "//evil.example",
        "data:text/html,x",
        "",
    ] {
        assert!(any.check_form_url(bad).is_err(), "{bad}");
    }
    let long = format!("https://bank.example/{}", "a".repeat(2048));
    assert_eq!(any.check_form_url(&long).unwrap_err().to_string(), "has more than 2048 characters");
    let pinned = gateway(r#"{"formUrlHosts":["Bank.Example","pages.bank.example"]}"#);
    assert!(pinned.check_form_url("https://BANK.example:8443/pay").is_ok());
    assert!(pinned.check_form_url("https://pages.bank.example/pay").is_ok());
    for bad in [
        "https://bank.example.evil.example/",
        "https://evil.example/?bank.example",
        "https://bank.example@evil.example/",
    ] {
        assert!(pinned.check_form_url(bad).is_err(), "{bad}");
    }
    let local = gateway(r#"{"baseUrl":"http://localhost:8788/payment/rest"}"#);
    assert!(local.check_form_url("http://localhost:8788/payment/page").is_ok());
}

#[test]
fn keys_that_can_be_guessed_are_refused() {
    for key in [
        "aaaaaaaaaaaaaaaa",
        "0000000000000000",
        "changemechangeme",
        "undefinedundefined",
        "passwordpassword",
        "1234567123456712",
    ] {
        let error = read_gateway(&format!(r#"{{"returnKey":"{key}"}}"#), Runtime::Server).unwrap_err();
        assert_eq!(error.field(), Some("gateway.returnKey"), "{key}");
    }
    for key in ["9f2c4e7a1b6d8035", "correct horse battery staple", "ключ магазина длинный"] {
        assert!(read_gateway(&format!(r#"{{"returnKey":"{key}"}}"#), Runtime::Server).is_ok(), "{key}");
    }
    let local =
        r#"{"returnKey":"anybody-can-read-this-development-key","baseUrl":"http://127.0.0.1:8788/payment/rest"}"#;
    assert!(read_gateway(local, Runtime::Server).is_ok(), "the demo store on this machine");
}

/// A bank's public key in the place of a shared secret would be a key that anybody has.
#[test]
fn a_public_key_is_no_secret() {
    let body = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA".repeat(8);
    for secret in [
        body.clone(),
        // One line of it: a file of settings ends a value at the end of its line.
        body.chars().take(64).collect(),
        format!("-----BEGIN PUBLIC KEY-----\\n{body}\\n-----END PUBLIC KEY-----"),
        format!("\\\"-----BEGIN PUBLIC KEY-----\\\\n{body}\\\\n-----END PUBLIC KEY-----\\\""),
        "a".to_owned(),
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(),
        "abababab".to_owned(),
    ] {
        let error = read_gateway(&format!(r#"{{"callback":{{"secret":"{secret}"}}}}"#), Runtime::Server).unwrap_err();
        assert_eq!(error.field(), Some("gateway.callback.secret"), "{secret}");
        assert!(!error.to_string().contains("MII"));
    }
    for secret in ["k3y", "MIIa short secret of the bank", "test_callback_secret"] {
        assert!(
            read_gateway(&format!(r#"{{"callback":{{"secret":"{secret}"}}}}"#), Runtime::Server).is_ok(),
            "{secret}"
        );
    }
}
