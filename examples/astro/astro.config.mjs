import cloudflare from "@astrojs/cloudflare";
import { defineConfig, envField } from "astro/config";

const secret = envField.string({ context: "server", access: "secret" });

export default defineConfig({
  output: "server",
  adapter: cloudflare(),
  env: { schema: { GATEWAY_URL: secret, GATEWAY_USER: secret, GATEWAY_PASSWORD: secret, RETURN_KEY: secret } },
});
