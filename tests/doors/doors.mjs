// The two JavaScript packages that are made of the library, each loaded as its users load it.

import { readFile } from "node:fs/promises";

const ROOT = new URL("../../", import.meta.url);
const at = (path) => new URL(path, ROOT);

/** The npm package: nothing to await. */
async function npm(folder) {
  const lib = await import(at(`${folder}/index.js`));
  return { lib, memoryBytes: undefined };
}

/** What `wasm-pack build --target web` makes: `await init()` first. Node's `fetch` reads no files, so it gets the bytes. */
async function wasmPack(folder) {
  const { default: init, initSync: _, ...lib } = await import(at(`${folder}/bpc_checkout.js`));
  const { memory } = await init({ module_or_path: await readFile(at(`${folder}/bpc_checkout_bg.wasm`)) });
  return { lib, memoryBytes: () => memory.buffer.byteLength };
}

/** A name, where it is, and how it is loaded: the package, and its variant with an export that traps. */
export const doors = {
  npm: { load: () => npm("pkg"), trapping: () => npm("target/pkg-test") },
  "wasm-pack": { load: () => wasmPack("target/pkg-js"), trapping: () => wasmPack("target/pkg-js-test") },
};
