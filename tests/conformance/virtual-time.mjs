// The time of one test. It passes when the test says so, on every runtime, however busy the machine is.

const { setTimeout, clearTimeout } = globalThis;
const realNow = Date.now;

/** Lets the runtime handle whatever is ready: resolves in a later turn of its event loop. No result may depend on how many turns pass. */
export const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** What `setTimeout` returns: an object with the methods that Node's own code calls on it. */
class Timer {
  constructor(ms, due, run) {
    Object.assign(this, { ms, due, run });
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }
}

/** Replaces `setTimeout`, `clearTimeout` and `Date.now` for one test. */
export class VirtualTime {
  #start = realNow();
  #now = this.#start;
  #timers = new Set();
  #isOver = false;
  #only;

  /**
   * @param {(object: object, name: string, value: unknown) => void} replace sets a property until the test ends
   * @param {number} [only] the length of the timers that are virtual, for a test with real connections: the runtime's own timers
   *   stay real, and what the test lets pass is added to the real time. Without it every timer is virtual.
   */
  constructor(replace, only) {
    this.#only = only;
    replace(globalThis, "setTimeout", (run, ms = 0, ...rest) => this.#set(run, ms, rest));
    replace(globalThis, "clearTimeout", (timer) => {
      if (timer instanceof Timer) this.#timers.delete(timer);
      else clearTimeout(timer);
    });
    replace(Date, "now", () => (only === undefined ? this.#now : realNow() + this.#now - this.#start));
  }

  #set(run, ms, rest) {
    if (this.#only !== undefined && ms !== this.#only) return setTimeout(run, ms, ...rest);
    const timer = new Timer(ms, this.#now + ms, () => run(...rest));
    // A test that was ended may run on: nothing wakes it any more.
    if (!this.#isOver) this.#timers.add(timer);
    this.latest = timer;
    return timer;
  }

  /** The timer that was set last. Inside a `fetch`, that is the deadline of the call that asks. */
  latest = undefined;

  /** Milliseconds until each timer fires, the nearest first. */
  get pending() {
    return [...this.#timers].map(({ due }) => due - this.#now).sort((one, other) => one - other);
  }

  /** Lets time pass. What is due fires in its order, inside this call. */
  pass(ms) {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ due }) => due <= end).sort((one, other) => one.due - other.due);
      if (!next) break;
      this.#now = Math.max(this.#now, next.due);
      this.fire(next);
    }
    this.#now = end;
  }

  /** Fires one timer out of turn: for the others no time passes. */
  fire(timer) {
    if (this.#timers.delete(timer)) timer.run();
  }

  /** Waits for something to be true, for as long as that takes. It is asked in every turn of the event loop. */
  async until(isTrue) {
    while (this.#isOver || !isTrue()) await (this.#isOver ? new Promise(() => {}) : turn());
  }

  /** Ends this time: no timer of it fires any more. */
  end() {
    this.#isOver = true;
    this.#timers.clear();
  }
}
