//! The control API: `POST /sandbox/api/<command>` with the arguments as a JSON object.

use serde_json::{Value, json};

use crate::call::Call;
use crate::http::Response;
use crate::state::State;

/// Answers with `{"result":…}` or `{"error":…}`.
///
/// The content type must be JSON. A page of another origin may send that only after a preflight request, which the sandbox
/// does not grant.
pub(crate) fn answer(state: &mut State, call: &Call<'_>, name: &str) -> Response {
    let is_json = call.request.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    if call.request.method != "POST" || !is_json {
        return reply(405, &json!({ "error": "send a POST with content type application/json" }));
    }
    let body: &[u8] = if call.request.body.is_empty() { b"{}" } else { &call.request.body };
    let Ok(arguments) = serde_json::from_slice::<Value>(body) else {
        return reply(400, &json!({ "error": "the body is not JSON" }));
    };
    match super::run(state, name, &arguments, call.now_ms) {
        Ok(result) => reply(200, &json!({ "result": result })),
        Err(error) => reply(400, &json!({ "error": error })),
    }
}

fn reply(status: u16, body: &Value) -> Response {
    Response::new(status, "application/json;charset=UTF-8", body.to_string())
}
