import { isCheckoutError, register } from "bpc-checkout";

export default defineEventHandler(async (event) => {
  try {
    const order = { amount: 2000, currency: "EUR" }; // 20.00 EUR. The price is set here, never by the browser
    const returnUrl = new URL("/return", getRequestURL(event));
    const { formUrl } = await register({ ...order, returnUrl }, gatewayOf(event));
    return sendRedirect(event, formUrl, 303);
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(error.code, error.message);
    throw createError({ statusCode: 502, statusMessage: "Sorry, this did not work. Please try again." });
  }
});
