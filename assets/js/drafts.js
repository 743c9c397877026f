// Switching the language in the middle of a form: what was typed is there again afterwards. Forms that the browser must
// not remember (autocomplete="off": the personal block) are left alone, and so are files and hidden fields.
const KEY = "k-drafts";
const NOT_KEPT = "[type=hidden], [type=file], [type=password], [type=date][aria-hidden]";
const forms = () => [...document.querySelectorAll("main form[method=post]:not([autocomplete=off])")];
const fields = (form) => [...form.elements].filter((field) => field.name && !field.matches(NOT_KEPT));

function state(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.tagName === "SELECT" ? [...field.options].filter((option) => option.selected).map((option) => option.value).join("\n") : field.value;
}

const before = new Map(forms().flatMap(fields).map((field) => [field, state(field)]));

document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-keep-scroll]")) return;
  const typed = forms().map((form) => fields(form).map((field) => (state(field) === before.get(field) ? null : state(field))));
  if (typed.flat().some((value) => value !== null)) sessionStorage.setItem(KEY, JSON.stringify([location.pathname, typed]));
});

const [path, typed] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
sessionStorage.removeItem(KEY);
if (path === location.pathname) forms().forEach((form, at) => fields(form).forEach((field, place) => restore(field, typed[at]?.[place] ?? null)));

function restore(field, value) {
  if (value === null) return;
  if (field.type === "checkbox" || field.type === "radio") field.checked = value;
  else if (field.tagName === "SELECT") [...field.options].forEach((option) => (option.selected = value.split("\n").includes(option.value)));
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
