// Every relative link of the documents leads to a file, and to a heading if it names one.
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesIn, read, ROOT } from "./files.mjs";

const LINK = /\]\((?!https?:|mailto:|#)([^)\s]+)\)/g;

export function checkLinks() {
  const broken = [];
  let count = 0;
  for (const path of filesIn("*.md", "**/*.md")) {
    for (const [, link] of read(path).matchAll(LINK)) {
      count++;
      const [file, heading] = link.split("#");
      const target = join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) broken.push(`${path}: there is no ${target}`);
      else if (heading && !headingsOf(target).includes(heading)) broken.push(`${path}: ${target} has no #${heading}`);
    }
  }
  if (broken.length > 0) throw new Error(broken.join("\n"));
  return `${count} links`;
}

/** The anchors of a document, as GitHub makes them. */
function headingsOf(path) {
  if (statSync(join(ROOT, path)).isDirectory()) return [];
  const headings = [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text.toLowerCase());
  return headings.map((text) => text.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));
}
