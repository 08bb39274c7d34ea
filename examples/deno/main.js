import { isCheckoutError, register, verifyReturn } from "bpc-checkout";

const env = Deno.env.toObject();
const gateway = {
  baseUrl: env.GATEWAY_URL,
  userName: env.GATEWAY_USER,
  password: env.GATEWAY_PASSWORD,
  returnKey: env.RETURN_KEY,
};

async function answer(request) {
  const { origin, pathname } = new URL(request.url);
  try {
    if (request.method === "POST" && pathname === "/buy") {
      const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl: `${origin}/return` }, gateway);
      return new Response(null, { status: 303, headers: { location: formUrl } });
    }
    if (pathname === "/return") {
      const verdict = await verifyReturn(request, gateway); // asks the bank
      if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber);
      return new Response(verdict.message);
    }
    const form = '<form method="post" action="/buy">A mug, 20.00 EUR <button>Buy</button></form>';
    return new Response(form, { headers: { "content-type": "text/html" } });
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(error.code, error.message);
    if (pathname !== "/return") return new Response("The payment did not start. Please try again.", { status: 502 });
    const wait = "We could not check your payment yet. Do not pay again: reload this page in a minute.";
    return new Response(wait, { status: 502 }); // the customer may have paid: never offer a second payment here
  }
}

Deno.serve({ port: Number(env.PORT ?? 8787) }, answer);
