test("a purchase is paid in this environment", async () => {
  const lib = require("bpc-checkout");
  const { formatAmount } = require("bpc-checkout/money");
  const { Sandbox } = require("bpc-checkout/sandbox");
  const { purchase } = require("./purchase.cjs");
  expect(await purchase(lib, Sandbox, formatAmount)).toBe("paid");
});
