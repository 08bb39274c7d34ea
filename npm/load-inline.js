/**
 * Base64 to bytes, by the fastest function of the runtime: `atob` takes longer than compiling the module.
 * @param {string} base64
 * @returns {Uint8Array}
 */
export function decode(base64) {
  const { Buffer } = globalThis;
  if (typeof Buffer?.from === "function") return Buffer.from(base64, "base64");
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
