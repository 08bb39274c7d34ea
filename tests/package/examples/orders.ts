// A store's orders: each storage, and the class of an object.
import { verify, verifyReturn, type Gateway } from "bpc-checkout";
import {
  createOrders,
  d1,
  isSettled,
  orderObject,
  sqlStorage,
  type Row,
  type Statement,
  type Task,
} from "bpc-checkout/desk";

declare const gateway: Gateway;
declare const database: Parameters<typeof d1>[0];
declare const query: (sql: string, values: unknown[]) => Promise<Row[]>;
declare abstract class DurableObject {
  constructor(ctx: unknown, env: { LIST: { pack(orderNumber: string): Promise<void> } });
  protected env: { LIST: { pack(orderNumber: string): Promise<void> } };
}

const send = async ({ task, order }: Task) => console.log(task, order.orderNumber, order.details["product"]);
export const orders = createOrders({ storage: d1(database), verify: (expected) => verify(expected, gateway), send });

export const own = sqlStorage(async (statements: Statement[]) => {
  const results: Row[][] = [];
  for (const [sql, ...values] of statements) results.push(await query(sql, values));
  return results;
});

export async function returned(orderNumber: string, url: string): Promise<string> {
  const checked = await orders.check(orderNumber, () => verifyReturn(url, gateway));
  if (!checked) return "unknown";
  return isSettled(checked.order.state) ? checked.order.state : (checked.answer?.message ?? "asked a short time ago");
}

export async function bought(key: string): Promise<string | number> {
  const started = await orders.buy({ key, client: "c" }, async (orderNumber) => ({
    orderId: `of ${orderNumber}`,
    amount: 2000,
    currency: "EUR",
  }));
  // @ts-expect-error the limit may be reached: there is no order then
  started.order.orderNumber;
  return started.order ? started.order.orderNumber : started.retryAfterMs;
}

export class Order extends orderObject(DurableObject) {
  override async send({ order }: Task) {
    await this.env.LIST.pack(order.orderNumber);
  }
}

// @ts-expect-error `verify` is needed
createOrders({ storage: own });

const price = { amount: 2000n, currency: 978 };
export const sold = orders.add({ ...price, orderNumber: "A-1", orderId: "id", formUrl: "https://bank.example/pay" });
// @ts-expect-error an amount is a number of minor units, not text
orders.add({ ...price, orderNumber: "A-1", orderId: "id", amount: "20.00" });
