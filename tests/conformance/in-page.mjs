// The suite in a browser: in the page itself and in a worker of it. Login and password are refused in both.

/** Runs it in both, with the environment from the address. `startWorker` makes a worker that answers a message with its report. */
export function runInPageAndWorker(run, startWorker) {
  const env = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  const inWorker = new Promise((resolve, reject) => {
    const worker = startWorker();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(`the worker did not start: ${event.message}`));
    worker.postMessage({ ...env, page: true, worker: true });
  });
  return Promise.all([run({ ...env, page: true }), inWorker]);
}
