// Naming several: the text area holds one line each and is what is sent; with scripts a search field and chips stand for it.
const box = (element) => element?.closest?.("[data-pick]");
const field = (pick) => pick.querySelector("textarea");
const search = (pick) => pick.querySelector("[role=combobox]");
const list = (pick) => pick.querySelector("[role=listbox]");
const options = (pick) => [...list(pick).querySelectorAll("[role=option]")];
const lines = (pick) => field(pick).value.split("\n").map((line) => line.trim()).filter(Boolean);
const marked = (pick) => options(pick).findIndex((option) => option.getAttribute("aria-selected") === "true");

function adopt(pick) {
  pick.querySelector("[data-pick-lines]").hidden = true;
  pick.querySelector("[data-pick-search]").hidden = false;
  pick.querySelector("label").htmlFor = search(pick).id;
  if (field(pick).getAttribute("aria-invalid") === "true") search(pick).setAttribute("aria-invalid", "true");
}

// An answer that comes after the list was closed does not open it again.
const awaited = (pick) => "awaited" in list(pick).dataset;

function show(pick, open) {
  delete list(pick).dataset.awaited;
  list(pick).hidden = !open;
  search(pick).setAttribute("aria-expanded", String(open));
  if (!open) search(pick).removeAttribute("aria-activedescendant");
}

function mark(pick, at) {
  const all = options(pick);
  const bounded = all.length && at >= 0 ? at % all.length : -1;
  all.forEach((option, index) => {
    option.id = `${list(pick).id}_${index}`;
    option.setAttribute("aria-selected", String(index === bounded));
  });
  if (bounded < 0) return search(pick).removeAttribute("aria-activedescendant");
  search(pick).setAttribute("aria-activedescendant", all[bounded].id);
  all[bounded].scrollIntoView({ block: "nearest" });
}

function add(pick, line, name) {
  search(pick).value = "";
  show(pick, false);
  if (!line || lines(pick).includes(line)) return;
  field(pick).value = [...lines(pick), line].join("\n");
  const chip = pick.querySelector("template").content.firstElementChild.cloneNode(true);
  chip.dataset.line = line;
  chip.firstElementChild.textContent = name;
  chip.querySelector("button").ariaLabel = chip.querySelector("button").ariaLabel.replace("…", name);
  pick.querySelector("[data-pick-chips]").append(chip);
}

function take(pick, chip) {
  field(pick).value = lines(pick).filter((line) => line !== chip.dataset.line).join("\n");
  chip.remove();
  search(pick).focus();
}

const choose = (pick, option) => add(pick, option.dataset.value, option.dataset.name);

function pressed(event, pick) {
  const open = !list(pick).hidden;
  if (event.key === "ArrowDown" && !open) search(pick).dispatchEvent(new Event("k-pick"));
  else if (event.key === "ArrowDown") mark(pick, marked(pick) + 1);
  else if (event.key === "ArrowUp" && open) mark(pick, marked(pick) < 1 ? options(pick).length - 1 : marked(pick) - 1);
  else if (event.key === "Enter") enter(pick, open);
  else if (event.key === "Escape" && (open || awaited(pick))) show(pick, false);
  else if (event.key === "Backspace" && !search(pick).value) return takeLast(pick);
  else return;
  event.preventDefault();
}

function enter(pick, open) {
  const option = open && options(pick)[marked(pick)];
  if (option) choose(pick, option);
}

function takeLast(pick) {
  const last = pick.querySelector("[data-pick-chips]").lastElementChild;
  if (last) take(pick, last);
}

document.addEventListener("keydown", (event) => {
  const pick = event.target.getAttribute?.("role") === "combobox" && box(event.target);
  if (pick && !event.isComposing) pressed(event, pick);
});

document.addEventListener("click", (event) => {
  const pick = box(event.target);
  const option = pick && event.target.closest("[role=option]");
  const chip = pick && event.target.closest("[data-line] button");
  if (option) {
    choose(pick, option);
    search(pick).focus();
  } else if (chip) take(pick, chip.closest("[data-line]"));
  else if (pick && event.target === search(pick) && list(pick).hidden) search(pick).dispatchEvent(new Event("k-pick"));
});

document.addEventListener("focusout", (event) => {
  const pick = box(event.target);
  if (pick && event.target === search(pick) && !pick.contains(event.relatedTarget)) show(pick, false);
});

// A click on the list must not take the focus away before it counts.
document.addEventListener("mousedown", (event) => box(event.target) && event.target.closest("[role=listbox]") && event.preventDefault());

// Several lines pasted at once are several names.
document.addEventListener("paste", (event) => {
  const pick = event.target.getAttribute?.("role") === "combobox" && box(event.target);
  const pasted = pick && event.clipboardData.getData("text").split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean);
  if (!pasted || pasted.length < 2) return;
  event.preventDefault();
  pasted.forEach((line) => add(pick, line, line));
});

// What is typed but not taken is sent as well: the server says whether it knows the name.
document.addEventListener("submit", (event) => {
  event.target.querySelectorAll?.("[data-pick]").forEach((pick) => {
    const left = search(pick).value.trim();
    if (left) add(pick, left, left);
  });
}, true);

document.addEventListener("htmx:beforeRequest", (event) => {
  const pick = box(event.target);
  if (pick && event.target === search(pick)) list(pick).dataset.awaited = "";
});

document.addEventListener("htmx:afterSwap", (event) => {
  const pick = box(event.detail.target);
  if (!pick || event.detail.target !== list(pick)) return;
  show(pick, awaited(pick) && document.activeElement === search(pick));
  if (!list(pick).hidden) mark(pick, search(pick).value.trim() ? 0 : -1);
});

document.querySelectorAll("[data-pick]").forEach(adopt);
