//! The test cards below the payment page. A press fills the form with a card.

use maud::{Markup, html};

use crate::cards::{Known, grouped, shown};
use crate::order::Order;
use crate::pages::layout::ltr;
use crate::pages::text::Words;
use crate::profile::Profile;

/// The test cards of the bank, each with a button that fills the inputs.
pub(super) fn test_cards(order: &Order, address: &str, words: &Words) -> Markup {
    html! {
        aside.cards aria-labelledby="test-cards" {
            h2 #test-cards { (words.test_cards) }
            p { (words.sandbox_note) }
            form method="post" action=(address) {
                ul.cardlist {
                    @for card in shown(order.account.profile) { (row(card, order.account.profile, words)) }
                    li {
                        span.pan { "•••• •••• •••• ••••" } " "
                        span.soft { (ltr("CVC 999")) } " "
                        span.what { (words.cards.declined) " 71015" }
                    }
                }
            }
        }
    }
}

fn row(card: &Known, profile: Profile, words: &Words) -> Markup {
    let pan = grouped(card.pan);
    html! {
        li {
            span.pan { (ltr(&pan)) } " "
            span.soft { (ltr(html! { (card.expiry) " · CVC " (card.cvc) })) } " "
            span.what { (card.outcome.in_words(profile, &words.cards, words.tag)) }
            button.button.plain name="useCard" value=(card.pan) aria-label={ (words.use_card) " " (pan) } {
                (words.use_card)
            }
        }
    }
}
