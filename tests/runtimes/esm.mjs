// Node, Deno and Bun: plain ES modules from node_modules.
import { run } from "./entry.mjs";

const [argument] = globalThis.Deno ? Deno.args : process.argv.slice(2);
console.log(JSON.stringify(await run(JSON.parse(argument))));
