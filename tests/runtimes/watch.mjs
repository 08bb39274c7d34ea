// Imported before everything else: remembers the linear memory of every instance, which the package itself keeps to itself.

const { Instance } = WebAssembly;
const memories = [];

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    if (this.exports.memory) memories.push(this.exports.memory);
  }
};

/** Bytes of linear memory of all instances. */
export const memoryBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
