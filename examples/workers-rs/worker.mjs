// What a Worker runs: the compiled module, and the handler that it exports. `worker-build` writes a file like this one.
import module from "./worker_bg.wasm";
import { fetch, initSync } from "./worker.js";

initSync({ module });

export default { fetch };
