import { register } from "bpc-checkout";
import { gateway } from "../gateway.server.js";

export async function action({ request }) {
  const returnUrl = new URL("/return", request.url);
  const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gateway());
  return new Response(null, { status: 303, headers: { location: formUrl } });
}
