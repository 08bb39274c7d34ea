//! What a profile claims of its bank, for tests that compare it with another description of the same bank.

use super::{Body, CallbackForm, Profile, ReverseDeposited};

/// The claims of a profile. They are values of its row.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about an installation")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The path of the REST calls, with a slash at its end.
    pub rest_root: &'static str,
    /// Whether calls are JSON. Otherwise they are forms.
    pub takes_json: bool,
    /// Whether login and password are accepted as an `Authorization: Basic` header.
    pub basic_login: bool,
    /// Numeric codes, the default first.
    pub currencies: &'static [&'static str],
    /// The language when a call names none.
    pub language: &'static str,
    /// The only languages of register.do. None: all that the gateway knows.
    pub languages: &'static [&'static str],
    /// The most characters of an order number.
    pub order_number_max: usize,
    /// Parameters of register.do with a longest text of this bank's own, in characters.
    pub lengths: &'static [(&'static str, usize)],
    /// The least amount in minor units.
    pub least_amount: u64,
    /// Seconds until an unpaid order expires.
    pub session_secs: u64,
    /// Parameters of register.do that this bank requires besides those of every installation.
    pub required: &'static [&'static str],
    /// Keys of `jsonParams` that this bank requires.
    pub required_params: Vec<&'static str>,
    /// Whether `orderBundle` with the customer is mandatory.
    pub customer_bundle: bool,
    /// Whether holds are permitted.
    pub two_phase: bool,
    /// Whether a part of a payment can be refunded.
    pub partial_refunds: bool,
    /// Whether `reverse.do` takes a captured payment back.
    pub reverses_deposited: bool,
    /// Whether the first declined attempt closes the order.
    pub decline_closes: bool,
    /// Seconds after which a payment is given back that nobody acknowledged.
    pub acknowledge_secs: Option<u64>,
    /// `orderStatus` after a partial refund.
    pub partly_refunded_status: u8,
    /// Keys of `jsonParams` whose amounts the customer pays besides `amount`.
    pub surcharges: &'static [&'static str],
    /// The key of `jsonParams` with the amount that is paid in points.
    pub points: Option<&'static str>,
    /// `parameters` (with the checksum that is configured), `unsigned`, `json` or `jwt`.
    pub callbacks: &'static str,
}

impl Profile {
    /// What the profile claims of its bank.
    #[must_use]
    pub fn facts(self) -> Facts {
        let row = self.dialect();
        Facts {
            rest_root: row.rest_root,
            takes_json: row.body == Body::Json,
            basic_login: row.basic_login,
            currencies: row.currencies,
            language: row.language,
            languages: row.languages,
            order_number_max: row.order_number_max,
            lengths: row.lengths,
            least_amount: row.least_amount,
            session_secs: row.session_secs,
            required: row.required,
            required_params: row.required_params.iter().map(|(name, _)| *name).collect(),
            customer_bundle: row.customer_bundle,
            two_phase: row.two_phase,
            partial_refunds: row.partial_refunds,
            reverses_deposited: row.reverse_deposited == ReverseDeposited::Whole,
            decline_closes: row.decline_closes,
            acknowledge_secs: row.acknowledge_secs,
            partly_refunded_status: row.partly_refunded_status,
            surcharges: row.surcharges,
            points: row.points,
            callbacks: match row.callback {
                CallbackForm::Parameters => "parameters",
                CallbackForm::Unsigned => "unsigned",
                CallbackForm::Json => "json",
                CallbackForm::Jwt => "jwt",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_are_those_of_the_row() {
        let bt = Profile::Bt.facts();
        assert_eq!((bt.basic_login, bt.customer_bundle, bt.callbacks), (true, true, "jwt"));
        assert_eq!((bt.required_params.as_slice(), bt.partly_refunded_status), (&["FORCE_3DS2"][..], 7));
        let satim = Profile::Satim.facts();
        assert_eq!((satim.least_amount, satim.acknowledge_secs, satim.required), (5000, Some(600), &["currency"][..]));
        let ecom = Profile::Ecom.facts();
        assert_eq!((ecom.takes_json, ecom.rest_root), (true, "/ecomm/gw/partner/api/v1/"));
        assert!(Profile::Dsk.facts().reverses_deposited && !Profile::Credibanco.facts().two_phase);
    }
}
