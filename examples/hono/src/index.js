import { isCheckoutError, register, verifyReturn } from "bpc-checkout";
import { Hono } from "hono";

const gatewayOf = (env) => ({
  baseUrl: env.GATEWAY_URL,
  userName: env.GATEWAY_USER,
  password: env.GATEWAY_PASSWORD,
  returnKey: env.RETURN_KEY,
});

const app = new Hono();

app.get("/", (c) => c.html('<form method="post" action="/buy">A mug, 20.00 EUR <button>Buy</button></form>'));

app.post("/buy", async (c) => {
  const returnUrl = new URL("/return", c.req.url);
  const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl }, gatewayOf(c.env));
  return c.redirect(formUrl, 303);
});

app.get("/return", async (c) => {
  const verdict = await verifyReturn(c.req.raw, gatewayOf(c.env)); // asks the bank
  if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber);
  return c.text(verdict.message);
});

app.onError((error, c) => {
  if (!isCheckoutError(error)) throw error;
  console.error(error.code, error.message);
  if (c.req.path !== "/return") return c.text("The payment did not start. Please try again.", 502);
  // The customer may have paid: never offer a second payment here.
  return c.text("We could not check your payment yet. Do not pay again: reload this page in a minute.", 502);
});

export default app;
