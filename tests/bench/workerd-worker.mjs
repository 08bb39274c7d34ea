// The worker of workerd.mjs.
import { register } from "bpc-checkout";

const REGISTERED = '{"orderId":"4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee","formUrl":"https://bank.example/pay"}';
const bank = async () => new Response(REGISTERED, { headers: { "content-type": "application/json" } });
const gateway = { baseUrl: "https://bank.example/rest", userName: "shop", password: "secret", fetch: bank };
const order = { amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return", orderNumber: "A-1001" };

export default {
  async fetch(request) {
    if (new URL(request.url).pathname === "/platform") {
      await (await bank()).text();
      new URLSearchParams({ a: "b" }).toString();
      clearTimeout(setTimeout(() => {}, 1000));
    } else {
      await register(order, { ...gateway, returnKey: "sixteen characters and more" });
    }
    return new Response("fine");
  },
};
