// A gateway that answers what a test tells it to, and the configurations that talk to it.

/** Secrets that no error may ever show. */
export const CANARIES = {
  password: "canary-password-5b1d&=+%ü",
  token: "canary-token-c07e44",
  returnKey: "canary-return-key-0123456789",
  olderReturnKey: "canary-older-return-key-0123",
  body: "canary-of-the-reply-body",
  pan: "4929 4212 3460 0821",
  email: "canary@customer.example",
  phone: "+49 1590 1234567",
};

/** Address of the gateway that does not exist: every call goes to the injected fetch. */
export const BASE_URL = "https://bank.example/payment/rest";
export const ORDER_ID = "4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee";
export const FORM_URL = `https://bank.example/payment/page.html?mdOrder=${ORDER_ID}`;
export const RETURN_URL = "https://shop.example/return";

/**
 * The configuration of a store. A page may not hold a login and password, so there the public token stands in.
 */
export function gateway(env, fetch, more = {}) {
  const credentials = env.page ? { token: CANARIES.token } : { userName: "shop-api", password: CANARIES.password };
  return { baseUrl: BASE_URL, ...credentials, fetch, ...more };
}

export function order(more = {}) {
  return { amount: 2000, currency: "EUR", returnUrl: RETURN_URL, orderNumber: "A-1001", ...more };
}

/** A successful answer of register.do. */
export const registered = { orderId: ORDER_ID, formUrl: FORM_URL };

/** An answer of getOrderStatusExtended.do: paid, unless `more` says otherwise. */
export function statusReply(more = {}) {
  return {
    errorCode: "0",
    errorMessage: "Success",
    orderNumber: "A-1001",
    orderStatus: 2,
    actionCode: 0,
    actionCodeDescription: "approved",
    amount: 2000,
    currency: "978",
    date: 1795000000000,
    orderDescription: "a blue mug",
    merchantOrderParams: [],
    transactionAttributes: [],
    attributes: [{ name: "mdOrder", value: ORDER_ID }],
    cardAuthInfo: {
      maskedPan: "555555**5599",
      expiration: "203412",
      cardholderName: "TEST CARD",
      approvalCode: "123456",
    },
    paymentAmountInfo: { paymentState: "DEPOSITED", approvedAmount: 2000, depositedAmount: 2000, refundedAmount: 0 },
    bankInfo: { bankCountryCode: "RO", bankCountryName: "Romania" },
    ...more,
  };
}

/** A body that comes in pieces; `next` gives the next one, or undefined at the end. */
export function streamed(next, init, onCancel = () => {}) {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    async pull(controller) {
      const piece = await next();
      if (piece === undefined) controller.close();
      else controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
    },
    cancel: onCancel,
  });
  return new Response(body, init);
}

/** A promise that never settles. */
export const NEVER = () => new Promise(() => {});

/** A gateway that lets so much time pass and does not answer. */
export const silent = (time, ms) => () => {
  time.pass(ms);
  return NEVER();
};

/**
 * A fetch that gives the replies one after the other (the last one for ever) and records what it was asked.
 * A reply is an object (JSON), a text, a Response, or a function of `(url, init)`.
 */
export function answering(...replies) {
  const calls = [];
  const fetch = async (url, init) => {
    const reply = replies[Math.min(calls.length, replies.length - 1)];
    const call = { url: String(url), init };
    calls.push(call);
    call.text = await new Request(url, { method: init.method, headers: init.headers, body: init.body }).text();
    call.form = new URLSearchParams(call.text);
    return toResponse(typeof reply === "function" ? await reply(url, init) : reply);
  };
  return Object.assign(fetch, { calls });
}

/** A fetch that gives these replies, `{ type, body }`, one after the other, and records each request as it went out. */
export function recording(replies) {
  const requests = [];
  const fetch = async (url, init) => {
    const reply = replies[requests.length];
    const headers = new Headers(init.headers);
    const [type, authorization] = ["content-type", "authorization"].map((name) => headers.get(name));
    const body = await new Request(url, { method: init.method, headers, body: init.body }).text();
    requests.push({ url: String(url), type, authorization, body });
    if (!reply) throw new Error("a request that nobody expected");
    return new Response(reply.body, { headers: { "content-type": reply.type } });
  };
  return Object.assign(fetch, { requests });
}

function toResponse(reply) {
  if (typeof reply === "string")
    return new Response(reply, { headers: { "content-type": "text/plain;charset=UTF-8" } });
  const plain = Object.getPrototypeOf(reply) === Object.prototype;
  return plain ? new Response(JSON.stringify(reply), { headers: { "content-type": "application/json" } }) : reply;
}

/** Where a bank of these is served: by the whole library, and by the import for one of them (`env.bank`). */
export const served = (...banks) => ({ when: (env) => env.bank === undefined || banks.includes(env.bank) });

/** Where callbacks have a checksum, as the reference says. */
export const withChecksums = served("reference", "satim");
