//! Absolute URLs, in a strict subset of RFC 3986. The platform's `URL` accepts more: it takes `https:\\evil`, adds missing
//! slashes and hides credentials. This module refuses such text.

use crate::codec::form::decode_loosely;
use crate::codec::split;
use crate::model::error::Invalid;

/// An absolute `https` URL, or an `http` URL on a loopback host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: String,
    secure: bool,
}

impl Address {
    /// Reads an absolute URL: `https`, or `http` on a loopback host. The host must be ASCII. A user name or password is refused.
    ///
    /// # Errors
    /// Says which rule is broken. The text does not repeat the URL, because it may hold a token.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        // Nearly every URL is ASCII, and bytes are checked faster than characters.
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if !is_plain && text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err("contains white space, a control character or a backslash; remove it".into());
        }
        let parts = split::once(text, ":").and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
        let (scheme, rest) = parts.ok_or("is not an absolute URL; start it with https://")?;
        let (authority, _) = split::before(rest, "/?#");
        if split::once(authority, "@").is_some() {
            return Err("contains a user name or password; remove it".into());
        }
        let host = host_of(authority)?;
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return Err("has a scheme other than https; use https".into());
        }
        if !secure && !is_loopback(&host) {
            return Err("uses http; use https (http is allowed for loopback hosts only)".into());
        }
        Ok(Self { text: text.to_owned(), host, secure })
    }

    /// The URL as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host in lower case, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host with its port, as it was given.
    #[must_use]
    pub fn authority(&self) -> &str {
        let rest = split::once(&self.text, ":").map_or("", |(_, rest)| rest).trim_start_matches('/');
        split::before(rest, "/?#").0
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Whether it is `https`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The same URL with `name=value` added to its query, before the fragment. Neither is encoded, so both must be text that
    /// needs no percent-encoding.
    #[must_use]
    pub fn with_parameter(&self, name: &str, value: &str) -> String {
        let (page, fragment) = split_fragment(&self.text);
        let joiner = match split::once(page, "?") {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        [page, joiner, name, "=", value, fragment].concat()
    }
}

/// The decoded values of a query parameter, in their order in the URL.
///
/// Gateways and proxies may change a URL. They append `?orderId=` although there is a query, percent-encode names and values, and
/// write `&amp;` for `&`. This function reads all of these forms.
#[must_use]
pub fn parameters(url: &str, name: &str) -> Vec<String> {
    let query = split::once(split_fragment(url).0, "?").map_or("", |(_, query)| query);
    let decoded = |text: &str| String::from_utf8(decode_loosely(text)).unwrap_or_default();
    let value = |pair: &str| {
        let (key, value) = split::once(pair, "=")?;
        // What `&amp;` leaves before a name.
        let key = key.strip_prefix("amp;").unwrap_or(key);
        (decoded(key) == name).then(|| decoded(value))
    };
    split::parts(query, "&?").filter_map(value).collect()
}

fn split_fragment(url: &str) -> (&str, &str) {
    split::before(url, "#")
}

/// The host of `host[:port]`, in lower case.
fn host_of(authority: &str) -> Result<String, Invalid> {
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| split::once(rest, "]")) {
        Some((inside, port)) if inside.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.')) => {
            (["[", inside, "]"].concat(), port)
        }
        Some(_) => return Err("has a host in brackets that is not an IPv6 address".into()),
        None => {
            let (host, port) = split::before(authority, ":");
            (host.to_owned(), port)
        }
    };
    let port_is_valid = match port.strip_prefix(':') {
        None => port.is_empty(),
        Some(digits) => {
            digits.bytes().all(|b| b.is_ascii_digit())
                && digits.parse::<u64>().is_ok_and(|port| (1..=65535).contains(&port))
        }
    };
    if !port_is_valid {
        return Err("has a port that is not a number from 1 to 65535".into());
    }
    if !host.starts_with('[') && !is_name(&host) {
        return Err("has an empty host, or one that is not in ASCII form".into());
    }
    Ok(host.to_ascii_lowercase())
}

fn is_name(host: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    split::parts(host.strip_suffix('.').unwrap_or(host), ".").all(label)
}

fn is_loopback(host: &str) -> bool {
    let mut octets = split::parts(host, ".");
    let is_127 = octets.next() == Some("127")
        && octets.clone().count() == 3
        && octets.all(|octet| octet.parse::<u64>().is_ok_and(|octet| octet < 256));
    host == "localhost" || host == "[::1]" || is_127
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_absolute_urls_are_accepted() {
        for address in [
            "https://shop.example/return",
            "HTTPS://Shop.Example:8443/a?b=c#d",
            "https://[2001:db8::1]/x",
            "http://127.0.0.1:8787/return",
            "http://localhost/r",
            "http://[::1]:80/",
            "https://shop.example?back",
            "https://shop.example/заказ",
        ] {
            assert!(Address::parse(address).is_ok(), "{address}");
        }
        for (bad, why) in [
            ("/return", "is not an absolute URL; start it with https://"),
            ("shop.example/return", "is not an absolute URL; start it with https://"),
            ("//shop.example/return", "is not an absolute URL; start it with https://"),
            ("javascript:alert(1)", "is not an absolute URL; start it with https://"),
            ("javascript://shop.example/%0aalert(1)", "has a scheme other than https; use https"),
            ("ftp://shop.example/", "has a scheme other than https; use https"),
            ("http://shop.example/", "uses http; use https (http is allowed for loopback hosts only)"),
            ("http://127.0.0.1.evil.example/", "uses http; use https (http is allowed for loopback hosts only)"),
            ("http://localhost.evil.example/", "uses http; use https (http is allowed for loopback hosts only)"),
            ("http://0127.0.0.1/", "uses http; use https (http is allowed for loopback hosts only)"),
            ("https://user:pw@shop.example/", "contains a user name or password; remove it"),
            ("https://bank.example@evil.example/", "contains a user name or password; remove it"),
            ("https:///return", "has an empty host, or one that is not in ASCII form"),
            ("https://магазин.example/", "has an empty host, or one that is not in ASCII form"),
            ("https://a..b/", "has an empty host, or one that is not in ASCII form"),
            ("https://shop.example:0/", "has a port that is not a number from 1 to 65535"),
            ("https://shop.example:65536/", "has a port that is not a number from 1 to 65535"),
            ("https://shop.example:8a/", "has a port that is not a number from 1 to 65535"),
            ("https://[fe80::1%25eth0]/", "has a host in brackets that is not an IPv6 address"),
        ] {
            assert_eq!(Address::parse(bad).unwrap_err().to_string(), why, "{bad}");
        }
        for c in [" ", "\t", "\n", "\u{0}", "\u{a0}", "\\"] {
            assert!(Address::parse(&format!("https://shop.example/a{c}b")).is_err(), "{c:?}");
        }
    }

    #[test]
    fn a_parameter_is_added_to_the_query_before_the_fragment() {
        for (url, joined) in [
            ("https://s.example/r", "https://s.example/r?k=v"),
            ("https://s.example/r?", "https://s.example/r?k=v"),
            ("https://s.example/r?a=1", "https://s.example/r?a=1&k=v"),
            ("https://s.example/r?back", "https://s.example/r?back&k=v"),
            ("https://s.example/r#top", "https://s.example/r?k=v#top"),
            ("https://s.example/r?a=1#top?x", "https://s.example/r?a=1&k=v#top?x"),
        ] {
            let address = Address::parse(url).unwrap();
            assert_eq!(address.with_parameter("k", "v"), joined);
            assert_eq!(parameters(joined, "k"), ["v"]);
        }
    }

    #[test]
    fn addresses_that_came_back_changed_are_read() {
        for url in [
            "https://s.example/r?k_n=v.1?orderId=7",
            "https://s.example/r?a=1&amp;k_n=v.1&amp;orderId=7",
            "https://s.example/r?k%5Fn=v%2E1&orderId=%37",
            "https://s.example/r?k_n=v%2e1&orderId=7#x",
        ] {
            assert_eq!(
                (parameters(url, "k_n"), parameters(url, "orderId")),
                (vec!["v.1".into()], vec!["7".into()]),
                "{url}"
            );
        }
    }

    #[test]
    fn parameters_are_found_by_their_whole_name() {
        let url = "https://s.example/r?ak=0&k=1&k&k=2#&k=3";
        assert_eq!(parameters(url, "k"), ["1", "2"]);
        assert!(parameters("https://s.example/k=1", "k").is_empty());
    }
}
