import { run } from "./entry.mjs";

onmessage = async ({ data }) => postMessage(await run(data));
