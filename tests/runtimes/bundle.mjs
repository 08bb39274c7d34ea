// Bundles for the runtimes that take no node_modules.

import { build } from "esbuild";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A gateway behind a service binding: it registers every order. */
const BANK = `export default {
  async fetch(request) {
    const form = new TextDecoder().decode(await request.arrayBuffer());
    const orderId = "of-" + new URLSearchParams(form).get("orderNumber");
    return Response.json({ orderId, formUrl: "https://bank.example/pay" });
  },
};`;

/**
 * A worker and its configuration for one compatibility date; returns the path of the configuration.
 * The date is a text like "2026-11-17". If `env` has a `bank`, the worker imports bpc-checkout/<bank>.
 */
export async function bundleForWorkerd(folder, date, env) {
  const out = join(folder, ["workerd", date, env.bank].filter(Boolean).join("-"));
  mkdirSync(out);
  const { metafile } = await build({
    entryPoints: [join(folder, "workerd.mjs")],
    bundle: true,
    format: "esm",
    outdir: out,
    metafile: true,
    logLevel: "warning",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]-[hash]",
    plugins: env.bank ? [importedAs(`bpc-checkout/${env.bank}`)] : [],
  });
  const files = Object.keys(metafile.outputs).map((path) => basename(path));
  const module = (file) => (file.endsWith(".wasm") ? `(name = "${file}", wasm = embed "${file}")` : null);
  const modules = [`(name = "workerd.js", esModule = embed "workerd.js")`, ...files.map(module).filter(Boolean)];
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "suite", worker = (
      modules = [${modules.join(", ")}],
      compatibilityDate = "${date}",
      bindings = [
        (name = "CONFORMANCE", json = ${JSON.stringify(JSON.stringify(env))}),
        (name = "BANK", service = "bank"),
      ],
    )),
    (name = "bank", worker = (
      modules = [(name = "bank.js", esModule = ${JSON.stringify(BANK)})],
      compatibilityDate = "${date}",
    )),
    (name = "internet", network = (allow = ["local"])),
  ],
);
`;
  writeFileSync(join(out, "config.capnp"), config);
  return join(out, "config.capnp");
}

/** The main entry of the package under another name. */
const importedAs = (name) => ({
  name: "imported-as",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^bpc-checkout$/ }, ({ resolveDir, kind }) => resolve(name, { resolveDir, kind }));
  },
});

/** A classic script that leaves `bundle` behind; returns it and the modules of WebAssembly it asks for. */
export async function bundleForEdge(folder) {
  const modules = new Set();
  const compiled = {
    name: "compiled",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /\.wasm\?module$/ }, async ({ path, ...rest }) => {
        const found = await resolve(path.replace("?module", ""), { resolveDir: rest.resolveDir, kind: rest.kind });
        modules.add(found.path);
        return { path: found.path, namespace: "compiled" };
      });
      onLoad({ filter: /.*/, namespace: "compiled" }, ({ path }) => ({
        contents: `export default compiled[${JSON.stringify(path)}];`,
      }));
    },
  };
  const outfile = join(folder, "edge-vm-bundle.js");
  await build({
    entryPoints: [join(folder, "entry.mjs")],
    bundle: true,
    format: "iife",
    globalName: "bundle",
    outfile,
    logLevel: "warning",
    conditions: ["edge-light"],
    plugins: [compiled],
  });
  return { outfile, modules: [...modules] };
}
