"use strict";
// Comfort only; every page is whole without it. Keys j and k step through changes, the key / leads to search,
// the chosen view is remembered, copy buttons appear where the browser can copy, and what was copied is announced.

(() => {
  const sentences = document.body.dataset; // in the language of the page
  const store = {
    get(key) { try { return localStorage.getItem("smallprint-" + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem("smallprint-" + key, value); } catch { /* private window */ } },
  };

  const only = document.getElementById("view-only");
  const one = document.getElementById("view-one");
  const two = document.getElementById("view-two");
  if (one && two) {
    if (store.get("view") === "one") one.checked = true;
    for (const radio of [one, two]) radio.addEventListener("change", () => store.set("view", one.checked ? "one" : "two"));
  }
  for (const [box, key] of [[only, "only"], [document.getElementById("view-minor"), "minor"]]) {
    if (!box) continue;
    if (store.get(key) === "yes") box.checked = true;
    box.addEventListener("change", () => store.set(key, box.checked ? "yes" : "no"));
  }

  // Show all words: the style sheet opens what is folded where the browser can; this does it in the others.
  const all = document.getElementById("view-all");
  all?.addEventListener("change", () => {
    for (const fold of document.querySelectorAll(".redline :is(.rest, .kept)")) fold.open = all.checked;
  });

  // What is aimed at stands open, whichever browser it is.
  function openTarget() {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* no address of ours */ }
    const around = target?.closest(".row, .passage");
    for (const fold of around?.querySelectorAll(".rest, .kept, :scope.line > details") ?? []) fold.open = true;
  }
  addEventListener("hashchange", openTarget);
  openTarget();

  const rows = () => [...document.querySelectorAll(".redline .row:not(.same)")];
  for (const keys of document.querySelectorAll(".keys")) keys.hidden = false;

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const line = innerHeight * 0.35;
    const target = location.hash && document.getElementById(location.hash.slice(1))?.closest(".row");
    let at = target ? all.indexOf(target) : -1;
    if (at < 0 || Math.abs(all[at].getBoundingClientRect().top) > innerHeight) {
      const below = all.findIndex((row) => row.getBoundingClientRect().top > line);
      at = below < 0 ? all.length : below;
      if (by > 0) at -= 1;
    }
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    location.replace("#" + next.id);
    next.querySelector(".num")?.focus({ preventScroll: true });
  }

  // A row is one stop of the Tab key, and so are the buttons of a quotation beside others; the arrows right and left go on.
  function alongRow(event) {
    const around = event.target.closest(".redline .row, [role=toolbar]");
    const links = [...(around?.querySelectorAll("a[href], summary, button") ?? [])];
    const shown = links.filter((link) => link.checkVisibility?.() ?? true);
    const next = shown[shown.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : -1)];
    if (!next) return;
    next.focus();
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    const inGutter = event.target.closest(".gut");
    if (event.key === "j" || (inGutter && event.key === "ArrowDown")) step(1);
    else if (event.key === "k" || (inGutter && event.key === "ArrowUp")) step(-1);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") { alongRow(event); return; }
    else return;
    if (inGutter) event.preventDefault();
  });

  // The key / leads to the search field of the page, or to the search page, which alone asks for the script that searches.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("input[type=search]");
    const link = document.querySelector(".foot a:is([href$='search/'], [href$='search/index.html'])");
    if (!field && !link) return;
    event.preventDefault();
    if (field) field.focus();
    else location.href = link.href;
  });

  // The words of an element without what stands beside signs that nobody sees.
  function wordsOf(element) {
    const words = element.cloneNode(true);
    for (const said of words.querySelectorAll(".sign, .mixed")) said.remove();
    return words.textContent;
  }

  if (!navigator.clipboard) {  // an address without https, a folder of files
    for (const button of document.querySelectorAll("button.copy")) button.remove();
  } else {
    const said = document.createElement("p");
    said.className = "vh";
    said.setAttribute("role", "status");
    (document.querySelector("main") ?? document.body).append(said);
    for (const button of document.querySelectorAll("button.copy")) {
      button.hidden = false;
      const label = button.textContent;
      button.addEventListener("click", async () => {
        const words = button.closest("dt")?.nextElementSibling ?? button.previousElementSibling; // below it, or before it
        const text = button.dataset.copy ?? wordsOf(words);
        try {
          await navigator.clipboard.writeText(text);
          button.textContent = sentences.copied;
          said.textContent = sentences.copiedWhat.replace("%(what)s", () => button.getAttribute("aria-label") ?? label);
        } catch {
          said.textContent = sentences.notCopiedWhat;
          button.textContent = sentences.notCopied;
        }
        const told = said.textContent;  // what another button has said since stands on
        setTimeout(() => { button.textContent = label; if (said.textContent === told) said.textContent = ""; }, 2000);
      });
    }
  }
})();
