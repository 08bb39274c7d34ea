import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { Sandbox } from "bpc-checkout/sandbox";
import { defineConfig } from "vitest/config";

const bank = new Sandbox();
if (!bank.baseUrl) throw new Error("the sandbox does not load in a configuration");

export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.jsonc" } })],
  test: { globalSetup: ["./setup.mjs"] },
});
