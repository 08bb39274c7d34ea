import { deepEqual, equal, meanwhile, ok } from "./assert.mjs";
import { answering, gateway, order, ORDER_ID, registered } from "./fixtures.mjs";
import { test } from "./harness.mjs";

// `panicking` is the same package, built with one more export: it waits, then panics 13 KB down its stack of 128, or recurses until there is none left.

/** Calls the export that panics, and lets its wait pass. */
async function testPanic({ panicking, time }, how) {
  const call = meanwhile(panicking.testPanic(how));
  await time.until(() => time.pending[0] === 0);
  time.pass(0);
  return call;
}

test("a panic after an await rejects the promise, and the next call works", async (context) => {
  const { panicking, env } = context;
  // More often than a page has room for instances: those that trapped are let go.
  for (let i = 0; i < 150; i++) {
    const outcome = await testPanic(context).then(
      () => "resolved",
      (error) => error,
    );
    ok(outcome instanceof Error, `the promise ${outcome}`);
    equal((await panicking.register(order(), gateway(env, answering(registered)))).orderId, ORDER_ID);
    equal(panicking.minorUnits("20.00", "EUR"), 2000, "what is no promise works too");
  }
});

test("a stack that ends is met like a panic", async (context) => {
  const { panicking, env } = context;
  for (let i = 0; i < 10; i++) {
    const error = await testPanic(context, "endless recursion").catch((error) => error);
    equal(error.code, "internal", String(error));
    equal((await panicking.register(order(), gateway(env, answering(registered)))).orderId, ORDER_ID);
  }
});

test("a defect says what to do about what was sent", async (context) => {
  const { name, code, message, retryable, cause } = await testPanic(context).catch((error) => error);
  deepEqual(
    { name, code, message, retryable },
    {
      name: "CheckoutError",
      code: "internal",
      message:
        "a defect in bpc-checkout; please report it with the steps that lead here. What was sent may have been carried out: ask for the status before you repeat it",
      retryable: false,
    },
  );
  ok(cause !== undefined, "its cause is there for the report");
});

test("an instance that trapped is not asked again, even where there is no room for another", async (context) => {
  const { panicking } = context;
  await testPanic(context).catch(() => {});
  const { Instance } = WebAssembly;
  let error;
  // Nothing is awaited in here: no other call may meet this.
  WebAssembly.Instance = function () {
    throw new RangeError("no room");
  };
  try {
    panicking.minorUnits("20.00", "EUR");
  } catch (thrown) {
    error = thrown;
  } finally {
    WebAssembly.Instance = Instance;
  }
  equal(error?.code, "internal", "in the instance that trapped");
  equal(panicking.minorUnits("20.00", "EUR"), 2000, "as soon as there is room");
});

test("a panic leaves the calls beside it alone", async (context) => {
  const { panicking, env } = context;
  let answer;
  const waiting = new Promise((resolve) => (answer = resolve));
  const fetch = answering(() => waiting);
  const beside = meanwhile(panicking.register(order(), gateway(env, fetch)));
  await testPanic(context).catch(() => {});
  answer(registered);
  equal((await beside).orderId, ORDER_ID);
});

test("the published package has no export that panics", ({ lib }) => {
  equal(lib.testPanic, undefined, "testPanic");
});
