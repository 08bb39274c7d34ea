// The step `lint`: JavaScript, words, project files. Every check runs, all red ones are reported. One check alone:
// `node tests/lint/run.mjs words`.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { filesIn, read, ROOT } from "./files.mjs";
import { checkLinks } from "./links.mjs";
import { checkNotices } from "./notices.mjs";
import { checkProject } from "./project.mjs";
import { checkWords } from "./words.mjs";
import { checkWorkflows } from "./workflows.mjs";

/** Runs a tool of node_modules. Its output is the message of the error. */
function tool(name, ...args) {
  try {
    execFileSync(join(ROOT, "node_modules/.bin", name), args, { cwd: ROOT, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    throw new Error(`${error.stdout}${error.stderr}`, { cause: error });
  }
}

const types = (name) => () => tool("tsc", "--project", `tests/lint/tsconfig.${name}.json`);

/** npm leaves the checksum out where it takes a package from its own cache. */
function checkLocks() {
  for (const path of filesIn("package-lock.json", "**/package-lock.json")) {
    const entries = Object.entries(JSON.parse(read(path)).packages).filter(([name, { link }]) => name !== "" && !link);
    const open = entries.filter(([, { integrity }]) => !integrity).map(([name]) => name);
    if (open.length > 0) throw new Error(`${path}: no integrity: ${open.join(", ")}`);
  }
}

/** Name → function that throws. What it returns is a note. */
const CHECKS = {
  prettier: () => tool("prettier", "--check", "--log-level", "warn", "."),
  eslint: () => tool("eslint", "."),
  "types of npm": types("npm"),
  "types of www/worker and www/examples": types("worker"),
  "types of www/shop": types("pages"),
  words: checkWords,
  links: checkLinks,
  workflows: checkWorkflows,
  "project.json": () => checkProject({ release: false }),
  "lock files": checkLocks,
  "THIRD-PARTY-NOTICES": checkNotices,
};

const filter = process.argv[2] ?? "";
const failed = [];
const chosen = Object.entries(CHECKS).filter(([name]) => name.includes(filter));
for (const [name, check] of chosen) {
  try {
    const note = await check();
    console.log(`  ok  ${name}${note ? `: ${note}` : ""}`);
  } catch (error) {
    failed.push(name);
    console.log(`  RED ${name}\n${error.message.replace(/^/gm, "      ")}`);
  }
}
console.log(`\n${chosen.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || chosen.length === 0 ? 1 : 0;
