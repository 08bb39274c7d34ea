import { isCheckoutError, register } from "bpc-checkout";
import { data, Form, redirect } from "react-router";
import { gateway } from "../gateway.server.js";

export async function action({ request }) {
  try {
    const order = { amount: 2000, currency: "EUR" }; // 20.00 EUR. The price is set here, never by the browser
    const { formUrl } = await register({ ...order, returnUrl: new URL("/return", request.url) }, gateway);
    return redirect(formUrl, 303);
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(error.code, error.message);
    return data("Sorry, this did not work. Please try again.", { status: 502 });
  }
}

export default function Home({ actionData }) {
  return (
    <Form method="post">
      A mug, 20.00 EUR <button>Buy</button>
      {actionData && <p role="alert">{actionData}</p>}
    </Form>
  );
}
