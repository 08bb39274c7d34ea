// SECURITY.md says which test proves what. These functions read its tables and the JUnit files of a run, and find what does
// not agree.

/** How many rows there are of each kind. */
export const ROWS = { T: 28, F: 29, S: 79, R: 20, M: 6, L: 9, I: 13 };

/** `| T1 | … | … |` → its id and its proof. */
export function rowsOf(text) {
  return [...text.matchAll(/^\| ([TFSRMLI]\d+) \| .* \| (.*) \|$/gm)].map(([, id, proof]) => ({ id, proof }));
}

/** Ids that do not stand there exactly once. */
export function missingRows(rows) {
  const wanted = Object.entries(ROWS).flatMap(([letter, last]) =>
    Array.from({ length: last }, (_, at) => `${letter}${at + 1}`),
  );
  return wanted.filter((wantedId) => rows.filter(({ id }) => id === wantedId).length !== 1);
}

/** The names of the tests that passed, and nowhere failed, in some JUnit documents. */
export function passedTests(documents) {
  const passed = new Set();
  const failed = new Set();
  for (const document of documents)
    for (const [, attributes, body = ""] of document.matchAll(
      /<testcase((?:\s+[\w:-]+="[^"]*")*)\s*(?:\/>|>(.*?)<\/testcase>)/gs,
    )) {
      const name = nameIn(attributes);
      if (/<(failure|error)\b/.test(body)) failed.add(name);
      else if (!/<skipped\b/.test(body)) passed.add(name);
    }
  return new Set([...passed].filter((name) => !failed.has(name)));
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function nameIn(attributes) {
  const [, escaped] = /\sname="([^"]*)"/.exec(attributes) ?? [];
  const name = escaped?.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (_, decimal, hex, entity) =>
    entity ? ENTITIES[entity] : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)),
  );
  // The path of a Rust test's module is that of its file.
  return name?.split("::").at(-1);
}

/**
 * What is wrong with the proof of a row.
 * @param {{ id: string, proof: string }} row
 * @param {{ ids: string[], passed: Set<string>, read: (file: string) => string | undefined }} known
 */
export function problemsOf({ proof }, { ids, passed, read }) {
  const tests = [...proof.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, name, file]) => ({ name, file }));
  // Rows that this one leans on: `as T12`.
  const others = [...proof.matchAll(/\bas ([TFSRMLI]\d+)/g)].map(([, other]) => other);
  const problems = others
    .filter((other) => !ids.includes(other))
    .map((other) => `it leans on ${other}, which is no row`);
  if (tests.length + others.length === 0) problems.push("it names no test");
  for (const { name, file } of tests) {
    if (!stands(name, read(file))) problems.push(`${file} has no test called "${name}"`);
    else if (!passed.has(name)) problems.push(`"${name}" did not run, or did not pass`);
  }
  return problems;
}

/** Whether a file has the name, or for a name that is put together the longest of its parts that stands between figures. */
function stands(name, text) {
  if (text === undefined) return false;
  const parts = [name, ...name.split(/[\d,]+ |: |, /)].filter((part) => part === name || part.length > 12);
  return parts.some((part) => text.includes(part));
}
