// The Leptos store compiles.

import { join } from "node:path";
import { test } from "node:test";
import { cargo, ROOT } from "./cargo.mjs";

test("the Leptos store compiles", () => {
  cargo("check", "--locked", "--manifest-path", join(ROOT, "examples/leptos/Cargo.toml"));
});
