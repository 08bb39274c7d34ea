// `bpc-checkout certify`: walks a running store through a bank's acceptance list, against the sandbox, and writes the report.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { checksOf, walk } from "./certify.js";
import { ACCEPTANCE as BANKS } from "./cli-init-bank.js";
import { messageOf, oneOf, readOptions, stop, webAddress, wholeNumber } from "./cli-options.js";
import { Sandbox } from "./sandbox.js";

const PROFILES = { satim: "satim", "banca-transilvania": "bt" };

export const HELP = `Usage: bpc-checkout certify --bank <bank> --store <address> [options]

Walks your running store through the bank's acceptance list: it buys, pays with test cards, and reads your result page. Your store
must use the gateway that this command starts, so first end another sandbox on its port, such as npm run bank. The report says what the bank will look at, and what was seen.

  --bank <bank>         ${BANKS.join(" or ")}
  --store <address>     the address of your store, such as http://127.0.0.1:8787
  --port <number>       port of the gateway (8788). Your store's gateway.baseUrl is http://127.0.0.1:8788/payment/rest
  --buy <path>          the page with the form that buys (the store's address). The first form with method POST is sent
  --form <number>       which of its forms with method POST is sent (1)
  --field <name=value>  inputs of the form, such as quantity=1, or several as in an address: "email=a@b.example&city=Cluj"
  --out <name>          writes <name>.txt and <name>.html (certification-<bank>)
  --help                shows this text
`;

const TEXTS = ["bank", "store", "port", "buy", "form", "field", "out"];

/** @param {string[]} args */
export async function run(args) {
  const { values } = readOptions("certify", args, { texts: TEXTS, flags: [] });
  if (values.bank === undefined) stop(`--bank is missing; expected ${BANKS.join(" or ")}`);
  if (values.store === undefined) stop("--store is missing; give the address of your store");
  const bank = /** @type {keyof typeof PROFILES} */ (oneOf("bank", values.bank, BANKS));
  const store = webAddress("store", values.store);
  const port = wholeNumber("port", values.port ?? "8788", 65_535);
  const form = wholeNumber("form", values.form ?? "1", 1000, 1);
  const sandbox = new Sandbox({ profile: /** @type {any} */ (PROFILES[bank]) });
  const server = await serve(sandbox, port);
  process.stdout.write(`The gateway of ${bank} is at http://127.0.0.1:${port}${new URL(sandbox.baseUrl).pathname}\n`);
  try {
    const shop = { url: new URL(String(values.buy ?? ""), store), form, field: values.field, fetch: globalThis.fetch };
    const results = await walk(sandbox, shop, checksOf(bank), (line) => process.stdout.write(`${line}\n`));
    const name = String(values.out ?? `certification-${bank}`);
    writeFileSync(`${name}.txt`, textReport(bank, store.origin, results));
    writeFileSync(`${name}.html`, htmlReport(bank, store.origin, results));
    const missed = results.filter(({ isMet }) => !isMet).length;
    process.stdout.write(
      `${results.length - missed} of ${results.length} met. The report is in ${name}.txt and .html\n`,
    );
    process.exitCode = missed === 0 ? 0 : 1;
  } catch (error) {
    stop(messageOf(error));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/**
 * @param {Sandbox} sandbox @param {number} port
 * @returns {Promise<import("node:http").Server>}
 */
function serve(sandbox, port) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "GET", headers, url } = request;
    const body = method === "GET" || method === "HEAD" ? undefined : Buffer.concat(chunks);
    const named = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each]));
    try {
      const sent = new Request(new URL(url ?? "/", `http://127.0.0.1:${port}`), {
        method,
        headers: /** @type {[string, string][]} */ (named),
        body,
      });
      const reply = await sandbox.fetch(sent);
      response.writeHead(reply.status, [...reply.headers].flat());
      response.end(Buffer.from(await reply.arrayBuffer()));
    } catch (error) {
      response.writeHead(400, { "content-type": "text/plain;charset=UTF-8" });
      response.end(`${messageOf(error)}\n`);
    }
  });
  return new Promise((resolve) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      stop(
        error.code === "EADDRINUSE"
          ? `port ${port} on 127.0.0.1 is in use: end the sandbox there (npm run bank), or choose another with --port, and change GATEWAY_URL of your store`
          : `cannot listen on 127.0.0.1:${port}: ${messageOf(error)}`,
      ),
    );
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

/** @import { Result } from "./certify.js" */

/** @param {string} bank @param {string} store @param {Result[]} results */
export function textReport(bank, store, results) {
  const lines = results.map(({ title, isMet, seen }) => `${isMet ? "met    " : "NOT MET"}  ${title}\n         ${seen}`);
  const met = results.filter(({ isMet }) => isMet).length;
  return `Acceptance list of ${bank}\nStore: ${store}\nMet: ${met} of ${results.length}\n\n${lines.join("\n\n")}\n`;
}

/** @param {string} bank @param {string} store @param {Result[]} results */
export function htmlReport(bank, store, results) {
  const rows = results.map(
    ({ title, isMet, seen }) =>
      `<tr class="${isMet ? "met" : "missed"}"><td>${isMet ? "met" : "not met"}</td><td>${escaped(title)}</td><td>${escaped(seen)}</td></tr>`,
  );
  const met = results.filter(({ isMet }) => isMet).length;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Acceptance list of ${escaped(bank)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: 0.5rem; border-bottom: 1px solid #ccc; }
  .missed td:first-child { color: #a40000; font-weight: bold; }
</style>
<h1>Acceptance list of ${escaped(bank)}</h1>
<p>Store: ${escaped(store)}. Met: ${met} of ${results.length}.</p>
<table>
<thead><tr><th>Result</th><th>What the bank looks at</th><th>What was seen</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</html>
`;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
