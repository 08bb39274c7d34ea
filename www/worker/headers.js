/**
 * The headers of every page the worker makes. shop/_headers says the same for the static pages; a test compares both.
 */

/**
 * @param {string[]} payOrigins where a form may lead besides the shop: Chromium applies `form-action` to the redirect that
 *   answers a form, so the payment page's origin has to be listed
 */
export function pageHeaders(...payOrigins) {
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      `form-action ${["'self'", ...payOrigins].join(" ")}; frame-ancestors 'none'; base-uri 'none'`,
    ...PRIVATE_HEADERS,
  };
}

/** For every dynamic answer: nothing is stored, nobody is told the address, nobody frames it or holds its window. */
export const PRIVATE_HEADERS = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};
