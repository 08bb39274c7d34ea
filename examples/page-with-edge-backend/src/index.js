import { isCheckoutError, register, verifyReturn } from "bpc-checkout";

const PRODUCTS = { mug: { amount: 2000, currency: "EUR" } }; // the page sends a name, never a price

export default {
  async fetch(request, env) {
    const { origin, pathname } = new URL(request.url);
    const gateway = {
      baseUrl: env.GATEWAY_URL,
      userName: env.GATEWAY_USER,
      password: env.GATEWAY_PASSWORD,
      returnKey: env.RETURN_KEY,
    };
    try {
      if (pathname === "/api/products") return Response.json(PRODUCTS);
      if (request.method === "POST" && pathname === "/api/buy") {
        const { product } = await request.json();
        if (!Object.hasOwn(PRODUCTS, product)) return Response.json({ error: "unknown product" }, { status: 400 });
        const { formUrl } = await register({ ...PRODUCTS[product], returnUrl: `${origin}/` }, gateway);
        return Response.json({ formUrl });
      }
      if (request.method === "POST" && pathname === "/api/outcome") {
        const { outcome, message } = await verifyReturn(await request.text(), gateway); // the address of the page
        return Response.json({ outcome, message });
      }
      return new Response("Not found", { status: 404 });
    } catch (error) {
      if (!isCheckoutError(error)) throw error;
      console.error(error.code, error.message);
      // The customer who asks for the outcome may have paid: never offer a second payment there.
      const text =
        pathname === "/api/outcome"
          ? "We could not check your payment yet. Do not pay again: reload this page in a minute."
          : "The payment did not start. Please try again.";
      return Response.json({ error: text }, { status: 502 });
    }
  },
};
