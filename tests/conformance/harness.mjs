// A test runner of forty lines that needs nothing but the language: the same file runs on every runtime.

const tests = [];

/**
 * Registers a test. `when` says where it makes sense; where it does not, the report lists it as skipped.
 * @param {string} name what must hold, as a sentence
 * @param {(context: object) => unknown} body gets `{ lib, sandbox, panicking, env, figure }`; `figure(text)` is printed with the report
 * @param {(env: object) => boolean} [when]
 */
export function test(name, body, when = () => true) {
  if (tests.some((known) => known.name === name)) throw new Error(`two tests are called "${name}"`);
  tests.push({ name, body, when });
}

/** Runs every registered test, one after the other, each against a clock: a promise that never settles is a failure. */
export async function runAll(context, limitMs = 20_000) {
  const report = { passed: 0, failed: 0, skipped: [], failures: [], figures: [], names: [] };
  const whole = { ...context, figure: (text) => report.figures.push(text) };
  for (const { name, body, when } of tests) {
    if (!when(context.env)) {
      report.skipped.push(name);
      continue;
    }
    try {
      await within(limitMs, (async () => body(whole))());
      report.passed++;
      report.names.push(name);
    } catch (error) {
      report.failed++;
      report.failures.push({ name, error: describe(error) });
    }
  }
  return report;
}

async function within(limitMs, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still not settled after ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

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
