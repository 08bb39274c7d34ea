//! Banks whose gateway is known: one row each, with URL and limits.

use crate::model::error::Invalid;
use crate::model::ids::OrderNumber;

/// A row of the table: a bank's gateway.
#[derive(Debug, PartialEq, Eq)]
pub struct Bank {
    /// The name in the configuration.
    pub name: &'static str,
    /// REST root.
    pub base_url: &'static str,
    /// The longest order number, in characters.
    pub order_number_max: usize,
}

const fn bank(name: &'static str, base_url: &'static str) -> Bank {
    Bank { name, base_url, order_number_max: OrderNumber::MAX_LENGTH }
}

/// SATIM accepts ten characters. Source: SATIM integration guide, `register.do`.
const fn satim(name: &'static str, base_url: &'static str) -> Bank {
    Bank { name, base_url, order_number_max: 10 }
}

/// Sources: the banks' integration guides, and for banks without a public guide the URLs in their published shop
/// modules and clients. Where a bank has changed its URL, use `baseUrl` instead.
const BANKS: &[Bank] = &[
    bank("alfa-belarus", "https://ecom.alfabank.by/payment/rest"),
    bank("alfa-belarus-test", "https://abby.rbsuat.com/payment/rest"),
    bank("alfa-russia", "https://pay.alfabank.ru/payment/rest"),
    bank("alfa-russia-test", "https://alfa.rbsuat.com/payment/rest"),
    bank("arca", "https://ipay.arca.am/payment/rest"),
    bank("arca-epg", "https://epg.arca.am/payment/rest"),
    bank("arca-epg-test", "https://testepg.arca.am/payment/rest"),
    bank("arca-test", "https://ipaytest.arca.am:8445/payment/rest"),
    bank("banca-transilvania", "https://ecclients.btrl.ro/payment/rest"),
    bank("banca-transilvania-test", "https://ecclients-sandbox.btrl.ro/payment/rest"),
    bank("bank-of-the-cook-islands", "https://securepayments.bci.co.ck/payment/rest"),
    bank("bpc-sandbox", "https://dev.bpcbt.com/payment/rest"),
    bank("dsk", "https://epg.dskbank.bg/payment/rest"),
    bank("dsk-test", "https://uat.dskbank.bg/payment/rest"),
    bank("inecobank", "https://pg.inecoecom.am/payment/rest"),
    satim("satim", "https://cib.satim.dz/payment/rest"),
    satim("satim-test", "https://test2.satim.dz/payment/rest"),
    bank("sberbank", "https://securepayments.sberbank.ru/payment/rest"),
    bank("sberbank-test", "https://3dsec.sberbank.ru/payment/rest"),
    bank("vtb", "https://platezh.vtb24.ru/payment/rest"),
    bank("vtb-test", "https://vtb.rbsuat.com/payment/rest"),
    bank("yookassa-test", "https://3dsec-payments.yookassa.ru/payment/rest"),
];

impl Bank {
    /// The bank with this name.
    ///
    /// # Errors
    /// Refuses an unknown name: any other bank is given by its address.
    pub fn named(name: &str) -> Result<&'static Self, Invalid> {
        let known = BANKS.iter().find(|bank| bank.name == name);
        known.ok_or_else(|| "is not a bank of the list; give gateway.baseUrl instead".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::address::Address;

    #[test]
    fn every_row_is_a_safe_address_under_a_name_of_its_own() {
        for bank in BANKS {
            let address = Address::parse(bank.base_url).unwrap();
            assert!(address.is_secure() && bank.base_url.ends_with("/payment/rest"), "{}", bank.name);
        }
        assert!(BANKS.is_sorted_by(|a, b| a.name < b.name), "sorted, so no name twice");
    }

    /// The TypeScript union is written by hand: it lists the same names.
    #[test]
    fn the_declared_type_lists_the_same_banks() {
        let declared = include_str!("../../../npm/index.d.ts")
            .split("export type Bank =")
            .nth(1)
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        let names: Vec<&str> = declared.split('"').skip(1).step_by(2).collect();
        assert_eq!(names.len(), BANKS.len());
        assert!(BANKS.iter().all(|bank| names.contains(&bank.name)));
    }
}
