// What the runners print: a row for each runtime, the failures, and one last line with the sum.

export const summarize = {
  row(name, { passed, failed, skipped, ms }) {
    const note = skipped.length > 0 ? `, ${skipped.length} not meant for it` : "";
    console.log(`  ${failed === 0 ? "ok " : "RED"} ${name.padEnd(22)} ${passed} of ${passed + failed} in ${(ms / 1000).toFixed(1)} s${note}`);
  },

  /** Prints the failures and the last line; returns the exit code. */
  end(reports) {
    for (const [name, { failures }] of Object.entries(reports)) {
      for (const failure of failures) console.log(`\n${name}: ${failure.name}\n${indent(failure.error)}`);
    }
    const sum = (key) => Object.values(reports).reduce((total, report) => total + report[key], 0);
    console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
    return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
  },
};

const indent = (text) => text.trim().split("\n").slice(0, 12).map((line) => `    ${line}`).join("\n");
