// The suite from the files as they are.
import { runInPageAndWorker } from "../../conformance/in-page.mjs";
import { run } from "./suite.mjs";

const startWorker = () => new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });

globalThis.report = runInPageAndWorker(run, startWorker);
