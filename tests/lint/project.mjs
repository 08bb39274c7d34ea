// project.json holds what only the owner knows. Here it is copied to where it is needed, and compared.
//   node tests/lint/project.mjs --write      writes the values (npm run project)
//   node tests/lint/project.mjs --release v1.2.3   refuses placeholders and a version that is not ready (npm run release:check)
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn, read, ROOT } from "./files.mjs";

const FIELDS = ["repository", "homepage", "author", "securityContact"];
const FORMS = {
  repository: /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/,
  homepage: /^https:\/\/\S+$/,
  author: /\S/,
  securityContact: /^(https:\/\/\S+|[^\s@]+@[^\s@]+\.[^\s@]+)$/,
};
const NOT_SET = "the maintainers of the package, whose addresses `npm owner ls bpc-checkout` prints";

/** Every file that gets a value: its path, and a function from the text it has to the text it must have. */
const TARGETS = {
  "npm/package.json": packageJson,
  "npm/create/package.json": packageJson,
  "SECURITY.md": (text, { securityContact }) => between(text, "contact", contactOf(securityContact)),
  "CODE_OF_CONDUCT.md": (text, { securityContact }) => between(text, "contact", contactOf(securityContact)),
  ".github/ISSUE_TEMPLATE/config.yml": issueLinks,
};

function readProject() {
  const { "//": _, ...project } = JSON.parse(read("project.json"));
  const unknown = Object.keys(project).filter((name) => !FIELDS.includes(name));
  const missing = FIELDS.filter((name) => !(name in project));
  if (unknown.length + missing.length > 0)
    throw new Error(`project.json: unknown: ${unknown.join(", ") || "-"}; missing: ${missing.join(", ") || "-"}`);
  for (const [name, value] of Object.entries(project))
    if (value !== null && !(typeof value === "string" && FORMS[name].test(value)))
      throw new Error(`project.json: ${name}: "${value}" does not match ${FORMS[name]}`);
  return project;
}

/** Throws if a file does not have the values of project.json; with `release` also if a value is null. */
export function checkProject({ release, tag }) {
  const project = readProject();
  const old = Object.entries(TARGETS).filter(([path, make]) => make(read(path), project) !== read(path));
  if (old.length > 0)
    throw new Error(`not as project.json says: ${old.map(([path]) => path).join(", ")}\nRun: npm run project`);
  const open = FIELDS.filter((name) => project[name] === null);
  if (release && open.length > 0)
    throw new Error(`project.json: the owner must set ${open.join(", ")} before a release, then run: npm run project`);
  const { version } = JSON.parse(read("npm/package.json"));
  const errors = [...versionErrors(version), ...(release ? releaseErrors(version, tag) : [])];
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return open.length > 0 ? `the owner has to set ${open.join(", ")}` : undefined;
}

/** Every published package and crate has the same version. */
function versionErrors(version) {
  const manifests = filesIn("Cargo.toml", "**/Cargo.toml").filter((path) => !/^(xtask|tests|examples)\//.test(path));
  const create = JSON.parse(read("npm/create/package.json"));
  const others = [create.version, create.dependencies["bpc-checkout"]].filter((other) => other !== version);
  const created = others.map((other) => `npm/create/package.json has ${other}, npm/package.json has ${version}`);
  return [
    ...created,
    ...manifests.flatMap((path) => {
      const crate = /^\[(?:workspace\.)?package\][^[]*?^version = "(.*?)"/ms.exec(read(path))?.[1] ?? version;
      return crate === version ? [] : [`${path} has version ${crate}, npm/package.json has ${version}`];
    }),
  ];
}

/** The tag and the changelog have the version too. */
function releaseErrors(version, tag) {
  const heading = new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d{2}-\\d{2}$`, "m");
  return [
    ...(tag === `v${version}` ? [] : [`the tag is ${tag}, npm/package.json has ${version}`]),
    ...(heading.test(read("CHANGELOG.md")) ? [] : [`CHANGELOG.md has no "## [${version}] - <date>"`]),
  ];
}

function packageJson(text, { repository, homepage, author }) {
  const { repository: _, homepage: __, bugs: ___, author: ____, ...rest } = JSON.parse(text);
  const owner = {
    ...(homepage && { homepage }),
    ...(repository && {
      repository: { type: "git", url: `git+${repository}.git` },
      bugs: { url: `${repository}/issues` },
    }),
    ...(author && { author }),
  };
  // Where npm's own tools put them: after the license.
  const entries = Object.entries(rest).flatMap((entry) =>
    entry[0] === "license" ? [...Object.entries(owner), entry] : [entry],
  );
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

function contactOf(contact) {
  if (contact === null) return NOT_SET;
  return contact.startsWith("https:") ? `<${contact}>` : `[${contact}](mailto:${contact})`;
}

/** Replaces the text between `<!-- name -->` and `<!-- /name -->`. */
function between(text, name, value) {
  const pattern = new RegExp(`(<!-- ${name} -->).*?(<!-- /${name} -->)`, "s");
  if (!pattern.test(text)) throw new Error(`a document has no <!-- ${name} --> for a value of project.json`);
  return text.replace(pattern, (_, start, end) => `${start}${value}${end}`);
}

/** New issues: a link for vulnerabilities, once the repository is known. */
function issueLinks(text, { repository }) {
  const head = text.replace(/^contact_links:[^]*$/m, "");
  if (!repository) return `${head}contact_links: []\n`;
  return `${head}contact_links:
  - name: A vulnerability
    url: ${repository}/security/policy
    about: Please report it in private.
`;
}

const [mode, tag] = process.argv[1]?.endsWith("project.mjs") ? process.argv.slice(2) : [];
if (mode === "--write") {
  const project = readProject();
  for (const [path, make] of Object.entries(TARGETS)) writeFileSync(join(ROOT, path), make(read(path), project));
} else if (mode === "--release") {
  try {
    checkProject({ release: true, tag });
    console.log(`${tag} can be released`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
