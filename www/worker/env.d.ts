import type { Gateway } from "bpc-checkout";
import type { OrdersOptions } from "bpc-checkout/desk";
import type { OpenOrders, OrderStore } from "./order-store.js";
import type { PackingList } from "./packing-list.js";

/** Bindings and variables of the Worker: see ../wrangler.jsonc and ../.dev.vars.example. */
export interface Env {
  ASSETS: Fetcher;
  ORDER_STORE: DurableObjectNamespace<OrderStore>;
  OPEN_ORDERS: DurableObjectNamespace<OpenOrders>;
  PACKING_LIST: DurableObjectNamespace<PackingList>;
  GATEWAY_URL?: string;
  GATEWAY_USER?: string;
  GATEWAY_PASSWORD?: string;
  RETURN_KEY?: string;
  CALLBACK_SECRET?: string;
  CALLBACK_PUBLIC_KEY?: string;
  OPERATOR_KEY?: string;
  ORDER_PREFIX?: string;
  ASK_EVERY_MS?: string;
  PURCHASES_PER_CLIENT?: string;
  PURCHASES_IN_TOTAL?: string;
}

/** The settings of the shop, checked. */
export interface Config {
  /** For every call to the bank. */
  gateway: Gateway & { returnKey: string[] };
  /** The origin at which the payment page is expected. */
  payOrigin: string;
  /** Whether the gateway is a sandbox on this machine. */
  sandbox: boolean;
  /** The password of the operator's pages. Without it they do not exist. */
  operatorKey: string | null;
  /** Of the orders: their numbers, how often the bank is asked, how many purchases are accepted. */
  orders: Pick<OrdersOptions, "prefix" | "askEveryMs" | "limits">;
}

/** What every handler of a route receives. */
export interface Visit {
  request: Request;
  url: URL;
  env: Env;
  ctx: ExecutionContext;
  config: Config;
}

export type Handler = (visit: Visit) => Response | Promise<Response>;
