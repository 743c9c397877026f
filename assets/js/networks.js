// Who is pointed at in a network picture, or holds the focus, is lit with their own area; the rest steps back.
function light(event) {
  const starter = event.target.closest?.("[data-starter]");
  const picture = event.target.closest?.(".k-net");
  if (!picture) return;
  const area = starter ? starter.dataset.starter : null;
  picture.toggleAttribute("data-lit", area !== null);
  picture.querySelectorAll("[data-area]").forEach((part) => part.toggleAttribute("data-on", part.dataset.area === area));
}

for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, light);
for (const kind of ["pointerout", "focusout"]) {
  document.addEventListener(kind, (event) => {
    const picture = event.target.closest?.(".k-net");
    if (picture && !picture.contains(event.relatedTarget)) picture.removeAttribute("data-lit");
  });
}
