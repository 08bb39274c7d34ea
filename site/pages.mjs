// What is on the site, and in which order: the navigation. A guide without a place here stops the build.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export const ROOT = join(import.meta.dirname, "..");
export const read = (path) => readFileSync(join(ROOT, path), "utf8");

/** The groups of the navigation. A page is a source, or a source with the words that the navigation has for it. */
const GROUPS = [
  ["Start", [["README.md", "Open a store"], ["docs/going-live.md"], ["examples/README.md"]]],
  [
    "Orders",
    [
      ["docs/callbacks.md", "Callbacks and a table"],
      ["docs/orders.md", "Orders, once each"],
      ["docs/holds-and-refunds.md"],
    ],
  ],
  ["Test", [["docs/testing.md"], ["docs/sandbox.md"], ["docs/sandbox-profiles.md", "Sandbox profiles"]]],
  ["Look up", [["docs/errors.md"], ["docs/codes.md"], ["docs/languages.md", "Languages, next step"]]],
  ["Banks", []],
  ["Platforms", [["docs/runtimes.md"], ["docs/typescript.md"]]],
  ["API reference", []],
  ["Project", [["SECURITY.md"], ["CHANGELOG.md"]]],
];

/** Sources whose address on the site is not that of the file below docs/. */
const ADDRESSES = {
  "README.md": "index.html",
  "examples/README.md": "examples.html",
  "SECURITY.md": "security.html",
  "CHANGELOG.md": "changelog.html",
};

/** Folders that a document may link to, and the source of the page that lists what is in them. */
export const FOLDERS = { "docs/banks": "docs/banks.md", examples: "examples/README.md" };

/** The guides that must have a place: as wasm-pack.toml names them for the package. */
function guides() {
  const internal = /^internal = \[(.*)\]$/m.exec(read("wasm-pack.toml"))?.[1] ?? "";
  return readdirSync(join(ROOT, "docs"), { recursive: true })
    .map((path) => posix.join("docs", path.replaceAll("\\", "/")))
    .filter((path) => path.endsWith(".md") && !internal.includes(`"${path}"`))
    .sort();
}

const addressOf = (source) => ADDRESSES[source] ?? source.replace(/^docs\//, "").replace(/\.md$/, ".html");

/** The first heading of a document. */
const titleOf = (text) => /^# (.*)$/m.exec(text)[1].replaceAll("`", "");

/**
 * The pages in their order: `{ source, path, text, title, label, group, isGuide }`. `reference` are those of the API.
 */
export function listPages(reference) {
  const all = guides();
  const banks = all.filter((path) => path.startsWith("docs/banks/")).map((path) => page(path, "Banks"));
  const made = {
    Banks: [bankList(banks), ...banks],
    "API reference": reference.map((one) => ({ ...one, group: "API reference" })),
  };
  const pages = GROUPS.flatMap(([group, entries]) => [
    ...entries.map(([source, label]) => page(source, group, label)),
    ...(made[group] ?? []),
  ]);
  const missing = all.filter((path) => !pages.some(({ source }) => source === path));
  if (missing.length > 0) throw new Error(`site/pages.mjs: no place in the navigation for ${missing.join(", ")}`);
  return pages;
}

function page(source, group, label) {
  if (!existsSync(join(ROOT, source))) throw new Error(`site/pages.mjs: there is no ${source}`);
  const text = read(source);
  const title = titleOf(text);
  return { source, path: addressOf(source), text, title, label: label ?? title, group, isGuide: true };
}

/** The page that lists the banks, by what their own pages say. */
function bankList(banks) {
  const rows = banks.map(({ source, title, text }) => {
    const cell = (pattern) => pattern.exec(text)?.[1] ?? "–";
    const [live, test] = [cell(/^\| `bank` \| (`"[^`]+`)/m), cell(/^\| `bank` for tests \| (`"[^`]+`)/m)];
    return `| [${title}](${posix.relative("docs", source)}) | ${live} | ${test} | ${cell(/^\| currency \| (.*) \|$/m)} |`;
  });
  const text = `# Banks

A name such as \`bank: "satim"\` sets the address of the gateway, and what this gateway does otherwise than others. If your bank is not
here, give \`baseUrl\`: the REST root from the bank's mail. See [Going live](going-live.md).

| bank | \`bank\` | for tests | currency |
|---|---|---|---|
${rows.join("\n")}
`;
  const names = { title: "Banks", label: "All banks", group: "Banks" };
  return { source: "docs/banks.md", path: "banks/index.html", text, ...names, isGuide: true };
}
