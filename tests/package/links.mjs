// Every link of the documents in the tarball leads somewhere: to a file of the tarball, and to its heading, or to the web.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { headings, links } from "../lint/links.mjs";
import { ROOT } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

export function checkLinks(consumer) {
  const folder = join(consumer, "node_modules/bpc-checkout");
  const documents = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".md"));

  check("every link of the packed documents leads somewhere", () => {
    let count = 0;
    for (const path of documents) {
      const text = readFileSync(join(folder, path), "utf8");
      for (const { file, heading, isWeb } of links(text)) {
        count++;
        if (isWeb) continue;
        const target = file === "" ? join(folder, path) : join(folder, dirname(path), file);
        must(target.startsWith(folder) && existsSync(target), `${path}: there is no ${file}`);
        if (!heading || !target.endsWith(".md")) continue;
        must(headings(readFileSync(target, "utf8")).includes(heading), `${path}: ${file} has no #${heading}`);
      }
    }
    return `${count} links in ${documents.length} documents`;
  });

  check("the packed documents are those of the repository", () => {
    const { repository } = JSON.parse(readFileSync(join(ROOT, "project.json"), "utf8"));
    must(
      documents.includes("README.md") && documents.some((path) => path.startsWith("docs/")),
      "documents are missing",
    );
    for (const path of documents) {
      const plain = (from) => readFileSync(join(from, path), "utf8").replace(/!?\[|\]\([^)]*\)|\s/g, "");
      // Without a repository the images of the repository are left out.
      if (repository) must(plain(folder) === plain(ROOT), `${path} differs in more than its links`);
    }
  });
}
