//! JSON replies with the rules of the account's profile and the faults of the request.

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::fault;
use crate::http::Response;
use crate::wire::message::Failure;
use crate::wire::reply;

/// A reply with this body.
pub(super) fn json(call: &Call<'_>, status: u16, mut body: Value) -> Response {
    let dialect = call.account.dialect;
    if let (true, Value::Object(fields)) = (dialect.error_flag, &mut body) {
        let failed = is_error(fields);
        fields.insert("error".into(), failed.into());
    }
    if dialect.all_strings {
        body = reply::stringify(body);
    }
    let body = fault::tamper(&call.active_faults, body);
    reply::json(dialect, status, &body)
}

/// Whether a reply has an error code other than 0.
fn is_error(fields: &Map<String, Value>) -> bool {
    let code = ["errorCode", "ErrorCode"].into_iter().find_map(|name| fields.get(name));
    code.is_some_and(|code| *code != json!(0) && *code != json!("0"))
}

/// An error reply.
pub(super) fn error(call: &Call<'_>, failure: &Failure) -> Response {
    let body = reply::failed(call.account.dialect.error, failure, call.language);
    refused(call, failure, Value::Object(body))
}

/// An error reply with this body. A login that is not accepted has the HTTP status of the profile at every call.
pub(super) fn refused(call: &Call<'_>, failure: &Failure, body: Value) -> Response {
    let status = if *failure == Failure::access_denied() { call.account.dialect.denied_status } else { 200 };
    json(call, status, body)
}

/// The error of the server before the gateway reads the call.
pub(super) fn http_error(call: &Call<'_>, status: u16, error: &str) -> Response {
    reply::json(call.account.dialect, status, &json!({ "status": status, "error": error, "path": call.request.path }))
}
