/** `bpc-checkout/desk`: orders that are fulfilled exactly once. See docs/orders.md. */
export { memory } from "./order-memory.js";
export { durableObjects, listObject, orderObject } from "./order-objects.js";
export { createOrders } from "./orders.js";
export { d1, SCHEMA, sqlite, sqlStorage } from "./order-sql.js";
export { isSettled, STATES } from "./order-states.js";
