// Sends one request with the caller's `fetch` and reads the reply. A custom `fetch` may throw or return anything, or objects
// whose members throw. Every result becomes a reply or the name of a failure.

/**
 * A request to send. Without `url` nothing is sent: the call waits for `ms`.
 * @typedef {{ url?: string, authorization?: string, type?: string, body?: string, ms: number, cap: number }} WireRequest
 */

/**
 * The result of an exchange. The names of failures are listed in src/call/event.rs.
 * @typedef {{ status: number, retryAfter?: string, bytes: Uint8Array } | { failure: string, bytes?: undefined }} Exchanged
 */

/** @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch */

const decoder = new TextDecoder("utf-8", { fatal: true });
export const NOTHING = new Uint8Array(0);

/** The value with which the timer ends the race. */
const TIME_IS_UP = {};

/** A failure, with its name in src/call/event.rs. */
class Failure {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }
}

/**
 * Sends one request and reads the whole reply, up to `cap` bytes, within one deadline of `ms` over connecting, headers and
 * body. Without `url` it waits for `ms`, or until the caller's signal is aborted. It resolves with the reply or the name of a
 * failure, and never rejects.
 * @param {Fetch} fetch @param {AbortSignal | undefined} signal @param {WireRequest} request
 * @returns {Promise<Exchanged>}
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
    return { failure: failure instanceof Failure ? failure.name : "network" };
  } finally {
    deadline.end();
  }
}

/**
 * The reply, its body as bytes. It has no deadline of its own: the caller races it against one.
 * @param {Fetch} fetch @param {string} url @param {WireRequest} request @param {Deadline} deadline
 */
async function replyTo(fetch, url, request, deadline) {
  const response = await fetch(url, initOf(request, deadline.controller.signal));
  try {
    const status = statusOf(response);
    return { status, retryAfter: retryAfterOf(response), bytes: await bodyOf(response, deadline, request.cap) };
  } catch (failure) {
    // A refused reply, or one that came too late: its body would keep the connection open.
    if (!deadline.reader) cancel({ cancel: () => response.body?.cancel() });
    throw failure;
  }
}

/**
 * Only options that every runtime accepts: some throw at `cache`, `mode`, `credentials` or `redirect: "error"`.
 * @param {WireRequest} request @param {AbortSignal} signal
 * @returns {RequestInit}
 */
function initOf({ authorization, type, body }, signal) {
  const headers = { "content-type": `${type}`, accept: "application/json", ...(authorization && { authorization }) };
  return { method: "POST", headers, body, redirect: "manual", signal };
}

/**
 * One deadline, together with the caller's signal. `end` removes the timer and the listener, and closes the connection unless
 * the reply was complete.
 */
class Deadline {
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
 * A property of an object that may be anything. One that throws is undefined.
 * @param {any} object @param {string} name
 * @returns {any}
 */
export function property(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}

/**
 * Whether a signal is aborted. A signal that throws counts as aborted.
 * @param {AbortSignal | undefined} signal
 */
function isAborted(signal) {
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
  if ((status >= 300 && status < 400) || type === "opaqueredirect" || redirected) throw new Failure("redirect");
  if (typeof status !== "number" || !(status >= 0 && status < 1000)) throw new Failure("network");
  return status;
}

/**
 * The Retry-After header of an overloaded gateway. A stub of `fetch` may have no headers.
 * @param {Response} response
 */
function retryAfterOf({ status, headers }) {
  try {
    const value = status === 200 ? null : headers.get("retry-after");
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
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
  for (;;) {
    const { done, value } = await read();
    if (done) return bytes.subarray(0, length);
    if (!ArrayBuffer.isView(value)) throw new Failure("network");
    // The bytes of a view of any type and realm. A detached buffer throws.
    const piece = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (length + piece.length > cap) throw new Failure("too large");
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
