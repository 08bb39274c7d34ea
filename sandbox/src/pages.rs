//! The pages: the payment page, the issuer's 3-D Secure page and the control page. None of them has a script.
//!
//! `maud` escapes every value. [`maud::PreEscaped`] stands in `layout` alone, around the style sheet.

mod control;
mod issuer;
mod layout;
mod notice;
mod payment;
mod style;
mod text;

pub(crate) use control::answer as control;
pub(crate) use issuer::answer as issuer;
pub(crate) use payment::answer as payment;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Call;
    use crate::cards::Card;
    use crate::endpoints;
    use crate::http::{Request, Response};
    use crate::options::Options;
    use crate::payment as payments;
    use crate::state::State;

    const NOW: u64 = 1_000;

    fn call<'a>(state: &State, request: &'a Request) -> Call<'a> {
        Call::new(request, &state.options, &state.accounts, NOW).unwrap()
    }

    /// A state with one order, and the order's id.
    fn registered() -> (State, String) {
        let mut state = State::new(Options::default());
        let form =
            "userName=test_user&password=test_user_password&orderNumber=A-1&amount=2000&returnUrl=https://shop.test/";
        let request = Request::post("/payment/rest/register.do", form);
        let call = call(&state, &request);
        endpoints::answer(&mut state, &call, "register");
        let id = state.order_views(NOW).remove(0).order_id;
        (state, id)
    }

    /// A page needs a state and a request, and nothing else of the sandbox.
    #[test]
    fn the_payment_page_answers_from_a_state_and_a_request() {
        let (mut state, id) = registered();
        let request = Request::get(&format!("/payment/merchants/sandbox/payment_de.html?mdOrder={id}"));
        let call_with_id = call(&state, &request);
        let page = payment(&mut state, &call_with_id, Some("de"));
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Kartennummer") && page.text().contains("20.00\u{A0}EUR"), "{}", page.text());

        let request = Request::get("/payment/merchants/sandbox/payment_en.html?mdOrder=unknown");
        let call_without_order = call(&state, &request);
        assert_eq!(payment(&mut state, &call_without_order, None).status, 404);
    }

    #[test]
    fn the_issuers_page_takes_the_answer_to_a_challenge() {
        let (mut state, id) = registered();
        let card = Card::test("5555555555555599");
        let Ok(payments::Step::Challenge(challenge)) = payments::pay_by_card(&mut state, &id, &card, NOW) else {
            panic!("this card is challenged");
        };
        let answer = |state: &mut State, request: &Request| -> Response {
            let call = call(state, request);
            issuer(state, &call)
        };
        let query = format!("mdOrder={id}&creq={challenge}");
        let page = answer(&mut state, &Request::get(&format!("/payment/acs/challenge.html?{query}")));
        assert!(page.text().contains("555555**5599"), "{}", page.text());
        let form = format!("{query}&answer=success");
        let redirect = answer(&mut state, &Request::post("/payment/acs/challenge.html", &form));
        assert_eq!(redirect.header("location"), Some(format!("https://shop.test/?orderId={id}&lang=en").as_str()));
        assert_eq!(state.order_views(NOW).remove(0).order_status, 2);
    }
}
