// Toasts leave after six seconds, wait while they are read, and Z undoes the newest.
import { letters, plain, typing } from "./keys.js";

const LIFE = 6000;
const area = () => document.getElementById("toasts");

function live(toast) {
  let left = LIFE;
  let since = performance.now();
  let timer = setTimeout(() => toast.remove(), left);
  const pause = () => {
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  const resume = () => {
    clearTimeout(timer);
    since = performance.now();
    timer = setTimeout(() => toast.remove(), Math.max(left, 1500));
  };
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("pointerleave", resume);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("focusout", resume);
}

function adopt() {
  area()?.querySelectorAll("[data-toast]:not([data-live])").forEach((toast) => {
    toast.dataset.live = "";
    window.htmx?.process(toast); // now, not after settling: Z may be quicker
    live(toast);
  });
}

if (area()) {
  new MutationObserver(adopt).observe(area(), { childList: true });
  adopt();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.matches?.("[data-toast] form")) event.target.closest("[data-toast]").remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !plain(event) || typing(event) || !letters()) return;
  const undos = area()?.querySelectorAll("[data-undo]");
  if (!undos?.length) return;
  event.preventDefault();
  undos[undos.length - 1].click();
});
