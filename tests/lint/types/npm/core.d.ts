/** What `cargo xtask build` generates as `core.js`: the glue of the library's WebAssembly module. */
export function initSync(options?: { module: WebAssembly.Module | BufferSource }): {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_malloc: (bytes: number, align: number) => number;
};
/** One step of a call: JSON text in, JSON text out. */
export function step(told: Uint8Array, callBytes: number): string;
/** Discards the instance and creates another one from the same module. */
export function __wbg_reset_state(): void;
