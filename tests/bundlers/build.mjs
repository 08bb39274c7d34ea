// Three bundlers, each with as little configuration as a user would start with. A warning is a failure.

import { build as esbuild } from "esbuild";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build as vite, createLogger } from "vite";
import webpack from "webpack";

const ENTRIES = ["page.mjs", "worker.mjs"];

function refuseWarnings(name, warnings) {
  if (warnings.length > 0) throw new Error(`${name} warns:\n${warnings.join("\n")}`);
}

/** Each takes the folder of the consumer and the folder to fill, with a page.html in it. */
export const bundlers = {
  async esbuild(folder, out) {
    const { warnings } = await esbuild({
      entryPoints: ENTRIES.map((name) => join(folder, name)),
      bundle: true,
      minify: true,
      format: "esm",
      outdir: out,
      outExtension: { ".js": ".mjs" },
      logLevel: "silent",
    });
    refuseWarnings(
      "esbuild",
      warnings.map(({ text }) => text),
    );
    cpSync(join(folder, "page.html"), join(out, "page.html"));
  },

  async vite(folder, out) {
    const warnings = [];
    const customLogger = {
      ...createLogger("silent"),
      warn: (text) => warnings.push(text),
      warnOnce: (text) => warnings.push(text),
    };
    // A bundle with both modules inlined is meant to be large, and a slow build is a busy machine: only these two warnings are
    // silenced.
    const checks = { bundlerTimings: false };
    const build = {
      outDir: out,
      chunkSizeWarningLimit: 5_000,
      reportCompressedSize: false,
      rolldownOptions: { input: join(folder, "page.html"), checks },
    };
    await vite({
      root: folder,
      base: "./",
      configFile: false,
      logLevel: "warn",
      customLogger,
      build,
      worker: { format: "es", rolldownOptions: { checks } },
    });
    refuseWarnings("vite", warnings);
  },

  async webpack(folder, out) {
    const compiler = webpack({
      mode: "production",
      context: folder,
      entry: "./page.mjs",
      output: { path: out, filename: "page.mjs" },
      performance: { hints: false },
    });
    const stats = await new Promise((resolve, reject) =>
      compiler.run((error, result) => (error ? reject(error) : resolve(result))),
    );
    await new Promise((resolve) => compiler.close(resolve));
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    refuseWarnings(
      "webpack",
      [...errors, ...warnings].map(({ message }) => message),
    );
    cpSync(join(folder, "page.html"), join(out, "page.html"));
  },
};

/** One file for Node, as a deployment tool would make it, in a folder where nothing else is. */
export async function bundleForNode(folder, out, format) {
  mkdirSync(out, { recursive: true });
  const outfile = join(out, format === "esm" ? "suite.mjs" : "suite.cjs");
  await esbuild({
    entryPoints: [join(folder, "node.mjs")],
    bundle: true,
    platform: "node",
    format,
    outfile,
    logLevel: "warning",
  });
  return outfile;
}
