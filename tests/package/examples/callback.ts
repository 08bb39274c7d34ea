// A store that takes callbacks, and its own test of that: an event leads to `verify`, and to nothing else.
import {
  signCallback,
  verify,
  verifyCallback,
  type CallbackEvent,
  type CallbackKeys,
  type Gateway,
  type Verdict,
} from "bpc-checkout";

const keys: CallbackKeys[] = [
  { secret: "token" },
  { secret: ["new", "old"] },
  { publicKey: "-----BEGIN PUBLIC KEY-----", hash: "SHA-256", allowWeakKey: true },
];

export async function onCallback(request: Request, gateway: Gateway): Promise<Verdict | null> {
  const { orderNumber } = await verifyCallback(request, gateway);
  return orderNumber === null ? null : verify({ orderNumber, amount: 2000, currency: "EUR" }, gateway);
}

export function describe(event: CallbackEvent): string {
  switch (event.operation) {
    case "approved":
    case "deposited":
    case "reversed":
    case "refunded":
      return `${event.operation}: ${event.succeeded ?? "not said"}`;
    case "declinedByTimeout":
    case "declinedCardPresent":
      return `declined: ${event.orderId ?? "no order"}`;
    case "bindingCreated":
    case "bindingActivityChanged":
    case "unknown":
      return event.parameters["bindingId"] ?? "unknown";
    default: {
      const complete: never = event.operation;
      return complete;
    }
  }
}

export async function ownTest(gateway: Gateway): Promise<CallbackEvent[]> {
  const query: string = await signCallback({ operation: "deposited", status: "1" }, { ...gateway, callback: keys[0]! });
  const url = new URL(`https://shop.example/callback?${query}`);
  return Promise.all([url, query, url.searchParams, new Request(url)].map((one) => verifyCallback(one, gateway)));
}
