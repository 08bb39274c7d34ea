// The projects: what is installed is in the package.json of each; here is what is done with it. `test` fails by an exception.

import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, tool } from "../runtimes/consumer.mjs";
import { buy, payAndReturn, start } from "../examples/store.mjs";
import { CARD } from "../shop/customer.mjs";
import { run } from "./run-command.mjs";

const NODE = tool("node");
const WRANGLER = ["npx", "wrangler", "dev", "--ip", "127.0.0.1", "--port", "$PORT", "--inspector-port", "0"];

/** Runs a program that prints the outcome of a purchase. */
const paid = async (folder, command) => {
  const output = await run(folder, command);
  if (!/^paid$/m.test(output)) throw new Error(`it printed no "paid":\n${output}`);
};

/** Starts a store. A customer buys, pays and returns; then a payment is declined, and a return is made up: neither is paid. */
async function store(folder, command, { bank, env }) {
  const shop = await start(folder, command, env);
  try {
    const { status, text } = await payAndReturn(shop, bank, await buy(shop));
    if (status !== 200 || !/complete/.test(text)) throw new Error(`${status} ${text}\n${shop.log.slice(-4000)}`);
    const declined = await payAndReturn(shop, bank, await buy(shop), { ...CARD, cvc: "999" });
    if (declined.status !== 200 || /complete/.test(declined.text))
      throw new Error(`declined: ${declined.status} ${declined.text}`);
    const forged = await fetch(`${shop.origin}/return?orderId=1`);
    if (forged.status < 400 || /complete/.test(await forged.text())) throw new Error(`made up: ${forged.status}`);
  } finally {
    shop.stop();
  }
}

/** Starts a store that lacks its line of configuration: the log has the error that names it. */
async function refused(folder, command, { env }, words) {
  const shop = await start(folder, command, env);
  try {
    const response = await fetch(`${shop.origin}/buy`, { method: "POST", redirect: "manual" });
    await response.text();
    if (response.status === 303) throw new Error("it works without the line: take it out of the README");
    while (!words.every((word) => shop.log.includes(word))) await shop.output();
  } finally {
    shop.stop();
  }
}

/** Copies tests/frameworks/<file> beside the project's files. */
const add = (folder, file, as = file) => cpSync(join(ROOT, "tests/frameworks", file), join(folder, as));

const vitest = (environment) => (folder) => run(folder, ["npx", "vitest", "run", "--environment", environment]);
const jest = (environment) => (folder) => run(folder, ["npx", "jest", "--env", environment, "purchase"]);

/** name → { where, isExample, prepare, runs }. `isExample`: the folder is in examples/. `runs` are rows of the table: what runs → how. */
export const PROJECTS = {
  vitest: {
    where: "Vitest",
    prepare: (folder) => add(folder, "purchase.mjs"),
    runs: {
      node: vitest("node"),
      jsdom: vitest("jsdom"),
      "happy-dom": vitest("happy-dom"),
      "edge-runtime": vitest("edge-runtime"),
    },
  },
  jest: {
    where: "Jest",
    prepare: (folder) => {
      const source = readFileSync(join(ROOT, "tests/frameworks/purchase.mjs"), "utf8");
      writeFileSync(join(folder, "purchase.cjs"), source.replace("export async", "exports.purchase = async"));
    },
    runs: {
      node: jest("node"),
      "jest-fixed-jsdom": jest("jest-fixed-jsdom"),
      "@happy-dom/jest-environment": jest("@happy-dom/jest-environment"),
      "@edge-runtime/jest-environment, with `moduleNameMapper`": (folder) =>
        run(folder, ["npx", "jest", "--config", "edge.config.cjs", "purchase"]),
      "jest-environment-jsdom: the error names the line": (folder) => run(folder, ["npx", "jest", "refused"]),
    },
  },
  "vitest-cloudflare": {
    where: "Vitest with Cloudflare's plugin",
    prepare: (folder) => {
      add(folder, "purchase.mjs");
      cpSync(join(ROOT, "examples/workers/src"), join(folder, "src"), { recursive: true });
    },
    runs: {
      "workerd; the sandbox in the configuration and in globalSetup": (folder) => run(folder, ["npx", "vitest", "run"]),
    },
  },
  rollup: {
    where: "Rollup",
    prepare: (folder) => (add(folder, "purchase.mjs"), add(folder, "main.mjs")),
    runs: {
      "node-resolve, one file": async (folder) => {
        await run(folder, [
          "npx",
          "rollup",
          "main.mjs",
          "-p",
          "node-resolve",
          "-o",
          "alone/out.mjs",
          "--failAfterWarnings",
        ]);
        rmSync(join(folder, "node_modules"), { recursive: true });
        await paid(folder, [NODE, "alone/out.mjs"]);
      },
    },
  },
  parcel: {
    where: "Parcel",
    prepare: (folder) => (add(folder, "purchase.mjs"), add(folder, "main.mjs")),
    runs: {
      "for Node, one file": async (folder) => {
        await run(folder, ["npx", "parcel", "build", "--no-cache"]);
        rmSync(join(folder, "node_modules"), { recursive: true });
        await paid(folder, [NODE, "dist/main.js"]);
      },
    },
  },
  pnpm: {
    where: "pnpm 12",
    isInstalledByItself: true,
    prepare: (folder) => (add(folder, "purchase.mjs"), add(folder, "main.mjs")),
    runs: {
      "strict node_modules, and the command": async (folder) => {
        const pnpm = ["npx", "--yes", "pnpm@12.21.0"];
        await run(folder, [...pnpm, "install"]);
        await paid(folder, [NODE, "main.mjs"]);
        await run(folder, [...pnpm, "exec", "bpc-checkout", "--help"]);
      },
    },
  },
  "yarn-pnp": {
    where: "Yarn 4, Plug'n'Play",
    isInstalledByItself: true,
    prepare: (folder) => (add(folder, "purchase.mjs"), add(folder, "main.mjs")),
    runs: {
      "out of the zip, and the command": async (folder) => {
        const yarn = ["npx", "--yes", "--package", "@yarnpkg/cli-dist@4.18.1", "yarn"];
        writeFileSync(join(folder, "yarn.lock"), "");
        await run(folder, [...yarn, "install", "--no-immutable"]);
        await paid(folder, [...yarn, "node", "main.mjs"]);
        await run(folder, [...yarn, "bpc-checkout", "--help"]);
      },
    },
  },
  "vite-cloudflare": {
    where: "Cloudflare's Vite plugin",
    prepare: (folder) => cpSync(join(ROOT, "examples/workers/src"), join(folder, "src"), { recursive: true }),
    runs: {
      dev: (folder, world) => store(folder, ["npx", "vite", "dev", "--port", "$PORT", "--host", "127.0.0.1"], world),
      "build and preview": async (folder, world) => {
        await run(folder, ["npx", "vite", "build"]);
        await store(folder, ["npx", "vite", "preview", "--port", "$PORT", "--host", "127.0.0.1"], world);
      },
    },
  },
  "webpack-workerd": {
    where: "webpack 5, the condition `workerd` set by hand",
    prepare: (folder) => cpSync(join(ROOT, "examples/workers/src"), join(folder, "src"), { recursive: true }),
    runs: {
      "build and wrangler dev, with `externals` and core.wasm beside the output": async (folder, world) => {
        await run(folder, ["npx", "webpack"]);
        cpSync(join(folder, "node_modules/bpc-checkout/core.wasm"), join(folder, "dist/core.wasm"));
        await store(folder, WRANGLER, world);
      },
      "without the line: the build fails and names core.wasm": async (folder) => {
        const config = join(folder, "webpack.config.mjs");
        writeFileSync(config, readFileSync(config, "utf8").replace(/^ *externals.*\n/gm, ""));
        const output = await run(folder, ["npx", "webpack"]).catch(({ message }) => message);
        if (!/core\.wasm/.test(output)) throw new Error(`the build says nothing of core.wasm:\n${output}`);
      },
    },
  },
  nuxt: {
    isExample: true,
    where: "Nuxt 4 on Cloudflare (Nitro 2)",
    runs: {
      "build and wrangler dev, with `nitro.experimental.wasm`": async (folder, world) => {
        await run(folder, ["npx", "nuxt", "build"]);
        await store(folder, WRANGLER, world);
      },
      "without the line: the build fails and names core.wasm": async (folder) => {
        const config = join(folder, "nuxt.config.mjs");
        writeFileSync(config, readFileSync(config, "utf8").replace(", experimental: { wasm: true }", ""));
        const output = await run(folder, ["npx", "nuxt", "build"]).catch(({ message }) => message);
        if (!/core\.wasm/.test(output)) throw new Error(`the build says nothing of core.wasm:\n${output}`);
      },
    },
  },
  sveltekit: {
    isExample: true,
    where: "SvelteKit 2 on Cloudflare",
    runs: {
      "build and wrangler dev": async (folder, world) => {
        await run(folder, ["npx", "vite", "build"]);
        await store(folder, WRANGLER, world);
      },
    },
  },
  astro: {
    isExample: true,
    where: "Astro 7 on Cloudflare",
    runs: {
      "build and preview": async (folder, world) => {
        await run(folder, ["npx", "astro", "build"]);
        await store(folder, ["npx", "astro", "preview", "--port", "$PORT", "--host", "127.0.0.1"], world);
      },
    },
  },
  "react-router": {
    isExample: true,
    where: "React Router 8 on Cloudflare",
    runs: {
      "build and preview": async (folder, world) => {
        await run(folder, ["npx", "react-router", "build"]);
        await store(folder, ["npx", "vite", "preview", "--port", "$PORT", "--host", "127.0.0.1"], world);
      },
    },
  },
  next: {
    isExample: true,
    where: "Next 16 on Cloudflare (OpenNext)",
    runs: {
      "build, next start, and wrangler dev with `serverExternalPackages`": async (folder, world) => {
        await run(folder, ["npx", "opennextjs-cloudflare", "build"]);
        await store(folder, ["npx", "next", "start", "--port", "$PORT"], world);
        await store(folder, WRANGLER, world);
      },
      "without the line: the error at run time names it": async (folder, world) => {
        const config = join(folder, "next.config.mjs");
        writeFileSync(config, readFileSync(config, "utf8").replace('serverExternalPackages: ["bpc-checkout"],', ""));
        await run(folder, ["npx", "opennextjs-cloudflare", "build"]);
        await refused(folder, WRANGLER, world, [
          "bpc-checkout: WebAssembly could not be compiled",
          "serverExternalPackages",
        ]);
      },
    },
  },
};
