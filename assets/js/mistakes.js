// A page that comes back with mistakes (422) starts at the first of them.
if (performance.getEntriesByType("navigation")[0]?.responseStatus === 422) {
  const wrong = [...document.querySelectorAll("main [aria-invalid=true]")];
  wrong.find((field) => field.checkVisibility())?.focus();
}
