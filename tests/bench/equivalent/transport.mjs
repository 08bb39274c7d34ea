// One request: one deadline over connecting, headers and body, whether `fetch` heeds its signal or not; a cap while the body
// is read; strict UTF-8. It resolves with a reply or the name of a failure.

const CAP = 256 * 1024;
const UTF8 = new TextDecoder("utf-8", { fatal: true });
const TIME_IS_UP = {};

class Failure {
  constructor(name) {
    this.name = name;
  }
}

export async function exchange({ fetch, root }, endpoint, body, ms, signal) {
  if (signal?.aborted) return { failure: "not sent" };
  const controller = new AbortController();
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const timer = setTimeout(end, ms, TIME_IS_UP);
  signal?.addEventListener("abort", end);
  let isMet = false;
  try {
    const winner = await Promise.race([send(fetch, `${root.text}/${endpoint}.do`, body, controller.signal), ended]);
    if (winner === TIME_IS_UP) return { failure: "timeout" };
    if (signal?.aborted) return { failure: "aborted" };
    isMet = true;
    return winner;
  } catch (failure) {
    if (signal?.aborted) return { failure: "aborted" };
    return { failure: failure instanceof Failure ? failure.name : "network" };
  } finally {
    clearTimeout(timer);
    if (!isMet) controller.abort();
    signal?.removeEventListener("abort", end);
  }
}

async function send(fetch, url, body, signal) {
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
  const { status, type, redirected } = response;
  if ((status >= 300 && status < 400) || type === "opaqueredirect" || redirected) throw new Failure("redirect");
  if (typeof status !== "number" || !(status >= 0 && status < 1000)) throw new Failure("network");
  return { status, retryAfter: status === 200 ? null : retryAfterOf(response), body: await textOf(response) };
}

function retryAfterOf({ headers }) {
  try {
    return headers.get("retry-after");
  } catch {
    return null;
  }
}

async function textOf(response) {
  if (typeof response.body?.getReader !== "function") {
    const text = await response.text();
    if (typeof text !== "string") throw new Failure("network");
    if (new TextEncoder().encode(text).length > CAP) throw new Failure("too large");
    return text;
  }
  const bytes = await bytesOf(response.body.getReader());
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

async function bytesOf(reader) {
  const pieces = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!ArrayBuffer.isView(value)) throw new Failure("network");
      const piece = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      length += piece.length;
      if (length > CAP) throw new Failure("too large");
      pieces.push(piece);
    }
  } catch (failure) {
    reader.cancel().catch(() => {});
    throw failure;
  }
  return pieces.length === 1 ? pieces[0] : joined(pieces, length);
}

function joined(pieces, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
