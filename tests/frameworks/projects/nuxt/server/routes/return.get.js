import { verifyReturn } from "bpc-checkout";
import { gatewayOf } from "../gateway.js";

export default defineEventHandler(async (event) => {
  const { message } = await verifyReturn(getRequestURL(event), gatewayOf(event));
  return message;
});
