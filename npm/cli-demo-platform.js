// What the demo store uses of the platform of Workers, on Node: objects in memory, static files, and the three changes of a page that
// the store makes. It is for the demo on one machine, and keeps nothing when the process ends.
import { readFile } from "node:fs/promises";
import * as nodeModule from "node:module";
import { memory } from "./desk.js";

/** @import { Task } from "./desk.js" */

const WORKER = new URL("./demo/worker/index.js", import.meta.url).href;
const SHOP = new URL("./demo/shop/", import.meta.url);

/** The class that the objects of the store extend. Here their methods are those of `memory()`, and the class has none. */
export class DurableObject {}

/**
 * The Worker, and the bindings of www/wrangler.jsonc.
 * @param {Record<string, string>} variables
 */
export async function startWorker(variables) {
  provideModule();
  /** @type {any} */ (globalThis).HTMLRewriter ??= PageRewriter;
  // Node 20 has no `URL.parse`.
  URL.parse ??= (address, base) => (URL.canParse(address, base) ? new URL(address, base) : null);
  const { default: worker, OrderStore } = await import(WORKER);
  /** @type {Record<string, any>} */
  const env = { ...variables, ASSETS: { fetch: asset } };
  const send = (/** @type {Task} */ task) => OrderStore.prototype.send.call({ env }, task);
  const storage = memory();
  env.ORDER_STORE = namespace(() => ordersWithDelivery(storage.order(""), send));
  env.OPEN_ORDERS = namespace(() => storage.list);
  const slips = new Slips();
  env.PACKING_LIST = namespace(() => slips);
  return { worker, env };
}

/** The Worker imports a module of its platform: it is this file. */
function provideModule() {
  const url = import.meta.url;
  const { registerHooks, register } = /** @type {any} */ (nodeModule);
  if (registerHooks) {
    /** @param {string} specifier @param {unknown} context @param {Function} next */
    const resolve = (specifier, context, next) =>
      specifier === "cloudflare:workers" ? { url, shortCircuit: true } : next(specifier, context);
    registerHooks({ resolve });
    return;
  }
  // Node 20 runs hooks in another thread, from a module of their own.
  const hook = `export const resolve = (specifier, context, next) =>
    specifier === "cloudflare:workers" ? { url: ${JSON.stringify(url)}, shortCircuit: true } : next(specifier, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

// ------------------------------------------------------------------------------------------------ objects

/** A binding that has one object, whatever name is asked for. @param {() => any} object */
const namespace = (object) => {
  const get = () => object();
  return { idFromName: (/** @type {string} */ name) => name, get, getByName: get };
};

/**
 * The methods of an order, and the delivery of its tasks: `orderObject` of bpc-checkout/desk has the same.
 * @param {any} orders @param {(task: Task) => Promise<void>} send
 */
const ordersWithDelivery = (orders, send) =>
  new Proxy(orders, { get: (_, name) => (name === "deliver" ? () => deliver(orders, send) : orders[name]) });

/** Long enough to deliver a task. One that fails is delivered again with the next of the store. */
const LEASE_MS = 10_000;

/** @param {any} orders @param {(task: Task) => Promise<void>} send */
async function deliver(orders, send) {
  for (const task of /** @type {Task[]} */ (await orders.takeTasks(null, Date.now(), LEASE_MS, 10))) {
    await send(task);
    await orders.doneTask(task.order.orderNumber, task.task);
  }
}

/** @typedef {{ orderNumber: string, product: string, task: "pack" | "stop", told: number }} Slip */

/** The packing list: the methods of www/worker/packing-list.js. */
class Slips {
  /** @type {Map<string, Slip>} */
  #slips = new Map();

  pack = async (/** @type {string} */ orderNumber, /** @type {string} */ product) => {
    const slip = this.#slips.get(orderNumber);
    if (slip) slip.told += 1;
    else this.#slips.set(orderNumber, { orderNumber, product, task: "pack", told: 1 });
  };

  stop = async (/** @type {string} */ orderNumber, /** @type {string} */ product) => {
    const slip = this.#slips.get(orderNumber);
    if (slip) slip.task = "stop";
    else this.#slips.set(orderNumber, { orderNumber, product, task: "stop", told: 1 });
  };

  remove = async (/** @type {string} */ orderNumber) => void this.#slips.delete(orderNumber);

  slips = async (/** @type {number} */ limit) => [...this.#slips.values()].reverse().slice(0, limit);
}

// ------------------------------------------------------------------------------------------------ static files

/** @type {Record<string, string>} */
const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/**
 * A file of the shop with its headers, or its page for an unknown address.
 * @param {Request | URL | string} input
 */
async function asset(input) {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const path = pathname === "/" ? "index.html" : pathname.slice(1);
  const name = /\.[a-z]+$/.test(path) ? path : `${path}.html`;
  const found = await contentOf(name);
  const [file, content] = found ? [name, found] : ["404.html", await contentOf("404.html")];
  const type = TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const headers = { ...(await sharedHeaders()), "Content-Type": type, "Cache-Control": "no-cache" };
  return new Response(content, { status: found ? 200 : 404, headers });
}

/** @param {string} path below shop/. Null where there is no such file */
async function contentOf(path) {
  // Nothing above the folder, and nothing that is hidden.
  if (!/^[a-z0-9]+([/.-][a-z0-9]+)*$/i.test(path)) return null;
  return readFile(new URL(path, SHOP)).catch(() => null);
}

/** The headers of every static file: the lines of `_headers`. */
async function sharedHeaders() {
  const text = await readFile(new URL("_headers", SHOP), "utf8");
  return Object.fromEntries(
    text
      .split("\n")
      .map((line) => /^\s+([\w-]+): (.+)$/.exec(line))
      .filter((match) => match !== null)
      .map(([, name, value]) => [name, value]),
  );
}

// ------------------------------------------------------------------------------------------------ pages

/** @typedef {{ element: (element: PageElement) => void }} Handlers */

/**
 * The part of HTMLRewriter that the store needs: elements by an attribute, or by tag and class, in a page of the store's own. No
 * element that is changed has one of its own name inside.
 */
class PageRewriter {
  /** @type {{ selector: string, handlers: Handlers }[]} */
  #rules = [];

  /** @param {string} selector @param {Handlers} handlers */
  on(selector, handlers) {
    this.#rules.push({ selector, handlers });
    return this;
  }

  /** @param {Response} page */
  transform(page) {
    const rules = this.#rules;
    const body = new ReadableStream({
      async start(controller) {
        const text = await page.text();
        const changed = rules.reduce((html, { selector, handlers }) => rewritten(html, selector, handlers), text);
        controller.enqueue(new TextEncoder().encode(changed));
        controller.close();
      },
    });
    return new Response(body, page);
  }
}

/** @param {string} html @param {string} selector @param {Handlers} handlers */
function rewritten(html, selector, handlers) {
  const [, tag = "[a-z][a-z0-9]*", className, attribute] =
    /^([a-z]+)?(?:\.([\w-]+))?(?:\[([\w-]+)\])?$/.exec(selector) ?? [];
  const needed = className ? `class="(?:[^"]* )?${className}(?: [^"]*)?"` : `${attribute}(?:="[^"]*")?(?=[\\s>])`;
  const elements = new RegExp(`<(${tag})((?=[^>]*\\s${needed})\\s[^>]*)>([\\s\\S]*?)</\\1>`, "g");
  return html.replace(elements, (_, name, attributes, content) => {
    const element = new PageElement(name, attributes, content);
    handlers.element(element);
    return element.toString();
  });
}

class PageElement {
  #name;
  #attributes;
  #content;
  #isRemoved = false;

  /** @param {string} name @param {string} attributes @param {string} content */
  constructor(name, attributes, content) {
    this.#name = name;
    this.#attributes = attributes;
    this.#content = content;
  }

  /** @param {string} name */
  getAttribute(name) {
    const [, value = null] = new RegExp(`\\s${name}="([^"]*)"`).exec(this.#attributes) ?? [];
    return value;
  }

  /** @param {string} text */
  setInnerContent(text) {
    this.#content = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  }

  /** @param {string} html */
  append(html) {
    this.#content += html;
  }

  remove() {
    this.#isRemoved = true;
  }

  toString() {
    return this.#isRemoved ? "" : `<${this.#name}${this.#attributes}>${this.#content}</${this.#name}>`;
  }
}
