/**
 * Buy buttons, on every page: one press is one order, and the button says that something is happening.
 * Without this script the forms work all the same.
 */

/** The worker answers within the bank's 15 seconds. After this the customer must have stopped the page from loading. */
const PATIENCE_MS = 30_000;

let pressed = null;

/** Whether a purchase is under way on this page. */
export const isBusy = () => pressed !== null;

/** Gives the button back: the purchase did not leave the page, or the customer came back to it. */
export function release() {
  if (!pressed) return;
  clearTimeout(pressed.timer);
  pressed.button.replaceChildren(...pressed.label);
  pressed.button.removeAttribute("aria-disabled");
  pressed = null;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.buy")) return;
  if (isBusy()) return event.preventDefault();
  const button = form.querySelector("button");
  pressed = { button, label: [...button.childNodes], timer: setTimeout(release, PATIENCE_MS) };
  button.replaceChildren(button.dataset.busy);
  // Not `disabled`: that would drop the focus, and a screen reader with it.
  button.setAttribute("aria-disabled", "true");
});

// A page that the Back button brings to life again has its old, pressed button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) release();
});
