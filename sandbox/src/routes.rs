//! Which path leads where.

/// A place in the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// A REST call: the method's name without `.do`.
    Api(String),
    /// The payment page, with the language its file name carries.
    Payment(Option<String>),
    /// The issuer's 3-D Secure page.
    Issuer,
    /// The control page.
    Control,
    /// A command of the control API.
    Command(String),
    Unknown,
}

/// Path of the REST root every profile but `ecom` is known for.
pub(crate) const REST_ROOT: &str = "/payment/rest/";
/// REST root of the newer e-commerce gateway.
pub(crate) const ECOM_ROOT: &str = "/ecomm/gw/partner/api/v1/";
pub(crate) const ISSUER_PATH: &str = "/payment/acs/challenge.html";

pub(crate) fn find(path: &str) -> Route {
    if let Some(method) = [REST_ROOT, ECOM_ROOT].iter().find_map(|root| path.strip_prefix(root)) {
        return method.strip_suffix(".do").map_or(Route::Unknown, |name| Route::Api(name.to_owned()));
    }
    if path == ISSUER_PATH {
        return Route::Issuer;
    }
    if path == "/" {
        return Route::Control;
    }
    if let Some(command) = path.strip_prefix("/sandbox/api/") {
        return Route::Command(command.to_owned());
    }
    payment_page(path).unwrap_or(Route::Unknown)
}

/// `/payment/merchants/<folder>/[<view>_]payment_<lang>.html`, SATIM's `/payment/epg/merchants/<folder>/payment.html` and
/// the e-commerce gateway's `/pp/pay_<lang>`.
fn payment_page(path: &str) -> Option<Route> {
    if let Some(language) = path.strip_prefix("/pp/pay_") {
        return Some(Route::Payment(Some(language.to_owned())));
    }
    let rest = path.strip_prefix("/payment/merchants/").or_else(|| path.strip_prefix("/payment/epg/merchants/"))?;
    let (_folder, file) = rest.split_once('/')?;
    let name = file.strip_suffix(".html")?;
    let (_view, language) = name.rsplit_once("payment")?;
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
