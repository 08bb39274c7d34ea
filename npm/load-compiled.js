/**
 * Starts a module that the platform compiled. Fails with what to configure if the bundler made something else of the import.
 * @param {(input: { module: WebAssembly.Module }) => unknown} initSync @param {any} module
 */
export function start(initSync, module) {
  try {
    initSync({ module });
  } catch (cause) {
    throw new Error(
      `bpc-checkout: the .wasm import gave no WebAssembly.Module (${cause}). Leave *.wasm to the platform, or build without the ` +
        'condition "workerd" or "edge-light"',
      { cause },
    );
  }
}
