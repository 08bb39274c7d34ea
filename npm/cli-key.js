// `bpc-checkout key`: makes a secret, or a key pair for callbacks in tests.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { messageOf, readOptions, stop } from "./cli-options.js";

export const HELP = `Usage: bpc-checkout key [options]

Prints a new secret: 32 random bytes as 64 hexadecimal digits. Use it as RETURN_KEY. Use one for test and another one for live.

  --rsa <file>          instead: writes a new private RSA key of 2048 bits (PEM, PKCS #8) into a new file, for
                        bpc-checkout listen --private-key <file>, and prints its public key, for gateway.callback.publicKey
  --help                shows this text
`;

const RSA = /** @type {const} */ ({
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** @param {string[]} args */
export function run(args) {
  const { rsa: file } = readOptions("key", args, { texts: ["rsa"], flags: [] }).values;
  process.stdout.write(file === undefined ? `${randomBytes(32).toString("hex")}\n` : pair(String(file)));
}

/** Writes the private key, which only the owner of the file can read, and returns the public one. @param {string} file */
function pair(file) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", RSA);
  try {
    writeFileSync(file, privateKey, { flag: "wx", mode: 0o600 });
  } catch (error) {
    stop(`--rsa: ${messageOf(error)}`);
  }
  return publicKey;
}
