//! Requests and responses as plain values.

use crate::percent;

/// A request as the server received it.
///
/// The origin of the sandbox is read from the `Host` header, and from `X-Forwarded-Proto` of a proxy or an adapter.
/// [`Options::origin`](crate::Options::origin) overrules both.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// The path without the query, percent-encoded as it was sent: `/payment/rest/register.do`.
    pub path: String,
    /// The text after the first `?`. It is empty when there is no query.
    pub query: String,
    /// Header names in any case, and values, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body as bytes. A body longer than [`Options::max_body_bytes`](crate::Options::max_body_bytes) is not read.
    pub body: Vec<u8>,
}

impl Request {
    /// A `GET` of a path, which can have a query.
    #[must_use]
    pub fn get(target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self { method: "GET".into(), path: path.into(), query: query.into(), ..Self::default() }
    }

    /// A `POST` of a form-encoded body to a path, which can have a query.
    #[must_use]
    pub fn post(target: &str, form: &str) -> Self {
        let headers = vec![("content-type".into(), "application/x-www-form-urlencoded".into())];
        Self { method: "POST".into(), headers, body: form.as_bytes().to_vec(), ..Self::get(target) }
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A response of the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status code.
    pub status: u16,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as bytes. It is text in UTF-8, unless a fault changed it.
    pub body: Vec<u8>,
    /// Milliseconds that the server is to wait before it answers. Only a fault sets it.
    pub delay_ms: u64,
    /// Whether the server is to reset the connection instead of answering. Only a fault sets it.
    pub reset: bool,
}

impl Response {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![
            ("content-type".into(), content_type.into()),
            ("cache-control".into(), "no-store".into()),
            ("x-content-type-options".into(), "nosniff".into()),
        ];
        Self { status, headers, body: body.into(), delay_ms: 0, reset: false }
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Self::new(302, "text/plain;charset=UTF-8", Vec::new()).with("location", &percent::to_ascii(location))
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text. Bytes that are not UTF-8 become replacement characters.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
