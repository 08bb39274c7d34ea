// Reading objects of the caller and of the platform, which may be anything.

/**
 * A property of an object that may be anything. One that throws is undefined, and so is what other code put on
 * `Object.prototype`.
 * @param {any} object @param {string | symbol} name
 * @returns {any}
 */
export function property(object, name) {
  try {
    const value = object[name];
    return value === /** @type {any} */ (Object.prototype)[name] ? undefined : value;
  } catch {
    return undefined;
  }
}
