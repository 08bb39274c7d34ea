//! Which path is answered by what.

/// A part of the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// A REST call, by its name without `.do`.
    Api(String),
    /// The payment page, with the language of its file name.
    Payment(Option<String>),
    /// The issuer's 3-D Secure page.
    Issuer,
    /// The control page.
    Control,
    /// A command of the control API, by its name.
    Command(String),
    Unknown,
}

/// REST root of every profile but `ecom`.
pub(crate) const REST_ROOT: &str = "/payment/rest/";
/// REST root of profile `ecom`.
pub(crate) const ECOM_ROOT: &str = "/ecomm/gw/partner/api/v1/";
pub(crate) const ISSUER_PATH: &str = "/payment/acs/challenge.html";

/// Reads what follows the prefix of a path. `None` when it is not one of these paths.
type Read = fn(&str) -> Option<Route>;

/// Prefixes of paths. The first one whose rest can be read decides.
const ROUTES: &[(&str, Read)] = &[
    (REST_ROOT, rest_call),
    (ECOM_ROOT, rest_call),
    ("/payment/merchants/", payment_page),
    ("/payment/epg/merchants/", payment_page),
    ("/pp/pay_", |language| Some(Route::Payment(Some(language.to_owned())))),
    (ISSUER_PATH, |rest| rest.is_empty().then_some(Route::Issuer)),
    ("/sandbox/api/", |command| Some(Route::Command(command.to_owned()))),
    ("/", |rest| rest.is_empty().then_some(Route::Control)),
];

pub(crate) fn find(path: &str) -> Route {
    ROUTES.iter().find_map(|(prefix, read)| read(path.strip_prefix(prefix)?)).unwrap_or(Route::Unknown)
}

/// `<name>.do`
fn rest_call(rest: &str) -> Option<Route> {
    Some(Route::Api(rest.strip_suffix(".do")?.to_owned()))
}

/// `<folder>/[<view>_]payment[_<language>].html`
fn payment_page(rest: &str) -> Option<Route> {
    let (_folder, file) = rest.split_once('/')?;
    let (_view, language) = file.strip_suffix(".html")?.rsplit_once("payment")?;
    match language.strip_prefix('_') {
        Some(language) => Some(Route::Payment(Some(language.to_owned()))),
        None => language.is_empty().then_some(Route::Payment(None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_pages_and_calls() {
        let page = |language: Option<&str>| Route::Payment(language.map(str::to_owned));
        for (path, route) in [
            ("/payment/rest/register.do", Route::Api("register".into())),
            ("/payment/rest/public/acknowledgeTransaction.do", Route::Api("public/acknowledgeTransaction".into())),
            ("/ecomm/gw/partner/api/v1/register.do", Route::Api("register".into())),
            ("/payment/rest/register", Route::Unknown),
            ("/payment/merchants/sandbox/payment_en.html", page(Some("en"))),
            ("/payment/merchants/sandbox/mobile_payment_de.html", page(Some("de"))),
            ("/payment/epg/merchants/merchantsatim/payment.html", page(None)),
            ("/pp/pay_ru", page(Some("ru"))),
            ("/payment/merchants/sandbox/other.html", Route::Unknown),
            ("/payment/merchants/payment_en.html", Route::Unknown),
            ("/payment/acs/challenge.html", Route::Issuer),
            ("/", Route::Control),
            ("/sandbox/api/orders", Route::Command("orders".into())),
            ("/sandbox", Route::Unknown),
        ] {
            assert_eq!(find(path), route, "{path}");
        }
    }
}
