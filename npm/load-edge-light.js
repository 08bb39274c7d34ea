/**
 * Makes the compiled module pass `instanceof WebAssembly.Module`, which the glue checks. The edge runtime compiles it in another
 * realm, where `WebAssembly.Module` is another object.
 * @param {WebAssembly.Module} module
 * @returns {WebAssembly.Module}
 */
export function ownRealm(module) {
  if (!(module instanceof WebAssembly.Module)) Object.setPrototypeOf(module, WebAssembly.Module.prototype);
  return module;
}
