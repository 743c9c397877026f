// Light or dark: kept in a cookie so that the server renders the next page right.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const root = document.documentElement;
  const dark = root.dataset.theme !== "kolony-dark";
  root.dataset.theme = dark ? "kolony-dark" : "kolony";
  document.cookie = `k_theme=${dark ? "dark" : "light"}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  dispatchEvent(new Event("k-theme"));
});
