/**
 * The compiled module as one of this realm. The edge runtime hands over a module that another realm compiled; it works,
 * but is no `instanceof` our `WebAssembly.Module`, which the glue asks for.
 * @param {WebAssembly.Module} module
 * @returns {WebAssembly.Module}
 */
export function ownRealm(module) {
  if (!(module instanceof WebAssembly.Module)) Object.setPrototypeOf(module, WebAssembly.Module.prototype);
  return module;
}
