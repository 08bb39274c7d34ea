import { error } from "@sveltejs/kit";
import { isCheckoutError, verifyReturn } from "bpc-checkout";
import { gateway } from "$lib/server/gateway.js";

export async function load({ url, setHeaders }) {
  setHeaders({ "cache-control": "no-store", "referrer-policy": "no-referrer" }); // the address gives access to the order's state
  try {
    const verdict = await verifyReturn(url, gateway()); // asks the bank, compares number, amount and currency
    if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber); // `held` is not paid
    return { message: verdict.message };
  } catch (failure) {
    if (!isCheckoutError(failure)) throw failure;
    console.error(failure.code, failure.message);
    if (failure.code.startsWith("return_")) error(404); // not an address that `register` made
    return { message: "The bank does not answer. Please do not pay again: load this page again in a minute." };
  }
}
