"""Comparisons that nobody has read: drawn by the machine, marked as such, outside everything that the report says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from generator.content.scaffold import spell_draft
from generator.model.captures import Side
from generator.model.catalog import Catalog, Status, WholeTexts
from generator.model.pages import PageSpec
from generator.model.results import Compared
from generator.model.unread import Reach, Unread
from generator.pages import addresses
from generator.pages.change.parts import counts_view, edition_line
from generator.pages.change.redline_part import RedlineView, redline_view
from generator.pages.chrome import Chrome, LinkView, SiteOptions, make_chrome, with_crumbs
from generator.pages.change.evidence import PinView, pin_of_row
from generator.pages.material import company_name, document_title
from generator.pages.change.redline_rows import draw_rows
from generator.pages.sheets import make_sheet
from generator.pages.messages import joined, say, say_many, spelt

Told = tuple[Unread, str | None]  # what a comparison counts; None where it has no page
Around = tuple[Unread | None, Unread | None]  # the neighbours before and after it
TITLE = say("Not read by anybody yet")
SAYS = {
    Reach.STEP: "",
    Reach.NOTES: say(
        "Both captures are ones that notes of this report rest on; no note compares them with each other."
    ),
    Reach.NET: say(
        "The first text held beside the newest: the net change. What came and went in between is in neither."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadView:
    """Two captures, what differs, and that nobody has read it."""

    chrome: Chrome
    title: str
    company: LinkView
    document: LinkView
    edition: str
    says: str  # how far apart the captures stand; empty for neighbours
    notes: tuple[LinkView, ...]  # what has been read of the time between them
    before: PinView
    after: PinView
    redline: RedlineView
    links_only: bool
    see: str  # the command that draws the same comparison
    scaffold: str  # the command that begins a note on it
    note_href: str  # the same on the code host; empty where there is none
    siblings: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadLine:
    """A comparison in a list; without address where its captures are out of reach of this build."""

    before: datetime
    after: datetime
    href: str
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadGroup:
    """A document in the index of all."""

    company: str
    document: str
    href: str
    count: str
    newest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadListView:
    """The index of all (`groups`), or the comparisons of one document (`lines`)."""

    chrome: Chrome
    title: str
    kicker: str
    document: LinkView | None = None
    groups: tuple[UnreadGroup, ...] = ()
    lines: tuple[UnreadLine, ...] = ()
    longer: tuple[UnreadLine, ...] = ()  # over more than one step
    unreached: int = 0


def unread_lists(catalog: Catalog, told: Sequence[Told], options: SiteOptions) -> tuple[PageSpec, ...]:
    """The index, and a list for each document."""
    by_document: dict[str, list[Told]] = {}
    for one in told:
        by_document.setdefault(one[0].document, []).append(one)
    lists = (_document_list(catalog, key, own, options) for key, own in by_document.items())
    return (_index(catalog, by_document, options), *lists)


def find_neighbours(drawn: Iterable[Unread]) -> dict[str, Around]:
    """By key of comparison, those of the same document before and after it; none for those over longer times."""
    drawn = tuple(drawn)
    around: dict[str, Around] = {one.key: (None, None) for one in drawn}
    steps = [one for one in drawn if one.is_step]
    for _, group in groupby(steps, key=lambda one: one.document):
        own: list[Unread | None] = [None, *group, None]
        around |= {one.key: (own[at], own[at + 2]) for at, one in enumerate(own[1:-1]) if one}
    return around


def counts_of(catalog: Catalog, one: Unread, compared: Compared) -> str:
    """What happened between the two captures, in a sentence."""
    document = catalog.document(one.document)
    return counts_view(compared.redline, document.edition.language if document else "en").sentence


def unread_page(
    catalog: Catalog, one: Unread, compared: Compared, around: Around, options: SiteOptions
) -> PageSpec:
    """The page of one comparison."""
    view = _view(catalog, one, compared, around, options)
    sources = (one.before.sha256, one.after.sha256)
    return PageSpec(path=addresses.file_of(one.url), template="unread.html", view=view, sources=sources)


def _view(
    catalog: Catalog,
    one: Unread,
    compared: Compared,
    around: Around,
    options: SiteOptions,
) -> UnreadView:
    company, title = _names(catalog, one.document)
    document = catalog.document(one.document)
    edition = document.edition if document else None
    days = say(
        "%(first)s to %(newest)s", first=one.before.captured_at.date(), newest=one.after.captured_at.date()
    )
    named = joined((company, title))
    chrome = with_crumbs(
        make_chrome(
            catalog,
            options,
            path=addresses.file_of(one.url),
            title=say("%(place)s, %(days)s: compared, not read", place=named, days=days),
            description=say(
                "Two captures of %(name)s’s %(title)s, compared by a program. Nobody has read the comparison.",
                name=company,
                title=title,
            ),
            noindex=True,
        ),
        (TITLE, addresses.UNREAD),
        (f"{company}, {title}", addresses.unread_url(one.document)),
        (spelt(one.after.captured_at.date()), ""),
    )
    return UnreadView(
        chrome=chrome,
        title=joined((named, days), ": "),
        company=LinkView(text=company, href=chrome.to(addresses.company_url(one.document.partition("/")[0]))),
        document=LinkView(text=title, href=chrome.to(addresses.document_url(one.document))),
        edition=edition_line(edition.audience, edition.language, edition.seen_from) if edition else "",
        says=SAYS[one.reach],
        notes=_notes_between(catalog, one, chrome),
        before=pin_of_row(document, one.before, Side.BEFORE),
        after=pin_of_row(document, one.after, Side.AFTER),
        redline=_redline(compared, edition.language if edition else "en", catalog.topic_phrases),
        links_only=catalog.report.whole_texts is WholeTexts.LINK,
        see=f"smallprint diff '{one.before.locator}' '{one.after.locator}'",
        note_href=_note_href(catalog, one, company),
        scaffold=f"smallprint new {one.document} --before {one.before.ref} --after {one.after.ref}",
        siblings=tuple(
            LinkView(text=spelt(other.after.captured_at.date()), href=chrome.to(other.url), note=note)
            for note, other in zip((say("Before this"), say("After this")), around, strict=True)
            if other
        ),
    )


def _notes_between(catalog: Catalog, one: Unread, chrome: Chrome) -> tuple[LinkView, ...]:
    """The published notes on changes between the two captures, oldest first; none for neighbours."""
    if one.is_step:
        return ()
    first, last = one.before.captured_at, one.after.captured_at
    notes = (
        c
        for c in catalog.changes_of(one.document)
        if c.status is Status.PUBLISHED and first <= c.before.at and c.after.at <= last
    )
    return tuple(
        LinkView(text=change.title, href=chrome.to(change.url), note=spelt(change.after.at.date()))
        for change in sorted(notes, key=lambda change: change.after.at)
    )


def _note_href(catalog: Catalog, one: Unread, company: str) -> str:
    """Where a note on a comparison is begun in a browser, as a draft that pins both captures."""
    report = catalog.report
    text = spell_draft(
        company=company,
        document=one.document.rpartition("/")[2],
        before=one.before.ref,
        after=one.after.ref,
        topics=(),
        today=report.as_of,
        quotes="",
    )
    return addresses.new_note_url(report.repository, report.branch, one.document, f"{_note_slug(catalog, one)}.md", text)


def _note_slug(catalog: Catalog, one: Unread) -> str:
    """How the file of a note is called: after the day of the later capture, and its minute where the day is taken."""
    if one.is_step:
        return one.slug
    taken = {change.slug for change in catalog.changes_of(one.document)}
    day = f"{one.after.captured_at:%Y-%m-%d}"
    return day if day not in taken else f"{one.after.captured_at:%Y-%m-%dT%H%M}"


def _redline(compared: Compared, language: str, phrases: tuple[str, ...]) -> RedlineView:
    redline = compared.redline
    sheets = (
        make_sheet(Side.BEFORE, compared.before, redline, ()),
        make_sheet(Side.AFTER, compared.after, redline, ()),
    )
    drawn = redline_view(redline, draw_rows(redline, sheets, (), phrases=phrases), sheets, language)
    assert drawn is not None
    return drawn


def _document_list(catalog: Catalog, key: str, pairs: Sequence[Told], options: SiteOptions) -> PageSpec:
    """The comparisons of one document, newest first."""
    company, title = _names(catalog, key)
    named = joined((company, title))
    path = addresses.file_of(addresses.unread_url(key))
    chrome = with_crumbs(
        make_chrome(
            catalog, options, path=path, title=say("%(place)s: not read by anybody yet", place=named), noindex=True
        ),
        (TITLE, addresses.UNREAD),
        (f"{company}, {title}", ""),
    )
    view = UnreadListView(
        chrome=chrome,
        title=f"{company}, {title}",
        kicker=_comparisons(len(pairs)),
        document=LinkView(text=title, href=chrome.to(addresses.document_url(key))),
        lines=tuple(_line(pair, chrome) for pair in reversed(pairs) if pair[0].is_step),
        longer=tuple(_line(pair, chrome) for pair in pairs if not pair[0].is_step),
        unreached=sum(told is None for _, told in pairs),
    )
    return PageSpec(path=path, template="unread-list.html", view=view)


def _line(pair: Told, chrome: Chrome) -> UnreadLine:
    one, told = pair
    return UnreadLine(
        before=one.before.captured_at,
        after=one.after.captured_at,
        href=chrome.to(one.url) if told is not None else "",
        counts=told or "",
    )


def _index(catalog: Catalog, by_document: dict[str, list[Told]], options: SiteOptions) -> PageSpec:
    """Every document that has any, by company."""
    path = addresses.file_of(addresses.UNREAD)
    chrome = with_crumbs(make_chrome(catalog, options, path=path, title=TITLE, noindex=True), (TITLE, ""))
    groups = []
    for key, pairs in by_document.items():
        company, title = _names(catalog, key)
        groups.append(
            UnreadGroup(
                company=company,
                document=title,
                href=chrome.to(addresses.unread_url(key)),
                count=_comparisons(len(pairs)),
                newest=max(one.after.captured_at for one, _ in pairs),
            )
        )
    count = sum(map(len, by_document.values()))
    view = UnreadListView(
        chrome=chrome,
        title=TITLE,
        kicker=_comparisons(count),
        groups=tuple(sorted(groups, key=lambda g: (g.company.casefold(), g.document.casefold(), g.href))),
        unreached=sum(told is None for pairs in by_document.values() for _, told in pairs),
    )
    return PageSpec(path=path, template="unread-list.html", view=view)


def _comparisons(count: int) -> str:
    return say_many("%(number)s comparison", "%(number)s comparisons", count)


def _names(catalog: Catalog, key: str) -> tuple[str, str]:
    return company_name(catalog, key.partition("/")[0]), document_title(catalog, key)
