// Beside every chart stands its table: one button shows the numbers, the other the drawing.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-numbers]");
  if (!button) return;
  const figure = button.closest("[data-figure]");
  const numbers = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(numbers));
  figure.querySelector("[data-drawing]").hidden = numbers;
  figure.querySelector("[data-table-view]").hidden = !numbers;
});
