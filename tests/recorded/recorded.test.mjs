// Recorded replies of real gateways through the built package, where somebody has them; the native tests read the same rows
// with the same expectations. Where the folder is absent, our own vectors, which cover the same shapes, stand in.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as lib from "../../pkg/index.js";
import { judge } from "../conformance/judge.mjs";
import { VirtualTime } from "../conformance/virtual-time.mjs";
import recorded from "../vectors/recorded.mjs";
import replies from "../vectors/replies.mjs";

const folder = fileURLToPath(new URL("../../../shared/gateway/wire-samples/", import.meta.url));

// Time stands still: no deadline is missed because the machine is busy.
new VirtualTime((object, name, value) => (object[name] = value));

const rows = existsSync(folder) ? recorded : replies;
console.log(
  rows === recorded ? `${rows.length} rows of recorded replies` : "no recorded replies here: our own vectors instead",
);

function bodyOf(row) {
  if (row.body !== undefined) return row.body;
  const file = readFileSync(folder + row.file, "utf8");
  // A whole HTTP message whose address was blotted out by whoever recorded it.
  if (row.httpMessage) return file.split("\n\n")[1].replace('"formUrl":"..."', '"formUrl":"https://bank.example/page"');
  if (!row.take) return file;
  return JSON.stringify(row.take.reduce((part, step) => part[step], JSON.parse(file)));
}

function gatewayAnswering(body, status) {
  const fetch = async () => new Response(body, { status, headers: { "content-type": "text/plain;charset=UTF-8" } });
  return {
    baseUrl: "https://bank.example/payment/rest",
    userName: "shop-api",
    password: "not a real one",
    timeoutMs: 240,
    fetch,
  };
}

for (const row of rows)
  test(row.file ?? row.name, () =>
    judge(lib, row, gatewayAnswering(bodyOf(row), row.http ?? 200), { equal: assert.deepEqual, ok: assert.ok }),
  );

// A documented callback with its certificate of 1024 bits: it verifies with SHA-512, whatever its sign_alias says.
if (rows === recorded)
  test("recorded callbacks", async () => {
    const sample = (name) => readFileSync(folder + name, "utf8").trim();
    const query = sample("71-callback-get-rsa-cert-bpc.txt");
    const publicKey = sample("80-callback-rsa-cert.pem.txt");
    const verdictOf = (hash) => {
      const gateway = { ...gatewayAnswering("", 200), callback: { publicKey, hash, allowWeakKey: true } };
      return lib.verifyCallback(query, gateway).then(
        (event) => event.operation,
        (error) => error.code,
      );
    };
    assert.equal(await verdictOf("SHA-512"), "deposited");
    assert.equal(await verdictOf("SHA-256"), "callback_invalid");
    const hmac = { ...gatewayAnswering("", 200), callback: { secret: "ooc7slpvc61k7sf7ma7p4hrefr" } };
    assert.equal((await lib.verifyCallback(sample("70-callback-get-hmac-bpc.txt"), hmac)).operation, "approved");
    const token = await lib
      .verifyCallback(`?${sample("74-callback-post-jwt-btipay.txt")}`, hmac)
      .catch((error) => error.code);
    assert.equal(token, "callback_invalid");
  });
