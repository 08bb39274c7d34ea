// The files of the repository, as git lists them: what is ignored is not checked.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * @param {string[]} paths files and folders, relative to the root
 * @returns {string[]} files, relative to the root
 */
export function filesIn(...paths) {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ...paths];
  const listed = execFileSync("git", args, { cwd: ROOT, encoding: "utf8" });
  return listed.split("\0").filter((path) => path !== "" && isThere(path));
}

/** @param {string} path */
export const read = (path) => readFileSync(join(ROOT, path), "utf8");

/** A file that was removed and not yet committed is still listed. */
function isThere(path) {
  try {
    read(path);
    return true;
  } catch {
    return false;
  }
}
