// Replies as gateways send them, through WebAssembly: the rows that the native tests read too.

import { equal, ok } from "./assert.mjs";
import { gateway } from "./fixtures.mjs";
import { test } from "./harness.mjs";
import { judge } from "./judge.mjs";
import replies from "../vectors/replies.mjs";

for (const row of replies) {
  test(`vector: ${row.name}`, async ({ lib, env }) => {
    const fetch = async () => new Response(row.body, { status: row.http, headers: { "content-type": "text/plain" } });
    // So short a deadline leaves no room for a second try: the rows are about reading.
    await judge(lib, row, gateway(env, fetch, { timeoutMs: 240 }), { equal, ok });
  });
}
