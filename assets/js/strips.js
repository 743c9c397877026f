// A strip of links that is wider than its place starts at the one that is current.
function show(current) {
  const strip = current.parentElement;
  const over = current.offsetLeft + current.offsetWidth - strip.offsetLeft - strip.clientWidth;
  if (over > 0) strip.scrollLeft = over + 24;
}

function all() {
  document.querySelectorAll(":is(.k-tabs, .k-seg) > [aria-current]").forEach(show);
}

all();
document.addEventListener("htmx:afterSettle", all);
