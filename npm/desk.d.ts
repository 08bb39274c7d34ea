/**
 * Orders that are fulfilled exactly once, whether the customer returns, the bank's callback arrives, or neither happens.
 *
 * ```js
 * import { verify } from "bpc-checkout";
 * import { createOrders, d1 } from "bpc-checkout/desk";
 *
 * const orders = createOrders({
 *   storage: d1(env.DB),
 *   verify: (expected) => verify(expected, gateway),
 *   send: async ({ task, order }) => warehouse(task, order),   // may arrive twice: use order.orderNumber as the key
 * });
 * ```
 *
 * It has no WebAssembly and makes no request of its own: `verify` is a parameter.
 */
import type * as library from "bpc-checkout";
import type { Expected, MinorUnits, Verdict } from "bpc-checkout";

/** A currency of ISO 4217, as in `bpc-checkout`: letters (`"EUR"`), digits as text (`"978"`, `"012"`) or a number (`978`). */
export type Currency = library.Currency;
/** How an order is paid, as in `bpc-checkout`: one-phase, two-phase, or a card check. */
export type Phase = library.Phase;

/** The states of an order. A state only changes to a later one of this list. */
export const STATES: readonly OrderState[];

/** The state of an order, from the bank's answers. `registered`: not paid, not closed. */
export type OrderState =
  "registered" | "expired" | "declined" | "verified" | "held" | "paid" | "reversed" | "refunded" | "chargeback";

/**
 * Whether the bank will not change the order by itself any more.
 * @throws {CheckoutError} `invalid_option`: it is not a state
 */
export function isSettled(state: OrderState): boolean;

// ------------------------------------------------------------------------------------------------ an order

/** An order as it was registered. An unknown property is an error: what your store needs goes into `details`. */
export interface NewOrder {
  /** The gateway's id, 1 to 64 characters. */
  orderId: string;
  /** Whole minor units: `2000` is 20.00 EUR. 1 to 999,999,999,999; 0 for the phase `"verify"` only. */
  amount: MinorUnits;
  /** A currency of ISO 4217: `"EUR"`, `"978"` or `978`. It is saved as letters, as verdicts have it. */
  currency: Currency;
  /** Default `"purchase"`. A `"preauth"` order is fulfilled when it is held, a `"verify"` order when the card is verified. */
  phase?: Phase;
  /** What your store needs to fulfil the order, as JSON: the product, `formUrl`. No personal data that you need not keep. */
  details?: Record<string, unknown>;
  /** The payment page. It is saved as `details.formUrl`, unless `details` has one. */
  formUrl?: string;
}

/** An order with its state. */
export interface StoredOrder {
  /** Your number of the order. */
  orderNumber: string;
  /** The gateway's id of the order. */
  orderId: string;
  /** The price, minor units. */
  amount: number;
  /** Letters: `"EUR"`. */
  currency: string;
  /** `purchase`: the money is taken at once. `preauth`: it is held first. */
  phase: Phase;
  /** What your store saved with the order. */
  details: Record<string, any>;
  /** The state after the bank's last answer. */
  state: OrderState;
  /** Whether fulfilment has been started. */
  claimed: boolean;
  /** When it was sold, milliseconds since 1970. */
  soldMs: number;
  /** When the bank was asked last, milliseconds since 1970. 0: not yet. */
  askedMs: number;
  /** When the bank answered last, milliseconds since 1970. 0: not yet. */
  answeredMs: number;
  /** The bank's last answer. */
  answer: Answer | null;
}

/** What is kept of a verdict: nothing of the bank's report, which holds personal data. */
export interface Answer {
  outcome: Verdict["outcome"];
  orderNumber: string;
  amount: number;
  currency: string;
  final: boolean;
  /** A sentence for the customer. Plain text: escape it in HTML. */
  message: string;
  /** An open order on which a payment was declined. */
  wasTried: boolean;
  /** What was taken and not given back, minor units. `null`: the bank does not say. */
  depositedAmount: number | null;
  /** What was given back, minor units. `null`: the bank does not say. */
  refundedAmount: number | null;
}

/** The result of a question. */
export interface Checked {
  order: StoredOrder;
  /** `null`: the bank gave no answer yet. */
  answer: Answer | null;
  /** Whether this call asked the bank. `false`: it was asked a short time ago, and this is that answer. */
  asked: boolean;
  /** Whether this call claimed the order: `true` once for each order. */
  claims: boolean;
}

/** Something for another system to do. It may arrive twice: use `order.orderNumber` as the idempotency key. */
export interface Task {
  /** `fulfil`: deliver the order. `stop`: the money went back, all or part of it. Do not deliver until a person has looked. */
  task: "fulfil" | "stop";
  order: StoredOrder;
}

/** An operation that a person started. */
export interface Operation {
  /** The random text of the button: one press is one operation. */
  press: string;
  /** What your store calls it, such as `deposit`, `reverse` or `refund`. */
  kind: string;
  /** Minor units. `null`: everything. */
  amount: number | null;
  /** Milliseconds since 1970. */
  startedMs: number;
  /** `null`: it is running, or was interrupted. `unknown`: the request may have been carried out. */
  result: "done" | "refused" | "unknown" | null;
  /** The error's code. */
  note: string | null;
}

/** A started purchase. */
export type Started =
  | { order: StoredOrder; isNew: boolean; retryAfterMs?: undefined }
  /** The limit is reached, or another request is still registering this form. */
  | { order: null; isNew: false; retryAfterMs: number };

/** The number of a form. @internal */
export type Purchase =
  { number: number; isNew: boolean; mayRegister: boolean; isTaken: boolean } | { retryAfterMs: number };

// ------------------------------------------------------------------------------------------------ the orders of a store

/** How many purchases are accepted. */
export interface Limits {
  /** Of one client in `windowMs`. Default 30. */
  perClient: number;
  /** Of all clients in `windowMs`. Default 600. */
  inTotal: number;
  /** Default 10 minutes. */
  windowMs: number;
}

/**
 * The options of `createOrders`. Times are whole milliseconds. An unknown option and a wrong value are errors; one that is `undefined`
 * has its default.
 */
export interface OrdersOptions {
  /** `d1`, `sqlite`, `durableObjects`, `memory`, or `sqlStorage` with your own function. */
  storage: Storage;
  /** Asks the bank: `(expected) => verify(expected, gateway)`. */
  verify: (expected: Expected) => Promise<Verdict>;
  /** Sends a task to another system. Every storage needs it, except Durable Objects: their class has a method instead. */
  send?: (task: Task) => Promise<void> | void;
  /** `ctx.waitUntil` of a Worker: the delivery continues after the response. Absent: the call waits for it. */
  waitUntil?: (work: Promise<void>) => void;
  /** Called before an old order leaves the list: delete what your other systems keep of it. May be called twice. */
  forget?: (orderNumber: string) => Promise<void> | void;
  /**
   * In front of order numbers: `"KK-"` gives `KK-475201`. At most 24 characters, without white space. Mind your bank's limit: an order
   * number has at most 36 characters, at SATIM 10.
   */
  prefix?: string;
  /** One question to the bank for each order in this time. Default 3,000. */
  askEveryMs?: number;
  /** How long a settled order is kept: 56 days, and 7 days if it was never paid. */
  keepMs?: number;
  keepUnpaidMs?: number;
  /** How long a payment page is open. Default 20 minutes. Set it if you set `sessionTimeoutSecs`. */
  payableMs?: number;
  limits?: Partial<Limits>;
  /** Orders in one run of the re-check: half of those that are due, between `least` (20) and `most` (200). */
  batch?: { least?: number; most?: number };
  /** Default `console.error`. It gets order numbers and error codes, and no personal data. */
  log?: (text: string) => void;
  /** For tests: the time, and a pause. */
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

/**
 * The orders of a store, from `createOrders`. All methods can be called at the same time, in several processes over one database.
 *
 * A wrong argument is a `CheckoutError` with the code `invalid_option` and `field`, such as `order.amount`: nothing is saved, and the
 * bank is not asked. The field `storage` means that the database has no tables: run `createTables()`, or `SCHEMA`. Other errors of a
 * database are its own.
 */
export interface Orders {
  /**
   * Starts a purchase once for each form. A double click, a repeated form and "try again" lead to the same order while it can be
   * paid, and to a new order after that.
   * @param purchase `key`: random text of the form (and the product), such as `crypto.randomUUID()`. Two requests with the same key get
   * the same order. `client`: who is counted, such as a hash of the IP address. Both have 1 to 256 characters, and are not the text
   * `"undefined"` or `"null"`
   * @param register registers the order at the bank with this number, and returns it
   * @throws what `register` throws; `invalid_option` if what it returned is wrong. Nothing is saved then, and the same key can be used
   * again
   */
  buy(
    purchase: { key: string; client: string },
    register: (orderNumber: string) => Promise<NewOrder>,
  ): Promise<Started>;
  /** Saves an order that your own code numbered and registered. Do it before you redirect the customer. A second call changes nothing. */
  add(order: NewOrder & { orderNumber: string }): Promise<void>;
  /** The order as it is stored; `null` if it was not sold here. */
  read(orderNumber: string): Promise<StoredOrder | null>;
  /**
   * Asks the bank, at most once in `askEveryMs`, and applies the answer: state, claim and outbox in one transaction.
   * @param ask instead of `verify`: `() => verifyReturn(url, gateway)`
   * @param how `always`: ask now, whenever the last question was
   * @returns `null` if no such order was sold, or for another price
   * @throws what `verify` throws; the order stays on the list of the re-check
   */
  check(
    orderNumber: string,
    ask?: ((order: StoredOrder) => Promise<Verdict>) | null,
    how?: { always?: boolean },
  ): Promise<Checked | null>;
  /** For a callback: the same as `check`. If the bank was asked a short time ago, the next run of the re-check asks first about it. */
  changed(orderNumber: string): Promise<Checked | null>;
  /**
   * Applies a verdict that the bank has just given.
   * @returns `null` if no such order was sold, or for another price
   */
  apply(verdict: Verdict): Promise<Checked | null>;
  /**
   * The scheduled run, every minute: asks about open orders, delivers what waits, deletes what is old.
   * @param nowMs whole milliseconds since 1970; absent: now
   * @returns how many orders were asked about, how many more are due, and how many were deleted
   */
  recheck(nowMs?: number): Promise<{ checked: number; waiting: number; deleted: number }>;
  /** Delivers the waiting tasks of an SQL storage. `recheck` does it too. */
  deliver(): Promise<void>;
  /**
   * Runs a deposit, reversal or refund once for each press, and then asks the bank. While one is running, no other one of the order
   * starts.
   * @param operation `press`: random text of the form; `kind`: its name, such as `"refund"`; both have 1 to 256 characters. `amount`:
   * whole minor units, 1 or more; `null` or absent: everything
   * @throws {CheckoutError} `invalid_option`: an argument is wrong, or no order with this number is saved
   * @returns the result; `repeated`: this press was made before; `busy`: another operation is running
   */
  operate(
    orderNumber: string,
    operation: { press: string; kind: string; amount?: MinorUnits | null },
    run: (order: StoredOrder) => Promise<unknown>,
  ): Promise<"done" | "refused" | "unknown" | "repeated" | "busy">;
  /** The operations of an order, the oldest first. */
  operations(orderNumber: string): Promise<Operation[]>;
  /** The newest orders that are not deleted. @param limit how many, 1 or more */
  newest(limit: number): Promise<StoredOrder[]>;
}

/**
 * The orders of a store over a storage. It makes no request and saves nothing by itself: the methods do.
 * @throws {CheckoutError} `invalid_option`: an option is missing, unknown or wrong; `field` names it, such as `options.storage`
 */
export function createOrders(options: OrdersOptions): Orders;

// ------------------------------------------------------------------------------------------------ storage

/** A value in a statement or a row. */
export type SqlValue = string | number | bigint | null;
/** A statement with `?` for each value, and the values. */
export type Statement = [sql: string, ...values: SqlValue[]];
/** A row of a result: the values by the names of the columns. A `BIGINT` may be a number or its digits as text. */
export type Row = Record<string, unknown>;

/** Statements of one transaction, and how their rows are read. */
export interface Transaction<Result> {
  statements: Statement[];
  read: (results: Row[][]) => Result;
}

/** Runs all statements in one transaction, in this order, and returns the rows of each. If one fails, none has an effect. */
export type RunTransaction = (statements: Statement[]) => Promise<Row[][]>;

/** Where orders are kept. */
export interface Storage {
  /** The methods of one order. @internal */
  order(orderNumber: string): any;
  /** The methods of the list. @internal */
  list: any;
  /** Delivers the tasks of one order, if the storage does it itself. @internal */
  deliver?: (orderNumber: string) => Promise<void>;
}

/** Orders in SQL tables. */
export interface SqlStorage extends Storage {
  /** Creates the tables, if they do not exist. */
  createTables(): Promise<void>;
}
/** Orders in Durable Objects. They create their tables themselves, and their class sends the tasks. */
export type DurableStorage = Storage;

/** The tables, for your migrations: statements to run once, in this order. A second run has no effect. */
export const SCHEMA: readonly string[];

/**
 * Orders in any SQL database that has `ON CONFLICT` and `RETURNING`: SQLite, PostgreSQL.
 * @throws {CheckoutError} `invalid_option`: not a function. The methods throw it if the function does not return a list of rows for
 * each statement
 */
export function sqlStorage(runTransaction: RunTransaction): SqlStorage;

/**
 * Orders in Cloudflare D1.
 * @throws {CheckoutError} `invalid_option`: not a D1 binding
 */
export function d1(database: {
  prepare(sql: string): { bind(...values: any[]): any };
  batch(statements: any[]): Promise<any[]>;
}): SqlStorage;

/**
 * Orders in `DatabaseSync` of node:sqlite, or `Database` of bun:sqlite or better-sqlite3.
 * @throws {CheckoutError} `invalid_option`: not an open database
 */
export function sqlite(database: { exec(sql: string): any; prepare(sql: string): any }): SqlStorage;

/**
 * Orders in the memory of this process, for tests and demonstrations. They are gone when it ends, and a second process does not see
 * them: a store that sells needs one of the others.
 */
export function memory(): Storage;

/**
 * Orders in Durable Objects: one object for each order, one for the list.
 * @throws {CheckoutError} `invalid_option`: one of the two is not a binding
 */
export function durableObjects(namespaces: { orders: DurableNamespace; list: DurableNamespace }): DurableStorage;

/** A `DurableObjectNamespace`. */
export interface DurableNamespace {
  idFromName(name: string): any;
  get(id: any): any;
}

/**
 * The class of an order's object: `class Order extends orderObject(DurableObject) { send(task) { … } }`.
 * @param DurableObject the class of `cloudflare:workers`
 */
export function orderObject<Instance extends object>(
  DurableObject: abstract new (ctx: any, env: any) => Instance,
): new (ctx: any, env: any) => Instance & OrderObject;

/** What an order's object adds to its base class. */
export interface OrderObject {
  /** Sends one task to another system: your class writes it. If it throws, it is called again in a minute. */
  send(task: Task): Promise<void> | void;
}

/** The class of the list's object. */
export function listObject<Instance extends object>(
  DurableObject: abstract new (ctx: any, env: any) => Instance,
): new (ctx: any, env: any) => Instance;
