// What the runners print: a row for each runtime, the failures, and one last line with the sum.

import { writeResults } from "../support/junit.mjs";

/** Lines shown of one failure. */
const MOST_LINES = 8;

export const summarize = {
  row(name, { passed, failed, skipped, ms, figures = [] }) {
    const note = skipped.length > 0 ? `, ${skipped.length} not meant for it` : "";
    console.log(
      `  ${failed === 0 ? "ok " : "RED"} ${name.padEnd(22)} ${passed} of ${passed + failed} in ${(ms / 1000).toFixed(1)} s${note}`,
    );
    // The edge is where they matter; elsewhere they only repeat themselves.
    if (/^workerd/.test(name)) for (const figure of figures) console.log(`        ${figure}`);
  },

  /** Prints every failure once, with the runtimes that have it, and the last line; returns the exit code. */
  end(reports) {
    for (const [name, places] of byTest(reports)) {
      const [error] = places.values();
      console.log(`\n${name}\n  on ${[...places.keys()].join(", ")}\n${indent(error)}`);
    }
    writeResults(Object.entries(reports).flatMap(testsOf));
    const sum = (key) => Object.values(reports).reduce((total, report) => total + report[key], 0);
    console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
    return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
  },
};

/** The tests of one runtime, for JUnit. */
function testsOf([place, { names = [], failures }]) {
  return [...names.map((name) => ({ name, place })), ...failures.map((failure) => ({ ...failure, place }))];
}

/** Test name → runtime → error. */
function byTest(reports) {
  const tests = new Map();
  for (const [runtime, { failures }] of Object.entries(reports)) {
    for (const { name, error } of failures) {
      if (!tests.has(name)) tests.set(name, new Map());
      tests.get(name).set(runtime, error);
    }
  }
  return tests;
}

const indent = (text) =>
  text
    .trim()
    .split("\n")
    .slice(0, MOST_LINES)
    .map((line) => `    ${line}`)
    .join("\n");
