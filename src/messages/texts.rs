//! The sentences, a language each. Nothing else.

/// What a sentence says, in the order of the lines of each language.
#[derive(Clone, Copy)]
pub(super) enum Sentence {
    Paid,
    Held,
    Open,
    Pending,
    Expired,
    Reversed,
    Refunded,
    Unclear,
    TryAgain,
    Refused,
    Authentication,
    CardData,
    Funds,
    Limit,
    Attempts,
    Technical,
    Cancelled,
    Verified,
    RefundedInPart,
}

impl Sentence {
    /// The sentence in a language, in English where there is none. Lines, since a pointer and a length to each sentence would
    /// weigh as much as one of the languages.
    pub(super) fn in_language(self, language: &str) -> &'static str {
        of(language).lines().nth(self as usize).unwrap_or_default()
    }
}

fn of(language: &str) -> &'static str {
    match language {
        "de" => DE,
        "fr" => FR,
        "ro" => RO,
        "ru" => RU,
        _ => EN,
    }
}

const EN: &str = "\
The payment is complete. Thank you.
The amount is held on your card. Nothing has been charged yet.
The payment has not been made yet.
Your bank is still processing the payment. Please do not pay again.
The time for the payment is over. Nothing was charged.
The payment was cancelled. Nothing is charged.
The payment was refunded.
We could not confirm the payment. Please contact us before you pay again.
You can try again.
Your bank declined the payment. Please use another card or ask your bank.
The payment was not confirmed with your bank.
Please check the card number, the expiry date and the security code.
There is not enough money on the card.
The payment is above a limit of your card.
There were too many attempts with this order.
The payment failed for a technical reason.
The order was cancelled. Nothing was charged.
Your card was checked. Nothing was charged.
A part of the payment was refunded:";

const DE: &str = "\
Die Zahlung ist abgeschlossen. Vielen Dank.
Der Betrag ist auf Ihrer Karte vorgemerkt. Noch wurde nichts abgebucht.
Die Zahlung ist noch nicht erfolgt.
Ihre Bank bearbeitet die Zahlung noch. Bitte zahlen Sie nicht noch einmal.
Die Zeit für die Zahlung ist abgelaufen. Es wurde nichts abgebucht.
Die Zahlung wurde storniert. Es wird nichts abgebucht.
Die Zahlung wurde erstattet.
Wir konnten die Zahlung nicht bestätigen. Bitte fragen Sie uns, bevor Sie noch einmal zahlen.
Sie können es noch einmal versuchen.
Ihre Bank hat die Zahlung abgelehnt. Bitte nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.
Die Zahlung wurde bei Ihrer Bank nicht bestätigt.
Bitte prüfen Sie Kartennummer, Ablaufdatum und Sicherheitscode.
Auf der Karte ist nicht genug Guthaben.
Die Zahlung liegt über einem Limit Ihrer Karte.
Es gab zu viele Versuche mit dieser Bestellung.
Die Zahlung ist aus technischen Gründen gescheitert.
Die Bestellung wurde storniert. Es wurde nichts abgebucht.
Ihre Karte wurde geprüft. Es wurde nichts abgebucht.
Ein Teil der Zahlung wurde erstattet:";

const FR: &str = "\
Le paiement est effectué. Merci.
Le montant est réservé sur votre carte. Rien n'a encore été débité.
Le paiement n'a pas encore été effectué.
Votre banque traite encore le paiement. Merci de ne pas payer une seconde fois.
Le délai de paiement est dépassé. Rien n'a été débité.
Le paiement a été annulé. Rien n'est débité.
Le paiement a été remboursé.
Nous n'avons pas pu confirmer le paiement. Contactez-nous avant de payer à nouveau.
Vous pouvez réessayer.
Votre banque a refusé le paiement. Utilisez une autre carte ou contactez votre banque.
Le paiement n'a pas été confirmé auprès de votre banque.
Vérifiez le numéro de carte, la date d'expiration et le code de sécurité.
Le solde de la carte est insuffisant.
Le paiement dépasse un plafond de votre carte.
Trop de tentatives ont été faites pour cette commande.
Le paiement a échoué pour une raison technique.
La commande a été annulée. Rien n'a été débité.
Votre carte a été vérifiée. Rien n'a été débité.
Une partie du paiement a été remboursée :";

const RO: &str = "\
Plata a fost efectuată. Vă mulțumim.
Suma este blocată pe card. Încă nu s-a încasat nimic.
Plata nu a fost încă efectuată.
Banca dumneavoastră încă procesează plata. Vă rugăm să nu plătiți din nou.
Timpul pentru plată a expirat. Nu s-a încasat nimic.
Plata a fost anulată. Nu se încasează nimic.
Plata a fost rambursată.
Nu am putut confirma plata. Vă rugăm să ne contactați înainte de a plăti din nou.
Puteți încerca din nou.
Banca dumneavoastră a refuzat plata. Folosiți alt card sau întrebați banca.
Plata nu a fost confirmată la banca dumneavoastră.
Verificați numărul cardului, data expirării și codul de securitate.
Fonduri insuficiente pe card.
Plata depășește o limită a cardului.
Au fost prea multe încercări pentru această comandă.
Plata a eșuat din motive tehnice.
Comanda a fost anulată. Nu s-a încasat nimic.
Cardul a fost verificat. Nu s-a încasat nimic.
O parte din plată a fost rambursată:";

const RU: &str = "\
Оплата прошла. Спасибо.
Сумма заблокирована на карте. Деньги пока не списаны.
Оплата ещё не произведена.
Банк ещё обрабатывает платёж. Пожалуйста, не платите повторно.
Время на оплату истекло. Деньги не списаны.
Платёж отменён. Деньги не списываются.
Деньги за заказ возвращены.
Не удалось подтвердить оплату. Свяжитесь с нами, прежде чем платить снова.
Можно попробовать ещё раз.
Банк отклонил платёж. Попробуйте другую карту или обратитесь в свой банк.
Платёж не подтверждён в вашем банке.
Проверьте номер карты, срок действия и код безопасности.
На карте недостаточно средств.
Платёж превышает лимит карты.
Слишком много попыток по этому заказу.
Платёж не прошёл по технической причине.
Заказ отменён. Деньги не списаны.
Карта проверена. Деньги не списаны.
Часть платежа возвращена:";

#[cfg(test)]
mod tests {
    use super::{DE, EN, FR, RO, RU, Sentence};

    #[test]
    fn every_language_says_everything() {
        for text in [EN, DE, FR, RO, RU] {
            assert_eq!(text.lines().count(), Sentence::RefundedInPart as usize + 1, "{text}");
            assert!(text.lines().all(|line| line.ends_with(['.', ':']) && line.trim() == line), "{text}");
        }
    }
}
