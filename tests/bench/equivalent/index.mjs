// A client written by hand in JavaScript with the guarantees of the package, for `register`, `verify` and `verifyReturn`: checked
// options, one deadline over everything, a cap, strict UTF-8, tolerant and exact reading, masked cards, a typed report, the
// comparison, the signed return, retries. The benchmark's yardstick; run.mjs first holds its results against the package's.

import { about, CheckoutError, invalid } from "./errors.mjs";
import { credentials, encoded, readGateway } from "./gateway.mjs";
import { readOrder } from "./order.mjs";
import { check, malformed, parse, textIn } from "./reply.mjs";
import { readReport } from "./report.mjs";
import { open, seal, withToken } from "./seal.mjs";
import { currencyNamed } from "./tables.mjs";
import { exchange } from "./transport.mjs";
import { address, allowOnly, amount, copyOf, currency, isGiven, shortText, text, trimmed } from "./values.mjs";
import { decide } from "./verdict.mjs";

const REGISTER = "register.do";
const STATUS = "getOrderStatusExtended.do";
const MAX_TRIES = 3;
const FIRST_DELAY_MS = 250;

export async function register(object, config, options) {
  const signal = signalOf(options);
  const gateway = readGateway(config);
  const now = Date.now();
  const order = readOrder(object, gateway, now);
  const { number } = order;
  const token = await seal(gateway, order, number, now);
  const returnUrl = withToken(order.returnUrl, token, "order.returnUrl");
  const reply = await exchange(
    gateway,
    "register",
    formOf(order, gateway, returnUrl, token),
    gateway.timeoutMs,
    signal,
  );
  const details = { orderNumber: number ?? undefined, endpoint: REGISTER, retryable: false };
  if (reply.failure) throw about(inDoubt(reply.failure), details);
  try {
    return { ...readRegistration({ ...reply, endpoint: REGISTER }, gateway), orderNumber: number, returnUrl };
  } catch (error) {
    const isTaken = error.gateway?.errorCode === 1 && order.isNumbered;
    throw about(isTaken ? await explained(error, order, gateway, now, signal) : error, details);
  }
}

function formOf(order, gateway, returnUrl, token) {
  const { number, failUrl, parameters } = order;
  let form = credentials(gateway);
  if (number !== null) form += `&orderNumber=${encoded(number)}`;
  form += `&amount=${order.amount}&currency=${order.currency.digits}&returnUrl=${encoded(returnUrl)}`;
  if (failUrl) form += `&failUrl=${encoded(withToken(failUrl, token, "order.failUrl"))}`;
  for (const [name, value] of parameters) form += `&${name}=${encoded(value)}`;
  const isSpoken = parameters.some(([name]) => name === "language");
  return gateway.language && !isSpoken ? `${form}&language=${gateway.language}` : form;
}

function inDoubt(failure) {
  if (failure === "not sent") return new CheckoutError("aborted", "the call was aborted by its signal");
  if (failure === "redirect")
    return new CheckoutError("unexpected_redirect", "the gateway answered with a redirect; is the base URL right?");
  const advice = "the order may exist at the gateway: register again with the same orderNumber, never with a new one";
  return new CheckoutError("outcome_unknown", `${failure}; ${advice}`);
}

function readRegistration(reply, gateway) {
  const answer = parse(reply);
  check(reply, answer, gateway);
  const orderId = textIn(answer, "orderId");
  const formUrl = textIn(answer, "formUrl");
  if (!orderId || !formUrl) throw malformed(reply, "neither an error nor both orderId and formUrl");
  let page;
  try {
    shortText(orderId, 64, "orderId");
    page = address(formUrl, "formUrl", 2048);
  } catch {
    throw malformed(reply, "an unsafe orderId or formUrl");
  }
  const isListed = !gateway.formHosts || gateway.formHosts.includes(page.host);
  if (!isListed || (gateway.root.secure && !page.secure)) throw malformed(reply, "a `formUrl` that is not the bank's");
  return { orderId, formUrl };
}

/** Whose is the number that was refused? */
async function explained(refusal, order, gateway, now, signal) {
  const report = await ask(gateway, `orderNumber=${encoded(order.number)}`, now, signal).catch(() => undefined);
  if (!report) return about(refusal, { code: "duplicate_order_number" });
  const isSame =
    report.orderNumber === order.number &&
    report.amount === order.amount &&
    currencyNamed(report.currency ?? "") === order.currency;
  const { orderId, orderStatus } = report;
  return about(refusal, { code: isSame ? "already_registered" : "conflict", orderId, orderStatus });
}

/** Asks for the status, again on trouble that may pass, inside the one deadline. */
async function ask(gateway, query, begun, signal) {
  const language = gateway.language ? `&language=${gateway.language}` : "";
  const form = `${credentials(gateway)}&${query}${language}`;
  const left = () => gateway.timeoutMs - (Date.now() - begun);
  for (let tries = 1; ; tries++) {
    const reply = await exchange(gateway, "getOrderStatusExtended", form, Math.max(left(), 1), signal);
    let error;
    try {
      if (!reply.failure) return readReport({ ...reply, endpoint: STATUS }, gateway);
      error = unanswered(reply.failure);
    } catch (caught) {
      error = caught;
    }
    const wanted = /^\d{1,6}$/.test(reply.retryAfter ?? "") ? Number(reply.retryAfter) * 1000 : 0;
    const delay = Math.max(FIRST_DELAY_MS * 2 ** (tries - 1) * (1 + Math.random()), wanted);
    if (!error.retryable || tries === MAX_TRIES || delay >= left()) throw error;
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (signal?.aborted) throw unanswered("aborted");
  }
}

function unanswered(failure) {
  const code = failure === "not sent" ? "aborted" : failure.replace(" ", "_");
  const retryable = failure === "network" || failure === "timeout";
  return new CheckoutError(code, `${STATUS}: no reply (${failure})`, { endpoint: STATUS, retryable });
}

export async function verify(object, config, options) {
  const signal = signalOf(options);
  const gateway = readGateway(config);
  return verified(readExpected(object), gateway, Date.now(), signal);
}

function readExpected(object) {
  const given = copyOf(object, "expected");
  allowOnly(given, ["orderId", "orderNumber", "amount", "currency", "phase"], "expected");
  const { phase = "purchase", orderId } = given;
  if (phase !== "purchase" && phase !== "preauth") throw invalid("expected.phase", 'expected "purchase" or "preauth"');
  return {
    amount: amount(given.amount, "expected.amount"),
    currency: currency(given.currency, "expected.currency"),
    phase: phase === "preauth" ? "2" : "1",
    orderId: isGiven(orderId) ? text(orderId, 64, "expected.orderId") : undefined,
    orderNumber: trimmed(given.orderNumber, 36, "expected.orderNumber"),
  };
}

export async function verifyReturn(url, config, options) {
  const signal = signalOf(options);
  const { href, url: asked } = Object(url);
  const back = typeof url === "string" ? url : (href ?? asked);
  if (typeof back !== "string") throw invalid("url", "expected the return address: text, a URL or a Request");
  const gateway = readGateway(config);
  const now = Date.now();
  return verified(await open(gateway, back, now), gateway, now, signal);
}

async function verified(expected, gateway, now, signal) {
  const { orderId, orderNumber } = expected;
  if (!orderId && gateway.token) throw invalid("orderNumber", "the public token can ask by orderId only; give orderId");
  const query = orderId ? `orderId=${encoded(orderId)}` : `orderNumber=${encoded(orderNumber)}`;
  try {
    return decide(expected, await ask(gateway, query, now, signal));
  } catch (error) {
    throw about(error, { orderNumber });
  }
}

function signalOf(options) {
  if (!isGiven(options)) return undefined;
  allowOnly(options, ["signal"], "options");
  return options.signal ?? undefined;
}
