// Linear memory: small at the start, and the same after 100,000 calls of every kind.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const CALLS = 100_000;
const STACK = 128 * 1024;
const AT_ONCE = 40;
const REGISTERED = {
  orderId: "4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee",
  formUrl: "https://bank.example/page.html?mdOrder=1",
};
const PAID = {
  orderStatus: 2,
  orderNumber: "A-1001",
  amount: 2000,
  currency: "978",
  attributes: [{ name: "mdOrder", value: REGISTERED.orderId }],
};

const replying = (text) => async () => new Response(text);
const base = {
  baseUrl: "https://bank.example/rest",
  userName: "shop",
  password: "secret",
  returnKey: "sixteen characters and more",
};
const order = { amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return", orderNumber: "A-1001" };
const expected = { orderId: REGISTERED.orderId, orderNumber: "A-1001", amount: 2000, currency: "EUR" };

/** One call of each kind, good and bad. */
function kinds(lib) {
  const good = { ...base, fetch: replying(JSON.stringify(REGISTERED)) };
  const paid = { ...base, fetch: replying(JSON.stringify(PAID)) };
  const html = { ...base, fetch: replying(`<html>${"x".repeat(10_000)}`) };
  const broken = { ...base, fetch: () => Promise.reject("no") };
  const never = { ...base, fetch: () => new Promise(() => {}), timeoutMs: 1 };
  const ignore = () => {};
  return [
    () => lib.register(order, good),
    () => lib.verify(expected, paid),
    () => lib.register(order, html).catch(ignore),
    () => lib.register(order, broken).catch(ignore),
    () => lib.register({ ...order, amount: 0.5 }, good).catch(ignore),
    () => lib.register(order, never).catch(ignore),
    () => lib.verifyReturn("https://shop.example/return?x=1", paid).catch(ignore),
    () => lib.formatAmount(lib.minorUnits("20.00", "EUR"), "EUR"),
  ];
}

/** `most`: bytes of linear memory that a fresh instance may take. */
export async function checkMemory(most) {
  const { initSync } = await import(join(ROOT, "pkg/core.js"));
  initSync({ module: readFileSync(join(ROOT, "pkg/core.wasm")) });
  /** Of the instance that is in use: it is replaced after what is large. */
  const linearMemory = () => initSync().memory.buffer.byteLength;

  check("linear memory of a fresh instance", () => {
    const bytes = linearMemory();
    must(bytes <= most, `${bytes} bytes, the gate is ${most}`);
    return `${bytes} of ${most} bytes`;
  });

  check(`linear memory is flat over ${CALLS.toLocaleString("en")} calls`, async () => {
    const calls = kinds(await import(join(ROOT, "pkg/api.js")));
    const round = async (count) => {
      for (let done = 0; done < count; done += AT_ONCE)
        await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => calls[i % calls.length]()));
    };
    // The allocator needs a while until it has seen every mixture of sizes.
    await round(CALLS / 10);
    const warm = linearMemory();
    await round(CALLS);
    must(linearMemory() === warm, `it grew from ${warm} to ${linearMemory()} bytes`);
    return `${warm} bytes`;
  });

  check("linear memory is after each step what it was before", async () => {
    const lib = await import(join(ROOT, "pkg/api.js"));
    const whole = () => Buffer.from(initSync().memory.buffer);
    const canary = "a password that nobody else has";
    const pair = async () => {
      const secret = { ...base, password: canary };
      await lib.register(order, { ...secret, fetch: replying(JSON.stringify(REGISTERED)) });
      await lib.verify(expected, { ...secret, fetch: replying(JSON.stringify(PAID)) });
    };
    await pair();
    // The stack is before everything else.
    const before = whole().subarray(STACK);
    await pair();
    must(!whole().includes(canary), "a password is left in memory");
    must(whole().subarray(STACK).equals(before), "something of a step is left in memory");
    must(
      before.subarray(0, 20_000).some((byte) => byte !== 0),
      "the constants of the module are not there",
    );
  });

  check("linear memory is put back where the heap ends with a page", async () => {
    // Modules of their own: those of api.js know the module.
    const { keepStart, putBack } = await import(`${join(ROOT, "pkg/memory.js")}?alone`);
    const PAGE = 64 * 1024;
    const memory = new WebAssembly.Memory({ initial: 3 });
    const bytes = () => new Uint8Array(memory.buffer);
    let end = STACK + 1000;
    const exports = { memory, __wbindgen_malloc: () => end++ };
    bytes().fill(7, STACK, end);
    keepStart(exports);
    bytes().fill(9, STACK);
    exports.__wbindgen_malloc = () => (memory.grow(1), 3 * PAGE);
    must(putBack(exports) === 4 * PAGE, "it does not tell the size of the memory");
    const expected = (_, at) => (at < STACK || at >= STACK + 1000 ? 0 : 7);
    must(
      bytes().every((byte, at) => byte === expected(byte, at)),
      "something is left, or the start is not there",
    );
  });

  check("linear memory is given back after a large reply and a large argument", async () => {
    const { register, status } = await import(join(ROOT, "pkg/api.js"));
    const large = `{"orderStatus":2,"x":[${"[],".repeat(80_000)}[]]}`;
    const { orderStatus } = await status({ orderId: "a" }, { ...base, fetch: replying(large) });
    must(orderStatus === 2 && linearMemory() <= most, `${linearMemory()} bytes after a reply of ${large.length}`);
    const unsent = { ...base, fetch: () => must(false, "it was sent") };
    const { code } = await register({ ...order, description: "x".repeat(20_000_000) }, unsent).catch((error) => error);
    must(
      code === "invalid_option" && linearMemory() <= most,
      `${linearMemory()} bytes after 20 MB that end as ${code}`,
    );
    return `${linearMemory()} bytes`;
  });
}
