// First in head, so that the page never flashes in the wrong theme: the cookie wins, then the system.
const root = document.documentElement;
if (!/(?:^|; )k_theme=/.test(document.cookie) && matchMedia("(prefers-color-scheme: dark)").matches) {
  root.dataset.theme = "kolony-dark";
}
