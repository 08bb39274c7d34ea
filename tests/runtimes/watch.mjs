// Imported before everything else: remembers the linear memory of each module, which the package itself keeps to itself. Of the
// first instance: the one that follows a trap must be free to go when the next one comes, a page has room for some sixty.

const { Instance } = WebAssembly;
const memories = [];
const seen = new WeakSet();

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    if (!this.exports.memory || seen.has(module)) return;
    seen.add(module);
    memories.push(this.exports.memory);
  }
};

/** Bytes of linear memory of all modules. */
export const memoryBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
