import { register } from "bpc-checkout";
import { gatewayOf } from "$lib/gateway.js";

export async function POST({ url, platform }) {
  const returnUrl = new URL("/return", url);
  const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gatewayOf(platform));
  return new Response(null, { status: 303, headers: { location: formUrl } });
}
