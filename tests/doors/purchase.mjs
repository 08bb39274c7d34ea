// A purchase with the package that wasm-pack makes. The same file runs in Node and in a page.

/** Registers, asks and verifies; gives back what a store sees. */
export async function purchase({ register, status, verify, minorUnits, isCheckoutError }, gateway, orderNumber) {
  const price = { amount: minorUnits("20.00", "EUR"), currency: "EUR" };
  const order = { ...price, orderNumber, returnUrl: "https://shop.example/return" };
  const { orderId, formUrl } = await register(order, gateway);
  const report = await status({ orderId }, gateway);
  const verdict = await verify({ orderId, orderNumber, ...price }, gateway);
  const wrong = await verify({ orderId, orderNumber, ...price, amount: 1999n }, gateway);
  const refused = await register({ ...order, amount: 10.5 }, gateway).catch((error) => error);
  return {
    formUrl,
    orderStatus: report.orderStatus,
    outcome: verdict.outcome,
    mismatch: wrong.field,
    refused:
      isCheckoutError(refused) && refused instanceof Error ? `${refused.name} ${refused.code} ${refused.field}` : "",
  };
}
