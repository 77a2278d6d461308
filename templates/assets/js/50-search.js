// Search (Pagefind) on /search/, and the filter of /by-url/. Both pages are complete without this file.
(() => {
  const form = document.querySelector("form[data-search]");
  if (form) {
    const list = document.querySelector("[data-search-results]");
    const says = document.querySelector("[data-search-says]");
    const ways = document.querySelector("[data-search-ways]");
    const here = document.currentScript ? document.currentScript.src : location.href;
    const given = new URLSearchParams(location.search);
    const FIELDS = ["q", "company", "topic", "year"];
    const MOST = 30;
    let engine = null;
    let turn = 0;

    for (const name of FIELDS) if (given.get(name)) form.elements[name].value = given.get(name);

    const load = async () => {
      engine = engine || (await import(new URL("../pagefind/pagefind.js", here).href));
      return engine;
    };

    // Direction controls stand beside their codes on the pages; here the codes are enough.
    const seen = (text) => text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/g, "");

    // An excerpt comes as text with <mark> in it; it is rebuilt here from text alone.
    const marked = (target, excerpt) => {
      const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
      for (const node of parsed.childNodes) {
        if (node.nodeName === "MARK") {
          const mark = document.createElement("mark");
          mark.textContent = seen(node.textContent);
          target.append(mark);
        } else target.append(seen(node.textContent));
      }
    };

    const line = (found) => {
      const item = document.createElement("li");
      const head = document.createElement("h3");
      const link = document.createElement("a");
      const text = document.createElement("p");
      link.href = found.url;
      link.textContent = seen(found.meta.title || found.url);
      marked(text, found.excerpt);
      head.append(link);
      item.append(head, text);
      return item;
    };

    const search = async () => {
      const mine = ++turn;
      const value = (name) => form.elements[name].value.trim();
      const query = value("q").replace(/[“”]/g, '"');
      const filters = {};
      for (const name of FIELDS.slice(1)) if (value(name)) filters[name] = value(name);
      if (!query && !Object.keys(filters).length) {
        list.replaceChildren();
        says.textContent = "";
        ways.hidden = false;
        return;
      }
      says.textContent = "Searching …";
      try {
        const pagefind = await load();
        const found = await pagefind.search(query || null, { filters });
        const shown = await Promise.all(found.results.slice(0, MOST).map((result) => result.data()));
        if (mine !== turn) return;
        list.replaceChildren(...shown.map(line));
        const count = found.results.length;
        says.textContent =
          count === 0 ? "Nothing found." : count > MOST ? `${count} pages, the first ${MOST} here.` : count === 1 ? "1 page." : `${count} pages.`;
        ways.hidden = count > 0;
      } catch {
        if (mine !== turn) return;
        says.textContent = "Search is not available here: its index was not made, or this browser cannot run it.";
        ways.hidden = false;
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = new URLSearchParams();
      for (const name of FIELDS) if (form.elements[name].value) wanted.set(name, form.elements[name].value);
      history.replaceState(null, "", wanted.size ? `?${wanted}` : location.pathname);
      search();
    });
    for (const name of FIELDS.slice(1)) form.elements[name].addEventListener("change", search);
    if (FIELDS.some((name) => given.get(name))) search();
  }

  const pasted = document.querySelector("form[data-by-url]");
  if (pasted) {
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
          ? "This very address is followed."
          : kept.length
            ? loose.length || near.length
              ? "Not this very address; these are near it."
              : "Not this very address; these documents of the same company are followed."
            : "No followed document stands or stood at this address.";
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
  }
})();
