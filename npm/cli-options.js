// What the commands of the command line share: options, and errors that name the option.
import { parseArgs } from "node:util";

/** @typedef {Record<string, string | boolean | undefined>} Values */

/**
 * Prints an error and ends the process with code 2.
 * @param {string} message @returns {never}
 */
export function stop(message) {
  process.stderr.write(`bpc-checkout: ${message}\n`);
  process.exit(2);
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Reads the options of a command. A text option has a value, a flag has none.
 * @param {string} command @param {string[]} args @param {{ texts: string[], flags: string[], positionals?: boolean }} known
 */
export function readOptions(command, args, { texts, flags, positionals = false }) {
  const options = Object.fromEntries([
    ...texts.map((name) => [name, /** @type {const} */ ({ type: "string" })]),
    ...flags.map((name) => [name, /** @type {const} */ ({ type: "boolean" })]),
  ]);
  try {
    const read = parseArgs({ args, options, allowPositionals: true });
    if (!positionals && read.positionals.length > 0) {
      stop(`unexpected "${read.positionals[0]}"; options start with --; see bpc-checkout ${command} --help`);
    }
    return { values: /** @type {Values} */ ({ ...read.values }), positionals: read.positionals };
  } catch (error) {
    return stop(`${sentence(messageOf(error), args, texts)}; see bpc-checkout ${command} --help`);
  }
}

/**
 * The error of `parseArgs` as one sentence that names the option.
 * @param {string} message @param {string[]} args @param {string[]} texts
 */
function sentence(message, args, texts) {
  const [, name] = /option '(--[\w-]+)/i.exec(message) ?? [];
  const near = name && nearest(name.slice(2), texts);
  if (/^unknown option/i.test(message)) {
    return `unknown option ${name ?? args.find((text) => text.startsWith("-"))}${near ? `; did you mean --${near}?` : ""}`;
  }
  if (/ambiguous|argument missing/i.test(message) && name) return `${name} expects a value`;
  return message.split(/[.\n]/)[0].toLowerCase();
}

/** The known name that differs least, if it differs in at most two letters. @param {string} name @param {string[]} known */
export function nearest(name, known) {
  const [best] = known.map((each) => ({ each, far: distance(name, each) })).sort((a, b) => a.far - b.far);
  return best && best.far <= 2 ? best.each : undefined;
}

/** Letters to insert, remove or replace. @param {string} a @param {string} b */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1];
    for (const [i, other] of [...b].entries()) {
      next.push(Math.min(next[i] + 1, row[i + 1] + 1, row[i] + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

/** @param {string} name @param {unknown} text @param {number} max @param {number} [min] */
export function wholeNumber(name, text, max, min = 0) {
  const number = Number(text);
  if (!/^\d+$/.test(String(text)) || number > max || number < min) {
    stop(`--${name}: expected a whole number from ${min} to ${max}, got "${text}"`);
  }
  return number;
}

/** @param {string} name @param {unknown} text @param {readonly string[]} known */
export function oneOf(name, text, known) {
  const value = String(text);
  if (!known.includes(value)) stop(`--${name}: expected ${known.join(", ")}, got "${value}"`);
  return value;
}

/** An absolute http or https address. @param {string} name @param {unknown} text */
export function webAddress(name, text) {
  const url = URL.parse?.(String(text)) ?? parsed(String(text));
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username || url.password) {
    stop(`--${name}: expected an address such as http://127.0.0.1:3000/callback, got "${text}"`);
  }
  return url;
}

/** `URL.parse` is missing in Node 20. @param {string} text */
function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Host names, separated by commas, as `URL` writes them. @param {string} name @param {unknown} text */
export function hostNames(name, text) {
  return String(text)
    .split(",")
    .map((part) => {
      const host = part.trim();
      const url = /[/?#@\\]/.test(host) ? null : parsed(`http://${host}`);
      if (!host || !url) stop(`--${name}: expected host names such as shop.test,10.0.0.5, got "${text}"`);
      return url.hostname;
    });
}

/** Whether a host name, as `URL` writes it, is this machine. @param {string} hostname */
export const isLoopback = (hostname) =>
  hostname === "localhost" ||
  hostname.endsWith(".localhost") ||
  hostname === "[::1]" ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** `08:01:12`, in the time zone of this machine. @param {number} ms */
export const clock = (ms) => new Date(ms).toTimeString().slice(0, 8);

/** A text for a terminal: without characters that control it. @param {string} text */
export const printable = (text) => text.replace(/\p{Cc}/gu, "\u{FFFD}");
