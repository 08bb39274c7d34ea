/**
 * Makes the compiled module pass `instanceof WebAssembly.Module`, which the glue checks. The edge runtime compiles it in another
 * realm, where `WebAssembly.Module` is another object.
 * @param {any} module what the bundler made of the import
 */
export function ownRealm(module) {
  const isForeign = !(module instanceof WebAssembly.Module) && `${module}` === "[object WebAssembly.Module]";
  if (isForeign) Object.setPrototypeOf(module, WebAssembly.Module.prototype);
  return module;
}
