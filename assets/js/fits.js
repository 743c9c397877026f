// Heads of a table can only stick to the page if the table does not need to scroll sideways in its own box.
const watcher = new ResizeObserver((entries) => entries.forEach((entry) => measure(entry.target)));

function measure(box) {
  const table = box.querySelector(":scope > .k-table");
  box.toggleAttribute("data-fits", Boolean(table) && table.scrollWidth <= box.clientWidth + 1);
}

function watch() {
  document.querySelectorAll(".k-tableform > .k-scroll:not([data-watched])").forEach((box) => {
    box.dataset.watched = "";
    measure(box);
    watcher.observe(box);
  });
}

watch();
document.addEventListener("htmx:afterSettle", watch);
