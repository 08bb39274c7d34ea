/** The scenarios' worlds in memory. */
import { createOrders, memory } from "../../../pkg/desk.js";
import { makeWorld } from "./scenarios.mjs";

export async function startInMemory(options) {
  const storage = memory();
  const isEmpty = async () => {
    const [listed, waiting] = [await storage.list.newest(1), await storage.order("").takeTasks(null, Infinity, 0, 1)];
    return listed.length + waiting.length === 0;
  };
  return makeWorld({ createOrders, storage, clock: { ms: Date.now() }, sink: {}, isEmpty, isFast: true }, options);
}
