// The suite's own runner, run by itself: a test that does not end is a failure with its name, and the next one does not notice.

import { deepEqual, equal, ok } from "./assert.mjs";
import { answering, gateway, NEVER, ORDER_ID, statusReply } from "./fixtures.mjs";
import { makeSuite, test } from "./harness.mjs";
import { turn } from "./virtual-time.mjs";

const query = { orderId: ORDER_ID };

/** A promise and what fulfils it. */
function gate() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { opened, open };
}

/** Limits in place of the runner's own: the first test is overdue when `hangs` is fulfilled, the others never are. */
function overdueAt(hangs) {
  const overdue = hangs.then(() => {
    throw new Error("still not settled");
  });
  const lates = [overdue];
  return () => ({ late: lates.pop() ?? NEVER(), stop: () => {} });
}

test("a test that never ends is a failure by name, and what it goes on doing does not reach the next test", async (context) => {
  const { lib, env } = context;
  const suite = makeSuite();
  const [hangs, goesOn] = [gate(), gate()];
  const seen = { fired: 0, calls: 0, isAborted: false, refusal: "", isDone: false };
  const status = (own, fetch) => own.lib.status(query, gateway(env, fetch));

  suite.test("hangs", async (own) => {
    own.signal.addEventListener("abort", () => (seen.isAborted = true));
    own.replace(Math, "random", () => 0.5);
    const { setTimeout } = globalThis;
    setTimeout(() => seen.fired++, 100);
    status(own, NEVER).catch(() => {});
    turn().then(hangs.open);
    await Promise.race([status(own, NEVER), goesOn.opened]);
    // The runner has gone on without it.
    setTimeout(() => seen.fired++, 0);
    own.time.pass(1_000);
    own.figure("of a test that is over");
    try {
      own.replace(Math, "random", () => 0);
    } catch (error) {
      seen.refusal = error.message;
    }
    seen.isDone = true;
    while (seen.calls < 100) {
      seen.calls++;
      await status(own, answering(statusReply())).catch(() => {});
    }
  });
  suite.test("comes next", async (own) => {
    const random = Math.random;
    deepEqual(own.time.pending, [], "timers");
    ok(seen.isAborted, "the signal of the test that hung is aborted");
    goesOn.open();
    await own.time.until(() => seen.isDone);
    for (let turns = 0; turns < 20; turns++) await turn();
    equal((await status(own, answering(statusReply()))).orderStatus, 2);
    deepEqual([seen.fired, seen.calls], [0, 1], "timers that fired, and calls after the end");
    equal(seen.refusal, "the test is over: random is not replaced any more");
    ok(Math.random === random && random() !== 0.5, "what the test that hung replaced is as it was");
  });

  const { random } = Math;
  const report = await suite.runAll({ ...context, lib }, overdueAt(hangs.opened));
  equal(Math.random, random, "Math.random");
  deepEqual([report.passed, report.failed], [1, 1], `passed and failed (${JSON.stringify(report.failures)})`);
  deepEqual(report.names, ["comes next"]);
  equal(report.failures[0].name, "hangs");
  ok(
    /still not settled; timers it waits for: \[100,15000,15000\] ms/.test(report.failures[0].error),
    "what it waited for",
  );
  deepEqual(report.figures, [], "figures");
});

test("a test that leaves a timer is a failure, and its timer does not fire", async (context) => {
  const suite = makeSuite();
  let fired = 0;
  suite.test("leaves a timer", () => void setTimeout(() => fired++, 5));
  suite.test("comes next", ({ time }) => time.pass(10));
  const { passed, failures } = await suite.runAll(context);
  equal(passed, 1, "passed");
  equal(failures[0].error.split("\n")[0], "Error: timers that are left: [5] ms");
  equal(fired, 0, "timers that fired");
});

test("virtual time fires what is due, in its order, and nothing else", async ({ time }) => {
  const fired = [];
  const start = Date.now();
  const at = (name) => () => fired.push(`${name} at ${Date.now() - start}`);
  setTimeout(at("late"), 30);
  setTimeout(at("early"), 10);
  clearTimeout(setTimeout(at("cleared"), 10));
  setTimeout(() => setTimeout(at("set by a timer"), 5), 20);
  time.pass(29);
  deepEqual(fired, ["early at 10", "set by a timer at 25"]);
  deepEqual(time.pending, [1], "timers that are left");
  time.pass(1);
  equal(fired.at(-1), "late at 30");
  equal(Date.now() - start, 30, "milliseconds");
});
