"""Links and references in our own words: to pages and clauses of the report, to other sites, to quotations in stories."""

import re
from dataclasses import dataclass

from generator.content.addresses import EXAMPLE, PAGES
from generator.content.nearest_word import did_you_mean
from generator.content.prose import Block, own_blocks
from generator.model.catalog import Catalog, Change
from generator.model.problems import Problem, Severity, SourcePos

_REFERENCE = re.compile(r"\{\{ *(quote|film) +([A-Za-z0-9/-]+)#([a-z0-9-]+) *\}\}\Z")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_ANY_REFERENCE = re.compile(r"\{\{")
_UNSAFE = re.compile(r"\]\(\s*<?(javascript|data|vbscript|file):", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A body with the place it begins at, and the change whose note it is."""

    body: str
    where: SourcePos
    line: int
    change: Change | None = None
    blocks: tuple[Block, ...] = ()

    def at(self, line: int, column: int = 1) -> SourcePos:
        return SourcePos(path=self.where.path, line=self.line + line, column=column)


def known_addresses(catalog: Catalog) -> frozenset[str]:
    """Every page address that content makes or that the report always has, from the root, ending in a slash."""
    pages = {f"{slug}/" for slug in PAGES} | {"", "companies/", "topics/", "stories/", "corrections/"}
    return frozenset(
        pages
        | {EXAMPLE}
        | {c.url for c in catalog.companies}
        | {d.url for d in catalog.documents}
        | {c.url for c in catalog.changes}
        | {t.url for t in catalog.topics}
        | {s.url for s in catalog.stories}
        | {p.url for p in catalog.pages}
        | {f"{alias.strip('/')}/" for c in catalog.changes for alias in c.aliases}
        | (known_addresses(catalog.example) if catalog.example else set())
    )


def link_problems_of(catalog: Catalog, text: Text, addresses: frozenset[str]) -> list[Problem]:
    problems: list[Problem] = []
    for block in text.blocks:
        for link in block.links:
            where = text.at(link.at)
            if link.image:
                problems.append(
                    Problem(
                        code="image",
                        message=f"images are not shown: {link.target}",
                        where=where,
                        hint="the page asks no other origin for anything; describe it and link to it",
                    )
                )
            elif problem := _link_problem(catalog, text, link.target, addresses, where):
                problems.append(problem)
        problems += [
            _bad_link(f"{found[1]}:", text.at(line.at, found.start() + 1))
            for line in block.lines
            if (found := _UNSAFE.search(line.text))
        ]
    return problems


def _link_problem(
    catalog: Catalog, text: Text, target: str, addresses: frozenset[str], where: SourcePos
) -> Problem | None:
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
        return _bad_link(target, where)
    if scheme:
        return _source_problem(text, target, where) if scheme[1].lower() != "mailto" else None
    path, mark, fragment = target.partition("#")
    if not path and mark:
        return _fragment_problem(catalog, text.change, fragment, where)
    if not path.startswith("/") or path.startswith("//"):
        return _bad_link(target, where)
    address = path[1:].partition("?")[0]
    if address in addresses:
        return (
            _fragment_problem(catalog, catalog.change(address.strip("/")), fragment, where) if mark else None
        )
    if address.startswith(("data/", "c/")) or address.endswith((".xml", ".json", ".csv")):
        return None  # made by the build; its link check follows it
    if f"{address}/" in addresses:
        return Problem(
            code="dead-link",
            message=f"{target} lacks its last slash",
            where=where,
            hint=f"write /{address}/{mark}{fragment}",
        )
    return Problem(
        code="dead-link",
        message=f"{target} leads to no page of the report",
        where=where,
        hint=did_you_mean(f"/{address}", [f"/{a}" for a in addresses]),
        about=address.strip("/"),
    )


def _bad_link(target: str, where: SourcePos) -> Problem:
    return Problem(
        code="bad-link",
        message=f"{target[:80]!r} is no address that the report links to",
        where=where,
        hint="https://… for other sites; from the root (/zoom/terms-of-service/) for pages of the report",
    )


def _source_problem(text: Text, target: str, where: SourcePos) -> Problem | None:
    """A link out of a note whose source is not named in its front matter."""
    change = text.change
    if change is None:
        return None
    named = list(change.sources)
    named += [d.source for d in change.dates if d.source] + [n.source for n in change.notice if n.source]
    named += [r.source for r in change.responses if r.source]
    if any(target in (s.url, s.read_at, s.archived) for s in named):
        return None
    return Problem(
        code="unlisted-source",
        message=f"{target} is linked and stands in no `sources` entry",
        where=where,
        severity=Severity.WARNING,
        hint="list it with title, publisher, day, and whether we read it: what others said is linked and dated",
    )


def _fragment_problem(
    catalog: Catalog, change: Change | None, fragment: str, where: SourcePos
) -> Problem | None:
    """A clause link whose name is nearly, but not, that of a quotation. (Other anchors are checked on the built page.)"""
    if change is None:
        return None
    lock = catalog.lock(change.key)
    names = [q.name for q in change.quotations] + ([p.id for p in lock.passages] if lock else [])
    if fragment in names:
        return None
    hint = did_you_mean(fragment, names)
    if not hint.startswith("did"):
        return None
    return Problem(
        code="dead-link",
        message=f"/{change.url} has no quotation #{fragment}",
        where=where,
        hint=hint,
        about=f"{change.key}#{fragment}",
    )


def reference_problems(catalog: Catalog, text: Text) -> list[Problem]:
    problems: list[Problem] = []
    for block in own_blocks(text.blocks):
        for line in block.lines:
            if not _ANY_REFERENCE.search(line.text):
                continue
            where = text.at(line.at, line.text.index("{{") + 1)
            found = _REFERENCE.match(line.text.strip())
            if found is None or len(block.lines) > 1:
                problems.append(
                    Problem(
                        code="bad-reference",
                        message=f"cannot read {line.text.strip()[:60]!r}",
                        where=where,
                        hint="{{quote COMPANY/DOCUMENT/DAY#NAME}} or {{film …}}, in a paragraph of its own",
                    )
                )
            elif problem := _unknown_reference(catalog, found[2], found[3], where):
                problems.append(problem)
    return problems


def _unknown_reference(catalog: Catalog, key: str, name: str, where: SourcePos) -> Problem | None:
    change = catalog.change(key)
    if change is None:
        return Problem(
            code="unknown-reference",
            message=f"no change is called {key!r}",
            where=where,
            hint=did_you_mean(key, [c.key for c in catalog.changes]) or "there is no change yet",
            about=key,
        )
    names = [q.name for q in change.quotations]
    if name in names:
        return None
    return Problem(
        code="unknown-reference",
        message=f"{key} has no quotation called {name!r}",
        where=where,
        hint=did_you_mean(name, names) or "its note has no quotations",
        about=f"{key}#{name}",
    )
