//! The test cards, with the data that the banks publish.
//!
//! Sources: "BPC REST reference, test cards", "SATIM integration guide", "DSK Bank e-commerce test cards", "Alfa-Bank test
//! cards", "Credibanco Manual REST".

use crate::action;
use crate::profile::Profile;

/// How the issuer decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Approved without 3-D Secure.
    Plain,
    /// Authenticated without a challenge.
    Frictionless,
    /// Authentication was attempted: the issuer did not take part fully.
    Attempted,
    /// The issuer asks the customer on its page.
    Challenge,
    /// Declined with this action code.
    Decline(i64),
}

impl Outcome {
    /// The action code of a payment with the card.
    pub(crate) fn action_code(self) -> i64 {
        if let Self::Decline(code) = self { code } else { 0 }
    }

    /// What happens, in words. A decline has its code, and the text of the code in the language.
    pub(crate) fn in_words(self, profile: Profile, phrases: &Phrases, language: &str) -> String {
        match self {
            Self::Challenge => phrases.challenge.into(),
            Self::Frictionless => phrases.frictionless.into(),
            Self::Attempted => phrases.attempted.into(),
            Self::Plain => phrases.plain.into(),
            Self::Decline(code) => {
                format!("{} {code}: {}", phrases.declined, action::describe(profile, code, language))
            }
        }
    }
}

/// What happens with a card, in one language.
pub(crate) struct Phrases {
    pub(crate) challenge: &'static str,
    pub(crate) frictionless: &'static str,
    pub(crate) attempted: &'static str,
    pub(crate) plain: &'static str,
    /// The code of the decline follows.
    pub(crate) declined: &'static str,
}

pub(crate) const IN_ENGLISH: Phrases = Phrases {
    challenge: "asks for 3-D Secure: Success or Fail",
    frictionless: "is paid, with 3-D Secure but without a question",
    attempted: "is paid, 3-D Secure was only attempted",
    plain: "is paid without 3-D Secure",
    declined: "is declined with",
};

/// A test card.
pub(crate) struct Known {
    pub(crate) pan: &'static str,
    pub(crate) expiry: &'static str,
    pub(crate) cvc: &'static str,
    pub(crate) outcome: Outcome,
}

const fn known(pan: &'static str, expiry: &'static str, cvc: &'static str, outcome: Outcome) -> Known {
    Known { pan, expiry, cvc, outcome }
}

/// The test cards that the payment page of a profile lists. Two banks may document one number with different data.
pub(crate) fn shown(profile: Profile) -> Vec<&'static Known> {
    let numbers = profile.dialect().test_cards.iter();
    numbers.flat_map(|number| KNOWN.iter().filter(move |known| known.pan == *number)).collect()
}

/// All test cards. A row of `profile/rows.rs` says which of them the payment page lists.
pub(crate) const KNOWN: &[Known] = &[
    known("5555555555555599", "12/34", "123", Outcome::Challenge),
    known("4111111111111111", "12/26", "123", Outcome::Frictionless),
    known("4000001111111118", "12/30", "123", Outcome::Attempted),
    known("4444555511113333", "12/24", "123", Outcome::Plain),
    known("4000001111111126", "12/30", "123", Outcome::Decline(5)),
    known("5168494895055780", "12/26", "123", Outcome::Challenge),
    known("5000001111111115", "12/30", "123", Outcome::Challenge),
    known("2200000000000038", "12/34", "123", Outcome::Frictionless),
    known("2222400060000007", "12/34", "123", Outcome::Frictionless),
    known("4276990011343663", "12/34", "123", Outcome::Decline(-2006)),
    known("4276838748917319", "12/34", "123", Outcome::Plain),
    known("4748364006477854", "08/26", "127", Outcome::Plain),
    known("4748364006938186", "08/26", "665", Outcome::Plain),
    known("5168494895055780", "08/23", "306", Outcome::Challenge),
    known("5168494076209313", "08/23", "652", Outcome::Plain),
    known("5168494148337357", "01/24", "261", Outcome::Challenge),
    known("6280581110007215", "01/27", "373", Outcome::Plain),
    known("6280581110006712", "01/27", "897", Outcome::Decline(119)),
    known("6280581110006316", "01/27", "657", Outcome::Decline(126)),
    known("6280581110006415", "01/27", "958", Outcome::Decline(127)),
    known("6280581110006613", "08/27", "411", Outcome::Decline(100_882)),
    known("6280580610061219", "01/27", "049", Outcome::Decline(121)),
    known("6280580610061110", "01/27", "260", Outcome::Decline(116)),
    known("6280581110006514", "01/27", "205", Outcome::Decline(140)),
    known("6280580610061318", "01/27", "930", Outcome::Decline(2003)),
    known("6280581110007017", "01/27", "632", Outcome::Decline(2003)),
    known("6280581110007116", "01/27", "040", Outcome::Decline(100_254)),
    known("6280581110007314", "01/27", "821", Outcome::Decline(121)),
    known("6280580610056615", "12/22", "428", Outcome::Decline(101)),
    known("6280580610061011", "01/27", "992", Outcome::Plain),
    known("4563960122001999", "12/34", "347", Outcome::Plain),
    known("639002000000000003", "12/34", "123", Outcome::Plain),
    known("4444444444446666", "12/34", "123", Outcome::Decline(-20_010)),
    known("5555555555555557", "12/34", "123", Outcome::Decline(-2011)),
    known("4444444444444422", "12/34", "123", Outcome::Decline(913)),
    known("4444444411111111", "12/34", "123", Outcome::Decline(5)),
    known("4444444499999999", "12/34", "123", Outcome::Decline(151_017)),
];
