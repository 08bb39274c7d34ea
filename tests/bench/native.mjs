// Instructions of the core over those of serde_json, which reads and writes the same texts: counted by valgrind, so that they are
// the same on a busy machine.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { account, BASE_URL, expected, ID, order, PAID_TEXT, REGISTERED, RETURN_KEY } from "./pairs.mjs";

const CRATE = join(import.meta.dirname, "native");
const TARGET = join(ROOT, "target/bench-native");
const TIMES = [10, 60];

function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error?.code === "ENOENT") return undefined;
  if (status !== 0) throw new Error(`${program} ended with exit status ${status}:\n${stderr}`);
  return stderr;
}

/** `{ plain, signed }`: core over serde_json, or undefined without valgrind. */
export function overSerde() {
  if (run("valgrind", ["--version"]) === undefined) return undefined;
  run("cargo", ["build", "--release", "--quiet", "--manifest-path", join(CRATE, "Cargo.toml"), "--target-dir", TARGET]);
  const ratio = (more) => {
    const gateway = { ...account, baseUrl: BASE_URL, ...more };
    const payment = JSON.stringify({ id: ID, gateway, order, registered: REGISTERED, expected, paid: PAID_TEXT });
    return perPair(payment, "core") / perPair(payment, "serde_json");
  };
  return { plain: ratio({}), signed: ratio({ returnKey: RETURN_KEY }) };
}

/** Instructions of one pair: the slope between two counts, so that the start of the process is not in it. */
function perPair(payment, subject) {
  const [few, many] = TIMES.map((times) => instructions([payment, subject, String(times)]));
  return (many - few) / (TIMES[1] - TIMES[0]);
}

function instructions(args) {
  const options = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];
  const said = run("valgrind", [...options, join(TARGET, "release/bpc-bench-native"), ...args]);
  return Number(/I\s+refs:\s+([\d,]+)/.exec(said)[1].replaceAll(",", ""));
}
