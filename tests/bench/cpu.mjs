// CPU of a pair of calls: short rounds in which all clients take turns, so that what disturbs one disturbs all.

import { cpuOf, lowerQuarter } from "./numbers.mjs";
import { makePairs } from "./pairs.mjs";

/** Pairs before anything is measured: until the compiler has settled. */
const WARM_UP = 2_000;

/** Name → microseconds of CPU for a pair. */
export async function cpuPerPair(rounds, pairsPerRound) {
  const pairs = Object.entries(await makePairs());
  const run = async (pair, count) => {
    for (let done = 0; done < count; done++) await pair();
  };
  for (const [, pair] of pairs) await run(pair, WARM_UP);
  const taken = Object.fromEntries(pairs.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // Another one goes first each time.
    pairs.push(pairs.shift());
    for (const [name, pair] of pairs) taken[name].push((await cpuOf(() => run(pair, pairsPerRound))) / pairsPerRound);
  }
  return Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, lowerQuarter(list)]));
}
