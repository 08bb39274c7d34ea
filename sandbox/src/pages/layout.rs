//! The document around the body of a page, and the headers of every page.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use sha2::{Digest, Sha256};

use super::style::STYLE;
use crate::encoding::base64;
use crate::http::Response;
use crate::language;

/// A lock, as the icon of the tab.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%231f4fd8' d='M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z'/%3E%3C/svg%3E";

/// A number, an amount or a code in its own order, whichever way the text around it is written.
pub(super) fn ltr(text: impl Render) -> Markup {
    html! { bdi dir="ltr" { (text) } }
}

/// A name or a text of the shop's, in the direction of its own letters.
pub(super) fn isolated(text: impl Render) -> Markup {
    html! { bdi { (text) } }
}

/// A page.
pub(crate) struct Page<'a> {
    pub(crate) status: u16,
    pub(crate) language: &'a str,
    pub(crate) title: &'a str,
    pub(crate) body: Markup,
    /// The addresses to which a form of this page can redirect.
    pub(crate) leads_to: Vec<&'a str>,
    /// The only script of the page. The customer's pages have none.
    pub(crate) script: Option<&'static str>,
}

impl Page<'_> {
    pub(crate) fn response(&self) -> Response {
        Response::new(self.status, "text/html;charset=UTF-8", self.document().into_string())
            .with("content-security-policy", &self.policy())
            .with("referrer-policy", "no-referrer")
            .with("x-frame-options", "DENY")
    }

    fn document(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language) dir=[language::direction(self.language)] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) }
                    link rel="icon" href=(ICON);
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    (self.body)
                    @if let Some(script) = self.script { script { (PreEscaped(script)) } }
                }
            }
        }
    }

    /// Browsers apply `form-action` to the redirects after a form too, and the shop may redirect further. For this reason the
    /// policy names the schemes of the addresses and not their hosts.
    fn policy(&self) -> String {
        let mut schemes: Vec<String> = Vec::new();
        for scheme in self.leads_to.iter().filter_map(|url| url.split_once("://")).map(|(scheme, _)| scheme) {
            let scheme = format!(" {}:", scheme.to_ascii_lowercase());
            let plain = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b" :+.-".contains(&b));
            if plain && !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        let script = self.script.map(|text| format!(" script-src 'sha256-{}'; connect-src 'self';", hash(text)));
        format!(
            "default-src 'none'; style-src 'sha256-{}';{} img-src data:; form-action 'self'{}; base-uri 'none'; \
             frame-ancestors 'none'",
            hash(STYLE),
            script.unwrap_or_default(),
            schemes.concat(),
        )
    }
}

fn hash(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page<'a>(title: &'a str, body: Markup, leads_to: Vec<&'a str>) -> Response {
        Page { status: 200, language: "en", title, body, leads_to, script: None }.response()
    }

    #[test]
    fn nothing_breaks_out_of_text_or_attributes() {
        let text = r#"<b a="1">&amp;"#;
        let page = page(text, html! { p title=(text) { (text) } }, Vec::new());
        let escaped = "&lt;b a=&quot;1&quot;&gt;&amp;amp;";
        assert!(page.text().contains(&format!("<title>{escaped}</title>")), "{}", page.text());
        assert!(page.text().contains(&format!("<p title=\"{escaped}\">{escaped}</p>")), "{}", page.text());
    }

    #[test]
    fn the_policy_allows_no_script_and_only_the_shops_schemes() {
        let leads_to = vec!["https://shop.example/r", "HTTPS://shop.example/f", "myapp://x", "bad;scheme://x"];
        let response = page("t", html! {}, leads_to);
        let policy = response.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(policy.contains("form-action 'self' https: myapp:;"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src") && !policy.contains("bad"), "{policy}");
        assert_eq!(response.header("cache-control"), Some("no-store"));
    }
}
