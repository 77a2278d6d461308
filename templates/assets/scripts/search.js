"use strict";
// Search on /search/ by passages; no other page asks for this file, and that page says what to do without it.
// The build writes the two files of the index; nothing else is asked for and nothing is sent anywhere.
(() => {
  const here = document.currentScript ? document.currentScript.src : location.href;

  // ---- words: folded alike in the index and in what is asked for

  const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
  const HIDDEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}+/gu, "").replace(HIDDEN, "").replace(/['’‘ʼ\u0060´]/g, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
  const folded = (text) => ` ${fold(text).trim()} `;
  const apart = (words) => words.trim().split(" ").filter(Boolean);

  // The same, with the place in the text that each character came from: to mark what was found.
  const traced = (text) => {
    let out = " ";
    const from = [0];
    let at = 0;
    for (const sign of text) {
      for (const one of fold(sign)) {
        if (one === " " && out.endsWith(" ")) continue;
        out += one;
        for (let n = 0; n < one.length; n++) from.push(at);
      }
      at += sign.length;
    }
    from.push(at);
    return { text: `${out} `, from };
  };

  // ---- the index

  const yearOf = (change) => (change.url.match(/(\d{4})-\d\d-\d\d[^/]*\/$/) || ["", ""])[1];
  const entriesOf = (words) => {
    const entries = [];
    words.changes.forEach((change) => {
      const meta = { change, company: change.company, topics: change.topics, year: yearOf(change) };
      const who = [change.company, ...change.names].join(" · ");
      const where = `${change.document} ${change.day}`;
      for (const quote of change.quotes)
        entries.push({ ...meta, kind: "quote", url: `${change.url}#${quote.name}`, quote, who, where: `${where} ${quote.day} ${quote.clause}`, title: "", words: quote.words, around: `${quote.lead} ${quote.rest}`, more: change.title });
      entries.push({ ...meta, kind: "note", url: change.url, who, where, title: change.title, words: change.summary, around: "", more: change.note.join(" ") });
    });
    for (const page of words.pages)
      entries.push({ page, kind: page.kind, url: page.url, company: page.kind === "company" ? page.title : page.company || "", topics: page.kind === "topic" ? [page.title] : [], year: "", who: [page.company || "", ...(page.names || [])].join(" · "), where: "", title: page.title, words: "", around: "", more: page.text.join(" ") });
    return entries;
  };

  const clausesOf = (words, clauses) =>
    words.changes.flatMap((change) =>
      (clauses[change.url] || []).map(([id, was, label, text, lead, names, item]) => ({
        change, company: change.company, topics: change.topics, year: yearOf(change), kind: "clause", url: `${change.url}#${id}`, was, label, lead, names, item,
        who: [change.company, ...change.names].join(" · "), where: `${change.document} ${change.day} ${label}`, title: "", words: text, around: lead, more: "",
      })),
    );

  const WEIGHT = { title: 3, who: 2.6, words: 3, where: 1.2, around: 1.6, more: 0.8 };
  const FIELDS = Object.keys(WEIGHT);
  const KIND = { quote: 1.35, company: 1.3, note: 1.15, topic: 1.1, story: 1.05, document: 1, clause: 1, page: 0.8 };

  const makeIndex = (entries) => {
    const known = new Map(); // each word, and how many entries have it
    for (const entry of entries) {
      entry.text = {};
      const own = new Set();
      for (const field of FIELDS) {
        entry.text[field] = folded(entry[field]);
        for (const word of apart(entry.text[field])) own.add(word);
      }
      for (const word of own) known.set(word, (known.get(word) || 0) + 1);
    }
    return { entries, known };
  };

  // ---- what is asked for

  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i++) {
      const now = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        let cost = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        now.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      before = last;
      last = now;
    }
    return last[other.length];
  };

  // Words of the report that are spelt nearly so, the nearest first.
  const near = (word, known) => {
    if (word.length < 3 || CJK.test(word)) return [];
    const most = word.length < 6 ? 1 : 2;
    const found = [];
    for (const [other, count] of known) {
      if (other.length < 3 || CJK.test(other) || /\d/.test(other)) continue;
      if (word.length < 4 && (other.length < 4 || other[0] !== word[0])) continue;
      const far = distance(word, other, most);
      if (far <= most) found.push({ word: other, far: far + (other[0] === word[0] ? 0 : 0.5), count });
    }
    found.sort((a, b) => a.far - b.far || b.count - a.count || (a.word < b.word ? -1 : 1));
    return found.slice(0, 6);
  };

  const stem = (word) => {
    if (word.length < 5 || CJK.test(word)) return word;
    const cut = word.replace(/(?:ations?|ings?|ies|ed|es|s|e|y)$/, "");
    return cut.length >= 4 ? cut : word;
  };
  const twins = (word) => {
    const other = word.replace(/licenc/, "licenS").replace(/licens/, "licenc").toLowerCase();
    const ize = /is(e|ed|es|ing|ation)$/.test(word) ? word.replace(/is(e|ed|es|ing|ation)$/, "iz$1") : word.replace(/iz(e|ed|es|ing|ation)$/, "is$1");
    return [other, ize].filter((one) => one !== word);
  };

  const termOf = (word, known) => {
    if (CJK.test(word)) return { word, ways: [{ text: word, worth: 1 }] };
    const ways = [{ text: ` ${word} `, worth: 1, shown: word }, { text: ` ${word}`, worth: 0.8, shown: word }];
    for (const twin of twins(word)) ways.push({ text: ` ${twin}`, worth: 0.9, shown: twin });
    const root = stem(word);
    if (root !== word) ways.push({ text: ` ${root}`, worth: 0.6, shown: root });
    if (!known.has(word) && ![...known.keys()].some((one) => one.startsWith(word) || one.startsWith(root) && one.length - root.length < 5)) {
      const kin = near(word, known);
      for (const one of kin) ways.push({ text: ` ${one.word} `, worth: 0.9 - 0.2 * one.far, shown: one.word, instead: true });
      return { word, ways, wrong: true, kin };
    }
    return { word, ways };
  };

  const pairsOf = (run) => (run.length < 3 ? [run] : Array.from({ length: run.length - 1 }, (_, n) => run.slice(n, n + 2)));

  const parse = (query, known) => {
    const phrases = [];
    const rest = query.replace(/[“”„«»「」『』＂]/g, '"').replace(/"([^"]*)"?/g, (_, words) => {
      if (fold(words).trim()) phrases.push(fold(words).trim());
      return " ";
    });
    const loose = apart(folded(rest));
    const split = (word) => word.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu) || [];
    const pieces = [...loose, ...phrases.flatMap(apart)].flatMap(split);
    const single = pieces.flatMap((piece) => (CJK.test(piece) ? pairsOf(piece) : [piece]));
    const terms = [...new Set(single)].map((word) => termOf(word, known));
    return { phrases, terms, whole: apart(folded(query)).join(" "), runs: pieces };
  };

  const holds = (text, phrase) => text.includes(CJK.test(phrase) ? phrase : ` ${phrase} `);

  // ---- what is found

  const search = (index, query, fits) => {
    const asked = parse(query, index.known);
    const { terms } = asked;
    if (!terms.length) return { asked, found: index.entries.filter((entry) => query.trim() === "" && fits(entry)).map((entry) => ({ entry, score: KIND[entry.kind] })), instead: [] };
    const total = index.entries.length;
    const seen = terms.map(() => 0);
    const rows = [];
    for (const entry of index.entries) {
      if (!fits(entry)) continue;
      const hits = terms.map((term, number) => {
        let best = 0;
        let way = null;
        for (const one of term.ways)
          for (const field of FIELDS) {
            const worth = one.worth * WEIGHT[field];
            if (worth > best && entry.text[field].includes(one.text)) [best, way] = [worth, one];
          }
        if (best) seen[number] += 1;
        return { best, way };
      });
      if (hits.some((hit) => hit.best)) rows.push({ entry, hits });
    }
    // A word that nobody wrote says nothing of the others: it weighs as much as the lightest of them.
    const rare = seen.map((count) => (count ? Math.log(1 + total / count) : 0));
    const least = Math.min(...rare.filter((weight) => weight > 0));
    const weights = rare.map((weight) => weight || least);
    const sum = weights.reduce((a, b) => a + b, 0);
    const found = [];
    for (const { entry, hits } of rows) {
      const covered = hits.reduce((all, hit, n) => all + (hit.best ? weights[n] : 0), 0) / sum;
      if (covered < 0.5 && terms.length > 1) continue;
      const words = hits.map((hit, n) => (hit.way && hit.way.instead ? hit.way.shown : terms[n].word));
      if (asked.phrases.length) {
        // A phrase that nobody wrote, for want of a letter, is looked for with its words put right.
        const put = (phrase) => apart(phrase).map((word) => { const n = terms.findIndex((term) => term.word === word); return n < 0 ? word : words[n]; }).join(" ");
        const all = asked.phrases.every((phrase) => FIELDS.some((field) => holds(entry.text[field], phrase) || holds(entry.text[field], put(phrase))));
        if (!all) continue;
      }
      let score = hits.reduce((all, hit, n) => all + hit.best * weights[n], 0);
      let close = 0;
      for (const field of FIELDS) {
        let run = 0;
        for (let n = 1; n < words.length; n++) {
          const pair = CJK.test(words[n]) ? words[n - 1] + words[n].slice(-1) : ` ${words[n - 1]} ${words[n]}`;
          if (entry.text[field].includes(pair)) run += WEIGHT[field] * (weights[n - 1] + weights[n]) * 0.4;
        }
        const exact = [asked.whole, words.join(" "), ...asked.phrases, ...asked.runs.filter((one) => CJK.test(one) && one.length > 1)];
        if (terms.length > 1 && exact.some((one) => holds(entry.text[field], one))) run += WEIGHT[field] * sum * 0.5;
        close = Math.max(close, run);
      }
      score = (score + close) * KIND[entry.kind] * covered ** 3;
      // A name alone asks for the page of that name.
      if (["company", "topic", "document", "story"].includes(entry.kind)) {
        const names = [entry.title, ...((entry.kind === "company" && entry.page.names) || []), ...(entry.kind === "document" ? [`${entry.company} ${entry.title}`, `${entry.title} ${entry.company}`] : [])];
        if (names.some((name) => folded(name).trim() === words.join(" ") || folded(name).trim() === asked.whole)) score *= 4;
      }
      score /= 1 + Math.max(0, entry.words.length - 400) / 4000;
      found.push({ entry, score, words });
    }
    found.sort((a, b) => b.score - a.score || (a.entry.url < b.entry.url ? -1 : 1));
    const told = new Set(found.filter((one) => one.entry.kind === "quote").map((one) => one.entry.url));
    const kept = found.filter(({ entry }) => entry.kind !== "clause" || !entry.names.some((name) => told.has(`${entry.change.url}#${name}`)) || asked.phrases.length);
    const instead = kept.length ? terms.map((term, n) => (term.wrong ? [term.word, kept[0].words[n]] : null)).filter((pair) => pair && pair[0] !== pair[1]) : [];
    return { asked, found: kept, instead };
  };

  window.smallprintFinds = { entriesOf, clausesOf, makeIndex, search }; // for tests

  // ---- the page

  const form = document.querySelector("form[data-search]");
  if (form) {
    const list = document.querySelector("[data-search-results]");
    const says = document.querySelector("[data-search-says]");
    const ways = document.querySelector("[data-search-ways]");
    const more = document.querySelector("[data-search-more]");
    const root = new URL("../", here);
    const given = new URLSearchParams(location.search);
    const NAMES = ["q", "company", "topic", "year"];
    const PAGE = 20;
    const sentences = JSON.parse(document.querySelector("[data-search-words]").textContent); // in the language of the page
    const fill = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
    // Which form a number takes is told for those below 200; all that are larger go as those from 100 on.
    const counted = ({ forms, of }, number, values) => fill(forms[of[number < 200 ? number : 100 + (number % 100)]], { number, ...values });
    let loading = null;
    let turn = 0;
    let result = null;
    let shown = 0;

    for (const name of NAMES) if (given.get(name)) form.elements[name].value = given.get(name);

    const fetched = (name) =>
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const got = (window.smallprintGot = window.smallprintGot || {});
        window.smallprintSearch = (part, data) => { got[part] = data; };
        script.src = new URL(`search/${name}.js`, root).href;
        script.onload = () => (got[name] ? resolve(got[name]) : reject(new Error(name)));
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      });
    const load = () => {
      loading = loading || Promise.all([fetched("words"), fetched("clauses")]).then(([words, clauses]) => makeIndex([...entriesOf(words), ...clausesOf(words, clauses)]));
      return loading;
    };

    const element = (name, className, text) => {
      const made = document.createElement(name);
      if (className) made.className = className;
      if (text) made.textContent = text;
      return made;
    };

    const needles = (one) => {
      const { asked } = result;
      const every = [...asked.phrases, ...asked.runs.filter((run) => CJK.test(run))].map((text) => (CJK.test(text) ? text : ` ${text} `));
      for (const term of asked.terms) for (const way of term.ways) if (!way.instead || (one.words || []).includes(way.shown)) every.push(way.text);
      return every;
    };

    // Words with what was found marked in them.
    const mark = (target, text, finds) => {
      const { text: line, from } = traced(text);
      const spans = [];
      for (const needle of finds) {
        const lead = needle.startsWith(" ") ? 1 : 0;
        for (let at = line.indexOf(needle); at >= 0; at = line.indexOf(needle, at + 1)) {
          let end = at + needle.length;
          if (needle.endsWith(" ")) end -= 1;
          else if (lead) while (end < line.length && line[end] !== " ") end += 1;
          spans.push([from[at + lead], end < from.length ? from[end] : text.length]);
        }
      }
      spans.sort((a, b) => a[0] - b[0]);
      let done = 0;
      for (let [start, end] of spans) {
        start = Math.max(start, done);
        while (end > start && /\s/u.test(text[end - 1])) end -= 1;
        if (end <= start) continue;
        target.append(text.slice(done, start), element("mark", "", text.slice(start, end)));
        done = end;
      }
      target.append(text.slice(done));
      return spans.length;
    };

    // Whole sentences round the first thing found, so that no "not" is cut away before it.
    const LONG = 420;
    const part = (text, finds) => {
      if (text.length <= LONG) return text;
      const { text: line, from } = traced(text);
      const places = finds.map((needle) => line.indexOf(needle)).filter((at) => at >= 0);
      const first = places.length ? from[Math.min(...places)] : 0;
      const ends = [0, ...[...text.matchAll(/[.!?;:。！？；：]["”’)]*\s+|[。！？；：]/gu)].filter((m) => !/^[;:；：]/.test(m[0])).map((m) => m.index + m[0].length), text.length];
      let from0 = 0;
      let to = text.length;
      for (const end of ends) {
        if (end <= first) from0 = end;
        else if (end - from0 >= 160) { to = end; break; }
      }
      return `${from0 > 0 ? "… " : ""}${text.slice(from0, to).trim()}${to < text.length ? " …" : ""}`;
    };

    // In a folder of files, which no server answers for, a page is its file.
    const placeOf = (url) => {
      const place = new URL(url, root);
      if (place.protocol === "file:" && place.pathname.endsWith("/")) place.pathname += "index.html";
      return place.href;
    };
    const bdi = (text) => element("bdi", "", text);
    const line = (one) => {
      const { entry } = one;
      const { change } = entry;
      const finds = needles(one);
      const item = element("li");
      const head = element("h3");
      const link = element("a");
      link.href = placeOf(entry.url);
      const passage = entry.kind === "quote" || entry.kind === "clause";
      if (passage) {
        const label = entry.kind === "quote" ? entry.quote.clause : entry.label;
        link.append(bdi(change.company), ", ", bdi(change.document));
        if (label) link.append(", ", bdi(label));
      } else mark(link, entry.title, finds);
      head.append(link);
      item.append(head);
      if (passage) {
        const words = element("p", "words");
        words.lang = change.lang;
        words.dir = /^(ar|fa|he|ur|yi|ps|dv|ckb)\b/.test(change.lang) ? "rtl" : "ltr";
        if (entry.kind === "quote") {
          if (entry.quote.lead) mark(words.appendChild(element("span", "round")), entry.quote.lead, finds);
          mark(words, entry.quote.words, finds);
          if (entry.quote.rest) mark(words.appendChild(element("span", "round")), entry.quote.rest, finds);
        } else {
          if (entry.lead) mark(words.appendChild(element("span", "round")), `${entry.lead} `, finds);
          mark(words, part(entry.words, finds), finds);
        }
        item.append(words);
      } else {
        const text = entry.kind === "note" ? entry.words : entry.more;
        const shownText = entry.kind === "note" && !finds.some((needle) => entry.text.words.includes(needle)) ? part(entry.more, finds) : part(text, finds);
        mark(item.appendChild(element("p")), shownText, finds);
      }
      const foot = element("p", "small");
      const said = [];
      if (entry.kind === "quote") said.push(fill(sentences.captured, { day: entry.quote.day }), sentences[entry.quote.was], entry.quote.state);
      else if (entry.kind === "clause") said.push(fill(sentences[entry.was], { day: change.day }), entry.item && !entry.lead ? sentences.item : "");
      else if (entry.kind === "note") said.push(fill(sentences.note, { name: change.company, title: change.document, day: change.day }));
      else said.push(fill(sentences[entry.kind], { name: entry.company }));
      foot.textContent = said.filter(Boolean).join(" · ");
      item.append(foot);
      return item;
    };

    const show = () => {
      list.append(...result.found.slice(shown, shown + PAGE).map(line));
      shown = Math.min(shown + PAGE, result.found.length);
      more.hidden = shown >= result.found.length;
      const rest = result.found.length - shown;
      more.textContent = counted(sentences.more, Math.min(PAGE, rest), { rest });
    };
    more.addEventListener("click", () => {
      const first = shown;
      show();
      list.children[first]?.querySelector("a")?.focus();
    });

    const run = async () => {
      const mine = ++turn;
      const value = (name) => form.elements[name].value.trim();
      const query = value("q");
      const [company, topic, year] = NAMES.slice(1).map(value);
      list.replaceChildren();
      shown = 0;
      more.hidden = true;
      if (!query && !company && !topic && !year) {
        says.textContent = "";
        ways.hidden = false;
        return;
      }
      says.textContent = sentences.searching;
      try {
        const index = await load();
        if (mine !== turn) return;
        result = search(index, query, (entry) => (!company || entry.company === company) && (!topic || entry.topics.includes(topic)) && (!year || entry.year === year));
        const count = result.found.length;
        const [wrong, right] = [0, 1].map((side) => result.instead.map((pair) => pair[side]).join(" "));
        const asked = wrong ? [fill(sentences.instead, { wrong, right })] : [];
        says.textContent = [...asked, count === 0 ? sentences.nothing : counted(sentences.results, count)].join(" ");
        ways.hidden = count > 0;
        show();
      } catch {
        if (mine !== turn) return;
        says.textContent = sentences.unavailable;
        ways.hidden = false;
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = new URLSearchParams();
      for (const name of NAMES) if (form.elements[name].value) wanted.set(name, form.elements[name].value);
      history.replaceState(null, "", wanted.size ? `?${wanted}` : location.pathname);
      run();
    });
    for (const name of NAMES.slice(1)) form.elements[name].addEventListener("change", run);
    if (NAMES.some((name) => given.get(name))) run();
  }
})();
