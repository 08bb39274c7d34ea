// A test runner that needs nothing but the language: the same file runs on every runtime.

import { VirtualTime } from "./virtual-time.mjs";

// Before any test replaces them.
const { setTimeout, clearTimeout } = globalThis;

/**
 * How long the timers are that are virtual in a test with connections. No runtime's own timer is so long, and it leaves no room for
 * the real wait before a second try, which is 250 ms at least.
 */
export const SOCKET_DEADLINE_MS = 240;

/**
 * How long a test may take before it is taken for one that never ends. A hundred times longer than on a slow machine: the limit
 * judges no test. A test that makes many calls of the library says how many.
 */
const limitMs = (calls) => 180_000 + 100 * calls;

/** A list of tests of its own, and what runs it. */
export function makeSuite() {
  const tests = [];

  /**
   * Registers a test.
   * @param {string} name what must hold, as a sentence
   * @param {(context: object) => unknown} body gets what `runAll` got, and of this test alone: `time`, its virtual time; `signal`,
   *   which is aborted when the test ends; `replace(object, name, value)`, which sets a property until the test ends;
   *   `figure(text)`, which is printed with the report
   * @param {object} [options]
   * @param {(env: object) => boolean} [options.when] where it makes sense; elsewhere the report lists it as skipped
   * @param {number} [options.calls] how often it calls the library, where that is often
   * @param {boolean} [options.sockets] it opens connections: only timers of `SOCKET_DEADLINE_MS` are virtual
   */
  function test(name, body, options = {}) {
    const { when = () => true, calls = 0, sockets = false, ...others } = options;
    const unknown = typeof options === "object" ? Object.keys(others) : [typeof options];
    if (unknown.length > 0) throw new Error(`"${name}": unknown options: ${unknown}`);
    if (tests.some((known) => known.name === name)) throw new Error(`two tests are called "${name}"`);
    tests.push({ name, body, when, calls, sockets });
  }

  /**
   * Runs every registered test, one after the other. A test that does not end is a failure, and cannot disturb the next one.
   * @param {object} context what the tests get; of its modules `lib`, `sandbox` and `panicking` each test gets a view of its own
   * @param {(calls: number) => { late: Promise<never>, stop: () => void }} [overdue] `late` rejects when a test has taken too long
   */
  async function runAll(context, overdue = realLimit) {
    const report = { passed: 0, failed: 0, skipped: [], failures: [], figures: [], names: [] };
    for (const { name, body, when, calls, sockets } of tests) {
      if (!when(context.env)) {
        report.skipped.push(name);
        continue;
      }
      try {
        await runOne(body, context, sockets, report, overdue(calls));
        report.passed++;
        report.names.push(name);
      } catch (error) {
        report.failed++;
        report.failures.push({ name, error: describe(error) });
      }
    }
    return report;
  }

  return { test, runAll };
}

export const { test, runAll } = makeSuite();

/** Runs one test inside everything that is taken from it when it ends, whether it goes on or not. */
async function runOne(body, context, sockets, report, { late, stop }) {
  const { replace, restore } = replacements();
  const end = new AbortController();
  const time = new VirtualTime(replace, sockets ? SOCKET_DEADLINE_MS : undefined);
  const own = {
    ...context,
    ...views(context, end.signal),
    time,
    replace,
    signal: end.signal,
    figure: (text) => end.signal.aborted || report.figures.push(text),
  };
  try {
    const waiting = () => `timers it waits for: [${time.pending}] ms`;
    await Promise.race([
      (async () => body(own))(),
      late.catch((error) => {
        throw new Error(`${error.message}; ${waiting()}`);
      }),
    ]);
    if (time.pending.length > 0) throw new Error(`timers that are left: [${time.pending}] ms`);
  } finally {
    stop();
    end.abort(new Error("the test is over"));
    time.end();
    restore();
  }
}

function realLimit(calls) {
  const ms = limitMs(calls);
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still not settled after ${ms} ms`)), ms);
  });
  return { late, stop: () => clearTimeout(timer) };
}

/** Properties that one test replaces, and how they were. */
function replacements() {
  const before = [];
  let isOver = false;
  return {
    replace(object, name, value) {
      if (isOver) throw new Error(`the test is over: ${name} is not replaced any more`);
      before.push([object, name, Object.getOwnPropertyDescriptor(object, name)]);
      object[name] = value;
    },
    restore() {
      isOver = true;
      for (const [object, name, descriptor] of before.reverse()) {
        delete object[name];
        if (descriptor) Object.defineProperty(object, name, descriptor);
      }
    },
  };
}

/** The modules under test, as one test sees them: when it is over, a call of its own gets no answer, and so ends any loop of calls. */
function views({ lib, sandbox, panicking }, over) {
  const view = (module) =>
    Object.fromEntries(
      Object.entries(module).map(([name, value]) => [name, isFunction(name, value) ? until(over, value) : value]),
    );
  return Object.fromEntries(
    Object.entries({ lib, sandbox, panicking })
      .filter(([, module]) => module)
      .map(([name, module]) => [name, view(module)]),
  );
}

/** A function; a class begins with a capital letter. */
const isFunction = (name, value) => typeof value === "function" && /^[a-z]/.test(name);

const until =
  (over, run) =>
  (...rest) =>
    over.aborted ? new Promise(() => {}) : run(...rest);

function describe(error) {
  if (!(error instanceof Error)) return `rejected with ${show(error)}`;
  const code = error.code === undefined ? "" : ` [${error.code}]`;
  // Some runtimes put the message into the stack, some do not.
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at |@/.test(line));
  return [`${error.name}${code}: ${error.message}`, ...frames].join("\n");
}

/** A value as text, for messages; cannot fail. */
export function show(value) {
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? `${inner}n` : inner)) ?? String(value);
  } catch {
    return `a ${typeof value} that cannot be shown`;
  }
}
