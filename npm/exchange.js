// What happens between us and a `fetch`, whoever wrote it: what it throws or gives back may be missing, throw in turn, or be
// anything at all. Whatever it is ends as a reply or as the name of a failure.

const decoder = new TextDecoder("utf-8", { fatal: true });
export const NOTHING = new Uint8Array(0);

/** What the clock brings to the race. */
const TIME_IS_UP = {};

/** A failure under its name in src/client.rs. */
class Failure {
  constructor(name) {
    this.name = name;
  }
}

/**
 * Sends one request and reads the whole reply, up to `cap` bytes, inside one deadline over connecting, headers and body;
 * without an address it waits so long, or until the caller's signal ends it. It resolves with what came, or with the name
 * of a failure, and never rejects.
 */
export async function exchange(fetch, signal, { url, body, ms, cap }) {
  if (isAborted(signal)) return { failure: "not sent" };
  let deadline;
  try {
    deadline = new Deadline(ms, signal);
  } catch {
    // Outside a request some platforms refuse timers, as they refuse to fetch.
    return { failure: "unable" };
  }
  try {
    if (url === undefined) return await deadline.first(deadline.ended);
    const reply = await deadline.first(replyTo(fetch, url, body, cap, deadline));
    deadline.isMet = true;
    return reply;
  } catch (failure) {
    if (isAborted(signal)) return { failure: "aborted" };
    return { failure: failure instanceof Failure ? failure.name : "network" };
  } finally {
    deadline.end();
  }
}

/** The reply, its body as bytes. It goes on for as long as `fetch` does: who calls it races it. */
async function replyTo(fetch, url, body, cap, deadline) {
  const response = await fetch(url, initOf(body, deadline.controller.signal));
  const status = statusOf(response);
  return { status, retryAfter: retryAfterOf(response), bytes: await bodyOf(response, deadline, cap) };
}

/** Only options that every runtime takes: `cache`, `mode`, `credentials` and `redirect: "error"` throw in some. */
function initOf(body, signal) {
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  return { method: "POST", headers, body, redirect: "manual", signal };
}

/** One deadline, and the caller's signal. Ended, it leaves nothing behind: no timer, no listener, and unless it was met no connection. */
class Deadline {
  isMet = false;
  isOver = false;
  controller = new AbortController();
  /** Of the reply's body, once that is read. */
  reader;

  constructor(ms, caller) {
    this.caller = caller;
    this.ended = new Promise((resolve) => (this.resolve = resolve));
    this.timer = setTimeout(this.resolve, ms, TIME_IS_UP);
    try {
      caller?.addEventListener("abort", this.resolve);
    } catch {
      // A signal that takes no listener still counts between the steps.
    }
  }

  /** What the promise becomes before the deadline ends. */
  async first(promise) {
    const winner = await Promise.race([promise, this.ended]);
    if (winner === TIME_IS_UP) throw new Failure("timeout");
    if (isAborted(this.caller)) throw new Failure("aborted");
    return winner;
  }

  /** Throws once nobody waits any more. */
  check() {
    if (this.isOver || isAborted(this.caller)) throw new Failure("aborted");
  }

  end() {
    this.isOver = true;
    clearTimeout(this.timer);
    if (!this.isMet) {
      this.controller.abort();
      // An injected `fetch` may not heed the signal.
      if (this.reader) cancel(this.reader);
    }
    try {
      this.caller?.removeEventListener("abort", this.resolve);
    } catch {
      // It took none either.
    }
  }
}

/** What it throws is nobody's unhandled rejection. */
async function cancel(reader) {
  try {
    await reader.cancel();
  } catch {
    // Why nothing more is read, the caller knows already.
  }
}

/** Whether a signal has ended the call; one that cannot be asked has. */
function isAborted(signal) {
  try {
    return Boolean(signal?.aborted);
  } catch {
    return true;
  }
}

/** The HTTP status, unless it is a redirect. */
function statusOf(response) {
  const { status, type, redirected } = response;
  // Pages and workers hide a redirect's own status and address behind status 0. A `fetch` that followed one all the same has
  // sent the credentials on; its answer is nobody's.
  if ((status >= 300 && status < 400) || type === "opaqueredirect" || redirected) throw new Failure("redirect");
  if (typeof status !== "number" || !(status >= 0 && status < 1000)) throw new Failure("network");
  return status;
}

/** How long an overloaded gateway wants to be left alone. A stub without headers says nothing. */
function retryAfterOf({ status, headers }) {
  try {
    const value = status === 200 ? null : headers.get("retry-after");
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The whole body. What `Content-Length` says is not believed. */
async function bodyOf(response, deadline, cap) {
  deadline.check();
  const { body } = response;
  if (typeof body?.getReader !== "function") {
    // A stub of `fetch` may offer no stream.
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

/** A body as text; what is no UTF-8 is no text. */
export function textOf(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Everything that a stream's reader reads, piece by piece, up to the cap; throws at what is longer and what is no bytes. */
export async function bytesOf(read, cap) {
  let bytes = NOTHING;
  let length = 0;
  for (;;) {
    const { done, value } = await read();
    if (done) return bytes.subarray(0, length);
    if (!ArrayBuffer.isView(value)) throw new Failure("network");
    // A view of any kind and realm, by its bytes; one whose buffer was taken away throws.
    const piece = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (length + piece.length > cap) throw new Failure("too large");
    if (length + piece.length > bytes.length) {
      // The first piece is most often the only one; after it, twice as much at least: a body of single bytes must not be
      // copied for every one of them.
      const longer = new Uint8Array(Math.max(2 * bytes.length, length + piece.length));
      longer.set(bytes);
      bytes = longer;
    }
    // A copy, for whoever sends the pieces may fill the same buffer again.
    bytes.set(piece, length);
    length += piece.length;
  }
}
