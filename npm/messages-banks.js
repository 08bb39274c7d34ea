// Sentences of one bank's own for its response codes, in the words of this package. Each replaces the whole message.

/** @import { BankMessages } from "./messages.js" */

const bank = "banca-transilvania";

/** @type {BankMessages} */
export const bancaTransilvaniaEn = {
  bank,
  language: "en",
  direction: "ltr",
  codes: {
    104: "Your card is restricted. Please use another card or ask your bank.",
    124: "Regulations do not allow this payment with your card. Please use another card or ask your bank.",
    320: "Your card is not active. Please activate it and try again.",
    801: "Your bank cannot be reached now. Please try again later.",
    803: "Your card is blocked. Please use another card or ask your bank.",
    804: "This kind of payment is not allowed with your card. Please use another card or ask your bank.",
    805: "Your bank declined the payment. Please use another card or ask your bank.",
    861: "The expiry date is not correct. Please check it and try again.",
    871: "The security code (CVV) is not correct. Please check it and try again.",
    905: "This card is not known. Please check the card number or use another card.",
    906: "Your card has expired. Please use another card.",
    913: "The payment is not valid for this card. Please use another card or ask your bank.",
    914: "The account of your card is not valid. Please ask your bank.",
    915: "There is not enough money on the card. Please add money or use another card.",
    917: "The payment is above the limit of your card. Please use another card or ask your bank.",
    952: "Your bank did not approve the payment. Please use another card or ask your bank.",
    998: "This card cannot pay in instalments. Please use a credit card of Banca Transilvania.",
    341016: "Your bank did not confirm that the card is yours. Please try again or use another card.",
    341017: "Your bank could not check the payment. Please try again later.",
    341018: "You cancelled the confirmation of the payment. You can try again.",
    341019: "The confirmation of the payment failed. Please try again.",
    341020: "The result of the confirmation did not arrive. Please try again later.",
  },
};

/** @type {BankMessages} */
export const bancaTransilvaniaRo = {
  bank,
  language: "ro",
  direction: "ltr",
  codes: {
    104: "Cardul are restricții. Folosiți alt card sau întrebați banca.",
    124: "Reglementările nu permit această plată cu cardul dumneavoastră. Folosiți alt card sau întrebați banca.",
    320: "Cardul nu este activ. Activați-l și încercați din nou.",
    801: "Banca dumneavoastră nu poate fi contactată acum. Vă rugăm să încercați mai târziu.",
    803: "Cardul este blocat. Folosiți alt card sau întrebați banca.",
    804: "Acest tip de plată nu este permis cu cardul dumneavoastră. Folosiți alt card sau întrebați banca.",
    805: "Banca dumneavoastră a refuzat plata. Folosiți alt card sau întrebați banca.",
    861: "Data expirării nu este corectă. Verificați-o și încercați din nou.",
    871: "Codul de securitate (CVV) nu este corect. Verificați-l și încercați din nou.",
    905: "Acest card nu este cunoscut. Verificați numărul cardului sau folosiți alt card.",
    906: "Cardul a expirat. Folosiți alt card.",
    913: "Plata nu este valabilă pentru acest card. Folosiți alt card sau întrebați banca.",
    914: "Contul cardului nu este valabil. Vă rugăm să întrebați banca.",
    915: "Fonduri insuficiente pe card. Alimentați cardul sau folosiți alt card.",
    917: "Plata depășește limita cardului. Folosiți alt card sau întrebați banca.",
    952: "Banca dumneavoastră nu a aprobat plata. Folosiți alt card sau întrebați banca.",
    998: "Plata în rate nu este posibilă cu acest card. Folosiți un card de credit Banca Transilvania.",
    341016: "Banca nu a confirmat că sunteți titularul cardului. Încercați din nou sau folosiți alt card.",
    341017: "Banca dumneavoastră nu a putut verifica plata. Vă rugăm să încercați mai târziu.",
    341018: "Ați anulat confirmarea plății. Puteți încerca din nou.",
    341019: "Confirmarea plății nu a reușit. Vă rugăm să încercați din nou.",
    341020: "Rezultatul confirmării nu a ajuns. Vă rugăm să încercați mai târziu.",
  },
};
