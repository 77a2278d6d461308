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
from generator.pages.messages import joined, pipe, say, spelt, tex, turned

_KEY = re.compile(r"[^\w-]+", re.ASCII)
_NUMBER = re.compile(r"(?:[A-Z]\.?)?\d[\w.()-]*|[IVXLC]+\.?(?:\([A-Za-z0-9]+\))*")


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
        values = {"archive": self.archive, "at": spell_time(self.at), "digest": self.digest[:16]}
        if not self.href:
            return say("%(archive)s, captured %(at)s, sha256 %(digest)s", **values)
        return say("%(archive)s, captured %(at)s, sha256 %(digest)s, %(href)s", href=self.href, **values)


def cite_line(
    *, company: str, document: str, clause: str, archive: str, at: datetime | None, site: str, address: str
) -> str:
    """One line: ``Zoom Terms of Service, § 10.2, as captured 1 April 2023 by Open Terms Archive. Smallprint, ADDRESS.``"""
    name = document if document.casefold().startswith(company.casefold()) else f"{company} {document}"
    number = _NUMBER.fullmatch(clause)
    clause = f"§ {clause.rstrip('.')}" if number else f"“{clause}”" if clause else ""
    place = f"{name}, {clause}" if clause else name
    if not at:
        return f"{place}. {site}, {address}."
    captured = say(
        "%(place)s, as captured %(day)s by %(archive)s",
        place=place,
        day=at.date(),
        archive=archive.partition(" (")[0],
    )
    return joined((captured, f"{site}, {address}."), ". ")


def cite_passage(
    *,
    words: AloneView,
    company: str,
    document: str,
    clause: str,
    capture: CapturedView,
    other: CapturedView | None,
    other_is_later: bool,
    came_after: str,
    site: str,
    address: str,
) -> tuple[CiteView, ...]:
    """The forms in which one passage is cited, each with the whole sentence the words stand in."""
    place = f"{company}, {document}" + (f", {clause}" if clause else "")
    against = _against(other, other_is_later) if other else ""
    told = joined((came_after, words.notice, against), " ")
    sentence = joined((f"“{words.text}” {place}. ", capture.words, ". ", told, f" {site}, {address}"), "")
    markdown = joined(
        (
            f"> {_marked(words, '**', '**')}\n>\n> [{place}]({address}), [",
            say("captured %(at)s", at=spell_time(capture.at)),
            f"]({capture.href or address}). ",
            told,
        ),
        "",
    )
    html = joined(
        (
            f'<blockquote cite="{escape(address)}"><p>{_marked(words, "<strong>", "</strong>", escape)}</p></blockquote>\n'
            f'<p><a href="{escape(address)}">{escape(place)}</a>, ',
            turned(capture.words, "html"),
            ". ",
            turned(told, "html"),
            "</p>",
        ),
        "",
    )
    return (
        CiteView(name=say("Sentence"), text=sentence, code=False),
        CiteView(name="Markdown", text=markdown),
        CiteView(name="HTML", text=html),
    )


def _against(other: CapturedView, is_later: bool) -> str:
    """Which capture the quoted one was compared with."""
    if is_later:
        return say("Compared with the capture after it: %(capture)s.", capture=other.words)
    return say("Compared with the capture before it: %(capture)s.", capture=other.words)


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
    note = joined((_evidence(before, after), came_after), " ")
    day = spelt(published)
    sentence = joined((f"{', '.join(authors) or site}. “{title}”. {site}, ", day, f", {address}. ", note), "")
    markdown = joined((f"[{title}]({address}), {site}, ", day, ". ", note), "")
    html = joined(
        (
            f'<a href="{escape(address)}">{escape(title)}</a>, {escape(site)}, ',
            turned(day, "html"),
            ". ",
            turned(note, "html"),
        ),
        "",
    )
    return (
        CiteView(name=say("Sentence"), text=sentence, code=False),
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


def _evidence(before: CapturedView | None, after: CapturedView | None) -> str:
    """Both captures, as a sentence."""
    if before and after:
        return say("Before: %(before)s; after: %(after)s.", before=before.words, after=after.words)
    if before:
        return say("Before: %(capture)s.", capture=before.words)
    return say("After: %(capture)s.", capture=after.words) if after else "."


def _bibtex(
    title: str, site: str, address: str, key: str, published: date, authors: tuple[str, ...], note: str
) -> str:
    names = " and ".join(f"{{{tex(name)}}}" for name in authors) or f"{{{tex(site)}}}"
    entry = (
        f"@misc{{{_KEY.sub('-', key)},\n"
        f"  title        = {{{tex(title)}}},\n"
        f"  author       = {{{names}}},\n"
        f"  howpublished = {{{tex(site)}}},\n"
        f"  year         = {{{published.year}}},\n"
        f"  month        = {{{published.month}}},\n"
        f"  url          = {{{address}}},\n"
        f"  note         = {{",
        turned(note, "tex"),
        "}\n}",
    )
    return joined(entry, "")


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
        "note": "",
    }
    head, quote, tail = json.dumps([item], ensure_ascii=False, indent=1).rpartition('""')
    return joined((head, quote[0], turned(note, "json"), quote[1], tail), "")


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
        f"{{{{cite web |title={pipe(document)} |publisher={pipe(company)} |url={document_address} "
        f"|archive-url={capture.href} |archive-date={capture.at:%Y-%m-%d} "
        f"|id=captured {spell_time(capture.at)}}}}}\n"
        for capture in captures
        if capture and capture.href and document_address
    )
    page = (
        f"{policy}{{{{cite web |title={pipe(title)} |website={pipe(site)} |url={address} "
        f"|date={published.isoformat()}}}}}"
    )
    return joined((page, turned(came_after, "pipe")), " ")
