import { isCheckoutError, register, verifyCallback, verifyReturn } from "bpc-checkout";
import express from "express";

const { GATEWAY_URL, GATEWAY_USER, GATEWAY_PASSWORD, RETURN_KEY, CALLBACK_SECRET, PORT = 8787 } = process.env;
const gateway = {
  baseUrl: GATEWAY_URL,
  userName: GATEWAY_USER,
  password: GATEWAY_PASSWORD,
  returnKey: RETURN_KEY,
  ...(CALLBACK_SECRET && { callback: { secret: CALLBACK_SECRET } }),
};
const origin = process.env.ORIGIN ?? `http://127.0.0.1:${PORT}`;
const app = express();

app.get("/", (req, res) => res.send('<form method="post" action="/buy">A mug, 20.00 EUR <button>Buy</button></form>'));

app.post("/buy", async (req, res) => {
  const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl: `${origin}/return` }, gateway);
  res.redirect(303, formUrl);
});

app.get("/return", async (req, res) => {
  const verdict = await verifyReturn(req, gateway); // asks the bank
  if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber);
  res.send(verdict.message);
});

// The bank's notification, by GET or POST. The text of a form is what its signature covers.
app.all("/callback", express.text({ type: "*/*", limit: "8kb" }), async (req, res) => {
  const { orderNumber } = await verifyCallback(req.method === "POST" ? req.body : req.originalUrl, gateway);
  console.log("ask the bank about", orderNumber); // with verify(), and the price from your table
  res.send("OK");
});

app.use((error, req, res, _next) => {
  console.error(isCheckoutError(error) ? `${error.code} ${error.message}` : error);
  res.status(error.code === "callback_invalid" ? 400 : 502);
  if (req.path !== "/return") return res.send("The payment did not start. Please try again.");
  // The customer may have paid: never offer a second payment here.
  res.send("We could not check your payment yet. Do not pay again: reload this page in a minute.");
});

app.listen(PORT, "127.0.0.1");
