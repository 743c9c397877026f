// Ctrl K: the palette. The server answers the list; here it is only filtered, walked and opened.
import { plain } from "./keys.js";

const dialog = () => document.getElementById("palette");
const input = () => document.getElementById("pal-input");
const options = () => [...document.querySelectorAll("#pal-list > [role=option]:not([hidden])")];

function choose(at) {
  const all = options();
  const bounded = all.length ? (at + all.length) % all.length : -1;
  all.forEach((option, index) => {
    option.id ||= `pal-${index}-${Math.random().toString(36).slice(2, 8)}`;
    option.setAttribute("aria-selected", String(index === bounded));
  });
  if (bounded < 0) return input().removeAttribute("aria-activedescendant");
  input().setAttribute("aria-activedescendant", all[bounded].id);
  all[bounded].scrollIntoView({ block: "nearest" });
}

const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

function open() {
  if (!dialog() || dialog().open) return;
  dialog().showModal();
  input().value = "";
  if (input().hasAttribute("hx-get")) input().dispatchEvent(new Event("k-palette"));
  else filter();
  choose(0);
}

function filter() {
  const wanted = input().value.trim().toLowerCase();
  document.querySelectorAll("#pal-list > [role=option]").forEach((option) => {
    option.hidden = !option.textContent.toLowerCase().includes(wanted);
  });
  choose(0);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette]")) {
    document.getElementById("side")?.matches(":popover-open") && document.getElementById("side").hidePopover();
    open();
  }
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
    return;
  }
  if (!dialog()?.open || event.target !== input() || !plain(event)) return;
  if (event.key === "ArrowDown") choose(chosen() + 1);
  else if (event.key === "ArrowUp") choose(chosen() - 1);
  else if (event.key === "Enter") options()[chosen()]?.querySelector("a, button")?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("input", (event) => {
  if (event.target.id === "pal-input" && !event.target.hasAttribute("hx-get")) filter();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "pal-list") choose(0);
});
