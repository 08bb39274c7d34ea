//! The check of a JSON body. Its gateway takes one object, and every value has the type of the specification: a number is no
//! text, and an object is not its JSON text.

use serde_json::{Map, Value};

use crate::http::Request;

/// Why a body is refused before its call is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyProblem {
    /// The content type is not JSON, as that of a form.
    NotJson,
    /// The body is not a JSON object.
    NotAnObject,
    /// The value of this parameter has another type.
    WrongType(String),
}

#[derive(Clone, Copy)]
enum Type {
    Text,
    /// A JSON number without a fraction.
    Whole,
    Object,
}

/// The types of the parameters. A parameter that is not listed can have any type.
const TYPES: &[(Type, &[&str])] = &[
    (
        Type::Text,
        &[
            "userName",
            "password",
            "token",
            "orderNumber",
            "orderId",
            "mdOrder",
            "currency",
            "returnUrl",
            "failUrl",
            "dynamicCallbackUrl",
            "description",
            "language",
            "clientId",
            "merchantLogin",
            "expirationDate",
            "bindingId",
            "features",
            "phone",
            "email",
            "cardholderName",
            "postAddress",
            "ip",
            "pageView",
            "from",
            "to",
            "transactionStates",
            "merchants",
        ],
    ),
    (Type::Whole, &["amount", "sessionTimeoutSecs", "expectedDepositedAmount", "page", "size"]),
    (Type::Object, &["jsonParams", "orderBundle", "params"]),
];

/// The problem of a request's body, if it has one.
pub(crate) fn problem(request: &Request) -> Option<BodyProblem> {
    let kind = request.header("content-type").unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Some(BodyProblem::NotJson);
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice(&request.body) else {
        return Some(BodyProblem::NotAnObject);
    };
    wrong_type(&fields).map(|name| BodyProblem::WrongType(name.to_owned()))
}

fn wrong_type(fields: &Map<String, Value>) -> Option<&str> {
    fields.iter().find(|(name, value)| !value.is_null() && !has_type(name, value)).map(|(name, _)| name.as_str())
}

fn has_type(name: &str, value: &Value) -> bool {
    match TYPES.iter().find(|(_, names)| names.contains(&name)).map(|(kind, _)| kind) {
        Some(Type::Text) => value.is_string(),
        Some(Type::Whole) => value.is_u64() || value.is_i64(),
        Some(Type::Object) => value.is_object(),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: &str, body: &str) -> Option<BodyProblem> {
        let mut request = Request::post("/", body);
        request.headers = vec![("content-type".into(), kind.into())];
        problem(&request)
    }

    #[test]
    fn every_value_has_the_type_of_the_specification() {
        for right in [
            r#"{"amount":5000,"orderNumber":"7","jsonParams":{"a":"b"},"features":"VERIFY","other":[1],"email":null}"#,
            "{}",
        ] {
            assert_eq!(of("application/json; charset=UTF-8", right), None, "{right}");
        }
        for (bad, name) in [
            (r#"{"orderNumber":7}"#, "orderNumber"),
            (r#"{"currency":643}"#, "currency"),
            (r#"{"amount":"5000"}"#, "amount"),
            (r#"{"amount":5000.5}"#, "amount"),
            (r#"{"sessionTimeoutSecs":"600"}"#, "sessionTimeoutSecs"),
            (r#"{"jsonParams":"{}"}"#, "jsonParams"),
            (r#"{"orderBundle":[]}"#, "orderBundle"),
            (r#"{"features":["VERIFY"]}"#, "features"),
            (r#"{"phone":79998887700}"#, "phone"),
        ] {
            assert_eq!(of("application/json", bad), Some(BodyProblem::WrongType(name.into())), "{bad}");
        }
    }

    #[test]
    fn a_form_and_other_json_are_refused() {
        assert_eq!(of("application/x-www-form-urlencoded", "amount=1"), Some(BodyProblem::NotJson));
        assert_eq!(of("", "{}"), Some(BodyProblem::NotJson));
        assert_eq!(of("application/jsonp", "{}"), Some(BodyProblem::NotJson));
        for body in ["", "amount=1", "[1]", "\"x\"", "null", "{"] {
            assert_eq!(of("application/json", body), Some(BodyProblem::NotAnObject), "{body}");
        }
    }
}
