// The linear memory of the module. Its allocator never frees. Instead, everything that a step allocated is dropped after it, and
// what is not heap is what it was at the start: the module keeps no state. So no text of a step stays in memory, such as a password.

/** @typedef {ReturnType<typeof import("./core.js").initSync>} Exports the exports of the instance that is in use */

/** Where the stack ends, in bytes (`zstack-size` in wasm-pack.toml). Below it nothing needs to be put back. */
const STACK = 128 * 1024;

/** The memory of every instance at its start, from the stack to the heap. */
let start = new Uint8Array(0);

/**
 * Keeps what a new instance holds. It is called before each step; only before the first one of all is there something to keep.
 * @param {Exports} exports
 */
export function keepStart(exports) {
  if (start.length > 0) return;
  // Copied before the heap is looked for, which changes it.
  const all = new Uint8Array(exports.memory.buffer).slice();
  start = all.slice(STACK, end(exports));
}

/**
 * Puts the memory back to what it was at the start, and gives its size in bytes. It never shrinks.
 * @param {Exports} exports
 */
export function putBack(exports) {
  // Found first: it may be in a new page, and then the memory has another buffer.
  const heapEnd = end(exports);
  const bytes = new Uint8Array(exports.memory.buffer);
  // Zeros too: an allocation may rely on new memory to hold them.
  bytes.fill(0, STACK + start.length, heapEnd);
  bytes.set(start, STACK);
  return bytes.length;
}

/**
 * Where the heap ends now. The allocator gives addresses in rising order, so the newest one is the end.
 * @param {Exports} exports
 */
function end(exports) {
  return exports.__wbindgen_malloc(1, 1);
}
