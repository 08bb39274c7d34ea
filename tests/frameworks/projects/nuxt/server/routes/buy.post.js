import { register } from "bpc-checkout";
import { gatewayOf } from "../gateway.js";

export default defineEventHandler(async (event) => {
  const returnUrl = new URL("/return", getRequestURL(event));
  const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gatewayOf(event));
  return sendRedirect(event, formUrl, 303);
});
