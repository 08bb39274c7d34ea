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
 * The orders are kept in memory, within limits. They are gone when the process ends. No money moves.
 */
export class Sandbox {
  /** @throws TypeError when an option is unknown or out of its range */
  constructor(options?: SandboxOptions);

  /** The REST root for `gateway.baseUrl`. The default is `https://gateway.sandbox.test/payment/rest`. `origin` and `profile` change it. */
  readonly baseUrl: string;

  /**
   * Answers a request as the gateway does, without a network. It is bound: `fetch: bank.fetch` works.
   * Without it the package asks the network, where no host has this name. The error then says: set `gateway.fetch`.
   * It returns redirects (302) and does not follow them. `formUrl` has the origin of the request.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

  /**
   * Pays an order without a browser: submits the payment page, answers 3-D Secure, and returns where the browser is
   * redirected. A declined payment is a result, not an error.
   *
   * @param orderId the gateway's id, from `register`, or your number
   * @param card a card number, a card or a wallet. The default is the test card 5555 5555 5555 5599, which asks for 3-D Secure
   * @throws TypeError when the order is unknown or closed, or the payment page does not accept the card
   */
  pay(orderId: string, card?: string | SandboxCard | SandboxWallet): SandboxPayment;

  /**
   * Makes requests fail. A name is for the next request. An object says for how many requests, for which share of them, for
   * which order or for which call.
   *
   * ```js
   * bank.injectFault("lost");                                // the next call is carried out, its reply is lost
   * bank.injectFault({ kind: "badGateway", share: 0.2 });    // one call in five on average, until clearFaults()
   * bank.injectFault({ kind: "otherAmount", order: "A-1" }); // every status of this order, until clearFaults()
   * ```
   *
   * @throws TypeError when a field is unknown or out of its range, or a hundred faults are active
   */
  injectFault(fault: SandboxFaultKind | SandboxFault): void;

  /** Removes all faults. */
  clearFaults(): void;

  /** @deprecated Use {@link Sandbox.injectFault}. */
  fail(fault: SandboxFaultKind | SandboxFault): void;

  /** @deprecated Use {@link Sandbox.clearFaults}. */
  heal(): void;

  /** The active faults, each with how often it was met. A fault with `hits: 0` has changed nothing yet. */
  faults(): SandboxActiveFault[];

  /** The last 100 calls and their replies, newest first. Passwords, tokens and card data are masked. */
  exchanges(lines?: SandboxLines): SandboxExchange[];

  /**
   * Sends the callbacks that are due, and waits for the answers. Only HTTP 200 is a success. After a failure a callback is due
   * again 30 seconds later (see {@link Sandbox.advance}), until it failed three times.
   *
   * @param send the function that sends, such as your own handler `(url, init) => handle(new Request(url, init))`. The default
   * is `fetch`
   */
  deliverCallbacks(send?: (url: string, init: RequestInit) => Response | Promise<Response>): Promise<SandboxDelivery[]>;

  /** Sends every callback that waits, also one that is due later. */
  deliver(send?: (url: string, init: RequestInit) => Response | Promise<Response>): Promise<SandboxDelivery[]>;

  /** The results of the last 100 callbacks, oldest first. */
  callbacks(lines?: SandboxLines): SandboxCallback[];

  /**
   * Sends the last callback of an order again, as it was. {@link Sandbox.deliverCallbacks} sends it.
   *
   * @param order the id or the number of the order
   * @param operation the operation, such as `"deposited"`. The default is the last one
   * @throws TypeError when no callback of the order was sent
   */
  resend(order: string, operation?: string): { operation: string };

  /**
   * Makes a callback without a purchase. Without `order`, a new order is brought into the state that has this callback.
   * {@link Sandbox.deliverCallbacks} sends it.
   *
   * @throws TypeError when the operation is unknown, or there is no address
   */
  trigger(trigger: SandboxOperation | SandboxTrigger): SandboxOrder;

  /** Takes held money, as an employee of the bank does. Without an amount, all of it. */
  deposit(order: string, amount?: number): SandboxOrder;

  /** Releases held money, as an employee of the bank does. */
  reverse(order: string): SandboxOrder;

  /** Gives money back, as an employee of the bank does. Without an amount, all that is left. */
  refund(order: string, amount?: number): SandboxOrder;

  /** Closes an order that is not paid, as the shop does in the bank's console. */
  decline(order: string): SandboxOrder;

  /** Ends the payment session of an order now. */
  expire(order: string): SandboxOrder;

  /** Removes all orders, saved cards, faults, calls and callbacks, and undoes {@link Sandbox.advance}. */
  reset(): void;

  /** The events since the last call, for the terminal of a server: a line of text each. Ids and texts in them may change. */
  takeEvents(): { atMs: number; text: string }[];

  /** The time of the sandbox in epoch milliseconds. */
  now(): number;

  /** The public key that verifies RSA callbacks, as PEM (SPKI). The first call makes the key pair. */
  callbackKey(): Promise<string>;

  /** The same key in a self-signed X.509 certificate, as PEM. A server has both at `/sandbox/callback-key.pem` and `/sandbox/callback-certificate.pem`. */
  callbackCertificate(): Promise<string>;

  /** All orders, newest first. */
  orders(filter?: SandboxOrderFilter): SandboxOrder[];

  /** The test cards that the payment page shows. */
  testCards(): SandboxTestCard[];

  /** Moves the clock of the sandbox ahead. Sessions end, and holds are deposited or reversed on their dates. */
  advance(ms: number): void;
}

/** The options of a sandbox. The error for an unknown name lists the known ones. */
export interface SandboxOptions {
  /** The installation whose replies are imitated. The default is `"bpc"`. */
  profile?: SandboxProfile;
  /**
   * Whether the profile refuses what its bank refuses, such as a form at a gateway that takes JSON, or an order without a mandatory
   * cart. The default is `true`. With `false` it refuses only what every installation refuses.
   */
  strict?: boolean;
  /** Whether profile `bt` refuses login and password in the body, and accepts the Basic header alone. The default is `false`. */
  basicLoginOnly?: boolean;
  /** The seed of the random numbers: the same seed and requests give the same order ids. The default is random. */
  seed?: number;
  /** Scheme and host of `formUrl`, such as `"https://bank.test"`. The default is where each request was sent to. */
  origin?: string;
  /** Returns the time in epoch milliseconds. The default is `Date.now`. The time of the sandbox never runs backwards. */
  now?: () => number;
  /** The main account. */
  merchant?: SandboxMerchant;
  /** Further accounts. Each has its own orders and order numbers, and can have its own profile. */
  merchants?: SandboxMerchant[];
  /** Seconds until an order expires that has no `sessionTimeoutSecs` and no `expirationDate`. The default is 1200, for `satim` 600. */
  sessionTimeoutSecs?: number;
  /** Failed attempts after which an order is closed with action code −2013. The default is 5. */
  maxAttempts?: number;
  /** Orders that are kept. The default is 10,000. Beyond this the oldest order and its number are removed. */
  maxOrders?: number;
  /** Bytes of all orders together. The default is 64 MiB. */
  maxOrderBytes?: number;
  /** The most bytes of a request body. The default is 2 MiB: every order that `register` sends fits. A longer one is answered with HTTP 413. */
  maxBodyBytes?: number;
  /** Version of the status reply, 0 to 46. Older versions have fewer fields. The default is the profile's. */
  responseVersion?: number;
  /** Whether `reverse.do` can also reverse a deposit. Banks permit it on request. The default is `false`. */
  reverseDeposited?: boolean;
  /**
   * Seconds within which a paid order of profile `satim` must be acknowledged. Otherwise it is given back. The default is 600, and 0
   * gives nothing back.
   */
  acknowledgeSecs?: number;
  /** Calls that are kept, in at most 64 MiB. The default is 50,000. */
  maxExchanges?: number;
  /** How the merchant is notified. */
  callbacks?: SandboxCallbacks;
}

/** Callback notifications, as the bank configures them for the merchant. */
export interface SandboxCallbacks {
  /** The address of the merchant's callback handler. Without it, only orders with `dynamicCallbackUrl` are notified. */
  url?: string;
  /** `"GET"` with a query (the default) or `"POST"` with a form. Profile `bt` always posts a JWT, profile `ecom` JSON. */
  method?: "GET" | "POST";
  /** HMAC-SHA256 (the default), RSA with SHA-512, or no checksum. Profiles `ecom` and `credibanco` sign nothing. */
  signature?: "hmac" | "rsa" | "none";
  /** Key of the HMAC. The default is `"test_callback_secret"`. Profile `bt` decodes a key in base64. */
  secret?: string;
  /**
   * The operations of which the merchant is notified. The default is `approved`, `deposited`, `reversed`, `refunded` and
   * `declinedByTimeout`. `bindingCreated` can be added.
   */
  operations?: string[];
  /** Optional parameters, such as `amount`, `actionCode`, `approvalCode` or `callbackCreationDate`. The default is none. */
  extra?: string[];
  /** Seconds between a failure and the next attempt. The default is the profile's: 30, for `ecom` 60, for `credibanco` 600 × the number of the attempt. */
  retrySecs?: number;
  /** Failures after which a notification is given up. The default is the profile's: 3, for `credibanco` 6. */
  maxFailures?: number;
  /** Milliseconds between an operation and its notification. The default is 0. */
  delayMs?: number;
}

/** A callback that was sent. */
export interface SandboxDelivery {
  /** The gateway's id of the order. */
  orderId: string;
  /** What happened to the order: a {@link SandboxOperation}. */
  operation: string;
  /** GET has the parameters in the address, POST in the body. */
  method: "GET" | "POST";
  /** The whole address. */
  url: string;
  /** The form, the JSON or the token. `null` with GET. */
  body: string | null;
  /** HTTP status of the answer. `null` when there was no answer. */
  status: number | null;
}

/** A result of a callback. */
export interface SandboxCallback {
  /** When it was sent, epoch milliseconds of the sandbox's clock. */
  atMs: number;
  /** The gateway's id of the order. */
  orderId: string;
  /** Your number of the order. */
  orderNumber: string;
  /** What happened to the order: a {@link SandboxOperation}. */
  operation: string;
  /** The address without its query. */
  url: string;
  /** The query or the body, as it was sent. */
  parameters: string;
  /** HTTP status of the answer. `null` when there was no answer. */
  answer: number | null;
  /** Why there was no answer. */
  problem: string | null;
  /** `done`: the store answered 200. `tried again`: it will be sent again. `given up`: it will not. */
  then: "done" | "tried again" | "given up";
}

/** A call and its reply. */
export interface SandboxExchange {
  /** When the call came, epoch milliseconds of the sandbox's clock. */
  atMs: number;
  /** The order that the call is about. `null` when there is none. */
  orderId: string | null;
  /** Method and path: `POST /payment/rest/register.do`. */
  request: string;
  /** The form or the JSON of the call. Passwords, tokens and card data are hidden. */
  parameters: string;
  /** HTTP status of the reply. */
  status: number;
  /** The body of the reply. */
  reply: string;
  /** Whether a fault closed the connection, so that the reply was lost. */
  reset: boolean;
}

/** Which lines of a log. */
export interface SandboxLines {
  /** Only about the order with this id or number. */
  order?: string;
  /** How many. The default is 100. */
  limit?: number;
}

/** Which orders. */
export interface SandboxOrderFilter {
  /** A part of the number or of the id. */
  search?: string;
  /** How many. The default is all. */
  limit?: number;
  /** How many to leave out, the newest first. The default is 0. */
  offset?: number;
}

/** An operation of which a merchant is notified. */
export type SandboxOperation = "approved" | "deposited" | "reversed" | "refunded" | "declinedByTimeout";

/** A callback without a purchase. */
export interface SandboxTrigger {
  /** What it says has happened. The order itself does not change. */
  operation: SandboxOperation;
  /** The order that it is about, by its id or number, whatever its state. Without it, a new order is made. */
  order?: string;
  /** The address for a new order. The default is that of the options. */
  url?: string;
  /** Minor units of a new order. The default is 2000. */
  amount?: number;
}

/** What goes wrong. */
export type SandboxFaultKind =
  // The call is not carried out: another response replaces its reply.
  | "badGateway" // HTTP 502
  | "serverError" // HTTP 500
  | "tooManyRequests" // HTTP 429
  | "html" // HTTP 200 with a maintenance page
  | "reset" // the connection is reset
  | "stalled" // HTTP 504 after `delayMs`
  // The call is carried out, and its response is damaged on the way.
  | "lost" // the connection is reset
  | "late" // the reply comes after `delayMs`
  | "empty"
  | "cut"
  | "jsonString"
  | "jsonNumber"
  | "jsonArray"
  | "jsonNull"
  | "bom" // a byte order mark before the JSON
  // The call is carried out, and its reply has other contents.
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
  // A callback is wrong.
  | "callbackWrongChecksum"
  | "callbackLowerCase"
  | "callbackMdorder"
  | "callbackExtraParameter"
  | "callbackUnknownOrder"
  | "callbackStatusZero"
  | "callbackTwice"
  | "callbackLate";

/** A fault, and which requests meet it. Without `times`, `share` and `order` it is the next request alone. */
export interface SandboxFault {
  /** What goes wrong. */
  kind: SandboxFaultKind;
  /** For how many requests. The default is one. With `share` or `order` the default is until `clearFaults()`. */
  times?: number | null;
  /** For this share of the requests, 0 to 1. */
  share?: number | null;
  /** Only about the order with this id or number, whichever of the two a request names. */
  order?: string | null;
  /** Only for this call, such as `"register"`. */
  call?: string | null;
  /** Milliseconds that a `late` or `stalled` response takes. The default is 30,000. */
  delayMs?: number | null;
}

/** A fault that is active, with what it did so far. At most a hundred are active. */
export interface SandboxActiveFault extends SandboxFault {
  /** How many requests and callbacks have met the fault. 0 with an `order` can mean that this order never came. */
  hits: number;
}

/**
 * The kind of installation whose replies are imitated.
 *
 * - `bpc`: the vendor's own sandbox. EUR
 * - `classic`: older Russian installations, with `text/plain`, Russian texts and few fields. RUB
 * - `numeric`: every code is a number
 * - `allstrings`: every value is a string
 * - `ecom`: the newer Sber e-commerce gateway. It takes JSON with the right types and nothing else, at another path. RUB
 * - `bt`: Banca Transilvania iPay, with HTTP Basic, a mandatory cart and JWT callbacks. Every decline is final. RON
 * - `satim`: SATIM, with parameters of its own and an acknowledgement. Every decline is final. DZD
 * - `arca`: ArCa in Armenia, with a boolean `error` in every reply. AMD
 * - `dsk`: DSK Bank. Every decline is final, and `reverse` takes back a deposited payment. EUR
 * - `credibanco`: Credibanco, with mandatory `installments` and `IVA.amount`, surcharges and unsigned callbacks. COP
 * - `clictopay`: ClicToPay in Tunisia, with three decimal places. TND
 *
 * `docs/sandbox-profiles.md` lists all differences.
 */
export type SandboxProfile =
  "bpc" | "classic" | "numeric" | "allstrings" | "ecom" | "bt" | "satim" | "arca" | "dsk" | "credibanco" | "clictopay";

/** An account of the gateway: the login of one shop, and what its bank has allowed it. */
export interface SandboxMerchant {
  /** API login. The default is `"test_user"`. */
  userName?: string;
  /** API password. The default is `"test_user_password"`. */
  password?: string;
  /** The public token. Registration and status (by `orderId`) accept it instead of login and password. The default is `"test_token"`. */
  token?: string;
  /** The installation whose replies are imitated for this account. The default is that of the options. */
  profile?: SandboxProfile;
  /** The name on the payment page. The default is `"Test shop"`. */
  name?: string;
  /** Numeric ISO 4217 codes that the merchant may use. An order without a currency gets the first. The default of `bpc` is `["978"]`. */
  currencies?: string[];
  /** Whether an order without a number gets one from the gateway. The default of `bpc` is `true`. */
  numbersOrders?: boolean;
}

/** A card, as a customer types it on the payment page. What is left out comes from the table of test cards. */
export interface SandboxCard {
  /**
   * The number. `5555555555555599` asks for 3-D Secure, `4111111111111111` pays without a challenge, `4000001111111126` is
   * declined. `49999SCCCCCC0000` is declined with action code CCCCCC (negative when S is 1).
   */
  pan?: string;
  /** `MM/YY` */
  expiry?: string;
  /** `"999"` is declined with action code 71015 on every card. */
  cvc?: string;
  /** The name on the card. */
  holder?: string;
  /**
   * The customer's answer to 3-D Secure. The default is `"success"`. `"cancel"` is declined with action code 341018. With `"leave"`
   * the order stays in `orderStatus` 5 until its session ends: `verify` says `pending`.
   */
  challenge?: "success" | "fail" | "cancel" | "leave";
  /** Whether the customer ticks "save this card". Only orders with a `clientId` offer it. An order with a `bindingId` uses the `cvc` alone. */
  save?: boolean;
}

/** A test card. {@link SandboxCard.pan} says more about other numbers. */
export interface SandboxTestCard {
  /** The number. */
  pan: string;
  /** `MM/YY` */
  expiry: string;
  /** The security code, three digits. */
  cvc: string;
  /** 0 when a payment is approved, otherwise the code of the decline. */
  actionCode: number;
  /** What happens, in words. */
  what: string;
}

/** A wallet. The payment pages of profiles `satim` and `credibanco` offer none. */
export interface SandboxWallet {
  wallet: "APPLE_PAY" | "GOOGLE_PAY_CARD" | "SAMSUNG_PAY";
  /** Declines the payment with this action code, such as 116. */
  decline?: number;
}

/** The result of {@link Sandbox.pay}: the state of the order afterwards, and where the browser goes. */
export interface SandboxPayment {
  /** 2 paid, 1 held, 3 a verified card, 0 declined and still open, 6 declined and closed, 5 left at 3-D Secure. */
  orderStatus: number;
  /** 0 is approved. Any other code is the reason of the decline. */
  actionCode: number;
  /**
   * The address to which the browser is redirected: `returnUrl` or `failUrl`, with `orderId` and `lang` appended. After
   * `challenge: "leave"` the browser is not redirected.
   */
  redirectUrl: string;
}

/** An order as the sandbox keeps it. Times are of its own clock, which `advance` moves. */
export interface SandboxOrder {
  /** The gateway's id of the order. */
  orderId: string;
  /** Your number of the order, or the one that the gateway gave it. */
  orderNumber: string;
  /** As the status call reports it: 0 registered, 1 held, 2 deposited, 3 reversed, 4 refunded, 5 at 3-D Secure, 6 declined. */
  orderStatus: number;
  /** The result of the last attempt: 0 approved, -100 none yet, any other code is the reason of the decline. */
  actionCode: number;
  /** The state in words, such as `paid`, `at 3-D Secure` or `declined: Not enough money on the card`. */
  state: string;
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
  /** The history, oldest first. It has the last 50 entries. */
  history: { atMs: number; what: string }[];
}

/**
 * A sandbox for a deployed store: a Durable Object, which every isolate asks. Its orders outlive the object: it keeps the requests, and
 * carries them out again when it starts. With the 10,000th request it starts anew. Callbacks go to the host of `callbacks.url` only, and
 * `signature: "rsa"` is not possible.
 *
 * ```js
 * export { SandboxObject } from "bpc-checkout/sandbox";
 * export default { fetch: (request, env) => env.SANDBOX.getByName("staging").fetch(request) };
 * ```
 */
export class SandboxObject {
  /** Workers calls it. */
  constructor(ctx: any, env: any);
  /** The options of the sandbox, without `now`. Extend the class and overwrite it to change them. */
  options(env: any): SandboxOptions;
  /** Answers as {@link Sandbox.fetch}, and sends the callbacks that are due. */
  fetch(request: Request): Promise<Response>;
  /** Sends the callbacks that are due again. */
  alarm(): Promise<void>;
}

/** A handler for a Worker or a server. Each isolate has one sandbox. It sends no callbacks. */
declare const handler: { fetch(request: Request): Promise<Response> };
export default handler;
