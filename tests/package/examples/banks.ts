// Stores at banks with ways of their own: the types know what each bank wants.
import {
  call,
  customer,
  register,
  verifyCallback,
  type CallbackEvent,
  type Gateway,
  type OrderBundle,
  type UnprovenCallbackEvent,
} from "bpc-checkout";

const login = { userName: "shop-api", password: "secret" };
export const gateways: Gateway[] = [
  { bank: "dsk", ...login },
  { bank: "satim", terminalId: "E010000001", ...login },
  { bank: "banca-transilvania", callback: { jwt: "dG9rZW4=" }, ...login },
  { bank: "sberbank-ecom", callback: { unsigned: true, ignore: ["route"] }, ...login },
  { baseUrl: "http://127.0.0.1:8788/payment/rest", dialect: "satim", terminalId: "E1", ...login },
  { baseUrl: new URL("https://bank.example/payment/rest"), token: "public" },
];

/** Interfaces of the store's own fit a bundle. */
interface Line {
  positionId: number;
  name: string;
}
interface Bundle {
  customerDetails: { email: string; phone: string };
  cartItems: { items: Line[] };
}
declare const bundle: Bundle;
declare const order: { amount: number; currency: string; returnUrl: string };

export async function buy(gateway: Gateway): Promise<string> {
  const made: OrderBundle = customer({
    email: "a@b.example",
    phone: "40740123456",
    country: "642",
    city: "Cluj",
    address: "1",
  });
  await register({ ...order, orderBundle: made, installment: 3 }, gateway);
  const { formUrl } = await register({ ...order, orderBundle: bundle, extra: { ownName: "1" } }, gateway);
  const { bindings } = await call(
    "getBindings.do",
    { clientId: "42", page: 0, showExpired: true, tags: ["a"] },
    gateway,
  );
  return bindings ? formUrl : "";
}

export async function callbacks(request: Request, gateway: Gateway): Promise<CallbackEvent> {
  const hint: UnprovenCallbackEvent = await verifyCallback(request, { callback: { unsigned: true } });
  const nothing: false = hint.proven;
  const event = await verifyCallback(request, { callback: { jwt: ["new", "old"] } });
  return event.proven === nothing ? event : verifyCallback(request, gateway);
}

// @ts-expect-error SATIM gives every store a terminal
export const satim: Gateway = { bank: "satim", ...login };
// @ts-expect-error a terminal is SATIM's
export const dsk: Gateway = { bank: "dsk", terminalId: "E1", ...login };
// @ts-expect-error a bank, or an address
export const both: Gateway = { bank: "dsk", baseUrl: "https://bank.example/payment/rest", ...login };
// @ts-expect-error a bank has its own dialect
export const twice: Gateway = { bank: "dsk", dialect: "satim", ...login };
// @ts-expect-error nowhere
export const nowhere: Gateway = { ...login };
// @ts-expect-error a login and a token
export const twoLogins: Gateway = { bank: "dsk", token: "public", ...login };
// @ts-expect-error half a login
export const half: Gateway = { bank: "dsk", userName: "shop-api" };
// @ts-expect-error a variable of the environment may not be set
export const unset: Gateway = { bank: "dsk", userName: "shop-api", password: undefined as string | undefined };
// @ts-expect-error a misspelt bank
export const misspelt: Gateway = { bank: "satm", terminalId: "E1", ...login };
// @ts-expect-error an extra parameter is text
export const extra = register({ ...order, extra: { installment: 3 } }, gateways[0]!);
