// The rule that says what a page is, over the runtimes as they describe themselves.

import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const JSDOM = "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/30.0.0";
const HAPPY_DOM = "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) HappyDOM/20.0.0";
const node = { versions: { node: "24.21.0" } };
const document = {};

/** What is in the global scope; true for a page. */
const SCOPES = [
  ["a page", { navigator: { userAgent: CHROME }, document }, true],
  ["a worker of a page", { navigator: { userAgent: FIREFOX } }, true],
  ["a page with a bundler's process", { navigator: { userAgent: CHROME }, document, process: { versions: {} } }, true],
  ["a page of Electron", { navigator: { userAgent: CHROME }, process: { ...node, type: "renderer" } }, true],
  ["a worker of a page of Electron", { navigator: { userAgent: CHROME }, process: { ...node, type: "worker" } }, true],
  ["the main process of Electron", { process: { ...node, type: "browser" } }, false],
  ["Node", { navigator: { userAgent: "Node.js/24" }, process: node }, false],
  ["Node without navigator", { process: node }, false],
  ["Node with any document", { document, process: node }, false],
  ["jsdom", { navigator: { userAgent: JSDOM }, document, process: node }, false],
  ["happy-dom", { navigator: { userAgent: HAPPY_DOM }, document, process: node }, false],
  ["Deno", { navigator: { userAgent: "Deno/2.9.6" } }, false],
  ["Bun", { navigator: { userAgent: "Bun/1.4.5" }, process: node }, false],
  ["Cloudflare Workers", { navigator: { userAgent: "Cloudflare-Workers" } }, false],
  ["Cloudflare Workers with a document", { navigator: { userAgent: "Cloudflare-Workers" }, document }, false],
  ["an edge runtime without navigator", { EdgeRuntime: "edge-runtime", process: { env: {} } }, false],
];

export function checkPage() {
  check("a page and its workers are pages, and no server is", async () => {
    const { isPage } = await import(join(ROOT, "pkg/page.js"));
    for (const [name, scope, expected] of SCOPES) must(isPage(scope) === expected, `${name}: ${!expected}`);
    must(isPage() === false, "Node, as it is");
    return `${SCOPES.length} scopes`;
  });
}
