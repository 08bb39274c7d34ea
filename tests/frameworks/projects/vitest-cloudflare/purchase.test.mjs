import { expect, inject, test } from "vitest";
import * as lib from "bpc-checkout";
import { formatAmount } from "bpc-checkout/money";
import { Sandbox } from "bpc-checkout/sandbox";
import { purchase } from "./purchase.mjs";

test("a purchase is paid in this environment", async () => {
  expect(await purchase(lib, Sandbox, formatAmount)).toBe("paid");
});

test("it runs in workerd, and globalSetup had a bank", () => {
  expect(navigator.userAgent).toBe("Cloudflare-Workers");
  expect(inject("restRoot")).toMatch(/\/payment\/rest$/);
});
