/**
 * Whether a page of this shop sent the form. Other sites cannot set these two headers. With `Referrer-Policy: no-referrer` the
 * Origin of a form is "null", so Sec-Fetch-Site decides if the browser sends it.
 * @param {Request} request @param {URL} url
 */
export function isFromThisShop(request, url) {
  const site = request.headers.get("Sec-Fetch-Site");
  const origin = request.headers.get("Origin");
  if (site === null) return origin === url.origin;
  return site === "same-origin" && (origin === null || origin === "null" || origin === url.origin);
}

/** Our forms have a few hundred bytes. */
const MAX_FORM_BYTES = 1024;

/**
 * The fields of a form, or null if the body is not a form or is too long.
 * @param {Request} request
 */
export async function readForm(request) {
  const length = Number(request.headers.get("Content-Length") ?? Infinity);
  if (!(length <= MAX_FORM_BYTES)) return null;
  return request.formData().catch(() => null);
}
