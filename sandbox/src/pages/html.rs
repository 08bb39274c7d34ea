//! A page around a body, with the headers every page has. Whatever a shop or a customer chose goes through [`escape`].

use sha2::{Digest, Sha256};

use super::style::STYLE;
use crate::encoding::base64;
use crate::http::Response;

/// A lock, as an icon of the tab.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%231f4fd8' d='M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z'/%3E%3C/svg%3E";

/// Text for an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A page under construction.
pub(crate) struct Page<'a> {
    pub(crate) status: u16,
    pub(crate) language: &'a str,
    pub(crate) title: &'a str,
    /// Already escaped markup.
    pub(crate) body: String,
    /// Addresses a form of this page may end at after redirects.
    pub(crate) leads_to: Vec<&'a str>,
}

impl Page<'_> {
    pub(crate) fn response(&self) -> Response {
        let document = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{}</title>\n<link rel=\"icon\" href=\"{ICON}\">\n<style>{STYLE}</style>\n</head>\n\
             <body>\n{}</body>\n</html>\n",
            escape(self.language),
            escape(self.title),
            self.body,
        );
        Response::new(self.status, "text/html;charset=UTF-8", document)
            .with("content-security-policy", &self.policy())
            .with("referrer-policy", "no-referrer")
            .with("x-content-type-options", "nosniff")
            .with("x-frame-options", "DENY")
    }

    /// Browsers hold the redirects that follow a form to `form-action` as well, and the shop may redirect further; so the
    /// schemes of the shop's addresses are named rather than its hosts.
    fn policy(&self) -> String {
        let mut schemes: Vec<String> = Vec::new();
        for scheme in self.leads_to.iter().filter_map(|url| url.split_once("://")).map(|(scheme, _)| scheme) {
            let scheme = format!(" {}:", scheme.to_ascii_lowercase());
            let plain = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b" :+.-".contains(&b));
            if plain && !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        format!(
            "default-src 'none'; style-src 'sha256-{}'; img-src data:; form-action 'self'{}; base-uri 'none'; \
             frame-ancestors 'none'",
            base64(&Sha256::digest(STYLE.as_bytes())),
            schemes.concat(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_text_or_attributes() {
        assert_eq!(escape(r#"<b a="1" c='2'>&amp;"#), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
    }

    #[test]
    fn the_policy_allows_no_script_and_only_the_shops_schemes() {
        let leads_to = vec!["https://shop.example/r", "HTTPS://shop.example/f", "myapp://x", "bad;scheme://x"];
        let page = Page { status: 200, language: "en", title: "t", body: String::new(), leads_to };
        let response = page.response();
        let policy = response.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(policy.contains("form-action 'self' https: myapp:;"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src") && !policy.contains("bad"), "{policy}");
        assert_eq!(response.header("cache-control"), Some("no-store"));
    }
}
