// The command that compares two texts of a document, for the two that were chosen. Without this file it stands for the first and the newest.
(() => {
  const form = document.querySelector("form[data-pair]");
  if (!form) return;
  form.hidden = false;
  const command = document.querySelector("[data-pair-command]");
  const copy = document.querySelector("[data-pair-copy]");
  const spell = () => {
    const { before, after } = form.elements;
    const [one, other] = before.selectedIndex <= after.selectedIndex ? [before, after] : [after, before];
    command.textContent = `smallprint diff ${one.value} ${other.value}`;
    if (copy) copy.dataset.copy = command.textContent;
  };
  form.addEventListener("change", spell);
  form.addEventListener("submit", (event) => event.preventDefault());
  spell();
})();
