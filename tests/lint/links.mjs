// Every relative link of the documents leads to a file, and to a heading if it names one.
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesIn, read, ROOT } from "./files.mjs";

const LINK = /\]\(([^)\s]+)\)/g;

/** The links of a document, but for code between fences: `{ file, heading, isWeb }`. */
export function* links(text) {
  for (const [, link] of text.replace(/^```[^]*?^```/gm, "").matchAll(LINK)) {
    const [file, heading] = link.split("#");
    yield { file, heading, isWeb: /^[a-z]+:/.test(link) };
  }
}

/** The anchors of a document, as GitHub makes them. */
export function headings(text) {
  const titles = [...text.replace(/^```[^]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title.toLowerCase(),
  );
  return titles.map((title) => title.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));
}

export function checkLinks() {
  const broken = [];
  let count = 0;
  for (const path of filesIn("*.md", "**/*.md")) {
    for (const { file, heading, isWeb } of links(read(path))) {
      if (isWeb) continue;
      count++;
      const target = file === "" ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) broken.push(`${path}: there is no ${target}`);
      else if (heading && !headingsOf(target).includes(heading)) broken.push(`${path}: ${target} has no #${heading}`);
    }
  }
  if (broken.length > 0) throw new Error(broken.join("\n"));
  return `${count} links`;
}

function headingsOf(path) {
  return statSync(join(ROOT, path)).isDirectory() ? [] : headings(read(path));
}
