// The types of the package that wasm-pack makes: the hand-written ones, and no `any`. Compiled, never run.

import init, {
  CheckoutError,
  formatAmount,
  isCheckoutError,
  register,
  verify,
  type Gateway,
  type Order,
  type Verdict,
} from "../../target/pkg-js/bpc_checkout.js";

export async function buy(gateway: Gateway, order: Order): Promise<string> {
  await init();
  const { orderId, formUrl } = await register(order, gateway);
  const id: string = orderId;
  // @ts-expect-error an id is text
  const wrong: number = orderId;
  // @ts-expect-error an order needs an amount
  await register({ currency: "EUR", returnUrl: "https://shop.example/" }, gateway);
  return [id, wrong, formUrl, formatAmount(2000n, "EUR", "de-DE")].join();
}

export async function outcome(gateway: Gateway): Promise<Verdict["outcome"] | "failed"> {
  try {
    return (await verify({ orderNumber: "A-1", amount: 1, currency: 978 }, gateway)).outcome;
  } catch (error) {
    if (isCheckoutError(error) && error.code === "timeout") return "failed";
    if (error instanceof CheckoutError) throw new Error(error.field);
    throw error;
  }
}
