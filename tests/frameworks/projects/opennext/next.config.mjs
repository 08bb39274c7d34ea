const root = import.meta.dirname;

export default { serverExternalPackages: ["bpc-checkout"], turbopack: { root }, outputFileTracingRoot: root };
