// The sandbox: pairs of register and status for a second of one core's time.

import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { startSandbox } from "../peers/sandbox.mjs";
import { cpuOf, median } from "./numbers.mjs";
import { installed } from "./subjects.mjs";

const HEADERS = { "content-type": "application/x-www-form-urlencoded", host: "127.0.0.1:8788" };
const ACCOUNT = "userName=test_user&password=test_user_password";
const ORDER = `${ACCOUNT}&amount=2000&currency=978&description=Two%20books&returnUrl=https%3A%2F%2Fshop.example%2Fr`;
const PER_SECOND = 1e6;
/** Ticks of /proc's CPU times in a second, on every Linux. */
const TICKS = 100;
const AT_ONCE = 8;

/** Through `ask(call, body)`, which answers with the reply's text: one order is registered and looked at. */
async function pair(ask, number) {
  const { orderId } = JSON.parse(await ask("register", `${ORDER}&orderNumber=${number}`));
  const { orderStatus } = JSON.parse(await ask("getOrderStatusExtended", `${ACCOUNT}&orderId=${orderId}`));
  if (orderStatus !== 0) throw new Error(`the sandbox says ${orderStatus} of a new order`);
}

/** Pairs a second in this process: the median of `rounds`, each of `count` pairs. */
async function inProcess(ask, rounds, count) {
  let number = 0;
  const rates = [];
  for (let round = 0; round <= rounds; round++) {
    const us = await cpuOf(async () => {
      for (let done = 0; done < count; done++) await pair(ask, `N${++number}`);
    });
    // The first round warms up.
    if (round > 0) rates.push((count / us) * PER_SECOND);
  }
  return median(rates);
}

/** As a test suite uses it: `sandbox.fetch` with a Request in and a Response out. */
export async function fetchThroughput(rounds, count) {
  const { Sandbox } = await import(installed("bpc-checkout/sandbox.js"));
  const bank = new Sandbox({ seed: 1 });
  const ask = async (call, body) =>
    (await bank.fetch(`${bank.baseUrl}/${call}.do`, { method: "POST", headers: HEADERS, body })).text();
  return inProcess(ask, rounds, count);
}

/** As a server: by the CPU time of `bpc-checkout sandbox`, asked over loopback. Null where there is no /proc. */
export async function serverThroughput(count) {
  const sandbox = await startSandbox();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const ask = (call, body) =>
    new Promise((resolve, reject) => {
      const options = { method: "POST", agent, headers: { ...HEADERS, "content-length": body.length } };
      const outgoing = request(`${sandbox.root}/${call}.do`, options, async (reply) => {
        let text = "";
        for await (const chunk of reply.setEncoding("utf8")) text += chunk;
        resolve(text);
      });
      outgoing.on("error", reject).end(body);
    });
  let number = 0;
  const run = async (pairs) => {
    const end = number + pairs;
    const customer = async () => {
      while (number < end) await pair(ask, `N${++number}`);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, customer));
  };
  try {
    if (cpuSeconds(sandbox.pid) === null) return null;
    await run(count / 4);
    const start = cpuSeconds(sandbox.pid);
    await run(count);
    return count / (cpuSeconds(sandbox.pid) - start);
  } finally {
    agent.destroy();
    sandbox.close();
  }
}

function cpuSeconds(pid) {
  try {
    // The name of the process, in brackets, may hold blanks; user and system time are the 12th and 13th field after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return null;
  }
}
