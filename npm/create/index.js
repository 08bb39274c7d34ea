#!/usr/bin/env node
// `npm create bpc-checkout [folder]` is `npx bpc-checkout init [folder]`.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(import.meta.url);
process.argv.splice(2, 0, "init");
await import(pathToFileURL(join(dirname(resolve("bpc-checkout/package.json")), "cli.js")).href);
