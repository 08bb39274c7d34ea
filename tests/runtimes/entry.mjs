// What every launcher runs: the installed package as ES modules, and the suite.
import { memoryBytes } from "./watch.mjs";
import * as lib from "bpc-checkout";
import * as messages from "bpc-checkout/messages";
import * as sandbox from "bpc-checkout/sandbox";
import * as panicking from "bpc-checkout-panicking";
import { runAll } from "./conformance/suite.mjs";

/** @param {object} env what the suite may know of the place: `{ page, restRoot, faults, nobody }` */
export const run = (env) => runAll({ lib, messages, sandbox, panicking, env, memoryBytes });
