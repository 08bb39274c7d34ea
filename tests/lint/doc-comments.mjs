// Every declaration of the package's types has a doc comment: an editor shows it, and the reference is made of it.
import { filesIn, read } from "./files.mjs";

/** A declaration, with its name. A second signature of a function has the comment of the first. */
const DECLARATION =
  /^(?:export )?(?:declare )?(?:default )?(?:abstract )?(?:interface|type|function|class|const|enum) (\w+)/;

/** @param {string} text of a .d.ts file @returns {string[]} the names without a comment */
export function uncommented(text) {
  const lines = text.split("\n");
  const seen = new Set();
  return lines.flatMap((line, at) => {
    const [, name] = DECLARATION.exec(line) ?? [];
    if (!name || seen.has(name)) return [];
    seen.add(name);
    return lines[at - 1]?.endsWith("*/") ? [] : [name];
  });
}

export function checkDocComments() {
  const example = [
    "/** A. */",
    "export interface A {",
    "  b: B;",
    "}",
    "interface B {}",
    "export function c(): void;",
  ].join("\n");
  if (uncommented(example).join() !== "B,c") throw new Error("this check finds no missing comment");
  const missing = filesIn("npm")
    .filter((path) => path.endsWith(".d.ts"))
    .flatMap((path) => uncommented(read(path)).map((name) => `${path}: ${name} has no doc comment`));
  if (missing.length > 0) throw new Error(missing.join("\n"));
}
