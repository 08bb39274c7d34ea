/** The site, built once for all tests of this folder, and served below a path, as on GitHub Pages. */
import { join } from "node:path";
import { build } from "../../site/main.mjs";
import { serve } from "../../site/serve.mjs";
import { ROOT } from "../runtimes/consumer.mjs";

export const FOLDER = join(ROOT, "target/site-test");
export const BASE = "/below/a-path";

let built;
/** `{ pages, entries }` of the site. */
export const site = () => (built ??= build(FOLDER));

let served;
/** The address of the site on this machine. */
export const address = () =>
  (served ??= site()
    .then(() => serve(FOLDER, 0, BASE))
    .then(({ origin }) => `${origin}${BASE}`));
