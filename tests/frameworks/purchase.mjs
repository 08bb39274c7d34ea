// A purchase in one process: what every test runner and bundler runs.

/** Registers, pays and verifies with the sandbox; returns the outcome. */
export async function purchase({ register, verify, verifyCallback, signCallback }, Sandbox, formatAmount) {
  const callback = { secret: "a secret of callbacks" };
  const bank = new Sandbox();
  const gateway = {
    baseUrl: bank.baseUrl,
    userName: "test_user",
    password: "test_user_password",
    fetch: bank.fetch,
    callback,
  };
  const order = { orderNumber: "A-1", amount: 2000, currency: "EUR" };
  const { orderId } = await register({ ...order, returnUrl: "https://shop.example/return" }, gateway);
  bank.pay(orderId);
  // jsdom has no WebCrypto, which signs. Verifying an HMAC needs none.
  if (globalThis.crypto?.subtle) {
    const query = await signCallback(
      { mdOrder: orderId, orderNumber: "A-1", operation: "deposited", status: "1" },
      gateway,
    );
    if ((await verifyCallback(query, gateway)).orderNumber !== "A-1") throw new Error("the callback is another one");
  }
  if (formatAmount(2000, "EUR") !== "20.00") throw new Error("the amount is another one");
  return (await verify(order, gateway)).outcome;
}
