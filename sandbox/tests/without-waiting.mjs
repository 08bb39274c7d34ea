// Time that passes at once.

/**
 * Where nothing else is left to do, the next timer fires. The calls of the library wait before they ask again, and the test does
 * not.
 * @param {import("node:test").TestContext} t
 */
export function withoutWaiting(t) {
  const timers = new Set();
  let now = Date.now();
  let isOver = false;
  t.mock.method(Date, "now", () => now);
  t.mock.method(globalThis, "setTimeout", (run, ms, ...rest) => {
    const timer = { due: now + ms, run: () => run(...rest) };
    timers.add(timer);
    return timer;
  });
  t.mock.method(globalThis, "clearTimeout", (timer) => timers.delete(timer));
  const pass = () => {
    if (isOver) return;
    const [next] = [...timers].sort((one, other) => one.due - other.due);
    if (next) {
      timers.delete(next);
      now = Math.max(now, next.due);
      next.run();
    }
    setImmediate(pass);
  };
  setImmediate(pass);
  t.after(() => (isOver = true));
}
