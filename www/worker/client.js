/**
 * Who is counted by the limit on purchases.
 */

/**
 * A hash of the visitor's address, so that no address is stored. Cloudflare sets the header, and visitors cannot change it. An IPv6
 * client owns a network of 64 bits.
 * @param {Request} request @param {string} key
 */
export async function clientOf(request, key) {
  const address = request.headers.get("CF-Connecting-IP") ?? "unknown";
  const network = address.includes(":") ? networkOf(address) : address;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${key} ${network}`));
  return [...new Uint8Array(digest).subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The first four groups of an IPv6 address. @param {string} address */
function networkOf(address) {
  const [head] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const isShort = address.includes("::");
  return [...groups, ...(isShort ? ["0", "0", "0", "0"] : [])].slice(0, 4).join(":");
}
