// The package as a thing: contents, types, sizes, memory. The gates come from wasm-pack.toml by way of the arguments.

import { parseArgs } from "node:util";
import { makeConsumer } from "../runtimes/consumer.mjs";
import { finish } from "./checks.mjs";
import { checkContents } from "./contents.mjs";
import { checkLoading } from "./loading.mjs";
import { checkMemory } from "./memory.mjs";
import { checkSizes } from "./sizes.mjs";
import { checkTypes } from "./types.mjs";

const gate = { type: "string" };
const { values } = parseArgs({ options: { "store-upload": gate, glue: gate, "memory-start": gate } });
const budget = (name) => {
  const bytes = Number(values[name]);
  if (!(bytes > 0)) throw new Error(`--${name} is missing: run this by cargo xtask test package`);
  return bytes;
};

const consumer = makeConsumer("package-check");
await checkContents();
await checkTypes(consumer);
await checkLoading(consumer);
await checkSizes(consumer, { storeUpload: budget("store-upload"), glue: budget("glue") });
await checkMemory(budget("memory-start"));
process.exitCode = finish();
