// What a `fetch` of somebody else's may give back. Each must end as a typed error, with a neighbour in flight unharmed.

import { equal, meanwhile, ok } from "./assert.mjs";
import { answering, gateway, order, ORDER_ID, registered, statusReply } from "./fixtures.mjs";
import { test } from "./harness.mjs";

/** A body of the same piece again and again; its end is far away, for whoever reads on without a limit. */
function piece(value) {
  let reads = 0;
  const read = async () => ({ done: ++reads > 100_000, value });
  return { status: 200, type: "basic", body: { getReader: () => ({ read, cancel: async () => {} }) } };
}

function detached() {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const ODD = {
  "headers that are not what they seem": () => ({
    status: 503,
    headers: Object.create(Headers.prototype),
    body: null,
    text: async () => "",
  }),
  "headers that throw": () => ({
    status: 503,
    headers: {
      get() {
        throw new Error("no");
      },
    },
    text: async () => "",
  }),
  "a piece whose buffer was taken away": () => piece(detached()),
  "a piece of big integers": () => piece(new BigInt64Array(1)),
  "a piece that is a view of nothing it can be": () => piece(new DataView(new ArrayBuffer(4))),
  "a redirect that was followed": () => ({
    status: 200,
    type: "basic",
    redirected: true,
    text: async () => JSON.stringify(statusReply()),
  }),
};

for (const [name, make] of Object.entries(ODD)) {
  test(`${name}: an error, and a neighbour in flight is unharmed`, async ({ lib, env, time }) => {
    let answer;
    const slow = answering(() => new Promise((resolve) => (answer = () => resolve(registered))));
    const neighbour = meanwhile(lib.register(order(), gateway(env, slow)));
    await time.until(() => answer);
    let rounds = 0;
    const odd = async () => (rounds++ > 4 ? Promise.reject(new Error("enough")) : make());
    const error = await lib.status({ orderId: ORDER_ID }, gateway(env, odd, { timeoutMs: 240 })).then(
      () => undefined,
      (error) => error,
    );
    ok(lib.isCheckoutError(error), `${error}`);
    ok(error.code !== "internal", `${error}`);
    answer();
    equal((await neighbour).orderId, ORDER_ID);
  });
}

test("what is no plain data is named, whoever's getter throws", async ({ lib, env }) => {
  const throwing = Object.defineProperty({}, "baseUrl", {
    enumerable: true,
    get() {
      throw new Error("mine");
    },
  });
  for (const call of [
    () => lib.register(order({ jsonParams: new Map([["a", 1]]) }), gateway(env, answering(registered))),
    () => lib.register(order({ orderBundle: { date: new Date() } }), gateway(env, answering(registered))),
    () => lib.register(order(), throwing),
  ]) {
    const error = await call().then(
      () => undefined,
      (error) => error,
    );
    equal(error?.code, "invalid_option", `${error}`);
  }
});
