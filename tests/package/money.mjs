// `bpc-checkout/money` and the main entry give the same results and the same errors.

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { ROOT } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const MOST_BYTES = 3_072;
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** What a call gives: its result, or everything that its error says. */
function outcome(call) {
  try {
    return JSON.stringify(call());
  } catch (error) {
    const { name, message, code, retryable, field } = error;
    return JSON.stringify({ name, message, code, retryable, field, keys: Object.keys(error).sort() });
  }
}

/** Pseudo-random numbers of a fixed seed. */
function* numbers(state) {
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

const circle = {};
circle.circle = circle;
const thrower = {
  get a() {
    throw new Error("a getter");
  },
};

/** What is no text, no number, or none that is valid. */
const ODD = [
  ...[
    null,
    undefined,
    true,
    false,
    "",
    " ",
    "€",
    "euro",
    "EUR ",
    "97",
    "0978",
    "9 8",
    "-978",
    "978.0",
    "\ud800",
    "ﬁ",
    "ſos",
    "ＥＵＲ",
  ],
  ...[
    0,
    -0,
    -1,
    1.5,
    0.1,
    1e-7,
    1e12,
    999_999_999_999,
    -999_999_999_999,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
    1e21,
    1.23456789e-10,
  ],
  ...[
    NaN,
    Infinity,
    -Infinity,
    Number.MAX_VALUE,
    Number.MIN_VALUE,
    123_456_789.5,
    12_345_678_901.5,
    0.30000000000000004,
  ],
  ...[0n, 1n, -1n, 10n ** 12n, 2n ** 60n, 2n ** 53n - 1n, Symbol("s"), () => 1, {}, [], [1], [Symbol("s")], { a: 1 }],
  ...[
    new Date(0),
    new URL("https://a.example/"),
    new Map(),
    new Uint8Array(1),
    /x/,
    circle,
    thrower,
    Object("EUR"),
    Object(1),
  ],
];

const DECIMALS = [
  ..."0 00 1 1. .1 1.0 1.00 1.000 1.0000 1.00000 01.10 -1 +1 1,00 1e3 0x1 1.2.3 . .. 1..2 ١ １ 1\n 1_000 NaN".split(
    " ",
  ),
  ...[
    "1 000",
    "\n1",
    "1\n",
    "9999999999.99",
    "9999999999.990",
    "10000000000",
    "999999999999",
    "1000000000000",
    "000000000000000001",
    "9".repeat(400),
  ],
];

export function checkMoney(consumer) {
  const load = (specifier) => createRequire(join(consumer, "x.js"))(specifier);
  const main = load("bpc-checkout");
  const money = load("bpc-checkout/money");
  let compared = 0;
  const same = (name, ...values) => {
    compared++;
    const [expected, actual] = [main, money].map((entry) => outcome(() => entry[name](...values)));
    must(actual === expected, `${name} ${inspect(values)}: ${actual}, not ${expected}`);
  };

  check("money is the same without WebAssembly: every currency, by letters and number", () => {
    compared = 0;
    for (const [one, two, three] of LETTERS.flatMap((a) => LETTERS.flatMap((b) => LETTERS.map((c) => [a, b, c])))) {
      same("formatAmount", 123_456, one + two + three);
    }
    for (let number = -1; number <= 1_000; number++) {
      same("formatAmount", 7, number);
      same("minorUnits", "1.5", String(number));
      same("minorUnits", "2.125", String(number).padStart(3, "0"));
    }
    for (const text of ["eur", "Eur", "jPy", "kwd"]) same("minorUnits", "1", text);
    return `${compared} comparisons`;
  });

  check("money is the same without WebAssembly: amounts, texts, locales and nonsense", () => {
    compared = 0;
    const currencies = ["EUR", "JPY", "KWD", "CLF", "978", 12];
    const random = numbers(20_261_127);
    const next = () => random.next().value;
    for (let round = 0; round < 2_000; round++) {
      const currency = currencies[round % currencies.length];
      const amount = (next() * 4_096 + (next() % 4_096)) % 10 ** (1 + (next() % 13));
      same("formatAmount", amount, currency);
      same("formatAmount", BigInt(amount), currency, ["de-DE", "en-US", "ar-KW", "fr-FR", "ja-JP"][round % 5]);
      same("minorUnits", `${next() % 10 ** (1 + (next() % 10))}.${String(next()).slice(0, next() % 6)}`, currency);
    }
    for (const currency of [...currencies, ...ODD]) {
      for (const value of [...DECIMALS, ...ODD]) {
        same("minorUnits", value, currency);
        same("formatAmount", value, currency);
      }
    }
    for (const locale of [undefined, null, "", "xx-invalid-locale-tag", "de-DE", ["fr", "en"], 5, {}]) {
      same("formatAmount", 2_000, "EUR", locale);
    }
    return `${compared} comparisons`;
  });

  check("an error of money is an error of the package", () => {
    try {
      money.minorUnits("x", "EUR");
    } catch (error) {
      must(main.isCheckoutError(error) && error instanceof Error, "the main entry does not know it");
      return;
    }
    must(false, "it did not throw");
  });

  check("money in a page is small and has no WebAssembly", async () => {
    const { outputFiles } = await build({
      stdin: { contents: 'export * from "bpc-checkout/money";', resolveDir: consumer },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      logLevel: "warning",
    });
    const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
    must(size <= MOST_BYTES, `${size} bytes after gzip, the gate is ${MOST_BYTES}`);
    for (const file of ["money.js", "money.cjs"]) {
      const text = readFileSync(join(ROOT, "pkg", file), "utf8");
      must(!/WebAssembly\.|initSync|require\(|^import /m.test(text), `${file} needs more than itself`);
    }
    return `${size} of ${MOST_BYTES} bytes min+gzip`;
  });
}
