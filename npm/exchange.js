// What happens between us and a `fetch`, whoever wrote it: what it throws or gives back may be missing, throw in turn, or be
// anything at all. Whatever it is ends as a reply or as the name of a failure.

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** What the clock brings to the race. */
const TIME_IS_UP = {};

/** A failure under its name in src/client.rs. */
class Failure {
  constructor(name) {
    this.name = name;
  }
}

/**
 * The way out of one call: sends one request and reads the whole reply, up to `cap` bytes, inside one deadline over connecting,
 * headers and body; without an address it waits so long, or until the caller's signal ends it. It resolves with what came,
 * or with the name of a failure, and never rejects.
 */
export function exchangeOver(fetch, signal) {
  return async ({ url, body, ms, cap }) => {
    if (isAborted(signal)) return { failure: "not sent" };
    let deadline;
    try {
      deadline = new Deadline(ms, signal);
    } catch {
      // Outside a request some platforms refuse timers, as they refuse to fetch.
      return { failure: "unable" };
    }
    try {
      if (url === undefined) return await deadline.first(new Promise(() => {}));
      const response = await deadline.first(fetch(url, initOf(body, deadline.signal)));
      const reply = {
        status: statusOf(response),
        retryAfter: retryAfterOf(response),
        body: await textOf(response, deadline, cap),
      };
      deadline.isMet = true;
      return reply;
    } catch (failure) {
      if (isAborted(signal)) return { failure: "aborted" };
      return { failure: failure instanceof Failure ? failure.name : "network" };
    } finally {
      deadline.end();
    }
  };
}

/** Only options that every runtime takes: `cache`, `mode`, `credentials` and `redirect: "error"` throw in some. */
function initOf(body, signal) {
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  return { method: "POST", headers, body, redirect: "manual", signal };
}

/** One deadline, and the caller's signal. Ended, it leaves nothing behind: no timer, no listener, and unless it was met no connection. */
class Deadline {
  isMet = false;

  constructor(ms, caller) {
    this.caller = caller;
    this.controller = new AbortController();
    this.ended = new Promise((resolve) => (this.resolve = resolve));
    this.timer = setTimeout(this.resolve, ms, TIME_IS_UP);
    try {
      caller?.addEventListener("abort", this.resolve);
    } catch {
      // A signal that takes no listener still counts between the steps.
    }
  }

  get signal() {
    return this.controller.signal;
  }

  /** What the value, a promise or not, becomes before the deadline ends. */
  async first(value) {
    const winner = await Promise.race([value, this.ended]);
    if (winner === TIME_IS_UP) throw new Failure("timeout");
    if (isAborted(this.caller)) throw new Failure("aborted");
    return winner;
  }

  end() {
    clearTimeout(this.timer);
    if (!this.isMet) this.controller.abort();
    try {
      this.caller?.removeEventListener("abort", this.resolve);
    } catch {
      // It took none either.
    }
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

/** The whole body as text; what is no UTF-8 is no text. What `Content-Length` says is not believed. */
async function textOf(response, deadline, cap) {
  const { body } = response;
  if (typeof body?.getReader !== "function") {
    // A stub of `fetch` may offer no stream.
    const text = await deadline.first(response.text());
    if (typeof text !== "string") throw new Failure("network");
    if (new TextEncoder().encode(text).length > cap) throw new Failure("too large");
    return text;
  }
  const bytes = await bodyOf(body, deadline, cap);
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

async function bodyOf(body, deadline, cap) {
  const reader = body.getReader();
  try {
    return await bytesOf(() => deadline.first(reader.read()), cap);
  } catch (failure) {
    // An injected `fetch` may not heed the signal. Waited for, so that what `cancel` throws is nobody's unhandled rejection.
    try {
      await deadline.first(reader.cancel());
    } catch {
      // The first failure is the one that counts.
    }
    throw failure;
  }
}

/** Everything that a stream's reader reads, piece by piece, up to the cap; throws at what is longer and what is no bytes. */
export async function bytesOf(read, cap) {
  let bytes = new Uint8Array(4096);
  let length = 0;
  for (;;) {
    const { done, value } = await read();
    if (done) return bytes.subarray(0, length);
    if (!ArrayBuffer.isView(value)) throw new Failure("network");
    // A view of any kind and realm, by its bytes; one whose buffer was taken away throws.
    const piece = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (length + piece.length > cap) throw new Failure("too large");
    if (length + piece.length > bytes.length) {
      // Twice as much at least: a body of single bytes must not be copied for every one of them.
      const longer = new Uint8Array(Math.max(2 * bytes.length, length + piece.length));
      longer.set(bytes);
      bytes = longer;
    }
    bytes.set(piece, length);
    length += piece.length;
  }
}
