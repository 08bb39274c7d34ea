//! The sentences, a language each. Nothing else.

/// The sentences of one language.
pub(super) struct Texts {
    pub(super) paid: &'static str,
    pub(super) held: &'static str,
    pub(super) open: &'static str,
    pub(super) pending: &'static str,
    pub(super) expired: &'static str,
    pub(super) reversed: &'static str,
    pub(super) refunded: &'static str,
    pub(super) unclear: &'static str,
    pub(super) try_again: &'static str,
    pub(super) refused: &'static str,
    pub(super) authentication: &'static str,
    pub(super) card_data: &'static str,
    pub(super) funds: &'static str,
    pub(super) limit: &'static str,
    pub(super) attempts: &'static str,
    pub(super) technical: &'static str,
}

/// The sentences of a language, English where there are none.
pub(super) fn of(language: &str) -> &'static Texts {
    match language {
        "de" => &DE,
        "fr" => &FR,
        "ro" => &RO,
        "ru" => &RU,
        _ => &EN,
    }
}

const EN: Texts = Texts {
    paid: "The payment is complete. Thank you.",
    held: "The amount is held on your card. Nothing has been charged yet.",
    open: "The payment has not been made yet.",
    pending: "Your bank is still processing the payment. Please do not pay again.",
    expired: "The time for the payment is over. Nothing was charged.",
    reversed: "The payment was cancelled. Nothing is charged.",
    refunded: "The payment was refunded.",
    unclear: "We could not confirm the payment. Please contact us before you pay again.",
    try_again: "You can try again.",
    refused: "Your bank declined the payment. Please use another card or ask your bank.",
    authentication: "The payment was not confirmed with your bank.",
    card_data: "Please check the card number, the expiry date and the security code.",
    funds: "There is not enough money on the card.",
    limit: "The payment is above a limit of your card.",
    attempts: "There were too many attempts with this order.",
    technical: "The payment failed for a technical reason.",
};

const DE: Texts = Texts {
    paid: "Die Zahlung ist abgeschlossen. Vielen Dank.",
    held: "Der Betrag ist auf Ihrer Karte vorgemerkt. Noch wurde nichts abgebucht.",
    open: "Die Zahlung ist noch nicht erfolgt.",
    pending: "Ihre Bank bearbeitet die Zahlung noch. Bitte zahlen Sie nicht noch einmal.",
    expired: "Die Zeit für die Zahlung ist abgelaufen. Es wurde nichts abgebucht.",
    reversed: "Die Zahlung wurde storniert. Es wird nichts abgebucht.",
    refunded: "Die Zahlung wurde erstattet.",
    unclear: "Wir konnten die Zahlung nicht bestätigen. Bitte fragen Sie uns, bevor Sie noch einmal zahlen.",
    try_again: "Sie können es noch einmal versuchen.",
    refused: "Ihre Bank hat die Zahlung abgelehnt. Bitte nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.",
    authentication: "Die Zahlung wurde bei Ihrer Bank nicht bestätigt.",
    card_data: "Bitte prüfen Sie Kartennummer, Ablaufdatum und Sicherheitscode.",
    funds: "Auf der Karte ist nicht genug Guthaben.",
    limit: "Die Zahlung liegt über einem Limit Ihrer Karte.",
    attempts: "Es gab zu viele Versuche mit dieser Bestellung.",
    technical: "Die Zahlung ist aus technischen Gründen gescheitert.",
};

const FR: Texts = Texts {
    paid: "Le paiement est effectué. Merci.",
    held: "Le montant est réservé sur votre carte. Rien n'a encore été débité.",
    open: "Le paiement n'a pas encore été effectué.",
    pending: "Votre banque traite encore le paiement. Merci de ne pas payer une seconde fois.",
    expired: "Le délai de paiement est dépassé. Rien n'a été débité.",
    reversed: "Le paiement a été annulé. Rien n'est débité.",
    refunded: "Le paiement a été remboursé.",
    unclear: "Nous n'avons pas pu confirmer le paiement. Contactez-nous avant de payer à nouveau.",
    try_again: "Vous pouvez réessayer.",
    refused: "Votre banque a refusé le paiement. Utilisez une autre carte ou contactez votre banque.",
    authentication: "Le paiement n'a pas été confirmé auprès de votre banque.",
    card_data: "Vérifiez le numéro de carte, la date d'expiration et le code de sécurité.",
    funds: "Le solde de la carte est insuffisant.",
    limit: "Le paiement dépasse un plafond de votre carte.",
    attempts: "Trop de tentatives ont été faites pour cette commande.",
    technical: "Le paiement a échoué pour une raison technique.",
};

const RO: Texts = Texts {
    paid: "Plata a fost efectuată. Vă mulțumim.",
    held: "Suma este blocată pe card. Încă nu s-a încasat nimic.",
    open: "Plata nu a fost încă efectuată.",
    pending: "Banca dumneavoastră încă procesează plata. Vă rugăm să nu plătiți din nou.",
    expired: "Timpul pentru plată a expirat. Nu s-a încasat nimic.",
    reversed: "Plata a fost anulată. Nu se încasează nimic.",
    refunded: "Plata a fost rambursată.",
    unclear: "Nu am putut confirma plata. Vă rugăm să ne contactați înainte de a plăti din nou.",
    try_again: "Puteți încerca din nou.",
    refused: "Banca dumneavoastră a refuzat plata. Folosiți alt card sau întrebați banca.",
    authentication: "Plata nu a fost confirmată la banca dumneavoastră.",
    card_data: "Verificați numărul cardului, data expirării și codul de securitate.",
    funds: "Fonduri insuficiente pe card.",
    limit: "Plata depășește o limită a cardului.",
    attempts: "Au fost prea multe încercări pentru această comandă.",
    technical: "Plata a eșuat din motive tehnice.",
};

const RU: Texts = Texts {
    paid: "Оплата прошла. Спасибо.",
    held: "Сумма заблокирована на карте. Деньги пока не списаны.",
    open: "Оплата ещё не произведена.",
    pending: "Банк ещё обрабатывает платёж. Пожалуйста, не платите повторно.",
    expired: "Время на оплату истекло. Деньги не списаны.",
    reversed: "Платёж отменён. Деньги не списываются.",
    refunded: "Деньги за заказ возвращены.",
    unclear: "Не удалось подтвердить оплату. Свяжитесь с нами, прежде чем платить снова.",
    try_again: "Можно попробовать ещё раз.",
    refused: "Банк отклонил платёж. Попробуйте другую карту или обратитесь в свой банк.",
    authentication: "Платёж не подтверждён в вашем банке.",
    card_data: "Проверьте номер карты, срок действия и код безопасности.",
    funds: "На карте недостаточно средств.",
    limit: "Платёж превышает лимит карты.",
    attempts: "Слишком много попыток по этому заказу.",
    technical: "Платёж не прошёл по технической причине.",
};
