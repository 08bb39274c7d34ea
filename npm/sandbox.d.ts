/**
 * `bpc-checkout/sandbox`: a payment gateway to develop and test against.
 *
 * ```js
 * import { register, verify } from "bpc-checkout";
 * import { Sandbox } from "bpc-checkout/sandbox";
 *
 * const bank = new Sandbox();
 * const gateway = { baseUrl: bank.baseUrl, userName: "test_user", password: "test_user_password", fetch: bank.fetch };
 * const { orderId } = await register({ orderNumber: "A-1", amount: 2000, currency: "EUR", returnUrl: "https://shop.test/return" }, gateway);
 * bank.pay(orderId);
 * const verdict = await verify({ orderId, orderNumber: "A-1", amount: 2000, currency: "EUR" }, gateway);
 * verdict.outcome; // "paid"
 * ```
 *
 * The orders are in memory, within limits, and end with the process. No money moves.
 */
export class Sandbox {
  constructor(options?: SandboxOptions);

  /** The REST root for `gateway.baseUrl`: `https://gateway.sandbox.test/payment/rest`, unless `origin` or `profile` changes it. */
  readonly baseUrl: string;

  /**
   * Answers a request as the gateway does, without the network. It is bound: `fetch: bank.fetch` works. Redirects (302) are returned
   * and not followed. `formUrl` has the origin of the request.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

  /**
   * Pays as the customer, without a browser: fills in the payment page, answers 3-D Secure, and returns the address to which the
   * browser would be redirected. A declined payment is a result, not an error.
   *
   * @param orderId the gateway's id, from `register`
   * @param card a card number, a card or a wallet; default the test card 5555 5555 5555 5599, with 3-D Secure
   * @throws TypeError if the order is unknown or closed, or the form does not accept the card
   */
  pay(orderId: string, card?: string | SandboxCard | SandboxWallet): SandboxPayment;

  /**
   * Switches a fault on: a name for the next request, or an object for a number or share of requests, or for one order.
   *
   * ```js
   * bank.fail("lost");                                   // the next call is carried out, its reply is lost
   * bank.fail({ kind: "badGateway", share: 0.2 });       // every fifth call, until heal()
   * bank.fail({ kind: "otherAmount", order: "A-1" });    // the reply about this order has another amount
   * ```
   */
  fail(fault: SandboxFaultKind | SandboxFault): void;

  /** Switches all faults off. */
  heal(): void;

  /** The active faults. */
  faults(): SandboxFault[];

  /** The last requests with their replies, newest first. Passwords, tokens and card data are masked. */
  exchanges(): SandboxExchange[];

  /**
   * Sends the callbacks that are due and waits for the responses. After a status other than 200 a callback is sent again, 30 seconds
   * later (see {@link Sandbox.advance}), three times in all.
   *
   * @param send the function that sends, such as your own handler `(url, init) => handle(new Request(url, init))`; default `fetch`
   */
  deliverCallbacks(send?: (url: string, init: RequestInit) => Response | Promise<Response>): Promise<SandboxDelivery[]>;

  /** The last callbacks with their results, oldest first. */
  callbacks(): SandboxCallback[];

  /** The public key that verifies RSA callbacks, as PEM (SPKI). The key pair is made when it is first needed. */
  callbackKey(): Promise<string>;

  /** The same key in a self-signed X.509 certificate, as PEM. A server has both at `/sandbox/callback-key.pem` and `/sandbox/callback-certificate.pem`. */
  callbackCertificate(): Promise<string>;

  /** All stored orders, newest first. */
  orders(): SandboxOrder[];

  /** Moves the sandbox's clock forward. Sessions end; held money is deposited or released on its date. */
  advance(ms: number): void;
}

/** Options of a sandbox. An unknown name is an error that lists the known names. */
export interface SandboxOptions {
  /** The installation to imitate; default `"bpc"`. */
  profile?: SandboxProfile;
  /** Seed of the random numbers: the same seed gives the same order ids. Default: a random seed. */
  seed?: number;
  /** Scheme and host of `formUrl`, such as `"https://bank.test"`. Default: those of the request. */
  origin?: string;
  /** The clock, in epoch milliseconds; default `Date.now`. The sandbox's time never goes back. */
  now?: () => number;
  /** The account at the gateway. */
  merchant?: SandboxMerchant;
  /** More accounts. Each has its own orders and order numbers, and can have its own profile. */
  merchants?: SandboxMerchant[];
  /** Seconds in which an order can be paid if the shop sets no time; default 1200 (SATIM 600). */
  sessionTimeoutSecs?: number;
  /** Failed attempts after which an order is closed, with action code −2013; default 5. */
  maxAttempts?: number;
  /** The most orders in memory; default 10,000. The oldest is removed first, together with its number. */
  maxOrders?: number;
  /** The most bytes of all orders in memory; default 64 MiB. */
  maxOrderBytes?: number;
  /** The most bytes of a request body; default 65,536. A longer body gets HTTP 413. */
  maxBodyBytes?: number;
  /** Version of the status reply, 0 to 46. Older versions have fewer fields. Default: the profile's. */
  responseVersion?: number;
  /** Whether `reverse.do` changes a deposited order back to held. Banks enable this on request. Default `false`. */
  reverseDeposited?: boolean;
  /** Seconds in which a paid order must be acknowledged (profile `satim`); later the money is given back. Default: no limit. */
  acknowledgeSecs?: number;
  /** The most requests in `exchanges()` and on the control page; default 100. */
  maxExchanges?: number;
  /** The callbacks to the shop. */
  callbacks?: SandboxCallbacks;
}

/** The callbacks, as the bank configures them for the merchant. */
export interface SandboxCallbacks {
  /** The address for all callbacks. Without it only orders with `dynamicCallbackUrl` have callbacks. */
  url?: string;
  /** `"GET"` with a query (the default) or `"POST"` with a form. Profile `bt` always posts a JWT. */
  method?: "GET" | "POST";
  /** HMAC-SHA256 (the default), RSA with SHA-512, or no checksum. */
  signature?: "hmac" | "rsa" | "none";
  /** Key of the HMAC; default `"test_callback_secret"`. Profile `bt` decodes it if it is base64. */
  secret?: string;
  /** The operations with a callback; default approved, deposited, reversed, refunded and declinedByTimeout. `bindingCreated` can be added. */
  operations?: string[];
  /** Optional parameters, such as `amount`, `actionCode`, `approvalCode`, `callbackCreationDate`; default none. */
  extra?: string[];
  /** Seconds until the next attempt; default 30. */
  retrySecs?: number;
  /** Failed attempts after which a callback is given up; default 3. */
  maxFailures?: number;
  /** Milliseconds between an event and its callback; default 0. */
  delayMs?: number;
}

/** A callback that was sent. */
export interface SandboxDelivery {
  orderId: string;
  operation: string;
  method: "GET" | "POST";
  url: string;
  body: string | null;
  /** HTTP status of the answer; null when there was none. */
  status: number | null;
}

export interface SandboxCallback {
  atMs: number;
  orderId: string;
  operation: string;
  url: string;
  /** HTTP status of the answer; null when there was none. */
  answer: number | null;
  then: "done" | "tried again" | "given up";
}

export interface SandboxExchange {
  atMs: number;
  /** Such as `POST /payment/rest/register.do`. */
  request: string;
  parameters: string;
  status: number;
  reply: string;
  reset: boolean;
}

/**
 * The request is not carried out: `badGateway`, `serverError`, `tooManyRequests`, `html`, `reset`, `stalled`. It is carried out, but the
 * reply is lost, late or not valid: `lost`, `late`, `empty`, `cut`, `jsonString`, `jsonNumber`, `jsonArray`, `jsonNull`, `bom`. The
 * reply has changed fields: `flipTypes` to `paramWithoutValue`. The callback is changed: the rest.
 */
export type SandboxFaultKind =
  | "badGateway"
  | "serverError"
  | "tooManyRequests"
  | "html"
  | "reset"
  | "stalled"
  | "lost"
  | "late"
  | "empty"
  | "cut"
  | "jsonString"
  | "jsonNumber"
  | "jsonArray"
  | "jsonNull"
  | "bom"
  | "flipTypes"
  | "extraFields"
  | "unknownStatus"
  | "unknownAction"
  | "noErrorCode"
  | "noOrderStatus"
  | "noActionCode"
  | "successFalse"
  | "successTrue"
  | "nullDescription"
  | "scriptInBank"
  | "otherNumber"
  | "otherAmount"
  | "otherCurrency"
  | "refundedDate"
  | "longNumber"
  | "paramWithoutValue"
  | "callbackWrongChecksum"
  | "callbackLowerCase"
  | "callbackMdorder"
  | "callbackExtraParameter"
  | "callbackUnknownOrder"
  | "callbackStatusZero"
  | "callbackTwice"
  | "callbackLate";

export interface SandboxFault {
  kind: SandboxFaultKind;
  /** The number of requests; default 1, or until `heal()` if `share` or `order` is set. */
  times?: number | null;
  /** The share of the requests, 0 to 1. */
  share?: number | null;
  /** Only for the order with this id or number. */
  order?: string | null;
  /** Only for this call, such as `"register"`. */
  call?: string | null;
  /** Milliseconds of a `late` or `stalled` reply; default 30,000. */
  delayMs?: number | null;
}

/**
 * - `bpc`: the vendor's own sandbox. EUR
 * - `classic`: older Russian installations: `text/plain`, Russian texts, few fields. RUB
 * - `numeric`: every code a number
 * - `allstrings`: every value a string
 * - `ecom`: the newer Sber e-commerce gateway: JSON bodies, another path. RUB
 * - `bt`: Banca Transilvania iPay: HTTP Basic, every decline final. RON
 * - `satim`: SATIM: short order ids and numbers, every decline final. DZD
 */
export type SandboxProfile = "bpc" | "classic" | "numeric" | "allstrings" | "ecom" | "bt" | "satim";

export interface SandboxMerchant {
  /** `"test_user"` */
  userName?: string;
  /** `"test_user_password"` */
  password?: string;
  /** The public token. `register` and `status` by `orderId` accept it; default `"test_token"`. */
  token?: string;
  /** The installation to imitate for this merchant; default the one of the options. */
  profile?: SandboxProfile;
  /** The name on the payment page; `"Test shop"`. */
  name?: string;
  /** Numeric ISO 4217 codes that the merchant can use. The first is the default currency. Default `["978"]` for `bpc`. */
  currencies?: string[];
  /** Whether the gateway numbers orders without an order number; default `true` for `bpc`. */
  numbersOrders?: boolean;
}

/** A card as typed on the payment page. Missing values are taken from the table of test cards. */
export interface SandboxCard {
  /**
   * The number. `5555555555555599` pays with 3-D Secure, `4111111111111111` pays without it, `4000001111111126` is
   * declined; `49999SCCCCCC0000` is declined with action code CCCCCC (negative when S is 1).
   */
  pan?: string;
  /** `MM/YY` */
  expiry?: string;
  /** `"999"` is declined with action code 71015 on every card. */
  cvc?: string;
  /** The name on the card. */
  holder?: string;
  /** The customer's answer on the 3-D Secure page; default `"success"`. */
  challenge?: "success" | "fail";
  /** Whether the customer ticks "save this card"; only for orders with a `clientId`. An order with a `bindingId` needs only the `cvc`. */
  save?: boolean;
}

export interface SandboxWallet {
  wallet: "APPLE_PAY" | "GOOGLE_PAY_CARD" | "SAMSUNG_PAY";
}

export interface SandboxPayment {
  /** 2 paid, 1 held, 0 declined and still payable, 6 declined and closed, 3 a verified card. */
  orderStatus: number;
  /** 0 approved; other codes say why not. */
  actionCode: number;
  /** The address to which the browser is redirected: `returnUrl` or `failUrl`, with `orderId` and `lang` appended. */
  redirectUrl: string;
}

export interface SandboxOrder {
  orderId: string;
  orderNumber: string;
  orderStatus: number;
  actionCode: number;
  /** Minor units, as registered. */
  amount: number;
  /** Numeric ISO 4217 code. */
  currency: string;
  /** Minor units. */
  approvedAmount: number;
  /** Minor units. */
  depositedAmount: number;
  /** Minor units. */
  refundedAmount: number;
  /** Epoch milliseconds. */
  createdMs: number;
  /** End of the payment session, epoch milliseconds. */
  expiresMs: number;
  /** The events of the order, oldest first; the last 50. */
  history: { atMs: number; what: string }[];
}

/** A handler for a Worker or a server: one sandbox per isolate. It answers at any origin. It sends no callbacks. */
declare const handler: { fetch(request: Request): Promise<Response> };
export default handler;
