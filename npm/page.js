// Whether this code runs where everybody can read it.

/**
 * Whether a global scope is a browser page or one of its workers.
 *
 * A `document` proves nothing: tests and server-side rendering put one into a server. So the rule asks what the runtime is. Every
 * browser calls itself `Mozilla/5.0`, in pages and in workers. A DOM in Node, Bun or Deno says that too, but there `process` has the
 * version of Node. Electron has that version everywhere, and names its pages and their workers in `process.type`.
 * @param {any} scope
 */
export function isPage({ navigator, process } = globalThis) {
  const isNode = () => process?.versions?.node && !/^(renderer|worker)$/.test(process.type);
  return /^Mozilla\//.test(navigator?.userAgent) && !isNode();
}
