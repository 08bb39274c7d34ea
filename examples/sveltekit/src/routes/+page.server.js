import { fail, redirect } from "@sveltejs/kit";
import { isCheckoutError, register } from "bpc-checkout";
import { gateway } from "$lib/server/gateway.js";

export const actions = {
  async default({ url }) {
    const order = { amount: 2000, currency: "EUR" }; // 20.00 EUR. The price is set here, never by the browser
    const registered = await register({ ...order, returnUrl: new URL("/return", url) }, gateway()).catch((error) => {
      if (!isCheckoutError(error)) throw error;
      console.error(error.code, error.message);
    });
    if (!registered) return fail(502, { message: "Sorry, this did not work. Please try again." });
    redirect(303, registered.formUrl);
  },
};
