// A filter bar sends along what the address says beside it, also when that was changed in place.
const BESIDE = ["sort", "view"];

function keep(form, name, value) {
  const field = form.querySelector(`input[type=hidden][name=${name}]`);
  if (value === null) field?.remove();
  else if (field) field.value = value;
  else form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

document.addEventListener("htmx:pushedIntoHistory", () => {
  const told = new URLSearchParams(location.search);
  const bars = document.querySelectorAll("[data-filters]");
  bars.forEach((form) => BESIDE.forEach((name) => keep(form, name, told.get(name))));
});

// A search field was listened to while it was typed in: leaving it asks nothing once more.
document.addEventListener(
  "change",
  (event) => event.target.matches("[data-filters] [type=search]") && event.stopPropagation(),
  true,
);
