// A browser page: the suite from the bundle.
import { runInPageAndWorker } from "./conformance/in-page.mjs";
import { run } from "./entry.mjs";

const startWorker = () => new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });

globalThis.report = runInPageAndWorker(run, startWorker);
