import { equal, ok } from "./assert.mjs";
import { answering, gateway, order, ORDER_ID, registered } from "./fixtures.mjs";
import { test } from "./harness.mjs";

// `panicking` is the same package, built with one more export: it awaits a promise, then panics 13 KB down its stack of 128.

test("a panic after an await rejects the promise, and the next call works", async ({ panicking, env }) => {
  for (let i = 0; i < 50; i++) {
    const outcome = await panicking.testPanic().then(
      () => "resolved",
      (error) => error,
    );
    ok(outcome instanceof Error, `the promise ${outcome}`);
    equal((await panicking.register(order(), gateway(env, answering(registered)))).orderId, ORDER_ID);
  }
});

test("a panic leaves the calls beside it alone", async ({ panicking, env }) => {
  let answer;
  const waiting = new Promise((resolve) => (answer = resolve));
  const beside = panicking.register(
    order(),
    gateway(
      env,
      answering(() => waiting),
    ),
  );
  await panicking.testPanic().catch(() => {});
  answer(registered);
  equal((await beside).orderId, ORDER_ID);
});

test("the published package has no export that panics", ({ lib }) => {
  equal(lib.testPanic, undefined, "testPanic");
});
