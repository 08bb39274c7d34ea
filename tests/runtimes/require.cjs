// Node without ES modules: `require`.
const lib = require("bpc-checkout");
const messages = require("bpc-checkout/messages");
const sandbox = require("bpc-checkout/sandbox");
const panicking = require("bpc-checkout-panicking");

(async () => {
  const { runAll } = await import("./conformance/suite.mjs");
  const env = JSON.parse(process.argv[2]);
  console.log(JSON.stringify(await runAll({ lib, messages, sandbox, panicking, env })));
})();
