/** The browser that tests drive: `CHROMIUM`, or the first of the usual places. Alone, this file prints the place, or fails. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of the browser. Throws where there is none. */
export function findChromium() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM && !existsSync(CHROMIUM)) throw new Error(`CHROMIUM is ${CHROMIUM}, which does not exist`);
  const found = CHROMIUM || PLACES.find((place) => existsSync(place));
  if (!found) throw new Error("there is no Chromium in the usual places: install it, or set CHROMIUM to a browser");
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(findChromium());
