// Refuses the words of words.json in sources and documents: docs/style.md says why.
import { filesIn, read } from "./files.mjs";

/** What is checked. */
const CHECKED = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "CODE_OF_CONDUCT.md",
  "SECURITY.md",
  "docs",
  ".github",
  "src",
  "wasm",
  "npm",
  "examples",
  "sandbox/src",
  "www",
  "xtask/src",
  "tests/lint",
];

/** Not checked: the list itself, and files that are not text. */
const IGNORED = [/^tests\/lint\/words\.(json|mjs)$/, /\.(png|lock)$/];

/** @returns {{ path: string, line: number, text: string, word: string, say: string }[]} */
export function findWords() {
  const { words, allow } = JSON.parse(read("tests/lint/words.json"));
  const patterns = words.map(({ pattern, say, example }) => {
    const regexp = new RegExp(pattern, "i");
    if (!regexp.test(example)) throw new Error(`words.json: ${pattern} does not match its example "${example}"`);
    return { regexp, say };
  });
  const used = new Set();
  const isAllowed = (path, text, word) => {
    const found = allow.filter((one) => one.file === path && text.includes(one.text) && one.text.includes(word));
    found.forEach((one) => used.add(one));
    return found.length > 0;
  };
  const hits = [];
  for (const path of filesIn(...CHECKED).filter((file) => !IGNORED.some((ignored) => ignored.test(file)))) {
    for (const [index, text] of read(path).split("\n").entries()) {
      for (const { regexp, say } of patterns) {
        const word = regexp.exec(text)?.[0];
        if (word && !isAllowed(path, text, word)) hits.push({ path, line: index + 1, text: text.trim(), word, say });
      }
    }
  }
  const stale = allow.filter((one) => !used.has(one));
  if (stale.length > 0) throw new Error(`words.json allows what is not there: ${JSON.stringify(stale)}`);
  return hits;
}

export function checkWords() {
  const hits = findWords();
  if (hits.length > 0) throw new Error(hits.map(describe).join("\n"));
}

const describe = ({ path, line, word, say, text }) =>
  `${path}:${line}: "${word}". Say: ${say}.\n    ${text.slice(0, 140)}`;

// `node tests/lint/words.mjs` prints every hit.
if (process.argv[1]?.endsWith("words.mjs")) for (const hit of findWords()) console.log(describe(hit));
