const root = import.meta.dirname;

export default {
  serverExternalPackages: ["bpc-checkout"], // on Cloudflare: OpenNext finds its WebAssembly only so
  turbopack: { root },
  outputFileTracingRoot: root,
};
