// Runs every check and reports all that are red. One check alone: `node tests/lint/run.mjs words`.
import { CHECKS } from "./checks.mjs";

const filter = process.argv[2] ?? "";
const chosen = Object.entries(CHECKS).filter(([name]) => name.includes(filter));
let failed = 0;
for (const [name, check] of chosen) {
  try {
    const note = await check();
    console.log(`  ok  ${name}${note ? `: ${note}` : ""}`);
  } catch (error) {
    failed++;
    console.log(`  RED ${name}\n${error.message.replace(/^/gm, "      ")}`);
  }
}
console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
