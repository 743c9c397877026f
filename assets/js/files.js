// Choosing files: the browser's control speaks the browser's language, so a button in the reader's words lies under it.
const box = (event) => event.target.closest?.("[data-files]");
const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

function adopt(files) {
  files.dataset.files = "ready";
  files.querySelector("[data-files-face]").hidden = false;
  tell(files);
}

function tell(files) {
  const chosen = [...files.querySelector("input").files].map((file) => {
    const line = document.createElement("span");
    line.className = "block break-words";
    line.textContent = `${file.name} · ${size(file.size)}`;
    return line;
  });
  files.querySelector("output").replaceChildren(...chosen);
}

document.addEventListener("change", (event) => box(event) && tell(box(event)));
for (const [kind, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(kind, (event) => box(event)?.toggleAttribute("data-over", over));
}

document.querySelectorAll("[data-files]").forEach(adopt);
