// A slider says where it stands while it moves: data-words holds one text per step, for the output and for readers' voices.
function say(range) {
  const words = JSON.parse(range.dataset.words)[range.value - range.min];
  range.setAttribute("aria-valuetext", words);
  const output = document.querySelector(`output[for="${range.id}"]`);
  if (output) output.textContent = words;
}

document.addEventListener("input", (event) => event.target.matches?.("input[type=range][data-words]") && say(event.target));
