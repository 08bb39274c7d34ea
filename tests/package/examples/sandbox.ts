// A store's own test: the sandbox stands in for the bank, no network.
import { minorUnits, register, verify } from "bpc-checkout";
import { Sandbox } from "bpc-checkout/sandbox";

export async function buysAMug(): Promise<boolean> {
  const bank = new Sandbox({ seed: 1, now: () => 1_795_000_000_000 });
  const gateway = { baseUrl: bank.baseUrl, userName: "test_user", password: "test_user_password", fetch: bank.fetch };
  const amount = minorUnits("20.00", "EUR");
  const { orderId } = await register(
    { orderNumber: "A-1", amount, currency: "EUR", returnUrl: "https://shop.example/return" },
    gateway,
  );
  bank.pay(orderId, "4111111111111111");
  const verdict = await verify({ orderId, orderNumber: "A-1", amount, currency: "EUR" }, gateway);
  return verdict.outcome === "paid";
}
