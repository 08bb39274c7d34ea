export default defineNuxtConfig({
  compatibilityDate: "2026-10-01",
  telemetry: false,
  // The build reads the WebAssembly of bpc-checkout only with `wasm`.
  nitro: { preset: "cloudflare_module", experimental: { wasm: true } },
  // Set by NUXT_GATEWAY_URL and so on. A value that stands here is in the build.
  runtimeConfig: { gatewayUrl: "", gatewayUser: "", gatewayPassword: "", returnKey: "" },
});
