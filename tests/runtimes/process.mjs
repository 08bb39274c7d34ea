// Runs launchers as processes of their own and reads the report each prints.

import { spawn } from "node:child_process";

/**
 * Milliseconds after its report until a process is taken for one that never ends: a connection that is left to the faults
 * server stays open. It judges no slow machine. (Timers that are left are the harness's matter.)
 */
const AFTERLIFE_MS = 120_000;
/** Milliseconds until a launcher is taken for one that never ends: more than all limits of the tests that can hang at once. */
const LIMIT_MS = 1_800_000;

/** Runs a command; resolves to the report that the suite printed, with `ms` added. */
export async function launch(command, args, options = {}) {
  const start = Date.now();
  const { code, output, livedOn } = await collect(command, args, options);
  const line = output.split("\n").find((text) => text.startsWith('{"passed"'));
  if (!line) return broken(`printed no report and ended with ${code}\n${output.slice(-4_000)}`, start);
  const report = { ...JSON.parse(line), ms: Date.now() - start };
  if (livedOn) fail(report, "nothing is left running", "the process did not end: a timer or a connection was left");
  else if (code !== 0) fail(report, "the process ends well", `ended with ${code}\n${output.slice(-2_000)}`);
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
    const kill = () => child.kill("SIGKILL");
    let timer = setTimeout(kill, LIMIT_MS);
    let output = "";
    let hasReported = false;
    let livedOn = false;
    const read = (chunk) => {
      output += chunk;
      if (hasReported || !chunk.includes('{"passed"')) return;
      hasReported = true;
      clearTimeout(timer);
      timer = setTimeout(() => (livedOn = kill()), AFTERLIFE_MS);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? signal, output, livedOn });
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
