// The rules for all JavaScript of the repository. Prettier formats, tsc checks the types (tests/lint), eslint finds the rest.
import js from "@eslint/js";
import globals from "globals";

const rules = {
  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-implicit-coercion": ["error", { boolean: false }],
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-constructor-return": "error",
  "no-useless-rename": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "all" }],
};

/** What every runtime of the package has: web standards, and nothing of Node, of a page or of one platform. */
const everywhere = { ...globals["shared-node-browser"], WebAssembly: "readonly", crypto: "readonly" };

export default [
  {
    ignores: [
      "pkg/",
      "pkg.partial/",
      "target/",
      "node_modules/",
      "**/node_modules/",
      "**/.wrangler/",
      "tests/fuzz/",
      "tests/frameworks/projects/",
      // With JSX, which eslint alone does not read.
      "examples/next/app/",
      "examples/react-router/app/",
      "test-results/",
    ],
  },
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" }, rules },
  { files: ["npm/**/*.js"], languageOptions: { globals: everywhere } },
  { files: ["npm/cli*.js", "npm/create/*.js", "*.js"], languageOptions: { globals: globals.node } },
  { files: ["site/*.mjs"], languageOptions: { globals: globals.node } },
  { files: ["site/browser/*.js"], languageOptions: { sourceType: "script", globals: globals.browser } },
  { files: ["www/worker/**/*.js"], languageOptions: { globals: globals.serviceworker } },
  { files: ["www/worker/home.js"], languageOptions: { globals: { HTMLRewriter: "readonly" } } },
  { files: ["www/shop/**/*.js"], languageOptions: { globals: globals.browser } },
  {
    files: ["examples/**/*.{js,mjs,jsx}"],
    languageOptions: { globals: { ...globals.serviceworker, ...globals.node, Deno: "readonly", Bun: "readonly" } },
  },
  // What Nuxt imports by itself.
  {
    files: ["examples/nuxt/**"],
    languageOptions: {
      globals: Object.fromEntries(
        ["createError", "defineEventHandler", "defineNuxtConfig", "gatewayOf", "getRequestURL", "sendRedirect"]
          .concat("useRuntimeConfig")
          .map((name) => [name, "readonly"]),
      ),
    },
  },
  { files: ["examples/*/public/*.js"], languageOptions: { globals: globals.browser } },
  // Tests run on Node, in Workers and in pages.
  {
    files: ["tests/**/*.{js,mjs,cjs}", "sandbox/tests/**/*.mjs"],
    languageOptions: {
      globals: { ...globals.node, ...globals.browser, Deno: "readonly", Bun: "readonly", scheduler: "readonly" },
    },
    rules: {
      "no-control-regex": "off",
      "no-unused-vars": ["error", { args: "none", varsIgnorePattern: "^_", caughtErrors: "all" }],
    },
  },
];
