import { isCheckoutError, verifyReturn } from "bpc-checkout";
import { notFound } from "next/navigation";
import { gateway } from "../../lib/gateway.js";

// The address of this page gives access to the state of the order.
export const metadata = { title: "Your order", referrer: "no-referrer" };

export default async function Return({ searchParams }) {
  return <p role="status">{await outcome(new URLSearchParams(await searchParams))}</p>;
}

async function outcome(query) {
  try {
    const verdict = await verifyReturn(`/return?${query}`, gateway()); // asks the bank, compares number, amount and currency
    if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber); // `held` is not paid
    return verdict.message;
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(error.code, error.message);
    if (error.code.startsWith("return_")) notFound(); // not an address that `register` made
    return "The bank does not answer. Please do not pay again: load this page again in a minute.";
  }
}
