import { isCheckoutError, verifyReturn } from "bpc-checkout";
import { data } from "react-router";
import { gateway } from "../gateway.server.js";

/** The address gives access to the state of the order. */
export const headers = () => ({ "cache-control": "no-store", "referrer-policy": "no-referrer" });

export async function loader({ request }) {
  try {
    const verdict = await verifyReturn(request, gateway); // asks the bank, compares number, amount and currency
    if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber); // `held` is not paid
    return verdict.message;
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(error.code, error.message);
    if (error.code.startsWith("return_")) throw data(null, { status: 404 }); // not an address that `register` made
    return "The bank does not answer. Please do not pay again: load this page again in a minute.";
  }
}

export default function Return({ loaderData }) {
  return <p role="status">{loaderData}</p>;
}
