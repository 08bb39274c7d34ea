import { run } from "./suite.mjs";

globalThis.onmessage = async ({ data }) => globalThis.postMessage(await run(data));
