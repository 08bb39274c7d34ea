// From a bank's name to money that stays, at every bank of the list: the walks that tests/banks takes with the client for Rust programs.

import { deepEqual, equal, ok } from "./assert.mjs";
import { recording, served } from "./fixtures.mjs";
import { test } from "./harness.mjs";
import walks from "../vectors/walks.mjs";

for (const { import: serves, gateways, gateway, steps } of walks) {
  for (const texts of gateways) {
    const filled = (json) =>
      JSON.parse(JSON.stringify(json).replace(/\{([A-Z]+)\}/g, (whole, word) => texts[word] ?? whole));
    test(
      `walk: ${texts.BANK}`,
      async ({ lib, replace }) => {
        let now;
        replace(Date, "now", () => now);
        for (const step of filled(steps)) {
          now = step.now;
          await take(lib, step, configured(filled(gateway), step.gateway));
        }
      },
      // A page may not hold a login and a password.
      { when: (env) => !env.page && served(serves).when(env) },
    );
  }
}

/** The configuration of a step; `null` takes an option away. */
const configured = (gateway, more = {}) =>
  Object.fromEntries(Object.entries({ ...gateway, ...more }).filter(([, value]) => value !== null));

/** Takes one step: it sends exactly what the step says, and gives what the step says. */
async function take(lib, { what, call, arguments: given, exchanges, gives }, gateway) {
  const fetch = recording(exchanges.map(({ reply }) => reply));
  let result;
  try {
    result = call === "minorUnits" ? lib.minorUnits(...given) : await lib[call](...given, { ...gateway, fetch });
  } catch (error) {
    if (!lib.isCheckoutError(error)) throw error;
    result = { error };
  }
  deepEqual(
    fetch.requests,
    exchanges.map(({ reply: _, ...request }) => request),
    `${what}: requests`,
  );
  contains(result, gives, what);
}

/** An object has at least what is wanted. */
function contains(given, wanted, path) {
  if (typeof wanted !== "object" || wanted === null) return equal(given, wanted, path);
  ok(typeof given === "object" && given !== null, `${path}: is not an object`);
  for (const [name, value] of Object.entries(wanted)) contains(given[name], value, `${path}: ${name}`);
}
