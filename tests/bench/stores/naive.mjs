import { register, verify } from "../naive.mjs";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const gateway = { baseUrl: env.GATEWAY_URL, userName: env.GATEWAY_USER, password: env.GATEWAY_PASSWORD };
    const order = { orderNumber: url.searchParams.get("order") ?? crypto.randomUUID(), amount: 2000, currency: "978" };
    if (request.method === "POST" && url.pathname === "/buy") {
      const returnUrl = `${url.origin}/return?order=${order.orderNumber}`;
      return Response.redirect((await register({ ...order, returnUrl }, gateway)).formUrl, 303);
    }
    if (url.pathname === "/return") {
      const expected = { ...order, orderId: url.searchParams.get("orderId") };
      return new Response((await verify(expected, gateway)).outcome);
    }
    return new Response("Not found", { status: 404 });
  },
};
