"""Pages as `serve` shows them: they listen for builds, and show each problem at the words it is about.

Nothing of this is in a built site. A problem whose words are on the page is marked there; all of them stand in a bar at its foot.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from html import escape

from generator.model.problems import Problem

_MARK = re.compile(r"\[!(?:before|after)\s+([a-z0-9-]+)")
_QUOTE = re.compile(r"\bquote:\s*([a-z0-9-]+)")
_LEAD = re.compile(r"^[\s>#*-]*(?:[a-z][a-z-]*:\s+)?['\"]?")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_WORD = re.compile(r"[\w’'-]+")

SCRIPT = """\
const place = "smallprint-place";
new EventSource("/__live/events?seen=" + document.currentScript.dataset.seen).onmessage = () => {
  sessionStorage.setItem(place, JSON.stringify([location.pathname, scrollX, scrollY]));
  location.reload();
};
const kept = JSON.parse(sessionStorage.getItem(place) || "null");
sessionStorage.removeItem(place);
if (kept && kept[0] === location.pathname) {
  history.scrollRestoration = "manual";
  addEventListener("load", () => { scrollTo(kept[1], kept[2]); history.scrollRestoration = "auto"; });
}

const told = JSON.parse(document.getElementById("live-data")?.textContent || "[]");
const main = document.getElementById("main");

// The text of the page with runs of white space as one space, and for each character the node and offset it stands at.
function textOf(root) {
  const places = [];
  let text = "";
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    for (let i = 0; i < node.data.length; i++) {
      const sign = /\\s/.test(node.data[i]) ? " " : node.data[i];
      if (sign === " " && text.endsWith(" ")) continue;
      text += sign;
      places.push([node, i]);
    }
  }
  return { text, places };
}

// Where the words stand: all of them, else the longest run of at least four that the page has.
function find(words, { text, places }) {
  const all = words.split(" ").filter(Boolean);
  for (let size = all.length; size >= Math.min(4, all.length) && size > 0; size--) {
    for (let from = 0; from + size <= all.length; from++) {
      const run = all.slice(from, from + size).join(" ");
      const at = text.indexOf(run);
      if (at >= 0) {
        const range = new Range();
        range.setStart(...places[at]);
        const [node, offset] = places[at + run.length - 1];
        range.setEnd(node, offset + 1);
        return range;
      }
    }
  }
  return null;
}

function narrowed(range, word) {
  if (!word) return range;
  const inside = find(word, (() => {
    const whole = textOf(main);
    const kept = whole.places.map((p, i) => [p, whole.text[i]]).filter(([[node, i]]) => range.isPointInRange(node, i));
    return { text: kept.map(([, sign]) => sign).join(""), places: kept.map(([p]) => p) };
  })());
  return inside || range;
}

const marks = [];
const page = main && told.some(one => one.here) ? textOf(main) : null;
const ranges = told.map(one => {
  if (!one.here || !page) return null;
  const quoted = one.anchor && document.getElementById(one.anchor);
  const range = one.words && find(one.words, page);
  if (range) return narrowed(range, one.word);
  if (!quoted) return null;
  const whole = new Range();
  whole.selectNodeContents(quoted);
  return whole;
});
ranges.forEach((range, n) => {
  if (!range) return;
  const one = told[n];
  marks.push(range);
  const start = range.startContainer;
  const block = (start.nodeType === 1 ? start : start.parentElement).closest("p, li, h1, h2, h3, dd, td, figure, blockquote, div") || main;
  const note = document.createElement("aside");
  note.className = `live-note ${one.severity}`;
  note.id = `live-${n + 1}`;
  note.lang = "en";
  const line = (name, text) => { const e = document.createElement(name); e.textContent = text; note.append(e); };
  line("b", one.message);
  if (one.hint) line("span", one.hint);
  line("code", `${one.where} [${one.code}]`);
  block.after(note);
  const entry = document.querySelector(`#live-problems li:nth-child(${n + 1}) a`);
  if (entry) entry.href = `#live-${n + 1}`;
});
if (marks.length && window.Highlight) CSS.highlights.set("live", new Highlight(...marks));
const held = document.querySelector("#live-problems details");
if (held) {
  held.open = sessionStorage.getItem("smallprint-problems") === "open";
  held.addEventListener("toggle", () => sessionStorage.setItem("smallprint-problems", held.open ? "open" : ""));
}
"""
STYLE = """\
#live-problems { position: fixed; inset: auto 0 0 0; max-height: 40vh; overflow: auto; margin: 0; padding: .4rem 1rem;
  background: #fff4d6; color: #1b1d1f; border-top: 3px solid #b4560a; font: 14px/1.5 ui-monospace, monospace; z-index: 99 }
#live-problems summary { cursor: pointer; font-weight: bold }
#live-problems ol { margin: .4rem 0; padding-left: 2.5rem }
#live-problems a { color: inherit }
#live-problems small, .live-note span, .live-note code { display: block }
.live-note { margin: .3rem 0 .8rem; padding: .4rem .7rem; background: #fff4d6; color: #1b1d1f; border-left: 4px solid #b4560a;
  font: 14px/1.5 system-ui, sans-serif; max-width: 40rem; scroll-margin-top: 5rem }
.live-note.error, #live-problems.error { border-color: #b3261e }
.live-note.notice { border-color: #4b6a88 }
.live-note code { font-size: 12px; opacity: .8 }
::highlight(live) { background: #ffd27a; color: #1b1d1f }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProblem:
    """A problem as a served page shows it: on which page, and at which words or which quotation of it."""

    page: str  # address from the site's root
    where: str
    code: str
    severity: str
    message: str
    hint: str
    words: str = ""  # of the line
    word: str = ""  # in it, where the problem names a column
    anchor: str = ""  # a quotation by its name


def shown_problem(problem: Problem, content: str, read: Callable[[str], Sequence[str]]) -> ShownProblem:
    """A problem with the words of its line. `content` is the content folder as problems name it; `read` gives a file's lines."""
    where = problem.where
    lines = read(where.path)
    line = lines[where.line - 1] if 0 < where.line <= len(lines) else ""
    named = _MARK.search(line) or _QUOTE.search(line)
    column = where.column - 1
    found = next((m for m in _WORD.finditer(line) if m.start() <= column < m.end()), None)
    return ShownProblem(
        page=page_of(where.path, content),
        where=str(where),
        code=problem.code,
        severity=problem.severity.value,
        message=problem.message,
        hint=problem.hint,
        words="" if named else plain_words(line),
        word=found[0] if found and where.column > 1 and not named else "",
        anchor=named[1] if named else "",
    )


def page_of(path: str, content: str) -> str:
    """The address of the page that a content file is the source of: its path is its address."""
    inside = path.removeprefix(f"{content}/")
    stem = re.sub(r"\.(?:md|lock|tsv|yaml)\Z", "", inside)
    stem = re.sub(r"(?:\A|/)(?:index|captures|report|vocabulary)\Z", "", stem)
    return f"/{stem}/" if stem else "/"


def plain_words(line: str) -> str:
    """The words of a line of Markdown or YAML as a page shows them, near enough to find them there."""
    bare = _LINK.sub(r"\1", _LEAD.sub("", line)).rstrip().rstrip("'\"")
    return " ".join(re.sub(r"[*`]+|(?<!\w)_|_(?!\w)", "", bare).split())


def live_page(body: bytes, problems: Sequence[ShownProblem], page: str, seen: int) -> bytes:
    """A page as served here, with what is wrong in a bar and as data for the script. The file on disk is not touched.

    `seen` is the number of the build that it shows: the page asks for any other.
    """
    extra = (
        '<link rel="stylesheet" href="/__live/live.css">'
        f'<script src="/__live/live.js" data-seen="{seen}" defer></script>'
    )
    text = body.decode("utf-8").replace("default-src 'none';", "default-src 'none'; connect-src 'self';", 1)
    text = text.replace("</head>", f"{extra}</head>", 1)
    if problems:
        text = text.replace("</body>", f"{_bar(problems, page)}</body>", 1)
    return text.encode()


def _bar(problems: Sequence[ShownProblem], page: str) -> str:
    here = sum(each.page == page for each in problems)
    worst = "error" if any(each.severity == "error" for each in problems) else "warning"
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
    entries = "".join(
        f'<li><a href="{escape(each.page)}">{escape(each.where)}</a> [{each.code}] {escape(each.message)}'
        + (f"<small>{escape(each.hint)}</small>" if each.hint else "")
        + "</li>"
        for each in problems
    )
    data = json.dumps([asdict(each) | {"here": each.page == page} for each in problems]).replace(
        "<", "\\u003c"
    )
    return (
        f'<aside id="live-problems" class="{worst}" role="status" lang="en" dir="ltr"><details>'
        f"<summary>{count}, {here} of this page</summary><ol>{entries}</ol></details></aside>"
        f'<script type="application/json" id="live-data">{data}</script>'
    )
