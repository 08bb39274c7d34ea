// `bpc-checkout demo` from the packed package: a customer buys up to "paid", and the operator gives the money back.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { NODES } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

/** Starts the command and reads the addresses that it prints. */
async function started(node, consumer) {
  const cli = join(consumer, "node_modules/bpc-checkout/cli.js");
  const child = spawn(node, [cli, "demo", "--port", "0", "--sandbox-port", "0"], { cwd: consumer });
  let output = "";
  const printed = new Promise((resolve, reject) => {
    child.stderr.on("data", (text) => (output += text));
    child.stdout.on("data", (text) => {
      output += text;
      if (output.includes("Ctrl-C")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  await printed;
  const address = (name) => new URL(new RegExp(`^ +${name} +(http\\S+)`, "m").exec(output)[1]);
  const operator = address("operator");
  const end = async () => {
    const ended = once(child, "exit");
    child.kill("SIGINT");
    const [code] = await ended;
    must(code === 0, `Ctrl-C: ended with ${code}: ${output}`);
  };
  const authorization = `Basic ${btoa(`${operator.username}:${operator.password}`)}`;
  return { store: address("store").origin, sandbox: address("sandbox").origin, authorization, end };
}

/** A page of the operator. */
async function operatorPage({ store, authorization }, path) {
  const reply = await fetch(`${store}${path}`, { headers: { authorization } });
  must(reply.status === 200, `${path}: ${reply.status}`);
  return reply.text();
}

/** The fields of the last form that has a button of this kind. */
function formOf(page, kind) {
  const [form] = page.match(/<form[\s\S]*?<\/form>/g).filter((text) => text.includes(`value="${kind}"`));
  const fields = [...form.matchAll(/name="(\w+)"[^>]*?value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return new URLSearchParams([...fields.filter(([name]) => name !== "kind"), ["kind", kind]]);
}

async function buysAndGetsItBack(node, consumer) {
  const demo = await started(node, consumer);
  try {
    const home = await (await fetch(demo.store)).text();
    const [, attempt] = /name="attempt" value="([\w-]+)"/.exec(home) ?? [];
    must(home.includes("€24.00") && attempt, "the prices or the number of the purchase are not in the page");
    const form = { method: "POST", redirect: "manual" };
    const headers = { origin: demo.store };
    const body = new URLSearchParams({ product: "mug", attempt });
    const bought = await fetch(`${demo.store}/buy`, { ...form, headers, body });
    const location = bought.headers.get("location") ?? "";
    must(bought.status === 303 && location.startsWith(demo.sandbox), `buy: ${bought.status} ${location}`);
    must((await fetch(location)).status === 200, "the payment page");
    const orderId = new URL(location).searchParams.get("mdOrder");
    const paid = await fetch(`${demo.sandbox}/sandbox/api/pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ orderId }),
    });
    const { redirectUrl } = (await paid.json()).result;
    // The page between bank and shop leads on to the outcome.
    const outcome = await (await fetch(`${redirectUrl}&check=1`)).text();
    must(/data-outcome="paid"/.test(outcome), outcome.slice(0, 3000));
    const [, number] = /[?&]order=([\w-]+)/.exec(redirectUrl);
    must((await operatorPage(demo, "/packing")).includes(number), "the order is not on the packing list");
    const press = formOf(await operatorPage(demo, "/operator"), "refund");
    const given = await fetch(`${demo.store}/operator`, {
      ...form,
      headers: { ...headers, authorization: demo.authorization },
      body: press,
    });
    must(given.headers.get("location")?.includes("result=done"), `refund: ${given.headers.get("location")}`);
    must((await fetch(`${demo.store}/operator`)).status === 401, "the operator's page without its password");
    must((await fetch(`${demo.store}/worker/index.js`)).status === 404, "a file that is no page");
  } finally {
    await demo.end();
  }
}

/** Two commands at once: the second one names the option that helps. */
async function namesThePortInUse(consumer) {
  const demo = await started(NODES.node24, consumer);
  try {
    const cli = join(consumer, "node_modules/bpc-checkout/cli.js");
    for (const [origin, option] of [
      [demo.store, "--port"],
      [demo.sandbox, "--sandbox-port"],
    ]) {
      const free = option === "--port" ? "--sandbox-port" : "--port";
      const args = [cli, "demo", option, new URL(origin).port, free, "0"];
      const { status, stderr } = spawnSync(NODES.node24, args, { encoding: "utf8" });
      must(status === 2 && stderr.includes(`choose another with ${option}\n`), `${option}: ${status} ${stderr}`);
    }
    const same = spawnSync(NODES.node24, [cli, "demo", "--port", "8790", "--sandbox-port", "8790"], {
      encoding: "utf8",
    });
    must(same.status === 2 && same.stderr.includes("are the same"), same.stderr);
  } finally {
    await demo.end();
  }
}

export function checkDemo(consumer) {
  check("demo: a port that is in use is named with its option", () => namesThePortInUse(consumer));
  for (const version of ["node20", "node24"]) {
    check(`demo: a customer buys up to paid, on ${version}`, () => buysAndGetsItBack(NODES[version], consumer));
  }
}
