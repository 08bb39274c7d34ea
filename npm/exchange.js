// Sends one request with the caller's `fetch` and reads the reply. A custom `fetch` may throw or return anything, or objects
// whose members throw. Every result becomes a reply or the name of a failure.

import { property } from "./property.js";

/**
 * A request to send. Without `url` nothing is sent: the call waits for `ms`.
 * @typedef {{ url?: string, authorization?: string, type?: string, body?: string, ms: number, cap: number }} WireRequest
 */

/**
 * What is kept of an exception: no message, which may repeat what was sent.
 * @typedef {{ name?: string, code?: string }} Cause
 */

/**
 * The result of an exchange. The names of failures are listed in src/call/event.rs.
 * @typedef {{ status: number, retryAfter?: string, bytes: Uint8Array, cause?: undefined }} Replied
 * @typedef {{ failure: string, cause?: Cause, bytes?: undefined, status?: undefined }} Failed
 */

/** @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch */

const decoder = new TextDecoder("utf-8", { fatal: true });
export const NOTHING = new Uint8Array(0);

/** The value with which the timer ends the race. */
const TIME_IS_UP = {};

/**
 * The most pieces of a body. A stream whose pieces come at once, each of them empty or one byte long, would let no timer have its
 * turn.
 */
const MAX_PIECES = 20_000;

/** A failure, with its name in src/call/event.rs. */
export class Failure {
  /** @param {string} name @param {unknown} [thrown] the exception that caused it */
  constructor(name, thrown) {
    this.name = name;
    this.thrown = thrown;
  }
}

/**
 * Sends one request and reads the whole reply, up to `cap` bytes, within one deadline of `ms` over connecting, headers and
 * body. Without `url` it waits for `ms`, or until the caller's signal is aborted. It resolves with the reply or the name of a
 * failure, and never rejects.
 * @param {Fetch} fetch @param {AbortSignal | undefined} signal @param {WireRequest} request
 * @returns {Promise<Replied | Failed>}
 */
export async function exchange(fetch, signal, request) {
  const { url, ms } = request;
  if (isAborted(signal)) return { failure: "not sent" };
  let deadline;
  try {
    deadline = new Deadline(ms, signal);
  } catch {
    // Some platforms allow timers and fetch only while a request is handled.
    return { failure: "unable" };
  }
  try {
    if (url === undefined) return await deadline.first(deadline.ended);
    const reply = await deadline.first(replyTo(fetch, url, request, deadline));
    deadline.isMet = true;
    return reply;
  } catch (failure) {
    if (isAborted(signal)) return { failure: "aborted" };
    if (!(failure instanceof Failure)) return { failure: "network" };
    return { failure: failure.name, cause: causeOf(failure.thrown, `${request.body} ${request.authorization}`) };
  } finally {
    deadline.end();
  }
}

/**
 * The reply, its body as bytes. It has no deadline of its own: the caller races it against one.
 * @param {Fetch} fetch @param {string} url @param {WireRequest} request @param {Deadline} deadline
 */
async function replyTo(fetch, url, request, deadline) {
  const response = await headersOf(fetch, url, initOf(request, deadline.controller.signal));
  try {
    const status = statusOf(response);
    const retryAfter = status === 200 ? undefined : headerOf(response, "retry-after");
    const bytes = await bodyOf(response, deadline, request.cap);
    return { status, retryAfter, bytes: inUtf8(bytes, headerOf(response, "content-type")) };
  } catch (failure) {
    // A refused reply, or one that came too late: its body would keep the connection open.
    if (!deadline.reader) cancel({ cancel: () => response.body?.cancel() });
    throw failure;
  }
}

/**
 * The reply, its body not yet read. A `fetch` that throws at once has sent nothing; one that rejects may have sent the request,
 * unless the platform says that there was no connection.
 * @param {Fetch} fetch @param {string} url @param {RequestInit} init
 */
async function headersOf(fetch, url, init) {
  let reply;
  try {
    reply = fetch(url, init);
  } catch (thrown) {
    throw new Failure(/illegal invocation/i.test(textIn(thrown, "message")) ? "unbound" : "threw", thrown);
  }
  try {
    return await reply;
  } catch (thrown) {
    throw new Failure(unsent(thrown, url) ?? "network", thrown);
  }
}

/**
 * What platforms say where there was no connection, and the name of the failure. Tried against a code, a system call and a message,
 * with blanks between them. Codes are of Node, Bun and the edge runtime, words are of Deno, of Node and Deno for ports that `fetch`
 * refuses, and of Bun. Browsers and workerd give no reason.
 * @type {[string, RegExp][]}
 */
const NO_CONNECTION = [
  ["refused", /^(ECONNREFUSED|ConnectionRefused) |\(Connect\): .*refused/],
  ["unknown host", /^(ENOTFOUND|EAI_[A-Z]+) |\(Connect\): dns error/],
  [
    "certificate",
    /^(CERT_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*|UNABLE_TO_[A-Z_]+|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_[A-Z_]+) |\(Connect\): invalid peer cert/,
  ],
  [
    "unconnected",
    /^(FailedToOpenSocket|UND_ERR_CONNECT_TIMEOUT|ERR_(TLS|SSL)_\w*(VERSION|PROTOCOL|HANDSHAKE)\w*|E[A-Z]+ connect) |client error \(Connect\)|^ +bad port$|^ +Fetch failed: Requests to port|^EPROTO .*TLS handshake failed/,
  ],
];

/**
 * The name of the failure, if the platform says that there was no connection, so that nothing was sent.
 * @param {any} thrown @param {string} url
 * @returns {string | undefined}
 */
function unsent(thrown, url) {
  // Deno's error for a host that its permissions do not allow.
  if (textIn(thrown, "name") === "NotCapable") return "unconnected";
  const cause = property(thrown, "cause");
  // Of several addresses of one host, each has its own exception.
  for (const reason of [thrown, cause, property(property(cause, "errors"), "0")]) {
    if (isOfAnotherHost(reason, url)) return undefined;
    const said = ["code", "syscall", "message"].map((key) => textIn(reason, key)).join(" ");
    const told = NO_CONNECTION.find(([, words]) => words.test(said));
    if (told) return told[0];
  }
  return undefined;
}

/**
 * Whether an exception is about a connection to another place: a `fetch` of the store may call others too.
 * @param {any} reason @param {string} url
 */
function isOfAnotherHost(reason, url) {
  const { protocol, hostname, port } = new URL(url);
  const first = property(property(reason, "errors"), "0") ?? reason;
  const [otherName, otherPort] = ["hostname", "port"].map((key) => property(first, key));
  const usual = protocol === "https:" ? "443" : "80";
  return (
    (typeof otherName === "string" && otherName !== hostname) ||
    (typeof otherPort === "number" && String(otherPort) !== (port || usual))
  );
}

/**
 * The name and the code of an exception, if they are plain words that the request does not contain.
 * @param {any} thrown @param {string} [body]
 * @returns {Cause | undefined}
 */
function causeOf(thrown, body = "") {
  const inner = property(thrown, "cause");
  const source = textIn(thrown, "code") === "" && inner ? inner : thrown;
  /** @type {any} */
  const cause = {};
  for (const key of ["name", "code"]) {
    const word = textIn(source, key);
    if (/^[A-Za-z]\w{0,59}$/.test(word) && !body.includes(word)) cause[key] = word;
  }
  return Object.keys(cause).length > 0 ? cause : undefined;
}

/**
 * A property that is text, else the empty text.
 * @param {any} object @param {string} name
 * @returns {string}
 */
function textIn(object, name) {
  const value = property(object, name);
  return typeof value === "string" ? value : "";
}

/**
 * Only options that every runtime accepts: some throw at `cache`, `mode`, `credentials` or `redirect: "error"`.
 * @param {WireRequest} request @param {AbortSignal} signal
 * @returns {RequestInit}
 */
function initOf({ authorization, type, body }, signal) {
  const headers = { "content-type": `${type}`, accept: "application/json", ...(authorization && { authorization }) };
  // Without a prototype: what other code puts on `Object.prototype` must not become an option.
  return /** @type {RequestInit} */ ({ __proto__: null, method: "POST", headers, body, redirect: "manual", signal });
}

/**
 * One deadline, together with the caller's signal. `end` removes the timer and the listener, and closes the connection unless
 * the reply was complete.
 */
export class Deadline {
  isMet = false;
  isOver = false;
  controller = new AbortController();
  /**
   * Reads the reply's body.
   * @type {ReadableStreamDefaultReader<Uint8Array> | undefined}
   */
  reader;

  /** @param {number} ms @param {AbortSignal} [caller] */
  constructor(ms, caller) {
    this.caller = caller;
    /** @type {Promise<any>} */
    this.ended = new Promise((resolve) => (this.resolve = resolve));
    this.timer = setTimeout(/** @type {any} */ (this.resolve), ms, TIME_IS_UP);
    try {
      caller?.addEventListener("abort", /** @type {any} */ (this.resolve));
    } catch {
      // A signal without listeners is still checked between the steps.
    }
  }

  /**
   * Resolves the promise. It rejects when the deadline passes or the caller's signal is aborted first.
   * @template T @param {Promise<T>} promise @returns {Promise<T>}
   */
  async first(promise) {
    const winner = await Promise.race([promise, this.ended]);
    if (winner === TIME_IS_UP) throw new Failure("timeout");
    if (isAborted(this.caller)) throw new Failure("aborted");
    return winner;
  }

  /** Throws if the exchange has ended. */
  check() {
    if (this.isOver || isAborted(this.caller)) throw new Failure("aborted");
  }

  end() {
    this.isOver = true;
    clearTimeout(this.timer);
    if (!this.isMet) {
      this.controller.abort();
      // A custom `fetch` may ignore the signal.
      if (this.reader) cancel(this.reader);
    }
    try {
      this.caller?.removeEventListener("abort", this.resolve);
    } catch {
      // A signal without listeners has none to remove.
    }
  }
}

/**
 * Cancels a stream. Its rejection is handled here, and nobody needs to wait: a stream that was cloned is only cancelled together
 * with its clone.
 * @param {{ cancel(): Promise<void> | undefined }} stream a stream or its reader
 */
export async function cancel(stream) {
  try {
    await stream.cancel();
  } catch {
    // The first failure is reported.
  }
}

/**
 * Whether a signal is aborted. A signal that throws counts as aborted.
 * @param {AbortSignal | undefined} signal
 */
export function isAborted(signal) {
  try {
    return Boolean(signal?.aborted);
  } catch {
    return true;
  }
}

/**
 * The HTTP status. A redirect throws.
 * @param {Response} response
 */
function statusOf(response) {
  const { status, type, redirected } = response;
  // Browsers report a redirect as status 0 without an address. A custom `fetch` that followed a redirect has sent the
  // credentials to another address. Its reply is not used.
  if (redirected) throw new Failure("followed");
  if ((status >= 300 && status < 400) || type === "opaqueredirect") throw new Failure("redirect");
  if (typeof status !== "number" || !(status >= 0 && status < 1000)) throw new Failure("network");
  return status;
}

/**
 * A header of the reply. A stub of `fetch` may have no headers.
 * @param {Response} response @param {string} name
 */
function headerOf({ headers }, name) {
  try {
    const value = headers.get(name);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The body in UTF-8. Some gateways write another encoding, and say so in the content type.
 * @param {Uint8Array} bytes @param {string} [contentType]
 */
function inUtf8(bytes, contentType = "") {
  const charset = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1];
  if (!charset || /^utf-?8$/i.test(charset) || textOf(bytes) !== null) return bytes;
  try {
    // `cp-1251` and `win1251` are not names that platforms know.
    const name = charset.replace(/^(cp|win)-?(?=125\d$)/i, "windows-");
    return new TextEncoder().encode(new TextDecoder(name).decode(bytes));
  } catch {
    // An encoding that this platform does not know.
    return bytes;
  }
}

/**
 * The whole body as bytes. The size is counted: `Content-Length` is not used.
 * @param {Response} response @param {Deadline} deadline @param {number} cap bytes
 */
async function bodyOf(response, deadline, cap) {
  deadline.check();
  const { body } = response;
  if (typeof body?.getReader !== "function") {
    // A stub of `fetch` may have no stream.
    const text = await response.text();
    if (typeof text !== "string") throw new Failure("network");
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > cap) throw new Failure("too large");
    return bytes;
  }
  const reader = body.getReader();
  deadline.reader = reader;
  return bytesOf(() => (deadline.check(), reader.read()), cap);
}

/**
 * A body as text, or null if it is not UTF-8.
 * @param {Uint8Array} bytes
 */
export function textOf(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Reads a stream to its end. It throws if the stream is longer than `cap` bytes, or yields something that is not bytes.
 * @param {() => Promise<ReadableStreamReadResult<any>>} read @param {number} cap bytes
 */
export async function bytesOf(read, cap) {
  let bytes = NOTHING;
  let length = 0;
  for (let pieces = 0; ; pieces++) {
    const { done, value } = await read();
    if (done) return bytes.subarray(0, length);
    if (!ArrayBuffer.isView(value)) throw new Failure("network");
    // The bytes of a view of any type and realm. A detached buffer throws.
    const piece = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (length + piece.length > cap || pieces === MAX_PIECES) throw new Failure("too large");
    if (length + piece.length > bytes.length) {
      // The first piece is usually the only one. After it, the size at least doubles: a stream of single bytes must not be
      // copied at each byte.
      const longer = new Uint8Array(Math.max(2 * bytes.length, length + piece.length));
      longer.set(bytes);
      bytes = longer;
    }
    // A copy: the sender may use the same buffer for the next piece.
    bytes.set(piece, length);
    length += piece.length;
  }
}
