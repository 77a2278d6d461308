"""Citations: a sentence, Markdown and HTML for a passage; BibTeX, CSL-JSON and a Wikipedia template for a page as well.

Both archive addresses and times are inside each of them, with what came after: a citation that is copied out of this
site must not say more than the captures do.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from generator.model.times import spell_time
from generator.pages.alone import AloneView
from generator.pages.spelling import spell_day

_KEY = re.compile(r"[^\w-]+", re.ASCII)
_NUMBER = re.compile(r"(?:[A-Z]\.?)?\d[\w.()-]*|[IVXLC]+\.?(?:\([A-Za-z0-9]+\))*")
_TEX = {
    **{c: f"\\{c}" for c in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteView:
    """One form of a citation, as text to copy."""

    name: str
    text: str
    code: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedView:
    """A capture as citations name it."""

    archive: str
    at: datetime
    href: str
    digest: str

    @property
    def words(self) -> str:
        """``Open Terms Archive (contrib-versions), captured 2023-04-01T06:45:10Z, sha256 23793ad8e1f704cd, https://…``."""
        link = f", {self.href}" if self.href else ""
        return f"{self.archive}, captured {spell_time(self.at)}, sha256 {self.digest[:16]}{link}"


def cite_line(
    *, company: str, document: str, clause: str, archive: str, at: datetime | None, site: str, address: str
) -> str:
    """One line: ``Zoom Terms of Service, § 10.2, as captured 1 April 2023 by Open Terms Archive. Smallprint, ADDRESS.``"""
    name = document if document.casefold().startswith(company.casefold()) else f"{company} {document}"
    number = _NUMBER.fullmatch(clause)
    place = f", § {clause.rstrip('.')}" if number else f", “{clause}”" if clause else ""
    captured = f", as captured {spell_day(at)} by {archive.partition(' (')[0]}" if at else ""
    return f"{name}{place}{captured}. {site}, {address}."


def cite_passage(
    *,
    words: AloneView,
    company: str,
    document: str,
    clause: str,
    capture: CapturedView,
    other: CapturedView | None,
    other_side: str,
    came_after: str,
    site: str,
    address: str,
) -> tuple[CiteView, ...]:
    """The forms in which one passage is cited, each with the whole sentence the words stand in."""
    place = f"{company}, {document}" + (f", {clause}" if clause else "")
    against = f" Compared with the capture {other_side}: {other.words}." if other else ""
    unread = f" {words.notice}" if words.notice else ""
    told = f"{came_after}{unread}{against}"
    sentence = f"“{words.text}” {place}. {capture.words}. {told} {site}, {address}"
    markdown = (
        f"> {_marked(words, '**', '**')}\n>\n> [{place}]({address}), [captured {spell_time(capture.at)}]"
        f"({capture.href or address}). {told}"
    )
    html = (
        f'<blockquote cite="{escape(address)}"><p>{_marked(words, "<strong>", "</strong>", escape)}</p></blockquote>\n'
        f'<p><a href="{escape(address)}">{escape(place)}</a>, {escape(capture.words)}. {escape(told)}</p>'
    )
    return (
        CiteView(name="Sentence", text=sentence, code=False),
        CiteView(name="Markdown", text=markdown),
        CiteView(name="HTML", text=html),
    )


def _marked(view: AloneView, opens: str, shuts: str, spell: Callable[[str], str] = str) -> str:
    """Lead-in and sentence, the quoted words marked where they are not all of it."""
    if not view.more:
        return spell(view.words)
    return f"{spell(view.opening + view.before)}{opens}{spell(view.words)}{shuts}{spell(view.rest)}"


def cite_page(
    *,
    title: str,
    site: str,
    address: str,
    key: str,
    published: date,
    authors: tuple[str, ...],
    before: CapturedView | None,
    after: CapturedView | None,
    came_after: str,
    company: str,
    document: str,
    document_address: str,
) -> tuple[CiteView, ...]:
    """The forms in which a whole page is cited."""
    pins = [(n, c) for n, c in (("before", before), ("after", after)) if c]
    evidence = "; ".join(f"{name}: {capture.words}" for name, capture in pins)
    note = f"{evidence[:1].upper()}{evidence[1:]}. {came_after}".strip()
    sentence = f"{', '.join(authors) or site}. “{title}”. {site}, {spell_day(published)}, {address}. {note}"
    markdown = f"[{title}]({address}), {site}, {spell_day(published)}. {note}"
    html = f'<a href="{escape(address)}">{escape(title)}</a>, {escape(site)}, {spell_day(published)}. {escape(note)}'
    return (
        CiteView(name="Sentence", text=sentence, code=False),
        CiteView(name="Markdown", text=markdown),
        CiteView(name="HTML", text=html),
        CiteView(name="BibTeX", text=_bibtex(title, site, address, key, published, authors, note)),
        CiteView(name="CSL-JSON", text=_csl(title, site, address, key, published, authors, note)),
        CiteView(
            name="Wikipedia",
            text=_wikipedia(
                company,
                document,
                document_address,
                (before, after),
                title,
                address,
                site,
                published,
                came_after,
            ),
        ),
    )


def _bibtex(
    title: str, site: str, address: str, key: str, published: date, authors: tuple[str, ...], note: str
) -> str:
    names = " and ".join(f"{{{_tex(name)}}}" for name in authors) or f"{{{_tex(site)}}}"
    return (
        f"@misc{{{_KEY.sub('-', key)},\n"
        f"  title        = {{{_tex(title)}}},\n"
        f"  author       = {{{names}}},\n"
        f"  howpublished = {{{_tex(site)}}},\n"
        f"  year         = {{{published.year}}},\n"
        f"  month        = {{{published.month}}},\n"
        f"  url          = {{{address}}},\n"
        f"  note         = {{{_tex(note)}}}\n}}"
    )


def _tex(text: str) -> str:
    """Escape what TeX reads as markup."""
    return "".join(_TEX.get(c, c) for c in text)


def _csl(
    title: str, site: str, address: str, key: str, published: date, authors: tuple[str, ...], note: str
) -> str:
    item = {
        "id": key,
        "type": "webpage",
        "title": title,
        "container-title": site,
        "author": [{"literal": name} for name in (authors or (site,))],
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "URL": address,
        "note": note,
    }
    return json.dumps([item], ensure_ascii=False, indent=1)


def _wikipedia(
    company: str,
    document: str,
    document_address: str,
    captures: tuple[CapturedView | None, ...],
    title: str,
    address: str,
    site: str,
    published: date,
    came_after: str,
) -> str:
    """Templates for the policy as archived before and after, and for this page about it, with what came after as a note."""
    policy = "".join(
        f"{{{{cite web |title={_pipe(document)} |publisher={_pipe(company)} |url={document_address} "
        f"|archive-url={capture.href} |archive-date={capture.at:%Y-%m-%d} "
        f"|id=captured {spell_time(capture.at)}}}}}\n"
        for capture in captures
        if capture and capture.href and document_address
    )
    note = f" {_pipe(came_after)}" if came_after else ""
    return (
        f"{policy}{{{{cite web |title={_pipe(title)} |website={_pipe(site)} |url={address} "
        f"|date={published.isoformat()}}}}}{note}"
    )


def _pipe(text: str) -> str:
    return text.replace("|", "{{!}}")
