// The browser's own field of a day speaks the browser's language (mm/dd/yyyy on a Chinese page). Here a day is typed
// as it is written everywhere in the house, 2026-11-22; the browser's calendar stays, behind a button.
const DAY = /^\s*([12]\d{3})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*$/;

function read(text, native) {
  const [, year, month, day] = text.normalize("NFKC").match(DAY) ?? [];
  const written = year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
  const at = new Date(written);
  native.value = Number(at) && at.toISOString().startsWith(written) ? written : ""; // there is no 30 February
  return native.value;
}

function adopt(native) {
  const face = document.getElementById("day-face").content.firstElementChild.cloneNode(true);
  const [text, button] = face.children;
  for (const { name, value } of [...native.attributes]) if (name !== "type") text.setAttribute(name, value);
  text.value = native.value || text.value;
  for (const name of ["id", "name", "required", "aria-label", "class", "autofocus"]) native.removeAttribute(name);
  native.tabIndex = -1;
  native.ariaHidden = "true";
  native.replaceWith(face);
  face.append(native);
  text.addEventListener("change", () => {
    text.value = read(text.value, native) || text.value;
    text.setCustomValidity(text.value && !native.value ? text.title : "");
  });
  native.addEventListener("change", () => {
    text.value = native.value;
    text.dispatchEvent(new Event("change", { bubbles: true }));
    text.focus();
  });
  button.addEventListener("click", () => {
    read(text.value, native);
    native.showPicker();
  });
}

document.querySelectorAll("input[type=date]").forEach(adopt);
