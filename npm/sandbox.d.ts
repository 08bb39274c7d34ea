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
 * It holds its orders in memory, within limits, and forgets them with the process. No money moves.
 */
export class Sandbox {
  constructor(options?: SandboxOptions);

  /** The REST root to configure: `https://gateway.sandbox.test/payment/rest` unless `origin` or `profile` says otherwise. */
  readonly baseUrl: string;

  /**
   * Answers a request like the gateway would; touches no network. It is bound: `fetch: bank.fetch` works.
   * Redirects (302) are handed back and not followed. The origin of the request is the origin `formUrl` carries.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

  /**
   * Lets the customer pay, without a browser: fills in the payment page, answers 3-D Secure, and says where the browser
   * would be sent. A declined payment is a result, not an error.
   *
   * @param orderId the gateway's id, from `register`
   * @param card a card number, a card or a wallet; left out, the test card 5555 5555 5555 5599, which asks 3-D Secure
   * @throws TypeError when the order is unknown or closed, or the form would not take the card
   */
  pay(orderId: string, card?: string | SandboxCard | SandboxWallet): SandboxPayment;

  /**
   * Switches a fault on: by name for the next request, or as an object that says for how many, which share or which order.
   *
   * ```js
   * bank.fail("lost");                                   // the next call is carried out, its reply never arrives
   * bank.fail({ kind: "badGateway", share: 0.2 });       // every fifth call, until heal()
   * bank.fail({ kind: "otherAmount", order: "A-1" });    // what the gateway says about this order
   * ```
   */
  fail(fault: SandboxFaultKind | SandboxFault): void;

  /** Switches all faults off. */
  heal(): void;

  /** The faults that are switched on. */
  faults(): SandboxFault[];

  /** The last calls as they went over the wire, newest first; passwords, tokens and card data are masked. */
  exchanges(): SandboxExchange[];

  /**
   * Sends the callbacks that are due by now and waits for the answers. Only HTTP 200 counts; anything else is tried again
   * 30 seconds later (see {@link Sandbox.advance}), three times in all.
   *
   * @param send what to send with, such as your own handler `(url, init) => handle(new Request(url, init))`; `fetch`
   */
  deliverCallbacks(send?: (url: string, init: RequestInit) => Response | Promise<Response>): Promise<SandboxDelivery[]>;

  /** How the last callbacks went, oldest first. */
  callbacks(): SandboxCallback[];

  /** The public key that verifies RSA callbacks, as PEM (SPKI). The pair is made when it is first needed. */
  callbackKey(): Promise<string>;

  /** The same key in a self-signed X.509 certificate, as PEM. A server has both at `/sandbox/callback-key.pem` and `/sandbox/callback-certificate.pem`. */
  callbackCertificate(): Promise<string>;

  /** All remembered orders, newest first. */
  orders(): SandboxOrder[];

  /** Moves the sandbox's clock ahead, for good: sessions end, holds are captured or released on their dates. */
  advance(ms: number): void;
}

/** What can be chosen. An unknown name is an error that lists the known ones. */
export interface SandboxOptions {
  /** Which installation to speak like; `"bpc"`. */
  profile?: SandboxProfile;
  /** Start of the sandbox's own random numbers, for order ids that repeat; random when left out. */
  seed?: number;
  /** Scheme and host for `formUrl`, such as `"https://bank.test"`; left out, those each request was sent to. */
  origin?: string;
  /** The clock, in epoch milliseconds; `Date.now`. Time never runs backwards in the sandbox. */
  now?: () => number;
  /** The account at the gateway. */
  merchant?: SandboxMerchant;
  /** Further accounts, each with orders and numbers of its own and, where it says so, a profile of its own. */
  merchants?: SandboxMerchant[];
  /** Seconds an order stays payable when the shop names no time; 1200 (SATIM 600). */
  sessionTimeoutSecs?: number;
  /** Failed attempts that close an order, with action code −2013; 5. */
  maxAttempts?: number;
  /** Orders remembered; 10,000. The oldest is forgotten first, together with its number. */
  maxOrders?: number;
  /** Bytes of all remembered orders together; 64 MiB. */
  maxOrderBytes?: number;
  /** Bytes of a request body that are taken; 65,536. A longer one is answered with HTTP 413. */
  maxBodyBytes?: number;
  /** Version of the status reply, 0 to 46; older ones lack fields. The profile's value. */
  responseVersion?: number;
  /** Whether `reverse.do` takes a captured order back to "held", which banks grant on request; `false`. */
  reverseDeposited?: boolean;
  /** Seconds within which a paid order must be acknowledged (profile `satim`), or it is given back; no limit. */
  acknowledgeSecs?: number;
  /** Calls remembered for `exchanges()` and the control page; 100. */
  maxExchanges?: number;
  /** How the shop is told what happens to its orders. */
  callbacks?: SandboxCallbacks;
}

/** Callback notifications, as the bank would configure them for the merchant. */
export interface SandboxCallbacks {
  /** The static address; without it only orders with `dynamicCallbackUrl` are notified. */
  url?: string;
  /** `"GET"` with a query (the default) or `"POST"` with a form. Profile `bt` always posts a JWT. */
  method?: "GET" | "POST";
  /** HMAC-SHA256 (the default), RSA with SHA-512, or no checksum. */
  signature?: "hmac" | "rsa" | "none";
  /** Key of the HMAC; `"test_callback_secret"`. Profile `bt` decodes it from base64 where it is that. */
  secret?: string;
  /** What the merchant is told of; approved, deposited, reversed, refunded and declinedByTimeout. `bindingCreated` can be added. */
  operations?: string[];
  /** Optional parameters, such as `amount`, `actionCode`, `approvalCode`, `callbackCreationDate`; none. */
  extra?: string[];
  /** Seconds until the next try; 30. */
  retrySecs?: number;
  /** Failures until a notification is given up; 3. */
  maxFailures?: number;
  /** Milliseconds between an event and its notification; 0. */
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
 * Not carried out: `badGateway`, `serverError`, `tooManyRequests`, `html`, `reset`, `stalled`. Carried out, then spoilt: `lost`, `late`,
 * `empty`, `cut`, `jsonString`, `jsonNumber`, `jsonArray`, `jsonNull`, `bom`. Tampered with: the rest, up to the callbacks.
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
  /** For how many requests; once, unless `share` or `order` is given: then until `heal()`. */
  times?: number | null;
  /** For this share of the requests, 0 to 1. */
  share?: number | null;
  /** Only about the order with this id or number. */
  order?: string | null;
  /** Only for this call, such as `"register"`. */
  call?: string | null;
  /** Milliseconds a `late` or `stalled` answer takes; 30,000. */
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
  /** The public token that register and status (by `orderId`) take instead; `"test_token"`. */
  token?: string;
  /** Which installation to speak like to this merchant; that of the options. */
  profile?: SandboxProfile;
  /** The name on the payment page; `"Test shop"`. */
  name?: string;
  /** Numeric ISO 4217 codes the merchant may use, the first by default; `["978"]` for `bpc`. */
  currencies?: string[];
  /** Whether the shop may leave the order number out; yes for `bpc`. */
  numbersOrders?: boolean;
}

/** A card as it would be typed on the payment page. What is left out is taken from the table of test cards. */
export interface SandboxCard {
  /**
   * The number. `5555555555555599` asks 3-D Secure, `4111111111111111` pays without a question, `4000001111111126` is
   * declined; `49999SCCCCCC0000` is declined with action code CCCCCC (negative when S is 1).
   */
  pan?: string;
  /** `MM/YY` */
  expiry?: string;
  /** `"999"` is declined with action code 71015 on every card. */
  cvc?: string;
  /** The name on the card. */
  holder?: string;
  /** What the customer does where the card's bank asks; `"success"`. */
  challenge?: "success" | "fail";
  /** Whether the customer ticks "save this card"; only for orders with a `clientId`. An order with a `bindingId` takes the `cvc` alone. */
  save?: boolean;
}

export interface SandboxWallet {
  wallet: "APPLE_PAY" | "GOOGLE_PAY_CARD" | "SAMSUNG_PAY";
}

export interface SandboxPayment {
  /** 2 paid, 1 held, 0 declined and still payable, 6 declined for good, 3 a verified card. */
  orderStatus: number;
  /** 0 approved; anything else says why not. */
  actionCode: number;
  /** Where the customer's browser is sent: `returnUrl` or `failUrl` with `orderId` and `lang` appended. */
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
  /** What happened, oldest first; the last 50 lines. */
  history: { atMs: number; what: string }[];
}

/** A handler for a Worker or a server: one sandbox per isolate, at whatever origin it is reached. It sends no callbacks. */
declare const handler: { fetch(request: Request): Promise<Response> };
export default handler;
