import { verifyReturn } from "bpc-checkout";
import { gateway } from "../gateway.server.js";

export async function loader({ request }) {
  return new Response((await verifyReturn(request, gateway())).message);
}
