/**
 * Card payments by redirect through any bank that runs the BPC (RBS, SmartVista) payment gateway.
 *
 * ```js
 * import { register, verifyReturn } from "bpc-checkout";
 *
 * const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gateway);  // redirect the customer to it
 * const verdict = await verifyReturn(request.url, gateway);                                   // when the customer returns
 * if (verdict.outcome === "paid") fulfil(verdict.orderNumber);                                // your code: exactly once
 * ```
 *
 * Amounts are always whole minor units (cents, bani, fils): `2000` is 20.00 EUR.
 */

/** An amount in minor units: a safe integer or a bigint, 0 to 999,999,999,999 (the gateway accepts 12 digits). */
export type MinorUnits = number | bigint;

/** A currency: ISO 4217 letters (`"EUR"`), digits as text (`"978"`, `"012"`) or a number (`978`). */
export type Currency = string | number;

/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/** A JSON object. It is sent as JSON text inside the form, at a bank that takes JSON as an object. */
export type JsonObject = { [key: string]: Json | undefined };

/** A JSON object of whatever type: of an interface of yours, too. */
export type JsonData = object;

// ------------------------------------------------------------------------------------------------ configuration

/** Banks whose gateway is known: its address, and what it does otherwise than the vendor's reference. For another bank use `baseUrl`. */
export type Bank =
  | "alfa-belarus"
  | "alfa-belarus-test"
  | "alfa-russia"
  | "alfa-russia-test"
  | "arca"
  | "arca-test"
  | "arca-epg"
  | "arca-epg-test"
  | "banca-transilvania"
  | "banca-transilvania-test"
  | "bank-of-the-cook-islands"
  | "belize-bank"
  | "belize-bank-test"
  | "bereke"
  | "bereke-test"
  | "bpc-sandbox"
  | "clictopay"
  | "clictopay-test"
  | "credibanco"
  | "credibanco-test"
  | "dsk"
  | "dsk-test"
  | "inecobank"
  | "ing-romania"
  | "ing-romania-test"
  | "jcc"
  | "jcc-test"
  | "meezan"
  | "satim"
  | "satim-test"
  | "sberbank"
  | "sberbank-test"
  | "sberbank-ecom"
  | "sberbank-ecom-test"
  | "vtb"
  | "vtb-test"
  | "vtb-kazakhstan"
  | "vtb-kazakhstan-test"
  | "yookassa-test";

/** Where the gateway is: a known bank, or the address of another one. */
export type GatewayAddress =
  | {
      /** A known bank: sets the address, the limits, and what its gateway does otherwise than the reference. */
      bank: Exclude<Bank, "satim" | "satim-test">;
      baseUrl?: undefined;
      dialect?: undefined;
      terminalId?: undefined;
    }
  | {
      /** SATIM. A payment is acknowledged before the verdict says `paid`. */
      bank: "satim" | "satim-test";
      /** The terminal's id, which SATIM gives you: sent as `force_terminal_id`. */
      terminalId: string;
      baseUrl?: undefined;
      dialect?: undefined;
    }
  | {
      /** REST root of the gateway, e.g. `https://dev.bpcbt.com/payment/rest`. `https` only; `http` for loopback addresses. */
      baseUrl: string | URL;
      /** The bank whose ways the gateway has: for your sandbox or proxy. Default: as the address tells, if it is a known bank's. */
      dialect?: Exclude<Bank, `${string}-test`> | "yookassa";
      /** With the dialect `satim`. */
      terminalId?: string;
      bank?: undefined;
    };

/** How the store identifies itself: login and password, or the public token. */
export type GatewayLogin =
  | {
      /** API login (it usually ends in `-api`). An error in a browser page. */
      userName: string;
      /** API password. */
      password: string;
      token?: undefined;
    }
  | {
      /** The public Open-ID token, instead of login and password. It can register orders, and read the status by `orderId`. */
      token: string;
      userName?: undefined;
      password?: undefined;
    };

/** The address of the bank's gateway and your credentials. Read them from the environment. Never use them in a browser page. */
export type Gateway = GatewayOptions & GatewayAddress & GatewayLogin;

/** Options of a gateway. */
export interface GatewayOptions {
  /** Language of the payment page, the gateway's texts and `verdict.message`: two letters. Default: the merchant's language; messages in English. */
  language?: string;
  /** Languages of `verdict.message` besides English, from `bpc-checkout/messages`: `[ro, fr]`. `language` chooses one of them. */
  messages?: readonly Messages[];
  /**
   * Is told of each request of a call, for logs and traces: no login, no body, nothing of the customer. What it throws changes nothing.
   * @example
   * onExchange: (exchange) => console.log(JSON.stringify(exchange)) // Workers Logs and OpenTelemetry collectors read JSON lines
   */
  onExchange?: (exchange: Exchange) => unknown;
  /** Milliseconds for the whole call: connection, headers, body and retries. 1 to 120,000; default 15,000. */
  timeoutMs?: number;
  /**
   * Used instead of the global `fetch`: for a service binding, an mTLS binding, a proxy, a test. A function, called as
   * `fetch(url, init)`, or an object with such a method. Give a binding itself, `fetch: env.BANK`: its method `env.BANK.fetch` does not
   * work without it.
   */
  fetch?: Fetch | { fetch: Fetch };
  /**
   * Your own secret of 16 characters or more, 8 of them different, that is used for nothing else. It signs the return address. Make one with `node -p "crypto.randomBytes(32).toString('hex')"`. To replace it, give
   * several: the first one signs, all are accepted. Without it `register` adds nothing to `returnUrl`, and `verifyReturn` cannot be
   * used.
   */
  returnKey?: string | readonly string[];
  /** How the bank's callbacks are checked. Without it `verifyCallback` fails with `invalid_option`. */
  callback?: CallbackKeys;
  /** Hosts that `formUrl` may have. Default: any host, over `https`. Set it if you know the host of your bank's payment page. */
  formUrlHosts?: readonly string[];
  /**
   * The address of your payment page, with `{orderId}` and `{language}` in their places, such as
   * `https://bank.example/payment/merchants/shop/payment_{language}.html?mdOrder={orderId}`: take it from the `formUrl` of a test
   * order. Then an `already_registered` of an unpaid order has a `formUrl`, and the customer can go on paying.
   */
  formUrlPattern?: string;
  /** The longest `orderNumber` that your bank accepts, in characters. Default 36, or the value of the `bank` (SATIM: 10). */
  orderNumberMaxLength?: number;
}

/** A language, or the sentences of one bank in a language: data of `bpc-checkout/messages`. */
export type Messages =
  | {
      readonly language: string;
      readonly direction: "ltr" | "rtl";
      readonly sentences: readonly string[];
      readonly bank?: undefined;
    }
  | {
      readonly language: string;
      readonly direction: "ltr" | "rtl";
      readonly bank: string;
      readonly codes: { readonly [code: number]: string };
    };
/** A request to the gateway, and what became of it. */
export interface Exchange {
  /** The method, such as `register.do`. */
  endpoint: string;
  /** 1 for the first request to this method in a call. */
  attempt: number;
  /** Milliseconds from the request to the end of the reply. */
  ms: number;
  /** Your number of the order, where the request has it. */
  orderNumber?: string;
  /** The HTTP status, where a reply came. */
  httpStatus?: number;
  /** The gateway's code in the reply. */
  errorCode?: number;
  /** Where no reply came: `timeout`, `network`, `aborted`, `refused`, `unknown host`, … */
  failure?: string;
}

/** Sends a request. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * How the bank's callbacks are checked: an HMAC secret, an RSA key, the secret of JSON Web Tokens, or not at all. Algorithm and hash
 * are set here, and never by the callback.
 */
export type CallbackKeys = {
  /** Names of parameters that your own callback address adds, such as `route`. They are not checked and not reported. */
  ignore?: string | readonly string[];
} & (
  | {
      /** The callback token (HMAC-SHA256) from the bank. Several are possible: to replace one, or for test and live at one address. */
      secret: string | readonly string[];
      publicKey?: undefined;
      hash?: undefined;
      allowWeakKey?: undefined;
      jwt?: undefined;
      unsigned?: undefined;
    }
  | {
      /**
       * The bank's RSA key in PEM: `BEGIN PUBLIC KEY` or `BEGIN CERTIFICATE`. Only the key of a certificate is read, not its dates:
       * banks sign with expired certificates. You trust the key because you got it from the bank.
       */
      publicKey: string;
      secret?: undefined;
      jwt?: undefined;
      unsigned?: undefined;
      /** Default `"SHA-512"`. Use `"SHA-256"` only if your bank says so. */
      hash?: "SHA-512" | "SHA-256";
      /** Accepts a key of 1024 bits. Such a key is weak: ask your bank for a longer one. */
      allowWeakKey?: boolean;
    }
  | {
      /** The callback token of Banca Transilvania, base64 as the bank shows it: callbacks are JSON Web Tokens (HS256). */
      jwt: string | readonly string[];
      secret?: undefined;
      publicKey?: undefined;
      hash?: undefined;
      allowWeakKey?: undefined;
      unsigned?: undefined;
    }
  | UnsignedCallbacks
);

/** For a bank that signs nothing. Anybody can send such a callback: it proves nothing, and its event says `proven: false`. */
export interface UnsignedCallbacks {
  unsigned: true;
  secret?: undefined;
  publicKey?: undefined;
  hash?: undefined;
  allowWeakKey?: undefined;
  jwt?: undefined;
}

/** Options of every call that sends requests. */
export interface CallOptions {
  /**
   * Ends the call with a `CheckoutError` of code `aborted`. If `register`, `deposit`, `reverse`, `refund` or `decline` has already sent
   * its request, the code is `outcome_unknown`.
   */
  signal?: AbortSignal;
}

// ------------------------------------------------------------------------------------------------ register

/**
 * The order to register: every documented parameter of `register.do`. An unknown key is an error that names it. The limits are the
 * gateway's. Your bank may have lower ones.
 */
export interface Order {
  /** Price in minor units: `2000` is 20.00 EUR. 0 only with `features: ["VERIFY"]`. */
  amount: MinorUnits;
  /** Currency of the price. It is always sent: the bank's default is not used. */
  currency: Currency;
  /** Absolute address to which the customer returns. `https`; `http` for loopback only. ≤ 512 characters with the signed state. */
  returnUrl: string | URL;
  /** Return address after a failed payment; default `returnUrl`. It gets the signed state too. */
  failUrl?: string | URL;
  /** Your number of the order, never used before, ≤ 36 characters. Absent: one is generated. `null`: the bank makes one. */
  orderNumber?: string | null;
  /** Text for the customer, ≤ 598 characters. No personal data and no card data. */
  description?: string;
  /** Language of the payment page, two letters; default `gateway.language`. */
  language?: string;
  /** Your id of the customer, ≤ 255 characters. Required to store a card. */
  clientId?: string;
  /** Pay with this stored card only. */
  bindingId?: string;
  /** Your own attributes. `report.merchantOrderParams` returns them. Reserved keys such as `backToShopUrl` have effects. */
  jsonParams?: JsonData;
  /** The cart: `cartItems.items[]`, `customerDetails`. Mandatory at Banca Transilvania, where `customer()` makes it. */
  orderBundle?: OrderBundle;
  /** Parameters of your bank that are not listed here, by the bank's names. They never replace a listed one. */
  extra?: { [name: string]: string };
  /** Payment features: `VERIFY`, `FORCE_TDS`, `FORCE_SSL`, `FORCE_FULL_TDS`, `FORCE_CREATE_BINDING`, `PARTIAL_AUTHORIZATION`, … */
  features?: readonly string[];
  /** Seconds in which the order can be paid; the bank's default is 1200. The gateway ignores it if `expirationDate` is set. */
  sessionTimeoutSecs?: number;
  /** Until when the order can be paid: `yyyy-MM-ddTHH:mm:ss`, in the bank's time zone. Prefer `sessionTimeoutSecs`. */
  expirationDate?: string;
  /** Address for the callbacks of this order, ≤ 512 characters. The bank must have enabled dynamic callbacks. */
  dynamicCallbackUrl?: string | URL;
  /** Customer's e-mail, ≤ 40 characters (Banca Transilvania: 254). */
  email?: string;
  /** Customer's phone. */
  phone?: string;
  /** Customer's IPv4 or IPv6 address, ≤ 39 characters. Used by 3-D Secure. */
  ip?: string;
  /** Page layout: `DESKTOP`, `MOBILE` or your own prefix. */
  pageView?: string;
  /** Delivery address, ≤ 255 characters. */
  postAddress?: string;
  /** Card holder's name for the payment form, ≤ 150 characters. */
  cardholderName?: string;
  /** Register on behalf of this child merchant. */
  merchantLogin?: string;
  /** Banca Transilvania's sub-merchant id. */
  childId?: string;
  /** Banca Transilvania: pay in so many monthly instalments. */
  installment?: number | string;
  /** Banca Transilvania: recurring payments, with their first and last day `YYYYMMDD`. */
  recurrenceType?: string;
  recurrenceStartDate?: string | number;
  recurrenceEndDate?: string | number;
  /** Fee in minor units. The bank must have allowed it. */
  feeInput?: MinorUnits;
  /** Russian fiscal regime, 0 to 5. */
  taxSystem?: number;
  /** Merchant category code, 4 digits. */
  mcc?: string | number;
  /** Mastercard verification value, ≤ 10 characters. */
  mvv?: string;
  /** Payment facilitator and its sub-merchants. */
  paymentFacilitator?: JsonData;
  /** Payer's billing data. Required if the bank checks addresses (AVS). */
  billingPayerData?: JsonData;
  /** Payer's shipping data. */
  shippingPayerData?: JsonData;
  /** Pre-order data for 3-D Secure 2. */
  preOrderPayerData?: JsonData;
  /** Payer's phones for 3-D Secure 2. */
  orderPayerData?: JsonData;
  /** Whether the billing and the shipping address are the same. */
  billingAndShippingAddressMatchIndicator?: "Y" | "N";
  /** The gateway's id of the prepayment order that this order continues. */
  prepaymentMdOrder?: string;
}

/** The cart of an order. Your own interfaces fit, if their fields do. */
export interface OrderBundle {
  /** `yyyy-MM-ddTHH:mm:ss`. */
  orderCreationDate?: string;
  customerDetails?: JsonData & {
    email?: string;
    phone?: string;
    contact?: string;
    deliveryInfo?: JsonData;
    billingInfo?: JsonData;
  };
  cartItems?: JsonData & { items?: readonly JsonData[] };
}

/** Who buys. */
export interface Customer {
  email: string;
  /** With the country's code: `"+40 740 123 456"`. The digits are sent. */
  phone: string;
  /** Name of the person, ≤ 40 characters. */
  name?: string;
  /** The country's ISO 3166 number, three digits: `"642"` is Romania. */
  country: string;
  city: string;
  /** Street and number. */
  address: string;
}

/** A two-phase order: the money is held when the customer pays, and taken by a later deposit. */
export interface PreAuthOrder extends Order {
  /** UTC time `yyyy-MM-ddTHH:mm:ss` at which the gateway deposits the held money automatically. Not together with `autoReverseDate`. */
  autocompletionDate?: string;
  /** UTC time `yyyy-MM-ddTHH:mm:ss` at which the gateway releases the held money automatically. */
  autoReverseDate?: string;
}

/**
 * Makes an `orderBundle` of who buys, for a bank that wants to know it (Banca Transilvania). The address is that of the bill and of
 * the delivery.
 * @example
 * const orderBundle = customer({ email, phone: "+40 740 123 456", country: "642", city: "Cluj-Napoca", address: "Str. Horea 1" });
 * @throws {CheckoutError} `invalid_option` that names the field
 */
export function customer(customer: Customer): OrderBundle;

/** A registered order. If you have a database, save `orderId` and `formUrl` before you redirect the customer. */
export interface Registration {
  /** The gateway's id of the order (mdOrder). */
  orderId: string;
  /** The gateway's payment page: redirect the customer to it with status 303. Keep it: the gateway does not tell it again. */
  formUrl: string;
  /** Your number of the order, given or generated. `null` if the bank numbers the orders. */
  orderNumber: string | null;
  /**
   * The return address as it was sent, with the signed state. If the customer pays in another window, the waiting page can send it to
   * your server, which calls `verifyReturn`. It gives access to the state of this order: show it only to the order's customer.
   */
  returnUrl: string;
}

/**
 * Registers a one-phase order (`register.do`): the money is taken when the customer pays.
 *
 * The request is never repeated automatically. If the reply is lost or cannot be read, the error is `outcome_unknown` and has the
 * `orderNumber`. If there was no connection, nothing was sent: the error is `network`, and `retryable`. After `outcome_unknown`, call
 * `register` again with this number. If the order exists, the error is `already_registered` (or `conflict`), and the customer
 * cannot pay twice.
 *
 * @example
 * const { formUrl, orderId } = await register(
 *   { amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return" },
 *   { baseUrl: env.GATEWAY_URL, userName: env.GATEWAY_USER, password: env.GATEWAY_PASSWORD, returnKey: env.RETURN_KEY },
 * );
 * return new Response(null, { status: 303, headers: { location: formUrl } }); // Response.redirect fails in some edge routes
 * @throws {CheckoutError}
 */
export function register(order: Order, gateway: Gateway, options?: CallOptions): Promise<Registration>;

/**
 * Registers a two-phase order (`registerPreAuth.do`): the money is held when the customer pays, and taken by a later `deposit`.
 * The outcome after the payment is `held`, not `paid`.
 * @throws {CheckoutError}
 */
export function registerPreAuth(order: PreAuthOrder, gateway: Gateway, options?: CallOptions): Promise<Registration>;

// ------------------------------------------------------------------------------------------------ status

/** The order: the gateway's id or your number, not both. */
export type StatusQuery = { orderId: string; orderNumber?: undefined } | { orderNumber: string; orderId?: undefined };

/** An attribute in a reply. Some gateways leave the value out. */
export interface NameValue {
  name: string;
  value?: string;
}

/** The gateway's reply about an order. It contains no decision: `verify` makes it. A field that is absent was not in the reply. */
export interface OrderReport {
  /** The gateway's id of the order, if the reply has it (`attributes[mdOrder]`). */
  orderId?: string;
  /** Your number of the order. */
  orderNumber?: string;
  /** 0 registered · 1 held · 2 deposited · 3 reversed · 4 refunded · 5 at the issuer's 3-D Secure page · 6 declined · others by bank. */
  orderStatus: number;
  /** Action code of the last attempt: 0 approved, -100 no attempt, other codes say why it was declined. */
  actionCode?: number;
  /** The gateway's text for `actionCode`, for your staff, in the requested language. */
  actionCodeDescription?: string;
  /** The gateway's text for the customer, if there is one. */
  displayErrorMessage?: string;
  /** Registered amount, minor units. */
  amount?: number;
  /** ISO 4217 digits, as in the reply: `"978"`, `"012"`. */
  currency?: string;
  /** Held or approved amount, minor units. */
  approvedAmount?: number;
  /** Deposited amount without the refunded amount, minor units. */
  depositedAmount?: number;
  /** Refunded amount, minor units. */
  refundedAmount?: number;
  /** Amount with fee, minor units. */
  totalAmount?: number;
  /** Fee, minor units. */
  feeAmount?: number;
  /** `CREATED`, `APPROVED`, `DEPOSITED`, `DECLINED`, `REVERSED`, `REFUNDED`, …, as the bank writes it. */
  paymentState?: string;
  /** When it was registered, milliseconds since 1970. */
  date?: number;
  /** When the last attempt was authorised, milliseconds since 1970. */
  authDateTime?: number;
  /** Milliseconds since 1970. */
  depositedDate?: number;
  /** Milliseconds since 1970. */
  refundedDate?: number;
  /** Milliseconds since 1970. */
  reversedDate?: number;
  /** `CARD`, `APPLE_PAY`, `GOOGLE_PAY_CARD`, `SAMSUNG_PAY`, … */
  paymentWay?: string;
  /** The text of `register`. It may contain `<` and `>`: escape it in HTML. */
  orderDescription?: string;
  /** The address from which the customer paid, IPv4 or IPv6. */
  ip?: string;
  /** The terminal that took the payment. */
  terminalId?: string;
  /** Retrieval reference number (RRN) of the authorisation. */
  authRefNum?: string;
  /** Whether the cardholder's bank takes the money back. */
  chargeback?: boolean;
  /** SATIM: the processing centre's code. */
  respCode?: string;
  /** SATIM: its text, which the result page must show. */
  respCodeDescription?: string;
  /** The card. At most the first six and the last four digits of its number are visible. */
  card?: {
    maskedPan?: string;
    /** `YYYYMM`. */
    expiration?: string;
    cardholderName?: string;
    approvalCode?: string;
    paymentSystem?: string;
  };
  /** The stored card, if one was stored or used. */
  binding?: { clientId?: string; bindingId?: string };
  /** The issuing bank. Texts may contain `<` and `>`: escape them in HTML. */
  bank?: { name?: string; countryCode?: string; countryName?: string };
  /** The customer, as the gateway has them: personal data. */
  payer?: { email?: string; phone?: string; postAddress?: string };
  /** The parameters that `register` sent in `jsonParams`, and those that the bank added. */
  merchantOrderParams: NameValue[];
  /** What the gateway adds to the order, such as `mdOrder`. */
  attributes: NameValue[];
  /** What the gateway adds to the payment. */
  transactionAttributes: NameValue[];
  /** The refunds, if the bank lists them. */
  refunds: {
    amount?: number;
    referenceNumber?: string;
    externalRefundId?: string;
    actionCode?: number;
    date?: number;
  }[];
  /** The whole reply, with the fields that this version does not know. Card numbers are masked. Never show it to the customer. */
  raw: JsonObject;
}

/**
 * Asks the gateway about an order (`getOrderStatusExtended.do`). The request is repeated after a network error or an overload, within
 * the deadline. The report is the gateway's. Use `verify` to decide whether your order is paid.
 * @throws {CheckoutError} `order_not_found` for an unknown order
 */
export function status(query: StatusQuery, gateway: Gateway, options?: CallOptions): Promise<OrderReport>;

// ------------------------------------------------------------------------------------------------ verify

/** One-phase (`register`), two-phase (`registerPreAuth`), or a card check (the feature `VERIFY`, or amount 0). */
export type Phase = "purchase" | "preauth" | "verify";

/** The order that your store expects. */
export interface Expected {
  /** The gateway's id. It is used in the request; if absent, `orderNumber` is used. */
  orderId?: string;
  /** Your number of the order. The reply must have the same. */
  orderNumber: string;
  /** Minor units. The reply must have the same. */
  amount: MinorUnits;
  /** The reply must have the same. */
  currency: Currency;
  /**
   * Default `"purchase"`: the deposited amount must be `amount`, a smaller one is a mismatch. A `"preauth"` order must be held in
   * full, and can be deposited in part.
   */
  phase?: Phase;
}

/** What every verdict has, whatever its outcome. The order is named by the number, amount and currency that your store expects. */
interface VerdictBase {
  /** The gateway's id of the order, if known. */
  orderId: string | null;
  /** As expected. Claim it once, in one transaction, before you deliver: it is the idempotency key. */
  orderNumber: string;
  /** As expected, minor units. */
  amount: number;
  /** As expected, letters: `"EUR"`. */
  currency: string;
  /** `true`: the payment is over; only a refund, a reversal or a chargeback changes it. `false`: ask again later. */
  final: boolean;
  /**
   * One or two sentences for the customer, in `gateway.language` if it is in `gateway.messages`, else in English. Plain text: escape it
   * in HTML.
   */
  message: string;
  /** The language of `message`, for the `lang` attribute of HTML. */
  messageLanguage: string;
  /** The direction of its script, for the `dir` attribute of HTML: `"rtl"` for Arabic. */
  messageDirection: "ltr" | "rtl";
  /** What your store does now. */
  next: Next;
  /** The gateway's reply. It contains personal data: never show it to the customer. */
  report: OrderReport;
}

/**
 * What a response code means, in classes that a store treats alike. `cancelled`: the customer or the shop ended the payment, no bank
 * refused it. `operation`: the result of a refund or a reversal, never of a payment. `other`: an unknown code.
 */
export type CodeClass =
  | "approved"
  | "no_result"
  | "in_progress"
  | "uncertain"
  | "expired"
  | "authentication"
  | "card_data"
  | "funds"
  | "limit"
  | "refused"
  | "setup"
  | "technical"
  | "attempts"
  | "cancelled"
  | "operation"
  | "other";

/** What may be tried after a decline. `contact_shop`: only you can help; see the code and `description`. */
export type Retry = "same_card_now" | "same_card_later" | "another_card" | "never_this_card" | "contact_shop";

/** Why an attempt or an order was declined. */
export interface Decline {
  /** The bank's response code. `actionCode` of `bpc-checkout/codes` explains it. */
  code: number;
  /** At some banks a code has another meaning: `gateway.bank` is taken into account. */
  class: CodeClass;
  /** `null`: nothing may be tried. */
  retry: Retry | null;
  /** The gateway's text, for your staff. */
  description: string;
}

/**
 * What your store does now. Write no table of your own: each verdict carries its row.
 *
 * | action | what to do |
 * |---|---|
 * | `fulfil` | deliver the order, exactly once. Only a paid order says so |
 * | `deposit` | `deposit` the held money when the goods are ready, or `reverse` it |
 * | `offer_retry` | send the customer to the payment page (`formUrl`) of this order again |
 * | `new_order` | this order is closed: offer to `register` another one |
 * | `ask_again` | call `verify` again after `inMs`. Nobody may pay again until then |
 * | `investigate` | a person has to look |
 * | `none` | nothing |
 */
export interface Next {
  action: "fulfil" | "deposit" | "offer_retry" | "new_order" | "ask_again" | "investigate" | "none";
  /** Milliseconds after which to call `verify` again, whatever else is done. Absent: there is no need. */
  inMs?: number;
  /** Whether the customer may try the same card again. Absent: there is no next attempt, or nothing is known. */
  sameCard?: boolean;
}

/** The order is paid: order number, amount and currency are as expected. Fulfil it exactly once. */
export interface Paid extends VerdictBase {
  outcome: "paid";
  next: { action: "fulfil" };
  /** The code of a later operation, e.g. a refund that failed; else `null`. */
  warning: Decline | null;
}
/** The money is held: call `deposit` to take it. */
export interface Held extends VerdictBase {
  outcome: "held";
  next: { action: "deposit" };
  /** The code of a later operation, e.g. a refund that failed; else `null`. */
  warning: Decline | null;
}
/** Not paid yet: there was no attempt (`lastDecline` is null), or an attempt was declined and the customer can try again. */
export interface Open extends VerdictBase {
  outcome: "open";
  next:
    | { action: "offer_retry"; inMs: number; sameCard: boolean }
    | { action: "new_order"; inMs: number; sameCard?: boolean }
    | { action: "ask_again" | "investigate"; inMs: number };
  /** Why the last attempt was declined; `null`: there was no attempt. */
  lastDecline: Decline | null;
}
/** The bank has not decided yet: ask again in some seconds. Do not start a second payment now. */
export interface Pending extends VerdictBase {
  outcome: "pending";
  next: { action: "ask_again"; inMs: number };
}
/** Declined, and the order is closed. A new payment needs a new order. */
export interface Declined extends VerdictBase {
  outcome: "declined";
  next: { action: "new_order"; sameCard?: boolean } | { action: "investigate" } | { action: "none" };
  /** Why; `null`: the reply has no code that says so. */
  decline: Decline | null;
}
/** The time to pay is over. A new payment needs a new order. */
export interface Expired extends VerdictBase {
  outcome: "expired";
  next: { action: "new_order"; sameCard: true };
}
/** The held or taken money was released. */
export interface Reversed extends VerdictBase {
  outcome: "reversed";
  next: { action: "none" };
}
/** The money was refunded, all or part of it. */
export interface Refunded extends VerdictBase {
  outcome: "refunded";
  next: { action: "none" };
  /** What is left of the money, minor units; 0 after a refund of everything. `null`: the bank does not say. */
  depositedAmount: number | null;
  /** What was given back so far, minor units. `null`: the bank does not say. */
  refundedAmount: number | null;
}
/** A card check (`features: ["VERIFY"]`, or amount 0) succeeded. No money was taken. */
export interface Verified extends VerdictBase {
  outcome: "verified";
  next: { action: "none" };
  /** The stored card, if the order has a `clientId` and the bank stores cards. */
  binding: { clientId?: string; bindingId?: string } | null;
}
/** The cardholder's bank took the money back, or has begun to. Do not fulfil the order. A person has to look. */
export interface Chargeback extends VerdictBase {
  outcome: "chargeback";
  next: { action: "investigate" };
}
/**
 * The gateway's order is not the expected one, or its reply contradicts itself: `field` says where, for example `paymentState`
 * REFUNDED beside a deposited order. Do not fulfil it. A person has to look.
 */
export interface Mismatch extends VerdictBase {
  outcome: "mismatch";
  next: { action: "investigate" };
  /** The first field that differs, or that contradicts the others. */
  field:
    | "orderId"
    | "orderNumber"
    | "amount"
    | "currency"
    | "approvedAmount"
    | "depositedAmount"
    | "refundedAmount"
    | "refunds"
    | "paymentState"
    | "orderStatus"
    | "actionCode"
    | "errorCode"
    | "error"
    | "errors"
    | "success";
  /** What your store expects: text for an id, a currency or a word, minor units for an amount. */
  expected: string | number;
  /**
   * What the reply has; `null` if it does not have the field. Keep it to the store: it may be the number or the price of somebody
   * else's order, because a customer can write another order's id into the return address.
   */
  actual: string | number | null;
}
/** A status that this version does not know. It is not paid and not final. */
export interface Unknown extends VerdictBase {
  outcome: "unknown";
  next: { action: "investigate"; inMs: number };
}

/** The answer to "is the order paid?". Switch on `outcome`. */
export type Verdict =
  Paid | Held | Verified | Open | Pending | Declined | Expired | Reversed | Refunded | Chargeback | Mismatch | Unknown;

/**
 * Asks the gateway about an order and compares the reply with what your store expects.
 *
 * @example
 * const verdict = await verify({ orderId, orderNumber: "A-1001", amount: 2000, currency: "EUR" }, gateway);
 * switch (verdict.outcome) {
 *   case "paid": return fulfilOnce(verdict.orderNumber);
 *   case "open": return offerAnotherTry(verdict.lastDecline);
 *   case "pending": return askAgainSoon();
 * }
 * @throws {CheckoutError}
 */
export function verify(expected: Expected, gateway: Gateway, options?: CallOptions): Promise<Verdict>;

/**
 * Reads the signed state in the return address, asks the gateway, and compares the reply with the state. It needs no database.
 *
 * If the state is missing, changed, from another store or expired, no request is sent. The codes are `return_missing`, `return_invalid`
 * and `return_expired`. The rest of the address is not trusted: the `orderId` of another order leads to `mismatch`.
 *
 * @param url the address to which the customer returned: a string, a `URL` or the `Request` itself
 * @throws {CheckoutError}
 */
export function verifyReturn(url: string | URL | Request, gateway: Gateway, options?: CallOptions): Promise<Verdict>;

// ------------------------------------------------------------------------------------------------ callbacks

/**
 * The content of a callback: a hint, signed by the bank, that an order has changed. It is not a result. A callback can arrive late,
 * twice or out of order, somebody who has seen it can send it again, and its signed text can be read in two ways. So use it only to
 * know which order changed. Then call `verify`, with the amount that you stored.
 */
export interface CallbackEvent {
  /** What happened. `unknown`: this version does not know it, or the bank does not say it (stored cards). Do not treat it as an error. */
  operation:
    | "approved"
    | "deposited"
    | "reversed"
    | "refunded"
    | "declinedByTimeout"
    | "declinedCardPresent"
    | "bindingCreated"
    | "bindingActivityChanged"
    | "unknown";
  /** Whether the operation succeeded. (A successful refund is not a payment.) `null` if the callback does not say it. */
  succeeded: boolean | null;
  /** The gateway's id of the order (`mdOrder`); `null` for a stored card. */
  orderId: string | null;
  /** Your number of the order; `null` for a stored card. */
  orderNumber: string | null;
  /** All signed parameters, decoded, with the gateway's names. They are untrusted text: escape them in HTML. */
  parameters: Record<string, string>;
  /** `false`: nobody signed the callback (`callback: { unsigned: true }`), so anybody may have sent it. Absent: the bank signed it. */
  proven?: false;
}

/**
 * The content of a callback that nobody signed (`callback: { unsigned: true }`). Anybody can send it. Use it only to call `verify`,
 * for an order that your store knows.
 */
export interface UnprovenCallbackEvent extends CallbackEvent {
  proven: false;
}

/**
 * Verifies the signature of a callback, the bank's notification by GET or POST. Makes no network request.
 *
 * The parameters are in the query of a GET, and in the body of a POST: a form, a JSON Web Token or JSON of at most 8 KB, with any
 * `Content-Type`. Use an address without a query: an extra parameter makes the signature invalid, unless `callback.ignore` names it. Of
 * `gateway` only `callback` is needed. Answer with status 200, or the bank sends the callback again.
 * Answer with 400 if this function throws `callback_invalid`.
 *
 * Some callbacks are refused although their signature is valid: with a duplicate name (also `mdOrder` and `mdorder`), with a `;` in a
 * name or value, or with invalid percent-encoding. The reason: the bank signs `name;value;…` without escaping. So a person who chooses
 * one value, such as a customer's id, could add other parameters.
 *
 * @example
 * const { orderNumber } = await verifyCallback(request, gateway);
 * if (orderNumber !== null) {
 *   const { amount, currency } = await yourOrder(orderNumber);                            // the price you stored
 *   const verdict = await verify({ orderNumber, amount, currency }, gateway);             // the gateway's answer
 *   if (verdict.outcome === "paid") await fulfilOnce(orderNumber);
 * }
 * return new Response("OK");
 * @param callback the `Request`, its address as text or `URL`, or the text of its query or form. With `URLSearchParams` invalid
 *   percent-encoding cannot be detected: they are already decoded
 * @param options a `signal` ends the reading of a body. Without one it ends after `gateway.timeoutMs`
 * @throws {CheckoutError} `callback_invalid`, also for a body that does not arrive in time; `invalid_option` without
 *   `gateway.callback`, or if the body was already read; `aborted`
 */
export function verifyCallback(
  callback: Request | URL | string | URLSearchParams,
  gateway: { callback: UnsignedCallbacks },
  options?: CallOptions,
): Promise<UnprovenCallbackEvent>;
export function verifyCallback(
  callback: Request | URL | string | URLSearchParams,
  gateway: Gateway | Pick<GatewayOptions, "callback">,
  options?: CallOptions,
): Promise<CallbackEvent>;

/**
 * Signs parameters as the bank does, for the tests of your store. Returns the text of a query or form for `verifyCallback`. It signs
 * any parameters, so that you can test refused callbacks too.
 *
 * @example
 * const query = await signCallback({ mdOrder, orderNumber: "A-1001", operation: "deposited", status: "1" }, gateway);
 * await yourStore.fetch(new Request(`https://shop.example/callback?${query}`));
 * @param options for RSA: the private key of a test key pair (PEM, `BEGIN PRIVATE KEY`)
 * @throws {CheckoutError} `invalid_option`
 */
export function signCallback(
  parameters: Record<string, string>,
  gateway: Gateway | Pick<GatewayOptions, "callback">,
  options?: { privateKey?: string },
): Promise<string>;

// ------------------------------------------------------------------------------------------------ after the payment

/** Takes held money. If it is a part, the rest is released. */
export type DepositRequest = StatusQuery & {
  /** Minor units. Absent: the whole held amount. 0 is an error here, although the gateway reads it as the whole amount. */
  amount?: MinorUnits;
  currency?: Currency;
  /** The items to take. Their sum is the amount. */
  depositItems?: JsonData;
  /** The receipt's cart, at Sberbank's newer gateway. */
  orderBundle?: OrderBundle;
  jsonParams?: JsonData;
  /** Parameters of your bank that are not listed here, by the bank's names. They never replace a listed one. */
  extra?: { [name: string]: string };
};

/** Releases held money. */
export type ReverseRequest = StatusQuery & {
  /** Minor units. Absent: the whole amount. */
  amount?: MinorUnits;
  currency?: Currency;
  /** The receipt's cart, at Sberbank's newer gateway. */
  orderBundle?: OrderBundle;
  jsonParams?: JsonData;
  /** Parameters of your bank that are not listed here, by the bank's names. They never replace a listed one. */
  extra?: { [name: string]: string };
};

/** Gives taken money back. */
export type RefundRequest = StatusQuery & {
  /** Minor units. Absent: the whole remaining amount. */
  amount?: MinorUnits;
  currency?: Currency;
  /**
   * Your id of this refund, ≤ 32 characters. A second request with the same id is the same refund: after a lost reply, repeat it. Absent:
   * one is generated, and the answer and the error tell it. A few old gateways ignore the id, and would refund twice: ask your bank, or
   * call `status` before you repeat.
   */
  externalRefundId?: string;
  /** Refund only if this amount is deposited now, in minor units. So of two refunds at the same time only one succeeds. */
  expectedDepositedAmount?: MinorUnits;
  refundItems?: JsonData;
  /** The receipt's cart, at Sberbank's newer gateway. */
  orderBundle?: OrderBundle;
  jsonParams?: JsonData;
  /** Parameters of your bank that are not listed here, by the bank's names. They never replace a listed one. */
  extra?: { [name: string]: string };
};

/** Closes an unpaid order. The gateway requires both ids: if one is given, the other one is looked up. */
export type DeclineRequest = StatusQuery | { orderId: string; orderNumber: string };

/** What became of the money of an order, in minor units. `null`: the gateway does not say it, or could not be asked. */
export interface OrderAmounts {
  /** What can still be given back: `held`, or `taken`. */
  left: number | null;
  /** Held: not taken and not released. */
  held: number | null;
  /** Taken, without what was refunded. */
  taken: number | null;
  refunded: number | null;
  /** The currency of the order, ISO 4217 digits: `formatAmount` takes it. */
  currency: string | null;
}

/** A change that was made, and what it leaves. */
export interface Changed extends OrderAmounts {
  /**
   * The gateway's answer to the question after the change. `null`: the question failed, so the amounts are `null` too. The change was
   * still made: do not repeat it. Ask with `status` later.
   */
  report: OrderReport | null;
}

/** A refund that was made. */
export interface RefundResult extends Changed {
  /** The id of this refund, given or generated. `report.refunds` lists it, if the bank lists the refunds. */
  externalRefundId: string;
}

/**
 * Takes the held money of a two-phase order (`deposit.do`). The request is sent once. After a lost reply the error is
 * `outcome_unknown`: call `status` before you try again.
 *
 * `deposit`, `reverse`, `refund` and `decline` ask for the status afterwards, once and within the deadline of the change, and answer
 * what is left. The gateway knows changes by its `orderId`. If you give your `orderNumber`, the order is looked up before; that
 * question has a deadline of its own, and if it fails, or the number is unknown (`order_not_found`), nothing is changed.
 * @example
 * await deposit({ orderId, amount: 1500 }, gateway); // 15.00 of what is held, the rest is released
 * @throws {CheckoutError} `invalid_state` if less than the amount is held
 */
export function deposit(change: DepositRequest, gateway: Gateway, options?: CallOptions): Promise<Changed>;

/**
 * Releases the held money of an order (`reverse.do`). It is possible once for each order, and only in the time that your bank allows.
 * @throws {CheckoutError}
 */
export function reverse(change: ReverseRequest, gateway: Gateway, options?: CallOptions): Promise<Changed>;

/**
 * Gives taken money back (`refund.do`), all or part of it. Several refunds are possible, up to the taken amount.
 *
 * The request is sent once. After `outcome_unknown` repeat it with the `externalRefundId` of the error: the gateway recognises the
 * repetition, and no money is given back twice. A repetition without the id is another refund.
 * @example
 * const request = { orderId, amount: 500 };
 * try {
 *   const { externalRefundId } = await refund(request, gateway);
 *   await save(orderId, externalRefundId);
 * } catch (error) {
 *   if (!isCheckoutError(error) || error.code !== "outcome_unknown") throw error;
 *   const { externalRefundId } = error;
 *   await repeatLater({ ...request, externalRefundId });
 * }
 * @throws {CheckoutError} `invalid_state` if the amount is larger than the remaining amount
 */
export function refund(change: RefundRequest, gateway: Gateway, options?: CallOptions): Promise<RefundResult>;

/**
 * Closes an unpaid order and its payment page (`decline.do`). It cannot be paid later.
 * @throws {CheckoutError}
 */
export function decline(change: DeclineRequest, gateway: Gateway, options?: CallOptions): Promise<Changed>;

// ------------------------------------------------------------------------------------------------ any other method

/**
 * Calls any other method of the gateway, with the same login, deadline, errors and masking, and gives its reply. The library has no
 * opinion about it. The request is sent once: after a lost reply the error is `outcome_unknown`.
 * @example
 * const { bindings } = await call("getBindings.do", { clientId: "42" }, gateway);
 * @param method the name under the REST root
 * @param parameters texts, whole numbers, booleans, objects (sent as JSON text), and lists of texts (sent once each)
 * @throws {CheckoutError} `invalid_option` for a method that has a function of its own
 */
export function call(
  method: string,
  parameters: { [name: string]: string | number | bigint | boolean | JsonData | readonly string[] | undefined },
  gateway: Gateway,
  options?: CallOptions,
): Promise<any>;
/** The order to give back, whole or in part. */
export type GiveBackRequest = StatusQuery & {
  /** Minor units. Absent: everything that is left; an unpaid order is closed. */
  amount?: MinorUnits;
  currency?: Currency;
  /**
   * What your books say was given back before, in minor units: refunded, or of a hold released. With it a part is safe to repeat: if
   * the gateway reports this amount and the new part, nothing is sent. Default: what the gateway reports at the first question.
   */
  refundedBefore?: MinorUnits;
  /** Your key of this refund, ≤ 32 characters. Default: one that is the same for the same order, state and amount. */
  externalRefundId?: string;
};

/** What `giveBack` did, and what is left. */
export interface GivenBack extends Changed {
  /** `none`: there was nothing to give back, or it was given back before. */
  action: "none" | "declined" | "reversed" | "refunded";
  /** What this call gave back, minor units. 0 with `none` and `declined`. */
  amount: number;
}

/**
 * Gives back what a customer paid, in the way that the order's state allows: an unpaid order is closed (`decline.do`), held money is
 * released (`reverse.do`), taken money is refunded (`refund.do`), and if the bank refuses a refund on the same day, the payment is
 * reversed. At a bank that makes a hold of a reversed payment, the hold is released too; if the bank refuses that, `left` says so.
 * It asks the gateway before and after, so it is safe to repeat. Repeat it after `outcome_unknown`; a part with `refundedBefore`.
 *
 * @example
 * await giveBack({ orderNumber: "A-1001" }, gateway);                                          // everything
 * await giveBack({ orderNumber: "A-1001", amount: 500, refundedBefore: yourBooks }, gateway);  // 5.00 more
 * @throws {CheckoutError} `invalid_state` if more is asked for than is left, the bank has not decided yet, or there is a chargeback
 */
export function giveBack(order: GiveBackRequest, gateway: Gateway, options?: CallOptions): Promise<GivenBack>;

/**
 * Asks about an order until there is an outcome, or until `timeoutMs` have passed. Then it resolves to the last verdict, with
 * `final: false`. It waits as long as `verdict.next.inMs` says when to ask again: also for a customer who is on the payment page, or may
 * pay again after a decline.
 *
 * Use it where a process may wait: a command line, a queue, a page that polls. A Worker should answer, and ask again later.
 * @param options `timeoutMs`: default 60,000. `signal` ends it
 * @throws {CheckoutError} the last error, if it is not `retryable` or the time is over
 */
export function waitForOutcome(
  expected: Expected,
  gateway: Gateway,
  options?: CallOptions & { timeoutMs?: number },
): Promise<Verdict>;

/** A state by which the bank lists orders. */
export type PaymentState = "CREATED" | "APPROVED" | "DEPOSITED" | "DECLINED" | "REVERSED" | "REFUNDED";

/** A period of time, by the time of registration. */
export interface Period {
  /** A `Date`, or milliseconds since 1970. */
  from: Date | number;
  /** Included. Default: now. */
  to?: Date | number;
  /** Default: all. */
  states?: PaymentState[];
  /** The gateway's time zone, as an IANA name. Default: `"UTC"`. Ask the bank. */
  timeZone?: string;
  /** Orders in one request, 1 to 200. Default: 100. */
  pageSize?: number;
}

/**
 * The bank's own list of a period's orders (`getLastOrdersForMerchants.do`), for a comparison with your books. Each order comes once,
 * also if orders change or are registered while the pages are read. Banks grant this permission on request.
 *
 * @example
 * for await (const report of orders({ from: yesterday, to: today }, gateway)) {
 *   if (report.orderStatus === 2) compare(report.orderNumber, report.depositedAmount);
 * }
 * @throws {CheckoutError}
 */
export function orders(period: Period, gateway: Gateway, options?: CallOptions): AsyncGenerator<OrderReport, void>;

/** A card that the bank stored for a customer. */
export interface SavedCard {
  bindingId: string;
  /** At most the first six and the last four digits are visible. */
  maskedPan?: string;
  /** `YYYYMM`. */
  expiration?: string;
  paymentSystem?: string;
  /** `COMMON`, `RECURRENT` or `INSTALLMENT`. */
  category?: string;
  /** A label for the customer, with the last digits. */
  label?: string;
}

/**
 * The cards that the bank stored for a customer of yours (`getBindings.do`). An empty list if there are none.
 * @param customer `clientId`: the id that you gave to `register`. `showExpired`: expired cards too
 * @throws {CheckoutError}
 */
export function savedCards(
  customer: { clientId: string; showExpired?: boolean },
  gateway: Gateway,
  options?: CallOptions,
): Promise<SavedCard[]>;

/**
 * Removes a stored card (`unBindCard.do`). Resolves to `false` if there is no such card, or it was removed before.
 * @throws {CheckoutError}
 */
export function removeCard(card: { bindingId: string }, gateway: Gateway, options?: CallOptions): Promise<boolean>;

/** What follows a payment with a stored card. */
export type SavedCardPayment =
  /** The bank took the request. `verify` tells whether the order is paid. */
  | { state: "accepted"; redirectUrl?: string }
  /** `description`: the gateway's text. The order can be paid in another way. */
  | { state: "declined"; description: string }
  /** The customer has to confirm: send the browser to `url` with a form (POST) of these fields. */
  | { state: "challenge"; url: string; fields: Record<string, string> };

/**
 * Pays a registered order with a stored card, without the payment page (`paymentOrderBinding.do`). Register the order with the same
 * `clientId` first. The request is sent once. Its result is not a verdict: call `verify` afterwards.
 *
 * @example
 * const { orderId } = await register({ orderNumber, amount, currency, clientId, returnUrl }, gateway);
 * await payWithSavedCard({ orderId, bindingId, initiatedBy: "merchant" }, gateway);
 * const verdict = await verify({ orderId, orderNumber, amount, currency }, gateway);
 * @param payment `initiatedBy`: `"merchant"` for a subscription without the customer, `"customer"` otherwise (`tii` U or F)
 * @throws {CheckoutError}
 */
export function payWithSavedCard(
  payment: {
    orderId: string;
    bindingId: string;
    initiatedBy: "customer" | "merchant";
    ip?: string;
    email?: string;
    language?: string;
  },
  gateway: Gateway,
  options?: CallOptions,
): Promise<SavedCardPayment>;

// ------------------------------------------------------------------------------------------------ money

/**
 * Converts a decimal text to minor units, exactly, without floats. In a page, import it from `bpc-checkout/money`: without WebAssembly.
 * @example
 * minorUnits("20.00", "EUR"); // 2000
 * minorUnits("20", "JPY");    // 20
 * @throws {CheckoutError} `invalid_option` for signs, separators, blanks, or more fraction digits than the currency has
 */
export function minorUnits(decimal: string, currency: Currency): number;

/**
 * Converts minor units to a decimal text, exactly. `minorUnits` reads it back. In a page, import it from `bpc-checkout/money`. With a locale: in that locale's format for money.
 * @example
 * formatAmount(2000, "EUR");          // "20.00"
 * formatAmount(2000, "EUR", "de-DE"); // "20,00 €"
 * @throws {CheckoutError}
 */
export function formatAmount(amount: MinorUnits, currency: Currency, locale?: string | string[]): string;

// ------------------------------------------------------------------------------------------------ errors

/**
 * The code of an error. Switch on the code: messages can change, codes do not.
 *
 * | code | meaning | what to do |
 * |---|---|---|
 * | `invalid_option` | an argument is wrong; `field` names it | correct the call |
 * | `credentials_in_page` | login and password in a browser page or its worker | call from your server, or use the public token |
 * | `network` | there was no connection, so nothing was sent; or no complete reply came to a question | try again |
 * | `timeout` | the deadline passed | try again |
 * | `aborted` | your `signal` ended the call | – |
 * | `outcome_unknown` | `register` was sent, and no reply came that can be read: the order may exist | call `register` again with the same `orderNumber` |
 * | | a refund was sent, and no reply came that can be read | call `refund` again with the `externalRefundId` of the error |
 * | | a deposit, reversal or decline was sent, and no reply came that can be read | call `status` first |
 * | `already_registered` | this number is registered with the same amount and currency; see `orderId`, `orderStatus`, `formUrl` | redirect to the `formUrl` that you kept, or to this one; else `verify` it; use a new number only if it is declined or expired |
 * | `conflict` | this number is registered with another amount or currency; see `orderId`, `orderStatus` | use a new number |
 * | `duplicate_order_number` | the number is in use, and its order could not be read | `verify` it, or `register` again with the same number; if it was generated (`retryable`): call again |
 * | `unexpected_redirect` | the gateway's API answered with a redirect; credentials never follow one | check `baseUrl` |
 * | `response_too_large` | the reply to a status request has more than 1.5 MiB, or more than 20,000 pieces | check `baseUrl` |
 * | `malformed_reply` | the reply is not a gateway's reply (HTML, empty, cut off, wrong types); see `httpStatus`. After a registration or a change only with a status that refuses it, such as 404; else the outcome is unknown | check `baseUrl`; try again if `retryable` |
 * | `access_denied` | gateway code 5: wrong login, password or host, no permission, or a refused value | see `gateway.errorMessage` |
 * | `missing_parameter` | gateway code 4 | see `gateway.errorMessage` |
 * | `unknown_currency` | gateway code 3: the currency is not enabled for you | ask the bank |
 * | `order_not_found` | gateway code 6 | check the id |
 * | `invalid_state` | the order's state or amounts do not allow this deposit, reversal, refund or decline | call `status` |
 * | `gateway_error` | any other error of the gateway; code 7 is an internal error there | see `gateway` |
 * | `return_missing` `return_invalid` `return_expired` | the return address has no valid state of your store, or an old one | show a neutral page |
 * | `callback_invalid` | the callback is unsigned, forged, changed, ambiguous or not a callback; see the message | answer 400, change nothing |
 * | `internal` | a defect in this package | report it |
 */
export type CheckoutErrorCode =
  | "invalid_option"
  | "credentials_in_page"
  | "network"
  | "timeout"
  | "aborted"
  | "outcome_unknown"
  | "already_registered"
  | "conflict"
  | "duplicate_order_number"
  | "unexpected_redirect"
  | "response_too_large"
  | "malformed_reply"
  | "access_denied"
  | "missing_parameter"
  | "unknown_currency"
  | "order_not_found"
  | "invalid_state"
  | "gateway_error"
  | "return_missing"
  | "return_invalid"
  | "return_expired"
  | "callback_invalid"
  | "internal";

/** The error of every function. It never contains a password, token, key, card number or request body. */
export class CheckoutError extends Error {
  readonly name: "CheckoutError";
  /** What went wrong, for your program. The message is for people. */
  readonly code: CheckoutErrorCode;
  /** The same call can succeed later, and is safe to repeat. */
  readonly retryable: boolean;
  /** The gateway's method, e.g. `register.do`, if one was called. */
  readonly endpoint?: string;
  /** The argument that is wrong, e.g. `order.amount`. */
  readonly field?: string;
  /** Your number of the order, given or generated. */
  readonly orderNumber?: string;
  /** The gateway's id, with `already_registered` and `conflict`. */
  readonly orderId?: string;
  /** The gateway's orderStatus, with `already_registered` and `conflict`. */
  readonly orderStatus?: number;
  /** The id of a refund whose outcome is open, given or generated: repeat the refund with it. */
  readonly externalRefundId?: string;
  /** The payment page of the order, with `already_registered`, if it is not paid yet and `gateway.formUrlPattern` is given. */
  readonly formUrl?: string;
  /** HTTP status of the reply, if there was one. */
  readonly httpStatus?: number;
  /** The gateway's own code and text, for your staff. Do not compare the text. */
  readonly gateway?: { readonly errorCode: number; readonly errorMessage: string };
  /** What the platform said of the last request: the name and the code of its exception, for example `ECONNREFUSED`. */
  readonly cause?: unknown;
  private constructor();
  /** The name, the message and the fields above, without `cause` and stack. `isCheckoutError` recognises the result too. */
  toJSON(): Record<string, unknown>;
}

/**
 * Whether a caught value is an error of this package, by its shape: `name`, `code` and `retryable`. So it also recognises errors of
 * another copy of the package, of another Worker (by RPC, from the compatibility date 2026-04-21 on), and what `toJSON` gives.
 * `structuredClone` of an error loses its fields: clone `error.toJSON()`.
 */
export function isCheckoutError(error: unknown): error is CheckoutError;
