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

/** A handler for a Worker or a server: one sandbox per isolate, at whatever origin it is reached. */
declare const handler: { fetch(request: Request): Promise<Response> };
export default handler;
