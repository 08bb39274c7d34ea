import { verifyReturn } from "bpc-checkout";
import { gateway } from "../gateway.js";

export async function GET({ url }) {
  return new Response((await verifyReturn(url, gateway())).message);
}
