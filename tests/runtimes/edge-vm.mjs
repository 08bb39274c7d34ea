// The edge runtime's virtual machine. As a deployment does, it gets modules that this realm compiled: the bundle asks for
// them as `globalThis.compiled`.
import { EdgeVM } from "@edge-runtime/vm";
import { readFile } from "node:fs/promises";

const [env, bundle, ...modules] = process.argv.slice(2);
const compiled = {};
for (const path of modules) compiled[path] = await WebAssembly.compile(await readFile(path));

const vm = new EdgeVM({ extend: (context) => Object.assign(context, { compiled }) });
vm.evaluate(await readFile(bundle, "utf8"));
console.log(JSON.stringify(await vm.evaluate(`bundle.run(${env})`)));
