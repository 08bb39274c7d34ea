import { verifyReturn } from "bpc-checkout";
import { gatewayOf } from "$lib/gateway.js";

export async function GET({ url, platform }) {
  return new Response((await verifyReturn(url, gatewayOf(platform))).message);
}
