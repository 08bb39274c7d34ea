import type { Gateway } from "bpc-checkout";
import type { OpenOrders } from "./open-orders.js";
import type { OrderStore } from "./order-store.js";
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
}

/** The settings of the shop, checked. */
export interface Config {
  /** For every call to the bank. */
  gateway: Gateway;
  /** The origin at which the payment page is expected. */
  payOrigin: string;
  /** Whether the gateway is a sandbox on this machine. */
  sandbox: boolean;
  /** Whether the visitor is on this machine too. */
  local: boolean;
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
