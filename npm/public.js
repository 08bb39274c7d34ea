// The public functions of the package, whatever runtime loads it.

export {
  call,
  CheckoutError,
  customer,
  decline,
  deposit,
  formatAmount,
  isCheckoutError,
  minorUnits,
  refund,
  register,
  registerPreAuth,
  reverse,
  signCallback,
  status,
  verify,
  verifyCallback,
  verifyReturn,
} from "./api.js";
export { giveBack, waitForOutcome } from "./lifecycle.js";
export { orders, payWithSavedCard, removeCard, savedCards } from "./lists.js";
