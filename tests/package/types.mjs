// The types: correct for every way to resolve them, strict, and true about what is exported.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, tool } from "../runtimes/consumer.mjs";
import { check } from "./checks.mjs";

const MODULES = {
  "bpc-checkout": ["index.js", "index.cjs"],
  "bpc-checkout/money": ["money.js", "money.cjs"],
  "bpc-checkout/codes": ["codes.js", "codes.cjs"],
  "bpc-checkout/messages": ["messages.js", "messages.cjs"],
  "bpc-checkout/sandbox": ["sandbox.js", "sandbox.cjs"],
  "bpc-checkout/desk": ["desk.js", "desk.cjs"],
};

/** Runs a tool; its output is the reason where it fails. */
function quietly(name, args, cwd = ROOT) {
  try {
    execFileSync(tool(name), args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    throw new Error(`${name} ${args.join(" ")}\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

export function checkTypes(consumer) {
  check("publint", () => quietly("publint", ["pkg", "--strict"]));
  check("are the types wrong? not in any resolution", () =>
    quietly("attw", ["--pack", "pkg", "--no-emoji", "--no-color"]),
  );

  const folder = join(consumer, "types");
  mkdirSync(folder);
  cpSync(join(ROOT, "tests/package/examples"), folder, { recursive: true });
  const options = [
    "--strict",
    "--noEmit",
    "--target",
    "es2024",
    "--lib",
    "es2024,dom",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
  ];
  const ways = { bundler: ["--module", "esnext", "--moduleResolution", "bundler"], nodenext: ["--module", "nodenext"] };
  const examples = [
    "store.ts",
    "verdict.ts",
    "callback.ts",
    "errors.ts",
    "refused.ts",
    "messages.ts",
    "sandbox.ts",
    "banks.ts",
    "orders.ts",
  ];
  for (const [name, way] of Object.entries(ways)) {
    check(`tsc --strict over the examples, ${name}`, () => quietly("tsc", [...options, ...way, ...examples], folder));
    check(`tsc checks the declarations themselves, ${name}`, () =>
      quietly("tsc", [...options, ...way, "--skipLibCheck", "false", "store.ts"], folder),
    );
  }

  // A record over the keys of the types must have exactly the names that exist at run time.
  for (const [specifier, files] of Object.entries(MODULES)) {
    for (const file of files) {
      check(`types and exports agree: ${file}`, async () => {
        const exported = await import(join(ROOT, "pkg", file));
        const names = Object.keys(exported).filter(
          (key) =>
            key !== "module.exports" && (file.endsWith(".js") || key !== "default" || specifier.endsWith("sandbox")),
        );
        const source = `import * as all from "${specifier}";\nexport const same: Record<keyof typeof all, true> = { ${names.map((key) => `${key}: true`).join(", ")} };\n`;
        writeFileSync(join(folder, "exports.mts"), source);
        quietly("tsc", [...options, "--module", "nodenext", "exports.mts"], folder);
        return names.join(" ");
      });
    }
  }
}
