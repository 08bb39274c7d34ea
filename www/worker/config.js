/**
 * The settings: which gateway the shop uses. Without settings it uses the sandbox of `npm start`, on this machine only.
 */

/** @import { CallbackKeys } from "bpc-checkout" */
/** @import { Config, Env } from "./env.js" */

/** The sandbox's address and public credentials, and a public key. For development only. */
const SANDBOX = {
  GATEWAY_URL: "http://127.0.0.1:8788/payment/rest",
  GATEWAY_USER: "test_user",
  GATEWAY_PASSWORD: "test_user_password",
  RETURN_KEY: "anybody-can-read-this-development-key",
};
/** The sandbox's default callback secret. */
const SANDBOX_CALLBACK_SECRET = "test_callback_secret";

/** The settings are incomplete or wrong. The message names variables and never their values. */
export class ConfigError extends Error {}

/**
 * @param {Env} env
 * @param {URL} [shopUrl] the visited address; absent in a scheduled run
 * @returns {Config}
 * @throws {ConfigError}
 */
export function readConfig(env, shopUrl) {
  const names = /** @type {(keyof typeof SANDBOX)[]} */ (Object.keys(SANDBOX));
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0 && missing.length < names.length) {
    const are = missing.length > 1 ? "are" : "is";
    const all = `Set all of ${names.join(", ")}, or none of them for the sandbox.`;
    throw new ConfigError(`${missing.join(", ")} ${are} missing. ${all}`);
  }
  const values = missing.length > 0 ? SANDBOX : /** @type {typeof SANDBOX} */ (env);
  const address = URL.parse(values.GATEWAY_URL);
  if (!address) throw new ConfigError("GATEWAY_URL is not an address, such as https://bank.example/payment/rest.");

  const sandbox = isThisMachine(address);
  const callback = readCallback(env, values === SANDBOX);
  const returnKey = values.RETURN_KEY.split(",").map((key) => key.trim());
  const isPublic = returnKey.includes(SANDBOX.RETURN_KEY) || callback?.secret === SANDBOX_CALLBACK_SECRET;
  if (!(sandbox && (!shopUrl || isThisMachine(shopUrl))) && (values === SANDBOX || isPublic)) {
    const own =
      "Set GATEWAY_URL, GATEWAY_USER, GATEWAY_PASSWORD, a RETURN_KEY of your own, and your bank's CALLBACK_SECRET if it has one.";
    throw new ConfigError(`The sandbox and its public keys are for this machine only. ${own}`);
  }
  return {
    gateway: {
      baseUrl: values.GATEWAY_URL,
      userName: values.GATEWAY_USER,
      password: values.GATEWAY_PASSWORD,
      returnKey,
      language: "en",
      ...(callback && { callback }),
    },
    payOrigin: address.origin,
    sandbox,
    operatorKey: readOperatorKey(env),
    orders: readOrders(env),
  };
}

/** An operator's key that can be guessed is worse than none. */
const MIN_KEY_LENGTH = 16;

/** @param {Env} env */
function readOperatorKey({ OPERATOR_KEY }) {
  if (OPERATOR_KEY && OPERATOR_KEY.length < MIN_KEY_LENGTH)
    throw new ConfigError("OPERATOR_KEY is shorter than 16 characters. Make one with: npx bpc-checkout key");
  return OPERATOR_KEY || null;
}

/** In front of order numbers, such as KK-475201. Some banks accept 10 characters. */
const ORDER_PREFIX = "KK-";

/** What is absent has the default of the package. @param {Env} env */
function readOrders(env) {
  const names = /** @type {const} */ (["ASK_EVERY_MS", "PURCHASES_PER_CLIENT", "PURCHASES_IN_TOTAL"]);
  const [askEveryMs, perClient, inTotal] = names.map((name) => {
    const text = env[name];
    if (text && !/^\d{1,9}$/.test(text)) throw new ConfigError(`${name} is not a whole number.`);
    return text ? Number(text) : undefined;
  });
  const prefix = env.ORDER_PREFIX || ORDER_PREFIX;
  if (!/^[A-Za-z0-9-]{1,12}$/.test(prefix))
    throw new ConfigError("ORDER_PREFIX has more than 12 letters, digits and hyphens.");
  return {
    prefix,
    ...(askEveryMs !== undefined && { askEveryMs }),
    limits: { ...(perClient !== undefined && { perClient }), ...(inTotal !== undefined && { inTotal }) },
  };
}

/**
 * How the bank signs its callbacks, or undefined if it sends none.
 * @param {Pick<Env, "CALLBACK_SECRET" | "CALLBACK_PUBLIC_KEY">} env @param {boolean} isSandbox
 * @returns {CallbackKeys | undefined}
 */
function readCallback({ CALLBACK_SECRET, CALLBACK_PUBLIC_KEY }, isSandbox) {
  if (CALLBACK_SECRET && CALLBACK_PUBLIC_KEY)
    throw new ConfigError(
      "CALLBACK_SECRET and CALLBACK_PUBLIC_KEY are both set. Set only the one that your bank signs with.",
    );
  if (CALLBACK_PUBLIC_KEY) return { publicKey: CALLBACK_PUBLIC_KEY };
  if (CALLBACK_SECRET) return { secret: CALLBACK_SECRET };
  return isSandbox ? { secret: SANDBOX_CALLBACK_SECRET } : undefined;
}

/** @param {URL | null} [url] */
function isThisMachine(url) {
  if (!url) return false;
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
}
