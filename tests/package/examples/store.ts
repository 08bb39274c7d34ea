// The store of the README: everything it needs is inferred, nothing is `any`.
import { register, verifyReturn, type Gateway } from "bpc-checkout";

interface Env {
  GATEWAY_URL: string;
  GATEWAY_USER: string;
  GATEWAY_PASSWORD: string;
  RETURN_KEY: string;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    const gateway: Gateway = {
      baseUrl: env.GATEWAY_URL,
      userName: env.GATEWAY_USER,
      password: env.GATEWAY_PASSWORD,
      returnKey: env.RETURN_KEY,
    };
    if (request.method === "POST" && url.pathname === "/buy") {
      const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl: `${url.origin}/return` }, gateway);
      return Response.redirect(formUrl, 303);
    }
    if (url.pathname === "/return") {
      const verdict = await verifyReturn(request, gateway, { signal: request.signal });
      return new Response(verdict.outcome);
    }
    return new Response("Not found", { status: 404 });
  },
};
