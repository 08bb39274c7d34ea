// The checks of the step `lint`: JavaScript, its types, words, documents and project files.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./files.mjs";
import { checkDocComments } from "./doc-comments.mjs";
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

/** Name → function that throws. The text that it returns is a note. */
export const CHECKS = {
  eslint: () => tool("eslint", "."),
  "types of npm": types("npm"),
  "types of www/worker": types("worker"),
  "types of www/shop": types("pages"),
  words: checkWords,
  "doc comments": checkDocComments,
  links: checkLinks,
  workflows: checkWorkflows,
  "project.json": () => checkProject({ release: false }),
  "THIRD-PARTY-NOTICES": checkNotices,
};
