/** @jest-environment jsdom */
test("the error at load names the line to add, and money works", () => {
  expect(() => require("bpc-checkout")).toThrow("/** @jest-environment node */");
  expect(require("bpc-checkout/money").formatAmount(2000, "EUR")).toBe("20.00");
});
