// Small arithmetic of measurements.

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What a part of the list does not exceed. Of times on a busy machine the lower quarter says most about the program. */
export function quantile(list, part) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** The quantile that times are compared at. */
export const lowerQuarter = (list) => quantile(list, 0.25);

/** Microseconds of CPU, on all threads, that `work` takes. */
export async function cpuOf(work) {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
