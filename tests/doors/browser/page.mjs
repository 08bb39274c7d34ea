// The suite in the page itself and, where a login and password are allowed, in a worker beside it.
import { run } from "./suite.mjs";

const env = JSON.parse(decodeURIComponent(location.hash.slice(1)));

const inWorker = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(`the worker did not start: ${event.message}`));
    worker.postMessage({ ...env, page: false });
  });

globalThis.report = Promise.all([run({ ...env, page: true }), inWorker()]);
