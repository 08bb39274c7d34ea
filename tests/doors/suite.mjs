// Runs the conformance suite on one door: `node suite.mjs <door> <what the suite may know of the place, as JSON>`.

import { runAll } from "../conformance/suite.mjs";
import { doors } from "./doors.mjs";

const [name, env] = process.argv.slice(2);
const { lib, memoryBytes } = await doors[name].load();
const { lib: panicking } = await doors[name].trapping();
const messages = await import("../../pkg/messages.js");
const sandbox = await import("../../pkg/sandbox.js");
console.log(JSON.stringify(await runAll({ lib, messages, sandbox, panicking, env: JSON.parse(env), memoryBytes })));
