// `bpc-checkout init` writes a store that takes payments; `npm create bpc-checkout` writes the same.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NODES, npm, ROOT, tool } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const RUNTIMES = {
  workers: { settings: ".dev.vars", start: "worker.js" },
  node: { settings: ".env", start: "main.js" },
};
/** What only these banks require, in the store that is written for them. */
const REQUIRED = {
  satim: ["terminalId: env.TERMINAL_ID", 'currency: "DZD"', "respCodeDescription", "report.card?.approvalCode"],
  "banca-transilvania": [
    "orderBundle: customer({",
    "jwt: env.CALLBACK_SECRET",
    'currency: "RON"',
    "bancaTransilvaniaEn",
  ],
  credibanco: ['installments: "1"', '"IVA.amount": "0"', "unsigned: true"],
  "sberbank-ecom": ["unsigned: true", 'currency: "RUB"'],
  dsk: ["secret: env.CALLBACK_SECRET", '{ bank: "dsk-test" }', 'Live: bank: "dsk"'],
  meezan: ['{ bank: "meezan" }', 'currency: "PKR"'],
};

export function checkInit(consumer) {
  const cli = join(consumer, "node_modules/bpc-checkout/cli.js");
  const parent = join(consumer, "init");
  mkdirSync(parent);
  const run = (...args) =>
    spawnSync(tool("node"), [cli, "init", ...args], { cwd: parent, encoding: "utf8", input: "", timeout: 0 });
  const readIn = (folder) => (path) => readFileSync(join(parent, folder, path), "utf8");

  for (const [runtime, { settings, start }] of Object.entries(RUNTIMES)) {
    check(`init writes a store for ${runtime}, with a fresh key`, () => {
      const { status, stdout, stderr } = run(runtime, "--runtime", runtime, "--bank", "dsk");
      must(status === 0, stderr);
      must(stdout.includes("npm run bank") && stdout.includes("4748 3640 0647 7854"), stdout);
      const read = readIn(runtime);
      must(/^RETURN_KEY=[0-9a-f]{64}$/m.test(read(settings)), "no key of 32 bytes");
      must(/^RETURN_KEY=$/m.test(read(`${settings}.example`)), "the example has a key");
      must(read(".gitignore").includes(settings), "git would keep the secrets");
      const { name, dependencies, scripts } = JSON.parse(read("package.json"));
      const { version } = JSON.parse(readFileSync(join(ROOT, "npm/package.json"), "utf8"));
      must(name === runtime && dependencies["bpc-checkout"] === `^${version}` && scripts.test, read("package.json"));
      must(!Object.keys(scripts).some((script) => script.includes(":")), "a script of the other runtime");
      const others = Object.values(RUNTIMES).filter((one) => one.start !== start);
      must(existsSync(join(parent, runtime, start)), `${start} is missing`);
      for (const one of others) must(!existsSync(join(parent, runtime, one.start)), `${one.start} is there`);
      for (const [path] of read("README.md").matchAll(/docs\/[\w/-]+\.md/g))
        must(existsSync(join(consumer, "node_modules/bpc-checkout", path)), `README.md names ${path}`);
      const other = run(`${runtime}-2`, "--runtime", runtime, "--bank", "https://bank.example/payment/rest");
      must(other.status === 0, other.stderr);
      must(readIn(`${runtime}-2`)(settings) !== read(settings), "the key is not fresh");
      must(
        readIn(`${runtime}-2`)("bank.js").includes('{ baseUrl: "https://bank.example/payment/rest" }'),
        "no address",
      );
    });
  }

  check("the store that init writes for each bank passes its own test, at the bank's strict sandbox", async () => {
    const { BANKS } = await import(join(consumer, "node_modules/bpc-checkout/cli-banks.js"));
    const { choose } = await import(join(consumer, "node_modules/bpc-checkout/cli-init-bank.js"));
    const example = join(ROOT, "examples/store");
    const tests = Object.keys(BANKS).map((name) => {
      const folder = join(parent, "banks", name);
      cpSync(example, folder, { recursive: true });
      const { files } = choose(name);
      for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
      for (const words of REQUIRED[name] ?? []) must(files["bank.js"].includes(words), `${name}: ${words} is missing`);
      return join(folder, "test/store.test.mjs");
    });
    // They find the package of the consumer in a folder above. One process: most of the time is its start.
    const args = ["--test", "--test-isolation=none", "--test-reporter=tap", ...tests];
    const { stdout } = spawnSync(tool("node"), args, { encoding: "utf8" });
    const [, passed] = /^# pass (\d+)$/m.exec(stdout) ?? [];
    must(Number(passed) === 5 * tests.length && /^# fail 0$/m.test(stdout), stdout.slice(-4000));
    return `${tests.length} banks`;
  });

  check("examples/store is the store for dsk, as init writes it", async () => {
    const { choose } = await import(join(consumer, "node_modules/bpc-checkout/cli-init-bank.js"));
    const { SCHEMA } = await import(join(consumer, "node_modules/bpc-checkout/desk.js"));
    const { files, settings } = choose("dsk");
    const lines = (items) => items.map((item) => `${item}\n`).join("");
    const all = {
      ...files,
      ".env.example": lines(Object.entries(settings).map((pair) => pair.join("="))),
      "schema.sql": lines(SCHEMA.map((statement) => `${statement};`)),
    };
    for (const [path, text] of Object.entries(all))
      must(readFileSync(join(ROOT, "examples/store", path), "utf8") === text, `${path} differs`);
  });

  check("an address of the list is its bank, and another one stays", async () => {
    const { choose } = await import(join(consumer, "node_modules/bpc-checkout/cli-init-bank.js"));
    const bankOf = (given) => choose(given).files["bank.js"];
    must(bankOf("https://test2.SATIM.dz/payment/rest/") === bankOf("satim"), "SATIM's address is not SATIM");
    const proxied = bankOf("https://proxy.example/ecomm/gw/partner/api/v1");
    for (const words of ['baseUrl: "https://proxy.example/ecomm', 'dialect: "sberbank-ecom"', "unsigned: true"])
      must(proxied.includes(words), `${words} is missing: ${proxied}`);
    must(!bankOf("https://bank.example/payment/rest").includes("dialect"), "a dialect for an unknown address");
  });

  check("init asks a person for what is not given, and again after a wrong answer", async () => {
    const isTerminal = ["--import", "data:text/javascript,process.stdin.isTTY=true"];
    const child = spawn(tool("node"), [...isTerminal, cli, "init", "asked"], { cwd: parent });
    const answers = ["deno", "node", "satim-test", "satim"];
    let printed = "";
    let answered = 0;
    for await (const text of child.stdout.setEncoding("utf8")) {
      printed += text;
      if (/(runtime|bank): $/.test(printed) && answered < answers.length) {
        child.stdin.write(`${answers[answered++]}\n`);
        printed += "\n";
      }
    }
    must(printed.includes('expected workers or node, got "deno"'), printed);
    must(printed.includes('"satim-test" is written satim here'), printed);
    must(readIn("asked")("bank.js").includes("satim"), printed);
  });

  check("init says what is wrong, and overwrites nothing", () => {
    mkdirSync(join(parent, "full"));
    writeFileSync(join(parent, "full/a"), "");
    const wrong = [
      [["--bank", "dsk"], "--runtime is missing"],
      [["--runtime", "node"], "--bank is missing"],
      [["--runtime", "php", "--bank", "dsk"], 'got "php"'],
      [["--runtime", "node", "--bank", "no-such-bank"], "init --help lists the names"],
      [["--runtime", "node", "--bank", 'https://a.example/"+x'], "address"],
      [["--runtime", "node", "--bank", "http://bank.example/payment/rest"], "must be https"],
      [["--runtime", "node", "--bank", "inecobank-test"], "is written inecobank here"],
      [["--runtime", "node", "--bank", "YooKassa"], "is written yookassa-test here"],
      [["--runtime", "node", "--bank", "https://"], "address"],
      [["--runtime", "node", "--bank", "transilvania"], "did you mean banca-transilvania?"],
      [["--nonsense"], "--nonsense"],
      [["--runtime", "node", "--bank", "DSK"], "is written dsk"],
      [["full", "--runtime", "node", "--bank", "dsk"], "not empty"],
      [["full/a", "--runtime", "node", "--bank", "dsk"], "not a folder"],
      [["a", "b", "--runtime", "node", "--bank", "dsk"], "one folder"],
    ];
    for (const [args, words] of wrong) {
      const { status, stderr } = run(...args);
      must(
        status === 2 && stderr.includes(words) && stderr.startsWith("bpc-checkout init: "),
        `${args}: ${status} ${stderr}`,
      );
    }
    must(readdirSync(join(parent, "full")).length === 1 && !existsSync(join(parent, "shop")), "it wrote something");
    must(run("--help").stdout.includes("banca-transilvania"), "no help");
  });

  check("init lists only names of gateways, and takes each of them", async () => {
    const { BANKS } = await import(join(consumer, "node_modules/bpc-checkout/cli-banks.js"));
    const { bankNames, choose } = await import(join(consumer, "node_modules/bpc-checkout/cli-init-bank.js"));
    const gateways = Object.values(BANKS).flatMap(({ names }) => names);
    const { stdout } = run("--help");
    const listed = stdout.split("Banks:")[1].match(/[\w-]+/g);
    must(listed.join() === bankNames.join() && listed.length === Object.keys(BANKS).length, stdout);
    for (const name of listed) {
      must(gateways.includes(name), `${name} is no gateway`);
      const [, written] = /\{ bank: "([^"]+)" \}/.exec(choose(name).files["bank.js"]) ?? [];
      must(gateways.includes(written), `the store for ${name} asks ${written}`);
    }
  });

  check("init refuses an old Node before it writes", () => {
    const args = [cli, "init", "old", "--runtime", "node", "--bank", "dsk"];
    const { status, stderr } = spawnSync(NODES.node20, args, { cwd: parent, encoding: "utf8", input: "" });
    must(status === 2 && /needs Node 22\.13 or newer; this is 20\..*nothing was written/.test(stderr), stderr);
    must(!existsSync(join(parent, "old")), "it wrote something");
  });

  check("the store says which settings are missing, and does not sell", () => {
    const inStore = (runtime, ...args) =>
      spawnSync(tool("node"), args, {
        cwd: join(parent, runtime),
        encoding: "utf8",
        env: { GATEWAY_USER: "u", PORT: "0" },
      });
    const node = inStore("node", "main.js");
    must(node.status === 1 && !node.stdout.includes("the store is at"), `${node.status} ${node.stdout}`);
    const workers = inStore(
      "workers",
      "--input-type=module",
      "--eval",
      `const { default: worker } = await import("./worker.js");
       const page = await worker.fetch(new Request("https://shop.example/"), { GATEWAY_USER: "u" }, {});
       await worker.scheduled({}, {}, {});
       console.log(page.status, await page.text());`,
    );
    must(workers.stdout.startsWith("503 ") && !/bank|again/i.test(workers.stdout), workers.stdout + workers.stderr);
    for (const [{ stderr }, file] of [
      [node, ".env"],
      [workers, ".dev.vars"],
    ]) {
      must(stderr.includes("Set GATEWAY_PASSWORD, RETURN_KEY, CALLBACK_SECRET:") && stderr.includes(file), stderr);
    }
  });

  check("create-bpc-checkout runs init of the same version", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "npm/package.json"), "utf8"));
    const [{ filename, files }] = JSON.parse(npm(["pack", join(ROOT, "npm/create"), "--json"], parent));
    const paths = files.map(({ path }) => path).sort();
    must(paths.join() === "README.md,index.js,package.json", `it packs ${paths}`);
    const folder = join(consumer, "node_modules/create-bpc-checkout");
    mkdirSync(folder);
    execFileSync("tar", ["-xzf", join(parent, filename), "-C", folder, "--strip-components=1"]);
    const create = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    must(
      create.version === version && create.dependencies["bpc-checkout"] === version,
      `${create.version}, not ${version}`,
    );
    const args = [join(folder, create.bin), "created", "--runtime", "node", "--bank", "satim"];
    execFileSync(tool("node"), args, { cwd: parent, stdio: "pipe" });
    must(readIn("created")("bank.js").includes("terminalId"), "there is no store");
  });
}
