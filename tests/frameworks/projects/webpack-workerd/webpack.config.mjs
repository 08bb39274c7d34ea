// As README.md says for the condition `workerd`.
export default {
  mode: "production",
  target: "webworker",
  entry: "./src/index.js",
  resolve: { conditionNames: ["workerd", "import"] },
  externals: [/\.wasm$/],
  externalsType: "module",
  experiments: { outputModule: true },
  output: { path: `${import.meta.dirname}/dist`, filename: "worker.js", library: { type: "module" } },
};
