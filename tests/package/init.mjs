// `bpc-checkout init` writes a store that takes payments; `npm create bpc-checkout` writes the same.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, tool } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const SETTINGS = { workers: ".dev.vars", node: ".env" };

export function checkInit(consumer) {
  const cli = join(consumer, "node_modules/bpc-checkout/cli.js");
  const parent = join(consumer, "init");
  mkdirSync(parent);
  const run = (...args) =>
    spawnSync(tool("node"), [cli, "init", ...args], { cwd: parent, encoding: "utf8", input: "", timeout: 0 });

  for (const [runtime, settings] of Object.entries(SETTINGS)) {
    check(`init writes a store for ${runtime}, with a fresh key`, () => {
      const folder = join(parent, runtime);
      const { status, stdout, stderr } = run(runtime, "--runtime", runtime, "--bank", "dsk");
      must(status === 0, stderr);
      must(stdout.includes("npm run bank"), stdout);
      const read = (path) => readFileSync(join(folder, path), "utf8");
      must(/^RETURN_KEY=[0-9a-f]{64}$/m.test(read(settings)), "no key of 32 bytes");
      must(read(".gitignore").includes(settings), "git would keep the secrets");
      const { name, dependencies, scripts } = JSON.parse(read("package.json"));
      const { version } = JSON.parse(readFileSync(join(ROOT, "npm/package.json"), "utf8"));
      must(name === runtime && dependencies["bpc-checkout"] === `^${version}` && scripts.test, read("package.json"));
      must(
        read(runtime === "workers" ? "src/index.js" : "store.js").includes('{ bank: "dsk" }'),
        "the bank is not in it",
      );
      const other = run(`${runtime}-2`, "--runtime", runtime, "--bank", "https://bank.example/payment/rest");
      must(other.status === 0, other.stderr);
      must(readFileSync(join(parent, `${runtime}-2`, settings), "utf8") !== read(settings), "the key is not fresh");
    });
  }

  check("the store that init writes for Node passes its own test", () => {
    // It finds the package of the consumer in the folder above.
    execFileSync(tool("node"), ["--test"], { cwd: join(parent, "node"), stdio: "pipe" });
  });

  check("init says what is wrong, and overwrites nothing", () => {
    mkdirSync(join(parent, "full"));
    writeFileSync(join(parent, "full/a"), "");
    const wrong = [
      [["--bank", "dsk"], "--runtime is missing"],
      [["--runtime", "node"], "--bank is missing"],
      [["--runtime", "php", "--bank", "dsk"], 'got "php"'],
      [["--runtime", "node", "--bank", "no-such-bank"], "dsk"],
      [["--runtime", "node", "--bank", 'https://a.example/"+x'], "address"],
      [["--nonsense"], "--nonsense"],
      [["full", "--runtime", "node", "--bank", "dsk"], "not empty"],
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
    must(run("--help").stdout.includes("--runtime"), "no help");
  });

  check("create-bpc-checkout runs init of the same version", () => {
    const create = JSON.parse(readFileSync(join(ROOT, "npm/create/package.json"), "utf8"));
    const { version } = JSON.parse(readFileSync(join(ROOT, "npm/package.json"), "utf8"));
    must(
      create.version === version && create.dependencies["bpc-checkout"] === version,
      `${create.version}, not ${version}`,
    );
    const folder = join(consumer, "node_modules/create-bpc-checkout");
    mkdirSync(folder);
    for (const file of ["package.json", "index.js"]) {
      writeFileSync(join(folder, file), readFileSync(join(ROOT, "npm/create", file)));
    }
    const args = [join(folder, "index.js"), "created", "--runtime", "node", "--bank", "dsk"];
    execFileSync(tool("node"), args, { cwd: parent, stdio: "pipe" });
    must(existsSync(join(parent, "created/store.js")), "there is no store");
  });
}
