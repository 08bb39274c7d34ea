import { register } from "bpc-checkout";
import { gateway } from "../gateway.js";

export async function POST(request) {
  const returnUrl = new URL("/return", `http://${request.headers.get("host")}`);
  const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gateway());
  return new Response(null, { status: 303, headers: { location: formUrl } });
}
