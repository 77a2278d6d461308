"use strict";
// The page, if there is one, and the command that compares two texts of a document, for the two that were chosen. Without this file it stands for the first and the newest.
(() => {
  const form = document.querySelector("form[data-pair]");
  if (!form) return;
  form.hidden = false;
  const command = document.querySelector("[data-pair-command]");
  const copy = document.querySelector("[data-pair-copy]");
  const found = document.querySelector("[data-pair-found]");
  const pages = new Map();
  for (const link of document.querySelectorAll(".drawn a[data-words]")) pages.set(link.dataset.words, link);
  const words = (select) => select.selectedOptions[0].dataset.words;
  const spell = () => {
    const { before, after } = form.elements;
    const [one, other] = before.selectedIndex <= after.selectedIndex ? [before, after] : [after, before];
    command.textContent = `smallprint diff ${one.value} ${other.value}`;
    if (copy) copy.dataset.copy = command.textContent;
    const page = pages.get(`${words(one)} ${words(other)}`);
    found.hidden = !page;
    if (page) found.querySelector("a").replaceWith(page.cloneNode(true));
  };
  form.addEventListener("change", spell);
  form.addEventListener("submit", (event) => event.preventDefault());
  spell();
})();
