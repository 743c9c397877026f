// A form that is refused stays: a dialog stays open, what was typed is kept, and the refusal is said beside the field it
// is about, or at the foot of the form. For dialogs and forms marked data-stays; without scripts the page answers.
const STALE = "E-FRAME-403";

function stays(form, button) {
  const kind = (form.getAttribute("enctype") ?? "").includes("multipart") || form.hasAttribute("hx-post");
  return form.getAttribute("method") === "post" && !kind && (form.hasAttribute("data-stays") || hostOf(form, button));
}

function hostOf(form, button) {
  return button?.closest("dialog") ?? form.closest("dialog");
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || !stays(form, button)) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  send(form, button).catch(() => say(form, button, document.getElementById("line-broken").innerHTML));
});

async function send(form, button, again = false) {
  const address = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(address, { method: "POST", body, headers: { "X-Stays": "1" } });
  const onward = answer.headers.get("X-Go");
  if (onward) return location.assign(onward);
  if (answer.headers.get("X-Refused") === STALE && !again && (await renew())) return send(form, button, true);
  const text = await answer.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!page.querySelector("main")) return say(form, button, text, answer.headers.get("X-Field"));
  if (!place(form, button, page)) return instead(form, button);
}

// The answer is a page of its own, with its mistakes or the newer version: it is asked for as a page.
function instead(form, button) {
  if (hostOf(form, button)) return location.reload();
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  HTMLFormElement.prototype.submit.call(form);
}

// Somebody who signed in again in another tab has a new key; what was typed here is sent with it.
async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const key = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = key ?? field.value));
  return Boolean(key);
}

function rest(form, button) {
  delete form.dataset.sent;
  const host = hostOf(form, button) ?? form.parentElement;
  host.querySelectorAll("[data-said]").forEach((said) => said.remove());
  host.querySelectorAll("[data-refused]").forEach((field) => {
    delete field.dataset.refused;
    field.removeAttribute("aria-invalid");
  });
}

function say(form, button, words, name) {
  rest(form, button);
  const said = document.createElement("div");
  said.dataset.said = "";
  said.innerHTML = words;
  const field = name && form.elements.namedItem(name);
  if (field instanceof Element && field.type !== "hidden") return beside(field, said);
  const dialog = hostOf(form, button);
  if (!dialog) return form.after(said);
  said.className = "px-4 py-2";
  (button?.closest("div") ?? form.lastElementChild).before(said);
}

function beside(field, said) {
  field.dataset.refused = "";
  field.setAttribute("aria-invalid", "true");
  (field.closest(".k-control") ?? field).after(said);
  field.focus();
}

// The page came back with its mistakes: each is taken to its field here, where everything still stands as typed.
function place(form, button, page) {
  const dialog = hostOf(form, button);
  const fresh = dialog && page.getElementById(dialog.id);
  const mistakes = [...(fresh?.querySelectorAll("[id$=_error]") ?? [])];
  if (!mistakes.length) return false;
  rest(form, button);
  mistakes.reverse().forEach((mistake) => {
    const field = document.getElementById(mistake.id.slice(0, -"_error".length));
    mistake.dataset.said = "";
    mistake.setAttribute("role", "alert");
    if (field) beside(field, mistake);
  });
  return true;
}
