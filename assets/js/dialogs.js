// Dialogs and menus: opened by data-dialog="<id>", closed by data-close, Esc or a successful answer.
import { letters, plain, typing } from "./keys.js";

function open(id, opener) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  document.querySelectorAll(":popover-open").forEach((menu) => menu.hidePopover());
  for (const [name, value] of Object.entries(opener?.dataset ?? {})) {
    if (!name.startsWith("fill")) continue;
    const field = name.slice(4).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
    dialog.querySelectorAll(`[name="${field}"]`).forEach((input) => (input.value = value));
    dialog.querySelectorAll(`[data-show="${field}"]`).forEach((place) => (place.textContent = value));
  }
  dialog.querySelectorAll("fieldset[data-open-only]").forEach((fields) => (fields.disabled = false));
  dialog.showModal();
}

// Fields that belong to a form around the dialog count only while the dialog is open.
document.addEventListener("close", (event) => {
  event.target.querySelectorAll?.("fieldset[data-open-only]").forEach((fields) => (fields.disabled = true));
}, true);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const closer = event.target.closest("[data-close]");
  if (opener ?? closer) event.preventDefault(); // their `command` opens and closes them where there are no scripts
  if (opener) return open(opener.dataset.dialog, opener);
  if (closer) return closer.closest("dialog")?.close();
  if (event.target.matches("dialog.k-dialog")) closeFromOutside(event);
});

function closeFromOutside(event) {
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  const dirty = [...event.target.querySelectorAll("textarea")].some((field) => field.value);
  if (!inside && !dirty) event.target.close();
}

document.addEventListener("htmx:afterRequest", (event) => {
  const sent = event.detail.requestConfig?.verb !== "get"; // the palette asks while it stays open
  if (event.detail.successful && sent) event.target.closest?.("dialog[open]")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "?" && plain(event) && letters() && !typing(event) && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    open("keyboard");
    return;
  }
  if (event.defaultPrevented || typing(event) || !plain(event) || !letters() || document.querySelector("dialog[open]")) return;
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase() && !one.disabled && one.getClientRects().length && !one.closest("[inert]"));
  if (button) {
    event.preventDefault();
    button.click();
  }
});
