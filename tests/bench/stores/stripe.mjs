import Stripe from "stripe";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const stripe = new Stripe(env.STRIPE_KEY);
    if (request.method === "POST" && url.pathname === "/buy") {
      const session = await stripe.checkout.sessions.create({
        mode: "payment",
        success_url: `${url.origin}/return?session={CHECKOUT_SESSION_ID}`,
        line_items: [
          { quantity: 1, price_data: { currency: "eur", unit_amount: 2000, product_data: { name: "Book" } } },
        ],
      });
      return Response.redirect(session.url, 303);
    }
    if (url.pathname === "/return") {
      return new Response((await stripe.checkout.sessions.retrieve(url.searchParams.get("session"))).payment_status);
    }
    return new Response("Not found", { status: 404 });
  },
};
