// The public functions of the package, whatever runtime loads it.

export {
  deposit,
  decline,
  giveBack,
  orders,
  payWithSavedCard,
  refund,
  removeCard,
  reverse,
  savedCards,
  waitForOutcome,
} from "./after-payment.js";
export {
  call,
  CheckoutError,
  customer,
  formatAmount,
  isCheckoutError,
  minorUnits,
  register,
  registerPreAuth,
  signCallback,
  status,
  verify,
  verifyCallback,
  verifyReturn,
} from "./api.js";
