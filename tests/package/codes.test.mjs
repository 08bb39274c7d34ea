// `bpc-checkout/codes`: every response code explained, as the library classifies it.

import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { actionCode, codes } from "../../npm/codes.js";
import * as messages from "../../npm/messages.js";
import { ROOT, tool } from "../runtimes/consumer.mjs";
import vectors from "../vectors/codes.mjs";
import { asHtml, asMarkdown } from "./codes-page.mjs";

const LANGUAGES = ["en", "de", "fr", "es", "it", "ro", "bg", "el", "hy", "ru", "ar", "pt", "tr", "uk", "kk"];
const BANK = "banca-transilvania";

test("every code has the class, the advice and the sentence that the library gives it", () => {
  for (const [code, bank, listed, kind, retry, said] of vectors) {
    const answer = actionCode(code, "en", bank);
    deepEqual([answer.code, answer.class, answer.retry], [code, kind, retry], `${code} at ${bank || "any bank"}`);
    if (!(code in (bank.startsWith(BANK) ? messages.bancaTransilvaniaEn.codes : {}))) equal(answer.customer, said);
    equal(codes.includes(code), listed, `${code}`);
    ok(answer.operator.length > 8 && answer.operator.endsWith("."), answer.operator);
  }
  equal(codes.length, 174);
  deepEqual(
    codes,
    [...codes].sort((a, b) => a - b),
  );
});

test("every code is explained in every language, and the script's direction is marked", () => {
  for (const language of LANGUAGES) {
    for (const code of codes) {
      for (const bank of ["", BANK]) {
        const { customer, ...answer } = actionCode(code, language, bank);
        equal(answer.language, language);
        equal(answer.direction, language === "ar" ? "rtl" : "ltr");
        ok(/[.։]$/.test(customer) && !/%|undefined/.test(customer) && customer.length <= 190, `${code}: ${customer}`);
      }
    }
  }
});

test("no customer reads of theft, fraud or a black list, for any code in any language", () => {
  const forbidden = {
    en: /stolen|fraud|\blost\b|theft|suspic|black/i,
    de: /gestohlen|betr[uü]g|diebstahl|verdacht|verloren/i,
    fr: /volée?\b|fraud|perdue?\b|suspec|soup[cç]on/i,
    es: /\brobad|fraud|perdid|sospech|\bhurt/i,
    it: /rubat|frod|furto|smarrit|sospett/i,
    ro: /furat|fraud|pierdut|suspec|suspici/i,
    bg: /открадн|измам|кражба|загубен|изгубен|подозр|съмнен/i,
    el: /κλεμμέν|κλοπή|απάτη|χαμέν|ύποπτ|υποψί/i,
    hy: /գողաց|խարդախ|կորած|կորցր|կասկած/i,
    ru: /краден|мошен|потерян|утерян|подозр/i,
    ar: /مسروق|سرق|احتيال|مفقود|ضائع|مشبوه|اشتباه/,
    pt: /roubad|fraud|furtad|perdid|suspeit/i,
    tr: /çalın|dolandır|hırsız|kayıp|şüphe|sahte/i,
    uk: /краден|шахрай|загублен|втрачен|підозр/i,
    kk: /ұрлан|алаяқ|жоғалған|күдік/i,
  };
  deepEqual(Object.keys(forbidden), LANGUAGES);
  for (const [language, words] of Object.entries(forbidden)) {
    for (const code of [...codes, 987_654]) {
      for (const bank of ["", BANK, "satim", "dsk", "arca"]) {
        const { customer } = actionCode(code, language, bank);
        ok(!words.test(customer), `${code}: ${customer}`);
      }
    }
  }
});

test("Banca Transilvania's 22 codes are each told in words of their own", () => {
  const own = [104, 124, 320, 801, 803, 804, 805, 861, 871, 905, 906, 913, 914, 915, 917, 952, 998];
  own.push(341016, 341017, 341018, 341019, 341020);
  for (const language of ["en", "ro"]) {
    const said = own.map((code) => actionCode(code, language, BANK).customer);
    equal(new Set(said).size, 22, language);
    ok(!said.some((text) => said.filter((other) => other.startsWith(text)).length > 1));
  }
  for (const code of [803, 804, 913]) equal(actionCode(code, "ro", BANK).retry, "never_this_card");
  ok(actionCode(998, "en", BANK).customer.includes("instalments"));
  ok(!actionCode(998, "en").customer.includes("instalments"), "only at this bank");
});

test("what is asked wrongly is named", () => {
  for (const code of ["", "abc", "1.5", 1.5, NaN, null, undefined, {}, "116a", 2 ** 60]) {
    throws(() => actionCode(/** @type {any} */ (code)), {
      name: "TypeError",
      message: /^code: expected a whole number/,
    });
  }
  for (const language of ["xx", "", "english", 5, null]) {
    const message = /^language: .* is none of ar, bg, de, el, en, es, fr, hy, it, kk, pt, ro, ru, tr, uk$/;
    throws(() => actionCode(116, /** @type {any} */ (language)), { name: "RangeError", message });
  }
  throws(() => actionCode(116, "en", /** @type {any} */ (5)), { name: "TypeError", message: /^bank: / });
  const unknown = actionCode(987_654);
  deepEqual([unknown.class, unknown.retry], ["other", "another_card"]);
  ok(unknown.operator.includes("No list"), unknown.operator);
  for (const [written, code] of [
    ["116", 116],
    ["-2007", -2007],
    ["000", 0],
    ["0151019", 151019],
  ]) {
    equal(actionCode(written).code, code);
  }
  equal(actionCode(116, "ro-RO").language, "ro");
  equal(actionCode(116, "PT_br").language, "pt");
});

const run = (...args) =>
  spawnSync(tool("node"), [join(ROOT, "pkg/cli.js"), "code", ...args], {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  });

test("the command explains a code", () => {
  const { stdout, status } = run("151019", "--lang", "ro");
  equal(status, 0);
  const said = actionCode(151019, "ro");
  for (const text of ["151019", "uncertain", said.customer, said.operator]) ok(stdout.includes(text), stdout);
  ok(run("-2007").stdout.includes("expired"), "a code with a minus sign");
  ok(run("--lang", "fr", "-2007").stdout.includes("dépassé"));
  const atBank = run("913", "--bank", BANK, "--lang", "en").stdout;
  ok(atBank.includes("never_this_card") && atBank.includes("not valid for this card"), atBank);
  ok(run("987654").stdout.includes("other"), "an unknown code has an answer too");
  for (const [args, why] of [
    [["abc"], /code: expected a whole number such as 116 or -2007, got "abc"/],
    [["116", "--lang", "xx"], /language: "xx" is none of ar, bg, .*/],
    [[], /expected one response code, such as bpc-checkout code 116/],
    [["116", "5"], /expected one response code/],
    [["116", "--port", "1"], /unknown option --port; see bpc-checkout code --help/],
  ]) {
    const { status, stderr, stdout } = run(...args);
    equal(status, 2, `${args}`);
    equal(stdout, "");
    ok(why.test(stderr), stderr);
  }
});

test("docs/codes.md is the table as it is (UPDATE=1 writes it again)", () => {
  const path = join(ROOT, "docs/codes.md");
  if (process.env.UPDATE) writeFileSync(path, asMarkdown());
  equal(readFileSync(path, "utf8"), asMarkdown());
  ok(asHtml().includes('<td dir="rtl" lang="ar">'));
});

test("the sub-path is data: it needs neither WebAssembly nor the library", () => {
  const source = `
    WebAssembly.Module = WebAssembly.instantiate = undefined;
    const { actionCode } = await import(${JSON.stringify(join(ROOT, "pkg/codes.js"))});
    const { createRequire } = await import("node:module");
    const required = createRequire(import.meta.url)(${JSON.stringify(join(ROOT, "pkg/codes.cjs"))});
    if (required.actionCode(116, "el").customer !== actionCode(116, "el").customer) process.exit(1);`;
  execFileSync(tool("node"), ["--input-type=module", "-e", source]);
});
