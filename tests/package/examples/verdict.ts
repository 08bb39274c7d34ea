// `switch` over the verdict narrows to the fields that exist, and the compiler knows when a case is missing.
import { verify, type Gateway, type Verdict } from "bpc-checkout";

export function sentence(verdict: Verdict): string {
  switch (verdict.outcome) {
    case "paid":
      return `paid ${verdict.amount} ${verdict.currency} for ${verdict.orderNumber}`;
    case "held":
    case "pending":
    case "expired":
    case "reversed":
    case "unknown":
      return verdict.message;
    case "open":
      return verdict.lastDecline === null ? "not tried yet" : `declined with ${verdict.lastDecline.code}`;
    case "declined":
      return verdict.decline?.description ?? "declined";
    case "refunded":
      return `${verdict.refundedAmount ?? "something"} went back`;
    case "mismatch":
      return `${verdict.field}: expected ${verdict.expected}, the gateway says ${verdict.actual}`;
    case "verified":
      return `the card is checked: ${verdict.binding?.bindingId ?? "not stored"}`;
    case "chargeback":
      return `${verdict.orderNumber} was charged back`;
    default: {
      const complete: never = verdict;
      return complete;
    }
  }
}

export const ask = async (gateway: Gateway): Promise<string> =>
  sentence(await verify({ orderNumber: "A-1001", amount: 2000n, currency: 978, phase: "preauth" }, gateway));
