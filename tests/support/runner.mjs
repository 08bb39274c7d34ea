/** A small test runner: tests in order, a line for each, and how many passed. */

/** A list of tests of its own, and what runs it. */
export function makeRunner() {
  const tests = [];
  return {
    /** Registers a test; its name is a sentence. */
    test: (name, body) => tests.push({ name, body }),

    /** Has `run` carry out every test whose name contains `filter`, one after the other; what it throws is a failure. */
    async inOrder(filter, run) {
      const tally = { passed: 0, failed: 0 };
      for (const { name, body } of tests.filter((one) => one.name.includes(filter))) {
        const start = Date.now();
        try {
          await run(body, name);
          tally.passed += 1;
          console.log(`ok   ${name} (${Date.now() - start} ms)`);
        } catch (error) {
          tally.failed += 1;
          console.log(`FAIL ${name}\n${String(error?.stack ?? error).replace(/^/gm, "     ")}`);
        }
      }
      return tally;
    },
  };
}
