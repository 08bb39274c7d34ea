// The package as a thing: contents, types, sizes, memory. The gates come from wasm-pack.toml, as JSON in `BUDGET`.

import { makeConsumer } from "../runtimes/consumer.mjs";
import { checkContents } from "./contents.mjs";
import { checkDemo } from "./demo.mjs";
import { checkInit } from "./init.mjs";
import { checkLinks } from "./links.mjs";
import { checkLoading } from "./loading.mjs";
import { checkMemory } from "./memory.mjs";
import { checkMoney } from "./money.mjs";
import { checkPage } from "./page.mjs";
import { checkRefusals } from "./refused.mjs";
import { checkSizes } from "./sizes.mjs";
import { checkSnippets } from "./snippets.mjs";
import { checkTypes } from "./types.mjs";

const gates = JSON.parse(process.env.BUDGET ?? "{}");
const budget = (name) => {
  if (!(gates[name] > 0)) throw new Error(`BUDGET has no ${name}: run this by npm test -- package`);
  return gates[name];
};

const consumer = makeConsumer("package-check");
checkContents();
checkLinks(consumer);
checkTypes(consumer);
checkLoading(consumer);
checkPage();
checkRefusals(consumer);
checkSnippets(consumer);
checkInit(consumer);
checkDemo(consumer);
checkMoney(consumer);
checkSizes(consumer, { storeUpload: budget("store-upload"), glue: budget("glue") });
await checkMemory(budget("memory-start"));
