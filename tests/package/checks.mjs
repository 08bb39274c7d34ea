// A check is a name and a function; what it returns is shown beside the name, what it throws is the reason of a red.

const done = { passed: 0, failed: 0 };
const failures = [];

/** Runs one check and prints its row. */
export async function check(name, body) {
  const start = Date.now();
  try {
    const note = await body();
    done.passed++;
    console.log(`  ok  ${name.padEnd(44)} ${note ?? ""} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    done.failed++;
    failures.push({ name, error });
    console.log(`  RED ${name}`);
  }
}

/** Prints the reasons and the last line; returns the exit code. */
export function finish() {
  for (const { name, error } of failures) console.log(`\n${name}\n${String(error?.message ?? error)}`);
  console.log(`\n${done.passed} passed, ${done.failed} failed`);
  return done.failed === 0 ? 0 : 1;
}

export function must(condition, message) {
  if (!condition) throw new Error(message);
}
