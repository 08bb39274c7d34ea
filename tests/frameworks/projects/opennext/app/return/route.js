import { verifyReturn } from "bpc-checkout";
import { gateway } from "../gateway.js";

export async function GET(request) {
  return new Response((await verifyReturn(request, gateway())).message);
}
