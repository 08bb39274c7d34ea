import { createMollieClient } from "@mollie/api-client";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const mollie = createMollieClient({ apiKey: env.MOLLIE_KEY });
    if (request.method === "POST" && url.pathname === "/buy") {
      const payment = await mollie.payments.create({
        amount: { currency: "EUR", value: "20.00" },
        description: "Book",
        redirectUrl: `${url.origin}/return`,
      });
      return Response.redirect(payment.getCheckoutUrl(), 303);
    }
    if (url.pathname === "/return") return new Response((await mollie.payments.get(url.searchParams.get("id"))).status);
    return new Response("Not found", { status: 404 });
  },
};
