//! The pages: what they show, what they escape, and the headers they come with.

use bpc_sandbox::{Options, Profile, Request};

use crate::bank::{Bank, ORDER, encode};

#[test]
fn the_payment_page_has_everything_a_customer_needs() {
    let mut bank = Bank::of(Profile::Bpc);
    let reply = bank.json("register", &format!("orderNumber=A-1&{ORDER}&description=Two+mugs"));
    let url = reply["formUrl"].as_str().unwrap().to_owned();
    let page = bank.send(&Request::get(url.strip_prefix("https://bank.test").unwrap()));
    assert_eq!(page.status, 200);
    let text = page.text();
    for part in [
        "<html lang=\"en\">",
        "20.00\u{A0}EUR",
        "Two mugs",
        "A-1",
        "Test shop",
        "<label for=\"pan\">",
        "name=\"pan\" autocomplete=\"cc-number\"",
        "name=\"expiry\" autocomplete=\"cc-exp\"",
        "name=\"newCardCvc\" autocomplete=\"cc-csc\"",
        "name=\"cardholderName\" autocomplete=\"cc-name\"",
        "Apple\u{A0}Pay",
        "Google\u{A0}Pay",
        "Samsung\u{A0}Pay",
    ] {
        assert!(text.contains(part), "{part} is missing");
    }
    assert!(!text.contains("back-to-shop") && !text.contains("role=\"alert\""), "only where there is a reason");
    assert_eq!(text.matches("<h1").count(), 1);
    assert!(text.contains("<title>Payment – Test shop</title>"));
}

#[test]
fn no_page_runs_a_script_or_is_kept() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    let form = "pan=5555555555555599&expiry=12%2F34&newCardCvc=123";
    let to_issuer =
        bank.send(&Request::post(&format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}"), form));
    let issuer =
        bank.send(&Request::get(to_issuer.header("location").unwrap().strip_prefix("https://bank.test").unwrap()));
    assert!(issuer.text().contains("name=\"answer\" value=\"success\"") && issuer.text().contains("value=\"fail\""));
    for page in [bank.page(&id), issuer, bank.page("nope")] {
        assert!(!page.text().contains("<script") && !page.text().contains(" style="));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
    }
}

/// Every value a shop or a customer chooses, with everything HTML could trip over. Tags cannot even be registered.
#[test]
fn every_foreign_value_is_escaped() {
    let nasty = "\"'&> <1 onx=y";
    let safe = "&quot;'&amp;&gt; &lt;1 onx=y";
    let merchant = bpc_sandbox::Merchant { name: format!("{nasty}name"), ..Default::default() };
    let mut bank = Bank::new(Options { merchant, ..Options::default() });
    let params = format!(r#"{{"backToShopUrl":"https://s.example/?{}","backToShopName":"{}"}}"#, "a='>", "'>back");
    let form = format!(
        "orderNumber={}&amount=1&returnUrl={}&description={}&cardholderName={}&jsonParams={}",
        encode(&format!("{nasty}number")),
        encode("https://s.example/?q=\"'>"),
        encode(&format!("{nasty}description")),
        encode(&format!("{nasty}holder")),
        encode(&params)
    );
    let reply = bank.json("register", &form);
    let id = reply["orderId"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned();
    let first = bank.page(&id).text();
    for value in ["name", "number", "description", "holder"] {
        assert!(first.contains(&format!("{safe}{value}")), "{value} is shown, escaped");
    }
    assert!(first.contains("https://s.example/?a='&gt;") && first.contains("'&gt;back"));
    let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    let typed = format!("pan={0}pan&expiry={0}expiry&newCardCvc={0}&cardholderName={0}typed", encode(nasty));
    let wrong = bank.send(&Request::post(&target, &typed));
    assert_eq!(wrong.status, 200);
    assert!(wrong.text().contains(&format!("{safe}pan")) && wrong.text().contains(&format!("{safe}typed")));
    let declined = bank.type_card(&id, "4000001111111126", "123", "");
    assert_eq!(declined.status, 302);
    let issuer = bank.send(&Request::get(&format!("/payment/acs/challenge.html?mdOrder={id}&creq={}", encode(nasty))));
    let odd_path =
        bank.send(&Request::get(&format!("/payment/merchants/{}/payment_en.html?mdOrder={id}", encode("a\"'>"))));
    let last = bank.page(&id);
    for page in [first, wrong.text(), issuer.text(), odd_path.text(), last.text()] {
        assert!(!page.contains(nasty) && !page.contains("\"'>") && !page.contains("'>back"), "{page}");
    }
}

#[test]
fn mistakes_are_said_beside_the_input_and_are_no_attempt() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    let page =
        bank.send(&Request::post(&target, "pan=4111111111111112&expiry=99%2F99&newCardCvc=1&cardholderName=ANN"));
    assert_eq!(page.status, 200);
    for input in ["pan", "expiry", "newCardCvc"] {
        assert!(page.text().contains(&format!("aria-describedby=\"{input}-mistake\"")), "{input}");
    }
    assert!(
        page.text().contains("value=\"4111111111111112\"") && page.text().contains("value=\"ANN\""),
        "typed text stays"
    );
    assert!(!page.text().contains("value=\"1\""), "but never the security code");
    assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0");
}

#[test]
fn the_back_button_is_there_when_the_shop_asks_for_it() {
    let mut bank = Bank::of(Profile::Bpc);
    let button = |bank: &mut Bank, number: &str, url: &str| {
        let params = encode(&format!(r#"{{"backToShopUrl":"{url}","backToShopName":"To the mugs"}}"#));
        let reply = bank.json("register", &format!("orderNumber={number}&{ORDER}&jsonParams={params}"));
        let page = bank.page(reply["orderId"].as_str().unwrap()).text();
        page.contains(&format!("id=\"back-to-shop\" href=\"{url}\">To the mugs</a>"))
    };
    assert!(button(&mut bank, "B-1", "https://shop.example/cart"));
    assert!(!button(&mut bank, "B-2", "data:text/html,x"), "only web addresses");
}

#[test]
fn the_page_speaks_the_orders_language() {
    let mut bank = Bank::of(Profile::Bpc);
    for (language, tag, words) in [
        ("en", "en", "Card number"),
        ("de", "de", "Kartennummer"),
        ("ro", "ro", "Numărul cardului"),
        ("ru", "ru", "Номер карты"),
        ("fr", "fr", "Numéro de carte"),
        ("ar", "ar", "رقم البطاقة"),
        ("lv", "en", "Card number"),
    ] {
        let form = format!("orderNumber=L-{language}&amount=1&returnUrl=https%3A%2F%2Fs.example&language={language}");
        let reply = bank.json("register", &form);
        let url = reply["formUrl"].as_str().unwrap().to_owned();
        assert!(url.contains(&format!("/payment_{language}.html?")), "{url}");
        let page = bank.send(&Request::get(url.strip_prefix("https://bank.test").unwrap())).text();
        let direction = if language == "ar" { " dir=\"rtl\"" } else { "" };
        assert!(page.contains(&format!("<html lang=\"{tag}\"{direction}>")) && page.contains(words), "{language}");
        let arrival = bank.pay(reply["orderId"].as_str().unwrap());
        assert!(arrival.header("location").unwrap().ends_with(&format!("&lang={language}")));
    }
}

#[test]
fn a_paid_order_is_not_paid_again() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    bank.pay(&id);
    let page = bank.page(&id).text();
    assert!(page.contains("This order is paid") && !page.contains("name=\"pan\""));
    assert!(page.contains(&format!("orderId={id}&amp;lang=en")), "with the link to the shop");
    let unknown = bank.page("nope");
    assert_eq!((unknown.status, unknown.text().contains("Order not found")), (404, true));
}

#[test]
fn form_url_follows_the_origin_of_the_request() {
    let mut bank = Bank::of(Profile::Bpc);
    let form = format!("{}&orderNumber=O-1&{ORDER}", crate::bank::ACCOUNT);
    let mut request = Request::post("/payment/rest/register.do", &form);
    request.headers.push(("Host".into(), "127.0.0.1:8788".into()));
    let text = bank.sandbox.handle(&request, bank.now).text();
    assert!(text.contains("\"formUrl\":\"http://127.0.0.1:8788/payment/merchants/"), "{text}");
}

/// A press on a test card fills the inputs. It is no attempt to pay.
#[test]
fn a_test_card_fills_the_form() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    let page = bank.page(&id).text();
    for part in [
        "5555 5555 5555 5599",
        "value=\"5555555555555599\" aria-label=\"Use 5555 5555 5555 5599\"",
        "4000 0011 1111 1126",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let filled = bank.send(&Request::post(&target, "useCard=5555555555555599"));
    assert_eq!(filled.status, 200);
    for part in ["value=\"5555 5555 5555 5599\"", "value=\"12/34\"", "value=\"123\"", "value=\"TEST HOLDER\""] {
        assert!(filled.text().contains(part), "{part}");
    }
    assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0");
    let unknown = bank.send(&Request::post(&target, "useCard=4012888888881881"));
    assert!(unknown.status == 200 && !unknown.text().contains("4012888888881881"));
}

#[test]
fn a_mistake_in_the_number_is_told_apart() {
    let mut bank = Bank::of(Profile::Bpc);
    let id = bank.register("A-1");
    let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    for (pan, words) in [
        ("4111111111111112", "Check the card number: one of its digits is wrong."),
        ("4242 4242 4242 4242", "4242… is a test card of another provider. Use one of the test cards below."),
        ("4242-4242-4242-4242", "4242… is a test card of another provider."),
        ("411", "Enter the card number, 12 to 19 digits."),
        ("411111111111111x", "Enter the card number, 12 to 19 digits."),
    ] {
        let page = bank.send(&Request::post(&target, &format!("pan={}&expiry=12%2F34&newCardCvc=123", encode(pan))));
        let text = page.text();
        assert_eq!(text.matches(words).count(), 2, "above the form and beside the input: {pan}");
        assert!(text.contains("<a href=\"#pan\">"), "the summary leads to the input");
        assert_eq!(text.matches(" autofocus").count(), 1, "the first wrong input has the focus");
    }
    assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0", "no attempt was made");
    assert!(
        bank.sandbox
            .command("pay", &serde_json::json!({ "orderId": id, "pan": "4242424242424242" }), bank.now)
            .is_err()
    );
}

#[test]
fn the_customer_may_cancel_and_returns_to_the_shop() {
    let mut bank = Bank::of(Profile::Bpc);
    let reply = bank.json("register", &format!("orderNumber=A-1&{ORDER}&failUrl=https%3A%2F%2Fshop.example%2Ffailed"));
    let id = reply["orderId"].as_str().unwrap().to_owned();
    assert!(bank.page(&id).text().contains("id=\"cancel\" name=\"cancel\" value=\"true\">Cancel the payment</button>"));
    let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    let arrival = bank.send(&Request::post(&target, "cancel=true"));
    assert_eq!(arrival.header("location"), Some(format!("https://shop.example/failed?orderId={id}&lang=en").as_str()));
    assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0", "it can still be paid");

    let mut satim = Bank::of(Profile::Satim);
    let params = encode(r#"{"force_terminal_id":"E010000001","udf1":"1"}"#);
    let form =
        format!("orderNumber=1&amount=500000&currency=012&returnUrl=https%3A%2F%2Fshop.example&jsonParams={params}");
    let reply = satim.json("register", &form);
    let id = reply["orderId"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned();
    let page = satim.page(&id).text();
    assert!(!page.contains("Apple\u{A0}Pay") && page.contains("6280 5811 1000 7215"), "its own cards, and no wallet");
    satim.send(&Request::post(&format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}"), "cancel=true"));
    assert_eq!(satim.sandbox.orders(satim.now).remove(0).action_code, 10);
}

#[test]
fn a_wallet_asks_before_it_pays() {
    let mut bank = Bank::of(Profile::Bpc);
    for (way, name) in
        [("APPLE_PAY", "Apple\u{A0}Pay"), ("GOOGLE_PAY_CARD", "Google\u{A0}Pay"), ("SAMSUNG_PAY", "Samsung\u{A0}Pay")]
    {
        let id = bank.register(way);
        let target = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
        let sheet = bank.send(&Request::get(&format!("{target}&wallet={way}")));
        for part in [name, "20.00\u{A0}EUR", "VISA •••• 1111", "Test shop", "id=\"not-now\"", "value=\"decline\""]
        {
            assert!(sheet.text().contains(part), "{way}: {part}");
        }
        assert_eq!(bank.state(&id), "0/-100 CREATED 0/0/0", "the sheet only asks");
        let declined = bank.send(&Request::post(&target, &format!("wallet={way}&confirm=decline")));
        assert_eq!(declined.status, 302);
        assert_eq!(bank.state(&id), "0/116 CREATED 0/0/0");
        bank.send(&Request::post(&target, &format!("wallet={way}&confirm=pay")));
        assert!(bank.state(&id).starts_with("2/0 DEPOSITED"));
        assert!(bank.send(&Request::get(&format!("{target}&wallet={way}"))).text().contains("This order is paid"));
    }
    let id = bank.register("W-9");
    let unknown = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}&wallet=PURSE");
    assert!(bank.send(&Request::get(&unknown)).text().contains("name=\"pan\""), "the page itself");
}

/// Without what the page writes in Latin letters in every language: tags, isolated numbers and names, and names of brands.
fn latin_words(page: &str) -> Vec<String> {
    let body = page.split_once("<body>").unwrap().1;
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let isolated = ["bdi", "svg", "span class=\"mark\""].into_iter().find(|name| tag.starts_with(name));
        let end = match isolated {
            Some("bdi") => "</bdi>",
            Some("svg") => "</svg>",
            Some(_) => "</button>",
            None => ">",
        };
        text.push(' ');
        rest = tag.split_once(end).unwrap().1;
    }
    let brands = ["Apple", "Pay", "Safari", "D", "Secure", "CVV"];
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    words.filter(|word| !brands.contains(word)).map(str::to_owned).collect()
}

#[test]
fn every_page_of_an_arabic_order_is_written_from_right_to_left() {
    let mut bank = Bank::of(Profile::Satim);
    let order = |bank: &mut Bank, number: &str| {
        let params = encode(r#"{"force_terminal_id":"E010000001","udf1":"1"}"#);
        let form = format!(
            "orderNumber={number}&amount=500000&currency=012&language=ar&returnUrl=https%3A%2F%2Fshop.example&jsonParams={params}"
        );
        let reply = bank.json("register", &form);
        let url = reply["formUrl"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned();
        url.strip_prefix("https://bank.test").unwrap().to_owned()
    };
    let form = order(&mut bank, "1");
    let get = |bank: &mut Bank, path: &str| bank.send(&Request::get(path)).text();
    let post = |bank: &mut Bank, path: &str, form: &str| bank.send(&Request::post(path, form));
    let pay = get(&mut bank, &form);
    // The forms of the page lead to the page in the same language.
    let forms = pay.split("method=\"post\" action=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    assert!(forms.clone().count() > 2 && forms.clone().all(|action| action.ends_with("&amp;language=ar")), "{pay}");
    let mistakes = post(&mut bank, &form, "pan=1&expiry=1&newCardCvc=1&cardholderName=A").text();
    let challenged = "pan=5555555555555599&expiry=12%2F34&newCardCvc=123&cardholderName=A";
    let to_issuer = post(&mut bank, &form, challenged).header("location").unwrap().to_owned();
    let issuer = get(&mut bank, to_issuer.strip_prefix("https://bank.test").unwrap());
    post(&mut bank, &form, challenged);
    post(&mut bank, &form, "pan=6280581110006712&expiry=01%2F27&newCardCvc=897&cardholderName=A");
    let closed = get(&mut bank, &form);
    let second = order(&mut bank, "2");
    post(&mut bank, &second, "pan=6280581110007215&expiry=01%2F27&newCardCvc=373&cardholderName=A");
    let paid = get(&mut bank, &second);
    let unknown = get(&mut bank, &second.replace("mdOrder=", "mdOrder=x"));
    for (name, page) in [
        ("pay", &pay),
        ("mistakes", &mistakes),
        ("issuer", &issuer),
        ("closed", &closed),
        ("paid", &paid),
        ("unknown", &unknown),
    ] {
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{name}: {page}");
        assert_eq!(latin_words(page), Vec::<String>::new(), "{name}");
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        for side in ["-left", "-right", ":left", ":right"] {
            assert!(!style.contains(side), "{name}: the style sheet names a side where it means the start or the end");
        }
    }
    // Numbers and amounts keep their order.
    for page in [&pay, &mistakes] {
        assert_eq!(page.matches("<input type=\"text\" dir=\"ltr\"").count(), 4);
        assert!(page.contains("<bdi dir=\"ltr\">6280 5811 1000 7215</bdi>"), "{page}");
    }
    let sum = "<bdi dir=\"ltr\">5\u{202F}000.00\u{A0}DZD</bdi>";
    assert_eq!((pay.matches(sum).count(), issuer.matches(sum).count()), (2, 1), "{pay}");
    assert!(issuer.contains("<bdi dir=\"ltr\">555555**5599</bdi>"), "{issuer}");
}
