import { isCheckoutError, register } from "bpc-checkout";
import { gateway } from "../../lib/gateway.js";

export async function POST() {
  try {
    const order = { amount: 2000, currency: "EUR" }; // 20.00 EUR. The price is set here, never by the browser
    const { formUrl } = await register({ ...order, returnUrl: `${process.env.ORIGIN}/return` }, gateway());
    return new Response(null, { status: 303, headers: { location: formUrl } });
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(error.code, error.message);
    return new Response("Sorry, this did not work. Please try again.", { status: 502 });
  }
}
