// Lists by keyboard: J/K move, Enter opens, X ticks, Shift+X ticks a range, Esc clears ticks first and filters second.
import { letters, plain, shown, typing } from "./keys.js";

const MARK = "data-cursor";
const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-row]")];
const tickOf = (row) => row?.querySelector("[data-tick]");
let list = null;
let anchor = null;

function currentList() {
  if (list?.isConnected && shown(list)) return list;
  list = [...document.querySelectorAll("[data-rows]")].find(shown) ?? null;
  return list;
}

function cursor(rows) {
  return rows.findIndex((row) => row.hasAttribute(MARK));
}

function place(rows, at) {
  rows.forEach((row, index) => {
    row.toggleAttribute(MARK, index === at);
    if (row.getAttribute("role") === "option") row.setAttribute("aria-selected", String(index === at));
  });
  const row = rows[at];
  if (!row) return;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  row.dispatchEvent(new CustomEvent("k-cursor", { bubbles: true }));
}

function open(row) {
  const link = row.querySelector("[data-open-link], a[href]");
  if (link && (!row.dataset.open || link.getAttribute("href") === row.dataset.open)) link.click();
  else if (row.dataset.open) location.assign(row.dataset.open);
}

export function count(form) {
  const bar = form?.querySelector("[data-bulk]");
  if (!bar) return;
  const ticks = [...form.querySelectorAll("[data-tick]")];
  const ticked = ticks.filter((tick) => tick.checked);
  bar.inert = !ticked.length;
  bar.querySelector("[data-bulk-count]").textContent = ticked.length.toLocaleString("en");
  const all = form.querySelector("[data-tick-all]");
  if (all) {
    all.checked = ticked.length > 0 && ticked.length === ticks.length;
    all.indeterminate = ticked.length > 0 && ticked.length < ticks.length;
  }
  ticks.forEach((tick) => tick.closest("[data-row]")?.toggleAttribute("data-ticked", tick.checked));
}

function tick(rows, at, range) {
  const target = tickOf(rows[at]);
  if (!target) return;
  const from = range && anchor !== null ? Math.min(anchor, at) : at;
  const to = range && anchor !== null ? Math.max(anchor, at) : at;
  const state = range ? true : !target.checked;
  for (let index = from; index <= to; index += 1) {
    const box = tickOf(rows[index]);
    if (box) box.checked = state;
  }
  anchor = at;
  count(target.form);
}

function clear() {
  const ticked = [...document.querySelectorAll("[data-tick]:checked")].filter(shown);
  if (ticked.length) {
    ticked.forEach((box) => (box.checked = false));
    count(ticked[0].form);
    return;
  }
  const filters = document.querySelector("[data-filters][data-cleared]");
  if (filters) location.assign(filters.dataset.cleared);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
  if (event.key === "Escape" && !typing(event)) return clear();
  if (typing(event) || !plain(event)) return;
  const rows = currentList() ? rowsOf(list) : [];
  if (!rows.length) return;
  const at = cursor(rows);
  const key = event.key.toLowerCase();
  if (key === "enter" && at >= 0 && event.target === rows[at]) open(rows[at]);
  else if (!letters()) return;
  else if (key === "j") place(rows, Math.min(rows.length - 1, at + 1));
  else if (key === "k") place(rows, Math.max(0, at - 1));
  else if (key === "x" && at >= 0) tick(rows, at, event.shiftKey);
  else return;
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.matches("[data-tick-all]")) {
    form.querySelectorAll("[data-tick]").forEach((box) => (box.checked = event.target.checked));
    count(form);
  } else if (event.target.matches("[data-tick]")) {
    const rows = rowsOf(event.target.closest("[data-rows]"));
    anchor = rows.indexOf(event.target.closest("[data-row]"));
    count(form);
  }
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-rows] > [data-row]");
  if (row) list = row.parentElement;
  if (!row?.dataset.open || event.target.closest("a, button, input, label, select, textarea, summary")) return;
  if (!getSelection().isCollapsed) return;
  open(row);
});

document.addEventListener("htmx:afterSwap", () => document.querySelectorAll("[data-table]").forEach(count));
