import { useAlfaBank } from "alfabank";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const bank = useAlfaBank({ userName: env.GATEWAY_USER, password: env.GATEWAY_PASSWORD });
    if (request.method === "POST" && url.pathname === "/buy") {
      const order = { orderNumber: crypto.randomUUID(), amount: 2000, returnUrl: `${url.origin}/return` };
      return Response.redirect((await bank.register(order)).formUrl, 303);
    }
    if (url.pathname === "/return") {
      return new Response(
        (await bank.getOrderStatusExtended({ orderId: url.searchParams.get("orderId") })).orderStatus,
      );
    }
    return new Response("Not found", { status: 404 });
  },
};
