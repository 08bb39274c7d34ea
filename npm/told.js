// A step's two texts as the one argument of the module.

import { keepStart, putBack } from "./memory.js";

/** @typedef {Pick<typeof import("./core.js"), "initSync" | "step">} Core */

/** Bytes of what is told in one step, most often. */
const USUAL = 64 * 1024;

const encoder = new TextEncoder();
/** For every step: the module copies it at once. */
const usual = new Uint8Array(USUAL);

/**
 * Tells the module of a call, and of the body of its last reply. Afterwards the module's memory is as it was before.
 * @param {Core} core
 * @param {string} call JSON text
 * @param {Uint8Array} reply
 * @returns {[string, number]} what the module answers, as JSON text; the size of its memory in bytes
 */
export function tell(core, call, reply) {
  const exports = core.initSync();
  keepStart(exports);
  // A character takes three bytes at most.
  const most = 3 * call.length + reply.length;
  const bytes = most > USUAL ? new Uint8Array(most) : usual;
  const { written } = encoder.encodeInto(call, bytes);
  bytes.set(reply, written);
  return [core.step(bytes.subarray(0, written + reply.length), written), putBack(exports)];
}
