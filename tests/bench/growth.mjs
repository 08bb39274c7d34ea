// How the cost of a reply grows: CPU of `verify` for each byte of a large reply, over that of a small one. Linear means 1.

import { cpuOf, lowerQuarter } from "./numbers.mjs";
import { account, expected, PAID } from "./pairs.mjs";
import { EQUIVALENT, installed, OURS, SUBJECTS } from "./subjects.mjs";

const SMALL = 16 * 1024;
const LARGE = 256 * 1024 - 1024;
const PAIR = { name: "param0000", value: "some value of it" };

/** A status reply of about so many bytes. */
function replyOf(bytes) {
  const count = Math.floor((bytes - JSON.stringify(PAID).length) / (JSON.stringify(PAIR).length + 1));
  const merchantOrderParams = Array.from({ length: count }, (_, at) => ({
    ...PAIR,
    name: `param${String(at).padStart(4, "0")}`,
  }));
  return JSON.stringify({ ...PAID, merchantOrderParams });
}

/** Name → `{ small, large, growth }`: microseconds for each kibibyte, and how they relate. */
export async function growth(rounds) {
  const runs = [];
  for (const name of [OURS, EQUIVALENT]) {
    const { verify } = await import(name === OURS ? installed("bpc-checkout/index.js") : SUBJECTS[name].specifier);
    for (const bytes of [SMALL, LARGE]) {
      const reply = replyOf(bytes);
      const gateway = { ...account, baseUrl: "https://bank.example/rest", fetch: async () => new Response(reply) };
      // As many bytes in each run.
      const times = Math.round(LARGE / bytes);
      const work = async () => {
        for (let done = 0; done < times; done++) await verify(expected, gateway);
      };
      runs.push({ name, bytes, work, perKib: [], kib: (times * reply.length) / 1024 });
    }
  }
  for (let round = 0; round <= rounds; round++) {
    for (const { work, perKib, kib } of runs) {
      const us = await cpuOf(work);
      // The first round warms up.
      if (round > 0) perKib.push(us / kib);
    }
  }
  const of = (name, bytes) => lowerQuarter(runs.find((run) => run.name === name && run.bytes === bytes).perKib);
  return Object.fromEntries(
    [OURS, EQUIVALENT].map((name) => {
      const [small, large] = [of(name, SMALL), of(name, LARGE)];
      return [name, { small, large, growth: large / small }];
    }),
  );
}
