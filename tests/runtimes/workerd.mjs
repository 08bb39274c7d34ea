// workerd: run by `workerd test`, which calls this handler as it would call a request handler.
import { run } from "./entry.mjs";

export default {
  async test(_, { CONFORMANCE, BANK }) {
    console.log(JSON.stringify(await run({ ...CONFORMANCE, binding: BANK })));
  },
};
