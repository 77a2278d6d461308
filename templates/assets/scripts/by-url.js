"use strict";
// The filter of /by-url/, whose list is complete without it.
(() => {
  const pasted = document.querySelector("form[data-by-url]");
  if (!pasted) return;
  const says = document.querySelector("[data-by-url-says]");
  const items = [...document.querySelectorAll("[data-needle]")];
  const bare = (address) =>
    address.trim().toLowerCase().replace(/^[a-z+.-]+:\/\//, "").replace(/^www\./, "").replace(/[?#].*$/, "").replace(/\/+$/, "");
  const filter = () => {
    const needle = bare(pasted.elements.url.value);
    const host = needle.split("/")[0];
    const exact = items.filter((item) => item.dataset.needle === needle);
    const near = items.filter((item) => needle && item.dataset.needle.split("/")[0] === host);
    const within = (site) => host === site || host.endsWith("." + site);
    const kin = items.filter((item) => needle && item.dataset.sites.split(" ").filter(Boolean).some(within));
    const loose = items.filter((item) => needle && item.dataset.needle.includes(needle));
    const kept = exact.length ? exact : loose.length ? loose : near.length ? near : kin;
    for (const item of items) item.hidden = Boolean(needle) && !kept.includes(item);
    for (const head of document.querySelectorAll("h3.host")) {
      const own = head.nextElementSibling.querySelectorAll("li:not([hidden])");
      head.hidden = own.length === 0;
    }
    says.textContent = !needle
      ? ""
      : exact.length
        ? says.dataset.exact
        : kept.length
          ? loose.length || near.length
            ? says.dataset.near
            : says.dataset.kin
          : says.dataset.none;
  };
  pasted.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
  pasted.elements.url.addEventListener("input", filter);
  const given = new URLSearchParams(location.search).get("url");
  if (given) {
    pasted.elements.url.value = given;
    filter();
  }
})();
