// What the fragments of the documents use and do not declare: the store around them. Names of the package are not here.
declare const env: Record<string, any>;
declare const gateway: import("bpc-checkout").Gateway & { callback: import("bpc-checkout").CallbackKeys };
declare const request: Request;
declare const url: string;
declare const returnUrl: string;
declare const amount: number;
declare const currency: string;
declare const orderId: string;
declare const orderNumber: string;
declare const mdOrder: string;
declare const clientId: string;
declare const bindingId: string;
declare const email: string;
declare const userName: string;
declare const password: string;
declare const returnKey: string;
declare const baseUrl: string;
declare const yesterday: Date;
declare const today: Date;
declare const yourBooks: number;
declare const bank: import("bpc-checkout/sandbox").Sandbox;
declare const yourStore: { fetch(request: Request): Promise<Response> };
declare const sql: {
  begin<T>(work: (transaction: { unsafe(text: string, values: unknown[]): Promise<any[]> }) => Promise<T>): Promise<T>;
};

declare function escaped(text: string): string;
declare function fulfil(orderNumber: string): void;
declare function fulfilOnce(orderNumber: string): Promise<void>;
declare function offerAnotherTry(decline: import("bpc-checkout").Decline | null): void;
declare function askAgainSoon(): void;
declare function yourOrder(orderNumber: string): Promise<{ amount: number; currency: string }>;
declare function save(orderId: string, externalRefundId: string): Promise<void>;
declare function repeatLater(request: {
  orderId: string;
  amount: number;
  externalRefundId: string | undefined;
}): Promise<void>;
declare function compare(orderNumber: string | undefined, amount: unknown): void;
declare function warehouse(task: string, order: { orderNumber: string }): Promise<void>;

declare module "cloudflare:workers" {
  export class DurableObject {
    constructor(ctx: any, env: any);
    protected ctx: any;
    protected env: any;
  }
}

/** The store of the README, which another block imports. */
declare module "*/store.mjs" {
  const store: { fetch(request: Request, env: unknown): Promise<Response> };
  export default store;
}
