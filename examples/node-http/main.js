import { createServer } from "node:http";
import { isCheckoutError, register, verifyReturn } from "bpc-checkout";

const {
  GATEWAY_URL,
  GATEWAY_USER,
  GATEWAY_PASSWORD,
  RETURN_KEY,
  PORT = 8787,
  ORIGIN = `http://127.0.0.1:${PORT}`,
} = process.env;
const gateway = { baseUrl: GATEWAY_URL, userName: GATEWAY_USER, password: GATEWAY_PASSWORD, returnKey: RETURN_KEY };

async function answer(request, response) {
  const { pathname } = new URL(request.url, ORIGIN);
  if (request.method === "POST" && pathname === "/buy") {
    const { formUrl } = await register({ amount: 2000, currency: "EUR", returnUrl: `${ORIGIN}/return` }, gateway);
    return response.writeHead(303, { location: formUrl }).end();
  }
  if (pathname === "/return") {
    const verdict = await verifyReturn(request, gateway); // asks the bank
    if (verdict.outcome === "paid") console.log("deliver this order, once:", verdict.orderNumber);
    return response.end(verdict.message);
  }
  response.setHeader("content-type", "text/html");
  response.end('<form method="post" action="/buy">A mug, 20.00 EUR <button>Buy</button></form>');
}

createServer((request, response) =>
  answer(request, response).catch((error) => {
    console.error(isCheckoutError(error) ? `${error.code} ${error.message}` : error);
    response.statusCode = 502;
    if (!request.url.startsWith("/return")) return response.end("The payment did not start. Please try again.");
    // The customer may have paid: never offer a second payment here.
    response.end("We could not check your payment yet. Do not pay again: reload this page in a minute.");
  }),
).listen(PORT, "127.0.0.1");
