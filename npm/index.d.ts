/**
 * Card payments by redirect through any bank that runs the BPC (RBS, SmartVista) payment gateway.
 *
 * ```js
 * import { register, verifyReturn } from "bpc-checkout";
 *
 * const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gateway);  // send the customer there
 * const verdict = await verifyReturn(request.url, gateway);                                   // when they are back
 * if (verdict.outcome === "paid") fulfil(verdict.orderNumber);                                // exactly once: your duty
 * ```
 *
 * Money is always whole minor units (cents, bani, fils): 20 euros are `2000`.
 */

/** An amount in minor units: a safe integer or a bigint, 0 to 999,999,999,999 (the gateway takes 12 digits). */
export type MinorUnits = number | bigint;

/** A currency: ISO 4217 letters (`"EUR"`), digits as text (`"978"`, `"012"`) or a number (`978`). */
export type Currency = string | number;

/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/** A JSON object; it is sent as JSON text inside the form, as the gateway wants it. */
export type JsonObject = { [key: string]: Json | undefined };

// ------------------------------------------------------------------------------------------------ configuration

/** Banks whose address and limits are known. Any other bank: give `baseUrl`. */
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
  | "bpc-sandbox"
  | "dsk"
  | "dsk-test"
  | "inecobank"
  | "satim"
  | "satim-test"
  | "sberbank"
  | "sberbank-test"
  | "vtb"
  | "vtb-test"
  | "yookassa-test";

/** Where the bank's gateway is and who you are there. Build it from the environment; never in a page. */
export interface Gateway {
  /** REST root of the gateway, e.g. `https://dev.bpcbt.com/payment/rest`. `https` only; `http` for loopback addresses. */
  baseUrl?: string | URL;
  /** A known bank instead of `baseUrl`; fills in address and limits. */
  bank?: Bank;
  /** API login (it usually ends in `-api`). With `password`; refused in a page. */
  userName?: string;
  /** API password. */
  password?: string;
  /** The public Open-ID token instead of login and password. It can register and ask for the status by `orderId`. */
  token?: string;
  /** Language of the gateway's page and texts and of `verdict.message`: two letters. Default: the merchant's, and English messages. */
  language?: string;
  /** One deadline over connecting, headers and body, retries included, in milliseconds. Default 15,000; 1 to 120,000. */
  timeoutMs?: number;
  /** A `fetch` to use instead of the global one: a service binding, an mTLS binding, a proxy, a test. Called as `fetch(url, init)`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /**
   * Secret of 16 characters or more, yours alone, that signs the return address. One, or several while you rotate: the first
   * signs, all are accepted. Without it `register` adds nothing to `returnUrl`, and `verifyReturn` cannot be used.
   */
  returnKey?: string | readonly string[];
  /** What the bank signs its callbacks with. Without it `verifyCallback` believes none. */
  callback?: CallbackKeys;
  /** Hosts that `formUrl` may have. Default: any, over `https`. Give it when you know your bank's page host. */
  formUrlHosts?: readonly string[];
  /** Longest `orderNumber` that your bank takes. Default 36, or what the `bank` preset says (SATIM: 10). */
  orderNumberMaxLength?: number;
}

/**
 * What the bank signs its callbacks with: one kind or the other. The kind and the hash come from here and never from a callback,
 * whose `sign_alias` is known to name the wrong ones.
 */
export type CallbackKeys =
  | {
      /** The callback token (HMAC-SHA256), as the bank gave it. Several while one is rotated, or where test and live share an address. */
      secret: string | readonly string[];
      publicKey?: undefined;
      hash?: undefined;
      allowWeakKey?: undefined;
    }
  | {
      /**
       * The bank's RSA key in PEM: `BEGIN PUBLIC KEY`, or `BEGIN CERTIFICATE`, of which the key alone is read: banks sign with
       * certificates long expired, and you trust it because the bank gave it to you.
       */
      publicKey: string;
      secret?: undefined;
      /** Default `"SHA-512"`, whatever `sign_alias` says; `"SHA-256"` where your bank says so. */
      hash?: "SHA-512" | "SHA-256";
      /** Takes a key of 1024 bits, which is weak; ask your bank for a better one. */
      allowWeakKey?: boolean;
    };

/** Options of every call that goes out. */
export interface CallOptions {
  /** Ends the call with a `CheckoutError` of code `aborted` (after bytes went out, `register` ends with `outcome_unknown`). */
  signal?: AbortSignal;
}

// ------------------------------------------------------------------------------------------------ register

/**
 * What is being bought. Every documented parameter of `register.do`; an unknown key is an error that names it.
 * Limits are the gateway's; your bank may have tighter ones.
 */
export interface Order {
  /** Price in minor units: `2000` is 20.00 EUR. 0 only with `features: ["VERIFY"]`. */
  amount: MinorUnits;
  /** Currency of the price. Always sent: a bank's default is never relied on. */
  currency: Currency;
  /** Absolute address where the customer comes back, `https` (`http` for loopback only), ≤ 512 characters with the signed state. */
  returnUrl: string | URL;
  /** Where a customer whose payment failed comes back; default `returnUrl`. Gets the signed state too. */
  failUrl?: string | URL;
  /** Your number of the order: unique for ever, ≤ 36 characters. Absent: generated. `null`: your bank numbers the orders itself. */
  orderNumber?: string | null;
  /** Text for the customer, ≤ 598 characters. Never personal or card data. */
  description?: string;
  /** Language of the payment page, two letters; default `gateway.language`. */
  language?: string;
  /** Your id of the customer, ≤ 255 characters; needed to store a card. */
  clientId?: string;
  /** Pay with this stored card only. */
  bindingId?: string;
  /** Free attributes; they come back in `report.merchantOrderParams`. Reserved keys such as `backToShopUrl` have effects. */
  jsonParams?: JsonObject;
  /** The cart: `cartItems.items[]`, `customerDetails`. Mandatory at Banca Transilvania. */
  orderBundle?: JsonObject;
  /** Payment features: `VERIFY`, `FORCE_TDS`, `FORCE_SSL`, `FORCE_FULL_TDS`, `FORCE_CREATE_BINDING`, `PARTIAL_AUTHORIZATION`, … */
  features?: readonly string[];
  /** Life of the order in seconds; the bank's default is 1200. Ignored by the gateway when `expirationDate` is given. */
  sessionTimeoutSecs?: number;
  /** End of the order's life, `yyyy-MM-ddTHH:mm:ss`, in the bank's time zone. Prefer `sessionTimeoutSecs`. */
  expirationDate?: string;
  /** Address for this order's callbacks, ≤ 512 characters; the bank must have enabled dynamic callbacks. */
  dynamicCallbackUrl?: string | URL;
  /** Customer's e-mail, ≤ 40 characters. */
  email?: string;
  /** Customer's phone. */
  phone?: string;
  /** Customer's IPv4 or IPv6 address, ≤ 39 characters; helps 3-D Secure. */
  ip?: string;
  /** Page layout: `DESKTOP`, `MOBILE` or your own prefix. */
  pageView?: string;
  /** Delivery address, ≤ 255 characters. */
  postAddress?: string;
  /** Card holder's name to prefill, ≤ 150 characters. */
  cardholderName?: string;
  /** Register on behalf of this child merchant. */
  merchantLogin?: string;
  /** Banca Transilvania's sub-merchant id. */
  childId?: string;
  /** Fee in minor units; needs the bank's permission. */
  feeInput?: MinorUnits;
  /** Russian fiscal regime, 0 to 5. */
  taxSystem?: number;
  /** Merchant category code, 4 digits. */
  mcc?: string | number;
  /** Mastercard verification value, ≤ 10 characters. */
  mvv?: string;
  /** Payment facilitator and its sub-merchants. */
  paymentFacilitator?: JsonObject;
  /** Payer's billing data; needed where the bank checks addresses (AVS). */
  billingPayerData?: JsonObject;
  /** Payer's shipping data. */
  shippingPayerData?: JsonObject;
  /** Pre-order data for 3-D Secure 2. */
  preOrderPayerData?: JsonObject;
  /** Payer's phones for 3-D Secure 2. */
  orderPayerData?: JsonObject;
  /** Whether billing and shipping address are the same. */
  billingAndShippingAddressMatchIndicator?: "Y" | "N";
  /** Gateway id of the prepayment order that this one continues. */
  prepaymentMdOrder?: string;
}

/** An order whose money is held now and taken later. */
export interface PreAuthOrder extends Order {
  /** UTC time `yyyy-MM-ddTHH:mm:ss` at which the gateway takes the held money by itself. Not with `autoReverseDate`. */
  autocompletionDate?: string;
  /** UTC time `yyyy-MM-ddTHH:mm:ss` at which the gateway releases the held money by itself. */
  autoReverseDate?: string;
}

/** A registered order. Save `orderId` before you redirect if you have a place to. */
export interface Registration {
  /** The gateway's id of the order (mdOrder). */
  orderId: string;
  /** The gateway's payment page: redirect the customer there with 303. */
  formUrl: string;
  /** Your number of the order, given or generated; `null` where the bank numbers the orders. */
  orderNumber: string | null;
  /**
   * The return address as it was sent, with the signed state. A page that waits while the customer pays in another window can
   * ask your server to `verifyReturn` it. Whoever has it may learn how this one order stands: give it to its customer only.
   */
  returnUrl: string;
}

/**
 * Registers a one-phase order (`register.do`): the money is taken when the customer pays.
 *
 * It is never repeated by itself. If the reply is lost, the error is `outcome_unknown` and carries `orderNumber`; call again
 * with that number: a duplicate is looked up and reported as `already_registered` (or `conflict`), never paid twice.
 *
 * @example
 * const { formUrl, orderId } = await register(
 *   { amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return" },
 *   { baseUrl: env.GATEWAY_URL, userName: env.GATEWAY_USER, password: env.GATEWAY_PASSWORD, returnKey: env.RETURN_KEY },
 * );
 * return Response.redirect(formUrl, 303);
 * @throws {CheckoutError}
 */
export function register(order: Order, gateway: Gateway, options?: CallOptions): Promise<Registration>;

/**
 * Registers a two-phase order (`registerPreAuth.do`): the money is held when the customer pays, and taken by a later deposit.
 * Its verdict after payment is `held`, not `paid`.
 * @throws {CheckoutError}
 */
export function registerPreAuth(order: PreAuthOrder, gateway: Gateway, options?: CallOptions): Promise<Registration>;

// ------------------------------------------------------------------------------------------------ status

/** Which order: by the gateway's id or by your number, not both. */
export type StatusQuery = { orderId: string; orderNumber?: undefined } | { orderNumber: string; orderId?: undefined };

/** A name with a value, as the gateway sends its attributes; some gateways leave the value out. */
export interface NameValue {
  name: string;
  value?: string;
}

/** What the gateway says of an order, typed. It decides nothing: `verify` does. Absent fields were not in the reply. */
export interface OrderReport {
  /** The gateway's id of the order, where the reply carries it (`attributes[mdOrder]`). */
  orderId?: string;
  /** Your number of the order. */
  orderNumber?: string;
  /** 0 registered · 1 held · 2 deposited · 3 reversed · 4 refunded · 5 at the issuer's 3-D Secure page · 6 declined · others by bank. */
  orderStatus: number;
  /** Response code of the last attempt: 0 approved, -100 not tried, others say why it was declined. */
  actionCode?: number;
  /** The gateway's words for `actionCode`, for your operators, in the language asked for. */
  actionCodeDescription?: string;
  /** The gateway's words for the customer, where it has them. */
  displayErrorMessage?: string;
  /** Registered amount, minor units. */
  amount?: number;
  /** ISO 4217 digits as on the wire: `"978"`, `"012"`. */
  currency?: string;
  /** Held or approved amount, minor units. */
  approvedAmount?: number;
  /** Taken amount, minor units, less what was refunded. */
  depositedAmount?: number;
  /** Refunded amount, minor units. */
  refundedAmount?: number;
  /** Amount with fee, minor units. */
  totalAmount?: number;
  /** Fee, minor units. */
  feeAmount?: number;
  /** `CREATED`, `APPROVED`, `DEPOSITED`, `DECLINED`, `REVERSED`, `REFUNDED`, … as the bank spells it. */
  paymentState?: string;
  /** Registration, last authorisation, deposit, refund, reversal: milliseconds since 1970. */
  date?: number;
  authDateTime?: number;
  depositedDate?: number;
  refundedDate?: number;
  reversedDate?: number;
  /** `CARD`, `APPLE_PAY`, `GOOGLE_PAY_CARD`, `SAMSUNG_PAY`, … */
  paymentWay?: string;
  orderDescription?: string;
  ip?: string;
  terminalId?: string;
  /** Retrieval reference number (RRN) of the authorisation. */
  authRefNum?: string;
  chargeback?: boolean;
  /** The card, masked: never more than the first six and the last four digits. */
  card?: {
    maskedPan?: string;
    /** `YYYYMM`. */
    expiration?: string;
    cardholderName?: string;
    approvalCode?: string;
    paymentSystem?: string;
  };
  /** The stored card, where one was stored or used. */
  binding?: { clientId?: string; bindingId?: string };
  /** The issuing bank. Texts may contain `<` and `>`: escape them in HTML. */
  bank?: { name?: string; countryCode?: string; countryName?: string };
  payer?: { email?: string; phone?: string; postAddress?: string };
  merchantOrderParams: NameValue[];
  attributes: NameValue[];
  transactionAttributes: NameValue[];
  /** Refunds made, where the bank lists them. */
  refunds: {
    amount?: number;
    referenceNumber?: string;
    externalRefundId?: string;
    actionCode?: number;
    date?: number;
  }[];
  /** The whole reply with every field this version does not know; card numbers masked. Never show it to the customer. */
  raw: JsonObject;
}

/**
 * Asks the gateway about an order (`getOrderStatusExtended.do`). Repeated on network trouble and overload, inside the deadline.
 * It says what the gateway says; whether *your* order is paid, `verify` says.
 * @throws {CheckoutError} `order_not_found` for an unknown order
 */
export function status(query: StatusQuery, gateway: Gateway, options?: CallOptions): Promise<OrderReport>;

// ------------------------------------------------------------------------------------------------ verify

/** One-phase (`register`) or two-phase (`registerPreAuth`). */
export type Phase = "purchase" | "preauth" | "verify";

/** What your store expects of the order. */
export interface Expected {
  /** Ask by the gateway's id; absent: by `orderNumber`. Exactly one of them goes to the gateway. */
  orderId?: string;
  /** Your number of the order; the reply must carry the same. */
  orderNumber: string;
  /** Minor units; the reply must carry the same. */
  amount: MinorUnits;
  /** The reply must carry the same. */
  currency: Currency;
  /** Default `"purchase"`: then a deposited amount short of `amount` is a mismatch. A `"preauth"` order must be held in full, and may be deposited in part. */
  phase?: Phase;
}

interface VerdictBase {
  /** The gateway's id of the order, where known. */
  orderId: string | null;
  /** As expected. The key to fulfil by: claim it once, in something atomic, before anything is sent. */
  orderNumber: string;
  /** As expected, minor units. */
  amount: number;
  /** As expected, letters: `"EUR"`. */
  currency: string;
  /** Nothing more will happen without your store's doing. `false`: ask again later. */
  final: boolean;
  /** One sentence for the customer, in `gateway.language` (en, de, fr, ro, ru; else English). Plain text: escape it in HTML. */
  message: string;
  /** What the gateway said. Holds personal data: never show it to the customer. */
  report: OrderReport;
}

/** Why an attempt or an order was declined. */
export interface Decline {
  /** The bank's action code. */
  actionCode: number;
  /** The gateway's words, for your operators. */
  description: string;
}

/** The money is yours: order number, amount and currency are as expected. Fulfil exactly once. */
export interface Paid extends VerdictBase {
  outcome: "paid";
  /** The code of a later operation, e.g. a refund that failed; else `null`. */
  warning: Decline | null;
}
/** The money is on hold: deposit it to have it. */
export interface Held extends VerdictBase {
  outcome: "held";
  /** The code of a later operation, e.g. a refund that failed; else `null`. */
  warning: Decline | null;
}
/** Not paid yet: nobody tried (`lastDecline` is null), or an attempt was declined and the customer may try again. */
export interface Open extends VerdictBase {
  outcome: "open";
  lastDecline: Decline | null;
}
/** The outcome is being established: ask again in some seconds. Never start a second payment now. */
export interface Pending extends VerdictBase {
  outcome: "pending";
}
/** Declined for good. A new payment needs a new order. */
export interface Declined extends VerdictBase {
  outcome: "declined";
  decline: Decline | null;
}
/** The time to pay is over. A new payment needs a new order. */
export interface Expired extends VerdictBase {
  outcome: "expired";
}
/** The hold or payment was cancelled. */
export interface Reversed extends VerdictBase {
  outcome: "reversed";
}
/** Money went back, all or part of it. */
export interface Refunded extends VerdictBase {
  outcome: "refunded";
  depositedAmount: number | null;
  refundedAmount: number | null;
}
/** A card check (`features: ["VERIFY"]`, or amount 0) succeeded. No money was taken. Final. */
export interface Verified extends VerdictBase {
  outcome: "verified";
  /** The stored card, where the customer was named by `clientId` and the bank stores cards. */
  binding: { clientId?: string; bindingId?: string } | null;
}
/** The cardholder's bank took the money back, or has begun to: never fulfil, look into it. */
export interface Chargeback extends VerdictBase {
  outcome: "chargeback";
}
/**
 * The gateway's order is not the expected one, or its reply contradicts itself (`field` says where, e.g. `paymentState`
 * REFUNDED beside a deposited order): never fulfil, look into it.
 */
export interface Mismatch extends VerdictBase {
  outcome: "mismatch";
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
  expected: string | number;
  /** `null` when the reply does not carry it. */
  actual: string | number | null;
}
/** A status that this version does not know. Never paid, never final. */
export interface Unknown extends VerdictBase {
  outcome: "unknown";
}

/** The one answer to "is it paid?": switch on `outcome`. */
export type Verdict =
  | Paid
  | Held
  | Verified
  | Open
  | Pending
  | Declined
  | Expired
  | Reversed
  | Refunded
  | Chargeback
  | Mismatch
  | Unknown;

/**
 * Asks the gateway and compares its answer with what your store expects.
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
 * Opens the signed state that `register` put into the return address, asks the gateway, and compares. No database needed.
 *
 * A missing, altered, foreign or expired state is refused before anything is asked (`return_missing`, `return_invalid`,
 * `return_expired`). Nothing else in the address is believed: another order's `orderId` ends as `mismatch`.
 *
 * @param url the address the customer came back to: a string, a `URL` or the `Request` itself
 * @throws {CheckoutError}
 */
export function verifyReturn(url: string | URL | Request, gateway: Gateway, options?: CallOptions): Promise<Verdict>;

// ------------------------------------------------------------------------------------------------ callbacks

/**
 * What a callback says: a hint that something happened to an order, signed by the bank. It is no result. What was signed can be
 * read in two ways, comes late, twice or out of order, and may be sent again by whoever saw it; so it tells you whom to ask about,
 * and `verify`, with your own amount, tells you how that order stands.
 */
export interface CallbackEvent {
  /** What happened. `unknown`: newer than this version, or not said (stored cards at some banks). Never a reason to fail. */
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
  /** Whether that operation succeeded: a refund that succeeded is no payment. `null` where the callback does not say. */
  succeeded: boolean | null;
  /** The gateway's id of the order (`mdOrder`); `null` for a stored card. */
  orderId: string | null;
  /** Your number of the order; `null` for a stored card. */
  orderNumber: string | null;
  /** Everything that was signed, decoded, under the gateway's names. Plain text from outside: escape it in HTML. */
  parameters: Record<string, string>;
}

/**
 * Checks the signature of a callback: the bank's own notification, by GET or POST. It asks nobody, and answers in a moment.
 *
 * Of a GET only the query counts, of a POST only the body, a form of at most 8 KB whatever its `Content-Type` says. Give the
 * callback an address of its own, without a query: a parameter that somebody adds breaks the signature. Answer with status 200, or
 * the bank sends it again; and with 400 what is refused here.
 *
 * Refused though its signature is good: a name that comes twice (`mdOrder` beside `mdorder` too), a `;` in a name or value, broken
 * percent-encoding. The bank signs `name;value;…` with nothing escaped, so whoever chooses one value, such as a customer's id,
 * could write other parameters into it.
 *
 * @example
 * const { orderNumber } = await verifyCallback(request, gateway);
 * if (orderNumber !== null) {
 *   const { amount, currency } = await yourOrder(orderNumber);                            // what you sold it for
 *   const verdict = await verify({ orderNumber, amount, currency }, gateway);             // how it stands
 *   if (verdict.outcome === "paid") await fulfilOnce(orderNumber);
 * }
 * return new Response("OK");
 * @param callback the `Request`; or its address, a `URL`, the text of its query or form. `URLSearchParams` have lost what was
 *   written and are encoded anew: broken encoding goes unnoticed there
 * @throws {CheckoutError} `callback_invalid`; `invalid_option` without `gateway.callback`, and for a request whose body was read
 */
export function verifyCallback(
  callback: Request | URL | string | URLSearchParams,
  gateway: Gateway,
): Promise<CallbackEvent>;

/**
 * Signs parameters as the bank would, for your store's own tests: the text of a query or form, which `verifyCallback` takes. It
 * signs what it is given, so that you can see refused what must be.
 *
 * @example
 * const query = await signCallback({ mdOrder, orderNumber: "A-1001", operation: "deposited", status: "1" }, gateway);
 * await yourStore.fetch(new Request(`https://shop.example/callback?${query}`));
 * @param options for RSA, the private key of a pair made for the test (PEM, `BEGIN PRIVATE KEY`)
 * @throws {CheckoutError} `invalid_option`
 */
export function signCallback(
  parameters: Record<string, string>,
  gateway: Gateway,
  options?: { privateKey?: string },
): Promise<string>;

// ------------------------------------------------------------------------------------------------ the rest of an order's life

/** Takes held money, or a part of it; the rest is released. */
export interface DepositRequest {
  orderId: string;
  /** Minor units. Absent: everything that is held. (The gateway reads 0 as everything; here 0 is an error.) */
  amount?: MinorUnits;
  currency?: Currency;
  /** The items that are taken; their sum is the amount. */
  depositItems?: JsonObject;
  jsonParams?: JsonObject;
}

/** Releases held money. */
export interface ReverseRequest {
  orderId: string;
  /** Minor units. Absent: everything. */
  amount?: MinorUnits;
  currency?: Currency;
  jsonParams?: JsonObject;
}

/** Gives taken money back. */
export interface RefundRequest {
  orderId: string;
  /** Minor units. Absent: everything that is left. */
  amount?: MinorUnits;
  currency?: Currency;
  /** Your key of this refund, ≤ 32 characters: a repeat with the same key is the same refund, so a lost reply may be asked for again. */
  externalRefundId?: string;
  /** Refund only if so much is deposited now (minor units): two refunds at once cannot both pass. */
  expectedDepositedAmount?: MinorUnits;
  refundItems?: JsonObject;
  jsonParams?: JsonObject;
}

/** Closes an order that nobody has paid. The gateway wants both ids. */
export interface DeclineRequest {
  orderId: string;
  orderNumber: string;
}

/**
 * Takes the held money of a two-phase order (`deposit.do`). Sent once; after a lost reply the error is `outcome_unknown`: ask
 * for the status before you try again.
 * @example
 * await deposit({ orderId: verdict.orderId, amount: 1500 }, gateway); // 15.00 of what is held, the rest is released
 * @throws {CheckoutError} `invalid_state` when nothing is held, or less
 */
export function deposit(change: DepositRequest, gateway: Gateway, options?: CallOptions): Promise<void>;

/**
 * Releases the held money of an order (`reverse.do`); once per order, and in the time that your bank allows.
 * @throws {CheckoutError}
 */
export function reverse(change: ReverseRequest, gateway: Gateway, options?: CallOptions): Promise<void>;

/**
 * Gives money back (`refund.do`), all or part of it, several times up to what was taken.
 * @example
 * await refund({ orderId, amount: 500, externalRefundId: "r-1" }, gateway);
 * @throws {CheckoutError} `invalid_state` when it is more than is left
 */
export function refund(change: RefundRequest, gateway: Gateway, options?: CallOptions): Promise<void>;

/**
 * Closes an unpaid order and its payment page (`decline.do`), so that nobody pays it later.
 * @throws {CheckoutError}
 */
export function decline(change: DeclineRequest, gateway: Gateway, options?: CallOptions): Promise<void>;

// ------------------------------------------------------------------------------------------------ money

/**
 * Exact minor units of a decimal text, without floats.
 * @example
 * minorUnits("20.00", "EUR"); // 2000
 * minorUnits("20", "JPY");    // 20
 * @throws {CheckoutError} `invalid_option` for more fraction digits than the currency has, signs, separators, blanks
 */
export function minorUnits(decimal: string, currency: Currency): number;

/**
 * The decimal text of minor units: exact, and read back by `minorUnits`. With a locale: as people there write money.
 * @example
 * formatAmount(2000, "EUR");          // "20.00"
 * formatAmount(2000, "EUR", "de-DE"); // "20,00 €"
 * @throws {CheckoutError}
 */
export function formatAmount(amount: MinorUnits, currency: Currency, locale?: string | string[]): string;

// ------------------------------------------------------------------------------------------------ errors

/**
 * Every way a call can fail. `switch` on it; messages may change, codes do not.
 *
 * | code | meaning | what to do |
 * |---|---|---|
 * | `invalid_option` | an argument is wrong; `field` names it | correct the call |
 * | `credentials_in_page` | login and password in a browser page | call from your server, or use the public token |
 * | `network` | no complete reply came | try again |
 * | `timeout` | the deadline passed | try again |
 * | `aborted` | your signal ended the call | – |
 * | `outcome_unknown` | `register` went out and no reply came: the order may exist | call `register` again with `orderNumber` |
 * | | a deposit, reversal, refund or decline went out and no reply came | ask for the status first |
 * | `already_registered` | this number is registered with the same amount and currency; see `orderId`, `orderStatus` | `verify` it; a new number only once it is declined or expired |
 * | `conflict` | this number is registered with another amount or currency; see `orderId`, `orderStatus` | take a new number |
 * | `duplicate_order_number` | the number is taken, and by what could not be found out | `verify` it, or `register` again with the same number; a generated number (`retryable`): call again |
 * | `unexpected_redirect` | the gateway's API answered with a redirect; credentials never follow one | check `baseUrl` |
 * | `response_too_large` | more than 256 KiB, in answer to a question | check `baseUrl` |
 * | `malformed_reply` | the reply is not the gateway's (HTML, empty, cut off, wrong types); see `httpStatus` | check `baseUrl`; try again if `retryable` |
 * | `access_denied` | gateway code 5: wrong login, password or host, no permission, or a refused value | see `gateway.errorMessage` |
 * | `missing_parameter` | gateway code 4 | see `gateway.errorMessage` |
 * | `unknown_currency` | gateway code 3: not enabled for you | ask the bank |
 * | `order_not_found` | gateway code 6 | check the id |
 * | `invalid_state` | a deposit, reversal, refund or decline that the order's state or amounts do not allow | ask for the status |
 * | `gateway_error` | any other refusal, 7 being the gateway's own fault | see `gateway` |
 * | `return_missing` `return_invalid` `return_expired` | the return address is not one of yours, or too old | show a neutral page |
 * | `callback_invalid` | the callback is unsigned, forged, altered, ambiguous or none; the message says which | answer 400, change nothing |
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

/** The one error of this package. It never holds a password, token, key, card number or request body. */
export class CheckoutError extends Error {
  readonly name: "CheckoutError";
  readonly code: CheckoutErrorCode;
  /** The same call, as it is, may succeed later and cannot do harm. */
  readonly retryable: boolean;
  /** The gateway's method, e.g. `register.do`, where one was called. */
  readonly endpoint?: string;
  /** The argument that is wrong, e.g. `order.amount`. */
  readonly field?: string;
  /** Your number of the order, given or generated. */
  readonly orderNumber?: string;
  /** The gateway's id, with `already_registered` and `conflict`. */
  readonly orderId?: string;
  /** The gateway's orderStatus, with `already_registered` and `conflict`. */
  readonly orderStatus?: number;
  /** HTTP status of the reply, where one came. */
  readonly httpStatus?: number;
  /** The gateway's own code and words. For operators; never match on the words. */
  readonly gateway?: { readonly errorCode: number; readonly errorMessage: string };
  private constructor();
}

/** Whether a caught value is this package's error; works across copies of the package. */
export function isCheckoutError(error: unknown): error is CheckoutError;
