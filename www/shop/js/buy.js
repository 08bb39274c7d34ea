/**
 * Buy buttons, on every page: a second press does not create a second order, and the button shows that it was pressed. The forms
 * work without this script too.
 */

/** The Worker responds within the bank's 15 seconds. If the page is still here after this, the customer has stopped it. */
const TIMEOUT_MS = 30_000;

/** @type {{ button: HTMLButtonElement, label: Node[], timer: number } | null} */
let pressed = null;

/** Whether a purchase is running on this page. */
export const isBusy = () => pressed !== null;

/** Restores the button: the purchase failed, or the customer came back to this page. */
export function release() {
  if (!pressed) return;
  clearTimeout(pressed.timer);
  pressed.button.replaceChildren(...pressed.label);
  pressed.button.removeAttribute("aria-disabled");
  pressed = null;
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("form.buy")) return;
  if (isBusy()) return event.preventDefault();
  const button = form.querySelector("button");
  if (!button) return;
  pressed = { button, label: [...button.childNodes], timer: setTimeout(release, TIMEOUT_MS) };
  button.replaceChildren(button.dataset.busy ?? "");
  // Not `disabled`: that would move the keyboard focus away.
  button.setAttribute("aria-disabled", "true");
});

// If the Back button shows this page again from the browser's cache, its button is still pressed.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) release();
});
