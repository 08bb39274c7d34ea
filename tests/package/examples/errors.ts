// A caught value is `unknown`; the guard makes it this package's error, and the codes are a closed list.
import { isCheckoutError, register, type CheckoutErrorCode, type Gateway, type Order } from "bpc-checkout";

const WORTH_ANOTHER_TRY: readonly CheckoutErrorCode[] = ["network", "timeout"];

export async function registerOrExplain(order: Order, gateway: Gateway): Promise<string> {
  try {
    return (await register(order, gateway)).formUrl;
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    if (error.code === "outcome_unknown") return `ask again with ${error.orderNumber ?? "the same number"}`;
    if (WORTH_ANOTHER_TRY.includes(error.code) || error.retryable) return "try again";
    return `${error.endpoint ?? "before the gateway"}: ${error.gateway?.errorMessage ?? error.field ?? error.message}`;
  }
}
