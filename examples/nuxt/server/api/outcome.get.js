import { isCheckoutError, verifyReturn } from "bpc-checkout";

/** For the page /return, with its query. */
export default defineEventHandler(async (event) => {
  try {
    const verdict = await verifyReturn(getRequestURL(event), gatewayOf(event)); // asks the bank, compares number, amount and currency
    if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber); // `held` is not paid
    return { message: verdict.message };
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(error.code, error.message);
    if (error.code.startsWith("return_")) throw createError({ statusCode: 404 }); // not an address that `register` made
    return { message: "The bank does not answer. Please do not pay again: load this page again in a minute." };
  }
});
