// Linear memory, in a process of its own: at the start, after a tenth of the calls, after all of them, after a reply of 240 KB
// of `[]`, and after an argument of 20 MB. Prints `{ start, early, after, brackets, argument }` in bytes; the argument is how
// many calls.

import { readFileSync } from "node:fs";
import { installed } from "./subjects.mjs";

const calls = Number(process.argv[2]);
const { initSync } = await import(installed("bpc-checkout/core.js"));
initSync({ module: readFileSync(installed("bpc-checkout/core.wasm")) });
/** Of the instance that is in use: it may have been replaced. */
const linearMemory = () => initSync().memory.buffer.byteLength;
const start = linearMemory();

const { register, status, verify } = await import(installed("bpc-checkout/api.js"));
const id = "4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee";
const replies = {
  register: JSON.stringify({ orderId: id, formUrl: "https://bank.example/page.html" }),
  getOrderStatusExtended: JSON.stringify({ orderStatus: 2, orderNumber: "A-1", amount: 2000, currency: "978" }),
};
const fetch = async (url) => new Response(replies[/(\w+)\.do$/.exec(url)[1]]);
const gateway = { baseUrl: "https://bank.example/rest", userName: "shop", password: "secret", fetch };
const order = { orderNumber: "A-1", amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return" };
let early;
for (let done = 0; done < calls; done += 2) {
  if (done >= calls / 10) early ??= linearMemory();
  await register(order, gateway);
  await verify({ orderId: id, orderNumber: "A-1", amount: 2000, currency: "EUR" }, gateway);
}
const after = linearMemory();

const nested = `{"orderStatus":2,"x":[${"[],".repeat(80_000)}[]]}`;
await status({ orderId: id }, { ...gateway, fetch: async () => new Response(nested) });
const brackets = linearMemory() / nested.length;

// Refused, but read: the description is too long.
await register({ ...order, description: "x".repeat(20_000_000) }, gateway).catch(() => {});
console.log(JSON.stringify({ start, early, after, brackets, argument: linearMemory() }));
