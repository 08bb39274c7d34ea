/**
 * The headers of every page that the Worker makes. shop/_headers has the same for the static pages. A test compares both.
 */

/**
 * @param {string[]} payOrigins origins besides the shop to which a form may lead. Chromium applies `form-action` to the redirect
 *   after a form too, so the origin of the payment page must be listed
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

/** For every dynamic response: https only (browsers use that header over https alone), no cache, no referrer, no frame, and no reference to its window. */
export const PRIVATE_HEADERS = {
  "Strict-Transport-Security": "max-age=31536000",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};
