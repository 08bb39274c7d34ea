//! JSON replies with the rules of the account's profile and the faults of the request.

use serde_json::Value;

use crate::call::Call;
use crate::fault;
use crate::http::Response;
use crate::profile::Profile;
use crate::wire::message::Failure;
use crate::wire::reply;

/// A reply with this body.
pub(super) fn json(call: &Call<'_>, status: u16, body: Value) -> Response {
    let body = if call.account.profile == Profile::Allstrings { reply::stringify(body) } else { body };
    let body = fault::tamper(&call.active_faults, body);
    reply::json(call.account.dialect, status, &body)
}

/// An error reply.
pub(super) fn error(call: &Call<'_>, failure: &Failure) -> Response {
    let dialect = call.account.dialect;
    let status = if *failure == Failure::access_denied() { dialect.denied_status } else { 200 };
    json(call, status, Value::Object(reply::failed(dialect.error, failure, call.language)))
}
