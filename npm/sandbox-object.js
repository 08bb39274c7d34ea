// A sandbox for a deployed store: a Durable Object, so that every isolate asks the same gateway. Its orders outlive the object.
//
// The platform ends an object that nobody asks, and starts it again later. A sandbox is deterministic: the same seed, the same requests
// at the same times lead to the same orders. So the object keeps the seed and the requests, and carries them out again when it starts.

import { Sandbox } from "./sandbox-api.js";

/** @import { SandboxOptions } from "./sandbox.js" */

/** A request that is kept. @typedef {{ url: string, method: string, headers: [string, string][], body: string | null }} Kept */

/** Carrying a request out takes less than a millisecond. With the last of so many the sandbox starts anew. */
const MAX_REQUESTS = 10_000;
/** The sandbox answers 413 to a much longer body, and that changes nothing. */
const MAX_BODY = 256 * 1024;
/** The pause between two attempts to send a callback. */
const RETRY_MS = 30_000;

export class SandboxObject {
  #ctx;
  #sql;
  #options;
  /** @type {Sandbox} */
  #sandbox;
  /** Ends when the request before was carried out, which is earlier than its reply: a reply may be late. */
  #turn = Promise.resolve();
  /** The time of the request that is carried out again. @type {number | undefined} */
  #replayedMs;
  /** Is called when the sandbox looks at the clock, which it does once, when it carries a request out. @type {((atMs: number) => void) | undefined} */
  #onClock;

  /** @param {any} ctx @param {any} env */
  constructor(ctx, env) {
    this.#ctx = ctx;
    this.#sql = ctx.storage.sql;
    this.#options = this.options(env);
    if (this.#options.callbacks?.signature === "rsa") {
      throw new TypeError("SandboxObject: callbacks.signature: rsa is not possible: the key would change; use hmac");
    }
    for (const table of [
      "bpc_sandbox_seed (seed INTEGER NOT NULL)",
      "bpc_sandbox_log (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, request TEXT, answers TEXT)",
    ]) {
      this.#sql.exec(`CREATE TABLE IF NOT EXISTS ${table}`);
    }
    this.#sandbox = this.#made();
    ctx.blockConcurrencyWhile(() => this.#replay());
  }

  /**
   * The options of the sandbox. Overwrite it to change them.
   * @param {any} _env
   * @returns {SandboxOptions}
   */
  options(_env) {
    return {};
  }

  #made() {
    const [{ seed } = { seed: undefined }] = this.#sql.exec("SELECT seed FROM bpc_sandbox_seed").toArray();
    const chosen = seed ?? this.#options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
    if (seed === undefined) this.#sql.exec("INSERT INTO bpc_sandbox_seed VALUES (?)", chosen);
    return new Sandbox({ ...this.#options, seed: chosen, now: () => this.#now() });
  }

  #now() {
    const atMs = this.#replayedMs ?? Date.now();
    this.#onClock?.(atMs);
    this.#onClock = undefined;
    return atMs;
  }

  /** @param {Request} request @returns {Promise<Response>} */
  async fetch(request) {
    const body = await bodyOf(request);
    const { url, method } = request;
    /** @type {Kept} */
    const kept = { url, method, headers: headersOf(request), body: body ?? null };
    // What is only read changes nothing. What is too long is refused.
    if (body === undefined || isRead(kept)) return this.#sandbox.fetch(url, kept);
    let id = 0;
    const response = this.#inTurn(
      () => this.#sandbox.fetch(url, kept),
      (atMs) => (id = this.#keep(atMs, JSON.stringify(kept), null)),
    );
    await response.catch(() => {});
    if (id > MAX_REQUESTS || new URL(url).pathname === "/sandbox/api/reset") this.#forget();
    else this.#ctx.waitUntil(this.#deliver());
    return response;
  }

  /** @param {number} atMs @param {string | null} request @param {string | null} answers @returns {number} the number of the row */
  #keep(atMs, request, answers) {
    const insert = "INSERT INTO bpc_sandbox_log (at_ms, request, answers) VALUES (?, ?, ?) RETURNING id";
    return this.#sql.exec(insert, atMs, request, answers).one().id;
  }

  /**
   * Does something after what was begun before it. The next begins when this looked at the clock: then the sandbox has changed, and
   * the reply may be late.
   * @template T @param {() => Promise<T>} begin @param {(atMs: number) => void} [onClock]
   * @returns {Promise<T>}
   */
  async #inTurn(begin, onClock) {
    const before = this.#turn;
    let done = () => {};
    this.#turn = new Promise((resolve) => (done = () => resolve(undefined)));
    await before;
    const changed = new Promise((resolve) => {
      this.#onClock = (atMs) => {
        onClock?.(atMs);
        resolve(undefined);
      };
    });
    const result = begin();
    await Promise.race([changed, result.catch(() => {})]);
    this.#onClock = undefined;
    done();
    return result;
  }

  /** Sends the callbacks that are due. What failed is due again: the alarm sends it then. */
  async #deliver() {
    /** @type {(number | null)[]} */
    const answers = [];
    const send = async (/** @type {string} */ url, /** @type {RequestInit} */ request) => {
      const at = answers.push(null) - 1;
      const answer = await this.#send(url, request);
      answers[at] = answer.status;
      return answer;
    };
    let [id, atMs] = [0, 0];
    const begin = () => {
      // The callbacks are taken, and their sending begins, before this returns.
      const sending = this.#sandbox.deliverCallbacks(send);
      if (answers.length > 0) id = this.#keep(atMs, null, null);
      return sending;
    };
    await this.#inTurn(begin, (now) => (atMs = now));
    if (id === 0) return;
    this.#sql.exec("UPDATE bpc_sandbox_log SET answers = ? WHERE id = ?", JSON.stringify(answers), id);
    if (this.#waits()) await this.#ctx.storage.setAlarm(Date.now() + RETRY_MS);
  }

  /** Anybody who can register an order names the address of its callbacks: only the store's own host is called. */
  async #send(/** @type {string} */ address, /** @type {RequestInit} */ request) {
    const { url } = this.#options.callbacks ?? {};
    if (!url || new URL(url).host !== new URL(address).host) {
      const message = "not sent: its host is not that of callbacks.url";
      throw Object.assign(new Error(message), { refused: true });
    }
    return fetch(address, { ...request, signal: AbortSignal.timeout(10_000) });
  }

  /** Whether a callback is tried again. */
  #waits() {
    const last = new Map(
      this.#sandbox.callbacks({ limit: 1000 }).map((line) => [`${line.orderId} ${line.operation}`, line.then]),
    );
    return [...last.values()].includes("tried again");
  }

  async alarm() {
    await this.#deliver();
    if (this.#waits()) await this.#ctx.storage.setAlarm(Date.now() + RETRY_MS);
  }

  /** Everything that was kept is carried out again, at its time. */
  async #replay() {
    const rows = this.#sql.exec("SELECT * FROM bpc_sandbox_log ORDER BY id").toArray();
    if (rows.length > MAX_REQUESTS) return this.#forget();
    for (const { at_ms: atMs, request, answers } of rows) {
      this.#replayedMs = atMs;
      if (request !== null) await this.#replayRequest(JSON.parse(request));
      else if (answers !== null) await this.#replayDelivery(JSON.parse(answers));
    }
    this.#replayedMs = undefined;
  }

  /** @param {Kept} kept */
  async #replayRequest(kept) {
    // Nobody waits for the reply: a late one is ended.
    const { signal, abort } = abortable();
    const reply = this.#inTurn(() => this.#sandbox.fetch(kept.url, { ...kept, signal }));
    reply.catch(() => {});
    await this.#turn;
    abort();
  }

  /** @param {(number | null)[]} answers */
  async #replayDelivery(answers) {
    let at = 0;
    await this.#sandbox.deliverCallbacks(() => {
      const status = answers[at++] ?? null;
      return status === null ? Promise.reject(new Error("no answer")) : Promise.resolve(new Response(null, { status }));
    });
  }

  /** Begins anew, with other ids. */
  #forget() {
    for (const table of ["bpc_sandbox_log", "bpc_sandbox_seed"]) this.#sql.exec(`DELETE FROM ${table}`);
    this.#sandbox = this.#made();
  }
}

/** @param {Request} request */
const headersOf = ({ headers }) => [...headers].filter(([name]) => !/^(cf-|cookie$|content-length$)/.test(name));

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/**
 * The body as text; null where there is none, and undefined where it is too long.
 * @param {Request} request
 */
async function bodyOf(request) {
  if (request.method === "GET" || request.method === "HEAD") return null;
  const text = await request.text();
  return text.length > MAX_BODY ? undefined : text;
}

/** Commands of the API that change nothing. */
const READS = /^\/sandbox\/api\/(orders|now|faults|testCards|exchanges|callbacks)$/;

/** The control page and its files, and what the API only tells. @param {Kept} kept */
function isRead({ method, url }) {
  const { pathname } = new URL(url);
  return READS.test(pathname) || (method !== "POST" && /^\/($|sandbox\/)/.test(pathname));
}
