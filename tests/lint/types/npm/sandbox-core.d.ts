/** What `cargo xtask build` generates as `sandbox-core.js`: the glue of the sandbox's WebAssembly module. */
export function initSync(options: { module: WebAssembly.Module | BufferSource }): {
  readonly memory: WebAssembly.Memory;
};
export class SandboxCore {
  static optionNames(): string[];
  static certificateToBeSigned(spki: Uint8Array): Uint8Array<ArrayBuffer>;
  static certificatePem(body: Uint8Array, signature: Uint8Array): string;
  static publicKeyPem(spki: Uint8Array): string;
  /** @param options as JSON text, with `seed` set; `now` returns epoch milliseconds */
  constructor(options: string, now: () => number);
  /** Runs a command by its name. It throws a text that says what is wrong. */
  command(name: string, input: object): any;
  fetch(request: Request): Promise<Response>;
}
