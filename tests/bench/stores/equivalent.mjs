import { register, verifyReturn } from "../equivalent/index.mjs";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const gateway = {
      baseUrl: env.GATEWAY_URL,
      userName: env.GATEWAY_USER,
      password: env.GATEWAY_PASSWORD,
      returnKey: env.RETURN_KEY,
    };
    if (request.method === "POST" && url.pathname === "/buy") {
      const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl: `${url.origin}/return` }, gateway);
      return Response.redirect(formUrl, 303);
    }
    if (url.pathname === "/return") return new Response((await verifyReturn(url, gateway)).outcome);
    return new Response("Not found", { status: 404 });
  },
};
