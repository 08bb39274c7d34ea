import { register } from "bpc-checkout";
import { gateway } from "../gateway.js";

export async function POST({ url }) {
  const returnUrl = new URL("/return", url);
  const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gateway());
  return new Response(null, { status: 303, headers: { location: formUrl } });
}
