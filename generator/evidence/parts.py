"""The parts of a published page that a reader sees, and whether an entry tells that one of them changed.

An entry under `corrections` or `updates` tells of the parts it speaks of: it names the part ("title", "the claim on …"), or
it gives words of it as they were or as they are. Any other entry pardons nothing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from generator.content.letters import only_letters
from generator.content.prose import blocks_of, own_blocks
from generator.evidence.quotes import quotation_digest
from generator.model.catalog import Catalog, Change, Correction, Story, Update
from generator.model.words import words_1

Entry = Correction | Update
_TOLD = 2  # words that an entry gives of a part at least
_SHORT = 12  # words of a passage that the entry to paste shows of either side


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a page that changed: how a message names it, what entries call it, its words on both sides."""

    name: str
    called: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facet:
    """How a part is read. `is_prose`: a slip of letters in it is no change."""

    name: str
    called: str
    read: Callable[[Change, Catalog], object]
    is_prose: bool = False


def _dates(change: Change, _: Catalog) -> frozenset[object]:
    return frozenset((d.kind, d.on, d.words, d.side, d.source.url if d.source else "") for d in change.dates)


def _claims(change: Change, _: Catalog) -> frozenset[object]:
    return frozenset((c.right, c.over, c.state, c.quote, c.force, c.supersedes) for c in change.claims)


def _quotations(change: Change, _: Catalog) -> frozenset[object]:
    return frozenset((q.name, q.side, q.nth, q.clause, quotation_digest(q)) for q in change.quotations)


def _pins(change: Change, catalog: Catalog) -> object:
    rows = [catalog.row(change.document_key, pin) for pin in (change.before, change.after)]
    return change.before, change.after, [row.sha256 if row else "" for row in rows]


def _notice(change: Change, _: Catalog) -> object:
    return [(n.how, n.when, n.looked, n.source.url if n.source else "") for n in change.notice]


def _replies(change: Change, _: Catalog) -> object:
    asked = (change.asked.how, change.asked.on) if change.asked else ()
    return asked, [(r.on, r.words, r.by) for r in change.responses]


def note_of(body: str) -> str:
    """Our own words in a note, a block a line; quotations and code are other parts."""
    return "\n".join(words_1(block.text) for block in own_blocks(blocks_of(body)))


FACETS = (
    _Facet(name="the title", called=r"\btitle|\bheadline", read=lambda c, _: c.title, is_prose=True),
    _Facet(name="the summary", called=r"\bsummary", read=lambda c, _: c.summary, is_prose=True),
    _Facet(
        name="the note",
        called=r"\bnote\b|\bsentences?\b|\bparagraph|\bsection|\bheading|\btext of th|\breworded",
        read=lambda c, _: note_of(c.body),
        is_prose=True,
    ),
    _Facet(name="the notice", called=r"\bnotice|\busers were told|\bpeople were told", read=_notice),
    _Facet(name="the topics", called=r"\btopics?\b", read=lambda c, _: frozenset(c.topics)),
    _Facet(
        name="what it means",
        called=r"\bmeans?\b|\bmeaning",
        read=lambda c, _: [(m.says, m.quotes, m.refuse) for m in c.means],
    ),
    _Facet(name="a pin", called=r"\bpins?\b|\bcaptures?\b", read=_pins),
    _Facet(name="a date", called=r"\bdates?\b|\bdated\b|\beffective", read=_dates),
    _Facet(name="a claim", called=r"\bclaims?\b|\bmatrix", read=_claims),
    _Facet(name="a quotation", called=r"\bquot|\bpassages?\b", read=_quotations),
    _Facet(name="what the company was asked or replied", called=r"\basked|\brepl|\brespon", read=_replies),
)


def changed_parts(
    old: Change, new: Change, then: Catalog, now: Catalog, known: frozenset[str]
) -> tuple[Part, ...]:
    """The parts of a change that say something else now. Slips of letters in our own words are none."""
    found: list[Part] = []
    for facet in FACETS:
        was, is_now = facet.read(old, then), facet.read(new, now)
        if was == is_now:
            continue
        one, two = (was, is_now) if isinstance(was, str) and isinstance(is_now, str) else ("", "")
        if facet.is_prose and only_letters(one, two, known):
            continue
        found.append(Part(name=_named(facet.name, was, is_now), called=facet.called, was=one, now=two))
    return tuple(found)


def changed_story_parts(old: Story, new: Story, known: frozenset[str]) -> tuple[Part, ...]:
    """The parts of a story that say something else now."""
    read = {"the title": (old.title, new.title), "the summary": (old.summary, new.summary)}
    read["the note"] = (note_of(old.body), note_of(new.body))
    called = {facet.name: facet.called for facet in FACETS}
    return tuple(
        Part(name=name.replace("note", "story"), called=called[name] + r"|\bstory", was=was, now=now)
        for name, (was, now) in read.items()
        if was != now and not only_letters(was, now, known)
    )


def _named(name: str, was: object, now: object) -> str:
    """The name of a part, with the quotations or claims that differ."""
    if not isinstance(was, frozenset) or not isinstance(now, frozenset):
        return name
    place = {"a quotation": 0, "a claim": 3}.get(name)
    if place is None:
        return name
    names = sorted({str(each[place]) for each in was ^ now if isinstance(each, tuple)})
    return f"{name} ({', '.join(names)})" if len(names) <= 4 else f"{name} ({', '.join(names[:3])} …)"


def untold(parts: Iterable[Part], entries: Iterable[Entry]) -> tuple[Part, ...]:
    """The parts that none of the entries speaks of."""
    told = tuple(entry for entry in entries if _says_something(entry))
    return tuple(part for part in parts if not any(_speaks_of(entry, part) for entry in told))


def _says_something(entry: Entry) -> bool:
    return (
        words_1(entry.was) != words_1(entry.now)
        if isinstance(entry, Correction)
        else bool(entry.what.strip())
    )


def _speaks_of(entry: Entry, part: Part) -> bool:
    """Whether an entry names a part, or gives words of it as they were and are no more, or as they are and were not."""
    text = f"{entry.was} {entry.now}" if isinstance(entry, Correction) else entry.what
    if re.search(part.called, text, re.IGNORECASE):
        return True
    if not isinstance(entry, Correction):
        return False
    was, now = (words_1(side).strip(" .").casefold() for side in (entry.was, entry.now))
    old, new = part.was.casefold(), part.now.casefold()
    was, now = (side if len(side.split()) >= _TOLD else "" for side in (was, now))
    return bool((was and was in old and was not in new) or (now and now in new and now not in old))


def entry_to_paste(parts: Iterable[Part], on: date) -> str:
    """The entries that tell of some parts, as front matter; what they say is the editor's to finish."""
    lines = [
        f"\n  - date: {on}\n    kind: wording\n    was: {_spell(p.was, p.now)}\n    now: {_spell(p.now, p.was)}"
        for p in parts
        if p.was or p.now
    ]
    told = "corrections:" + "".join(lines) if lines else ""
    others = [p.name for p in parts if not p.was and not p.now]
    if others:
        what = f"{_upper(' and '.join(others))} changed: say what was, and what is now."
        told += ("\n" if told else "") + f"updates:\n  - date: {on}\n    what: {_quoted(what)}"
    return told


def _spell(text: str, other: str) -> str:
    """The words of a part from the first to the last that the other side lacks, with a little around, quoted for YAML."""
    own, against = text.split(), other.split()
    start = 0
    while start < min(len(own), len(against)) and own[start] == against[start]:
        start += 1
    end = 0
    while end < min(len(own), len(against)) - start and own[-1 - end] == against[-1 - end]:
        end += 1
    cut = own[max(0, start - 3) : len(own) - max(0, end - 3)]
    return _quoted(" ".join(cut if len(cut) <= 2 * _SHORT else [*cut[:_SHORT], "…", *cut[-_SHORT:]]))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
