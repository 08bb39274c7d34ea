// What the types must refuse. Each line below is an error for the compiler; where it is not, this file does not compile.
import {
  CheckoutError,
  formatAmount,
  minorUnits,
  register,
  signCallback,
  status,
  verify,
  verifyCallback,
  type CallbackKeys,
  type Gateway,
} from "bpc-checkout";

declare const gateway: Gateway;

// @ts-expect-error an amount is a number or a bigint of minor units
register({ amount: "20.00", currency: "EUR", returnUrl: "https://shop.example/return" }, gateway);
// @ts-expect-error the return address is needed
register({ amount: 2000, currency: "EUR" }, gateway);
// @ts-expect-error a misspelt key
register({ amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return", descripton: "mug" }, gateway);
// @ts-expect-error the gateway is needed
register({ amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return" });
// @ts-expect-error one id, not two
status({ orderId: "1", orderNumber: "2" }, gateway);
// @ts-expect-error what is expected must be complete
verify({ orderNumber: "A-1001", amount: 2000 }, gateway);
// @ts-expect-error a decimal amount is text
minorUnits(20.0, "EUR");
// @ts-expect-error whole minor units, not text
formatAmount("2000", "EUR");
// @ts-expect-error one kind of key, not two
export const both: CallbackKeys = { secret: "token", publicKey: "-----BEGIN PUBLIC KEY-----" };
// @ts-expect-error a hash that no bank signs with
export const weak: CallbackKeys = { publicKey: "-----BEGIN PUBLIC KEY-----", hash: "SHA-1" };
// @ts-expect-error parameters are texts
signCallback({ status: 1 }, gateway);
// @ts-expect-error the keys are needed
verifyCallback(new URL("https://shop.example/callback"));
// @ts-expect-error errors are caught, not made
new CheckoutError("no");

export async function outcome(): Promise<void> {
  const verdict = await verify({ orderNumber: "A-1001", amount: 2000, currency: "EUR" }, gateway);
  // @ts-expect-error there is no such outcome
  if (verdict.outcome === "payed") return;
  // @ts-expect-error only a mismatch names a field
  verdict.field;
  const event = await verifyCallback("", gateway);
  // @ts-expect-error an event is no verdict
  event.outcome;
  // @ts-expect-error and says nothing of being paid
  if (event.operation === "paid") return;
}
