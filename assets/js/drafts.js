// What was typed and not sent is there again: after a change of language in every form, and in those marked data-draft
// also after a link, a reload or another form of the page. It is kept in this tab for whoever typed it, until they sign
// out. What the browser must not remember (autocomplete="off", the class "restricted") is not kept: leaving asks first.
const KEY = "k-draft";
const NOT_KEPT = "[type=hidden], [type=file], [type=password], [type=date][aria-hidden]";
const forms = () => [...document.querySelectorAll("main form[method=post]")];
const fields = (form) => [...form.elements].filter((field) => field.name && !field.matches(NOT_KEPT));
const ticked = (field) => field.type === "checkbox" || field.type === "radio";
const secret = (form) => form.autocomplete === "off" || form.elements.namedItem("level")?.value === "restricted";
const keyOf = (form, at) => [KEY, document.documentElement.dataset.me, location.pathname, form.dataset.draft || at].join(" ");
let switching = false;
let leaving = false;

function state(field) {
  if (ticked(field)) return field.checked;
  return field.tagName === "SELECT" ? [...field.selectedOptions].map((option) => option.value).join("\n") : field.value;
}

// As the server wrote it, whatever the browser filled in since.
function written(field) {
  if (ticked(field)) return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  const chosen = [...field.options].filter((option) => option.defaultSelected);
  return (chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1)).map((option) => option.value).join("\n");
}

const isTyped = (form) => !form.dataset.sent && fields(form).some((field) => state(field) !== written(field));

function typedIn(form) {
  return fields(form).map((field) => (state(field) === written(field) ? null : [field.name, state(field), written(field)]));
}

document.addEventListener("submit", (event) => {
  if (event.target.closest("[data-keep-scroll]")) switching = true;
  if (event.target.matches("main form, [data-keep-scroll]")) leaving = true;
  if (event.target.action.endsWith("/logout/")) forgetAll();
});
addEventListener("pageshow", () => (switching = leaving = false));

function forgetAll() {
  leaving = true;
  Object.keys(sessionStorage).filter((key) => key.startsWith(KEY)).forEach((key) => sessionStorage.removeItem(key));
  forms().forEach((form) => (form.dataset.sent = "1"));
}

addEventListener("beforeunload", (event) => {
  if (!leaving && forms().some((form) => "draft" in form.dataset && secret(form) && isTyped(form))) event.preventDefault();
});

addEventListener("pagehide", () => {
  forms().forEach((form, at) => {
    const kept = (switching || "draft" in form.dataset) && !secret(form) && isTyped(form);
    if (kept) sessionStorage.setItem(keyOf(form, at), JSON.stringify({ quiet: switching, typed: typedIn(form), version: versionOf(form)?.value }));
    else sessionStorage.removeItem(keyOf(form, at));
  });
});

const versionOf = (form) => form.elements.namedItem("version");

forms().forEach((form, at) => {
  const draft = JSON.parse(sessionStorage.getItem(keyOf(form, at)) ?? "null");
  sessionStorage.removeItem(keyOf(form, at));
  if (draft && !secret(form)) bringBack(form, draft);
});

function bringBack(form, draft) {
  const back = fields(form).map((field, place) => [field, draft.typed[place]]).filter(([field, kept]) => kept?.[0] === field.name);
  // A colleague wrote one of these fields meanwhile: sent with the version it was typed against, theirs is shown beside it.
  if (versionOf(form) && back.some(([field, kept]) => kept[2] !== written(field))) versionOf(form).value = draft.version;
  back.forEach(([field, kept]) => restore(field, kept[1]));
  if (!draft.quiet && isTyped(form)) say(form, back);
}

function say(form, back) {
  const said = document.getElementById("draft-back").content.firstElementChild.cloneNode(true);
  said.querySelector("button").addEventListener("click", () => {
    back.forEach(([field]) => restore(field, written(field)));
    said.remove();
    back[0][0].focus();
  });
  form.closest("details")?.setAttribute("open", "");
  form.prepend(said);
}

function restore(field, value) {
  if (ticked(field)) field.checked = value;
  else if (field.tagName === "SELECT") [...field.options].forEach((option) => (option.selected = value.split("\n").includes(option.value)));
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
