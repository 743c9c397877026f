// What happens around htmx: refusals go to one place, lost connections are said, a double click sends once.
document.addEventListener("htmx:beforeSwap", (event) => {
  const xhr = event.detail.xhr;
  if (event.detail.shouldSwap || xhr.getResponseHeader("HX-Retarget") !== "#problems") return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  const dialog = event.detail.requestConfig?.elt.closest("dialog[open]");
  if (dialog) event.detail.target = foot(dialog);
});

// What is refused in a dialog is said in it: it stays open with what was typed.
function foot(dialog) {
  const said = dialog.querySelector("[data-said]") ?? document.createElement("div");
  said.dataset.said = "";
  dialog.querySelector("form > :last-child").before(said);
  return said;
}

function lost() {
  const place = document.getElementById("problems");
  const words = document.getElementById("line-broken");
  if (place && words) place.replaceChildren(words.content.cloneNode(true));
}
document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:timeout", lost);
document.addEventListener("htmx:responseError", lost);
document.addEventListener("htmx:beforeRequest", (event) => {
  document.getElementById("problems")?.replaceChildren();
  event.target.closest?.("dialog[open]")?.querySelectorAll("[data-said]").forEach((said) => said.remove());
});

// After a swap the reader stays where they were: a new heading marked data-focus takes the focus, nothing else moves it.
document.addEventListener("htmx:afterSettle", (event) => {
  const heading = event.detail.elt?.querySelector?.("[data-focus]");
  heading?.focus({ preventScroll: false });
  under(heading);
});

// Where there is no room beside the list the panel lies under it: it is brought into sight.
function under(heading) {
  if (matchMedia("(width < 80rem)").matches) heading?.closest(".k-panel")?.scrollIntoView({ block: "start" });
}

// A form is sent once: its button rests until the answer comes (a page that comes back from the cache wakes it again).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Switching language or shortcuts reloads the page where the reader was.
const PLACE = "k-scroll";
document.addEventListener("submit", (event) => {
  if (event.target.closest("[data-keep-scroll]")) sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollY]));
});
const [path, top] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
sessionStorage.removeItem(PLACE);
if (path === location.pathname) scrollTo(0, top);
else if (performance.getEntriesByType("navigation")[0]?.type === "navigate") under(document.querySelector(".k-panel [data-focus]"));

// The language forms must come back to the address as it is now, filters changed by htmx included.
document.addEventListener("submit", (event) => {
  const next = event.target.querySelector?.(":scope[data-keep-scroll] > input[name=next]");
  if (next) next.value = location.pathname + location.search;
}, true);

// Addresses carry what is asked, not what is left empty.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  const parameters = event.detail.parameters;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});
