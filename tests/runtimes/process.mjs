// Runs launchers as processes of their own and reads the report each prints.

import { spawn } from "node:child_process";

/** Milliseconds that a process may go on after its report: longer, and something keeps it alive. */
const AFTERLIFE_MS = 3_000;
/** Milliseconds until a launcher is given up. */
const LIMIT_MS = 240_000;

/** Runs a command; resolves to the report that the suite printed, with `ms` added. */
export async function launch(command, args, options = {}) {
  const start = Date.now();
  const { code, output, reportedAt, endedAt } = await collect(command, args, options);
  const line = output.split("\n").find((text) => text.startsWith('{"passed"'));
  if (!line) return broken(`printed no report and ended with ${code}\n${output.slice(-4_000)}`, start);
  const report = { ...JSON.parse(line), ms: Date.now() - start };
  const afterlife = endedAt - reportedAt;
  if (code !== 0) fail(report, "the process ends well", `ended with ${code}\n${output.slice(-2_000)}`);
  else if (afterlife > AFTERLIFE_MS)
    fail(
      report,
      "nothing is left running",
      `the process lived on for ${afterlife} ms: a timer or a connection was left`,
    );
  else {
    report.passed++;
    report.names.push("nothing is left running");
  }
  return report;
}

export function broken(error, start = Date.now()) {
  return {
    passed: 0,
    failed: 1,
    skipped: [],
    failures: [{ name: "the launcher runs", error }],
    ms: Date.now() - start,
  };
}

function fail(report, name, error) {
  report.failed++;
  report.failures.push({ name, error });
}

function collect(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    let output = "";
    let reportedAt = Infinity;
    const read = (chunk) => {
      output += chunk;
      if (chunk.includes('{"passed"')) reportedAt = Date.now();
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? signal, output, reportedAt, endedAt: Date.now() });
    });
  });
}

/** Does `work` for each item, at most `limit` at a time. */
export async function inParallel(limit, items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
