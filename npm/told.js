// A step's two texts as the one argument of the module.

/** Bytes of what is told in one step, most often. */
const USUAL = 64 * 1024;

const encoder = new TextEncoder();
/** For every step: the module copies it at once. */
const usual = new Uint8Array(USUAL);

/**
 * Tells the module of a call, and of the body of its last reply.
 * @template T
 * @param {(told: Uint8Array, callBytes: number) => T} step
 * @param {string} call JSON text
 * @param {Uint8Array} reply
 * @returns {T}
 */
export function tell(step, call, reply) {
  // A character takes three bytes at most.
  const most = 3 * call.length + reply.length;
  const bytes = most > USUAL ? new Uint8Array(most) : usual;
  const { written } = encoder.encodeInto(call, bytes);
  bytes.set(reply, written);
  return step(bytes.subarray(0, written + reply.length), written);
}
