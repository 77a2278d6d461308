"""A change: its page, the short pages and embeds of its quoted passages, and both whole texts where they are published."""

from dataclasses import dataclass, replace
from datetime import date

from generator.compare.counterparts import Counterparts, find_counterparts
from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Status, WholeTexts
from generator.model.digests import Digest, parse_digest
from generator.model.evidence import ChangeEvidence, Quotation
from generator.model.pages import PageSpec
from generator.model.redline import Redline
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.change.cards import CardView, card_view
from generator.pages.change.evidence import PinView, gap_notes, pin_of
from generator.pages.change.figures import BriefView, NoteFigure, brief_view, note_figures
from generator.pages.change.frame import change_chrome
from generator.pages.change.meaning import MeaningView, meaning_views
from generator.pages.change.parts import (
    DateView,
    HistoryView,
    NoticeView,
    ReplyView,
    SourceView,
    StubView,
    asked_line,
    byline,
    date_views,
    drafted_line,
    edition_line,
    history_views,
    notice_views,
    reply_views,
    review_line,
    source_views,
    stub_views,
)  # fmt: skip
from generator.pages.change.passage import (
    PassageView,
    QuoteView,
    passage_views,
    quote_views,
)
from generator.pages.change.passage_pages import former_pages, short_pages, withdrawn_pages
from generator.pages.change.redline_part import RedlineView, full_page, redline_view
from generator.pages.change.redline_rows import draw_rows
from generator.pages.change.redline_views import RedlineRows
from generator.pages.change.sides import PassageSource
from generator.pages.chrome import Chrome, LinkView, SiteOptions
from generator.pages.cite import CiteView, cite_page
from generator.pages.messages import joined, say
from generator.pages.sheets import Mark, make_sheet

Texts = tuple[Text | None, Text | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """The editor's note as written, with the places of its quotations."""

    body: str
    figures: tuple[NoteFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Everything a change page shows, top to bottom."""

    chrome: Chrome
    title: str
    summary: str
    company: LinkView
    document: LinkView
    edition: str
    language: str
    topics: tuple[LinkView, ...]
    withdrawn: bool
    correction: HistoryView | None
    authors: tuple[LinkView, ...]
    published: date
    drafted: str
    review: str
    before: PinView | None
    after: PinView | None
    quotes: tuple[QuoteView, ...]
    gaps: tuple[str, ...]  # what hatched stretches of the rulers mean
    passages: tuple[PassageView, ...]
    note: NoteView
    brief: BriefView | None  # None where nothing is quoted
    means: tuple[MeaningView, ...]
    sources: tuple[SourceView, ...]
    notices: tuple[NoticeView, ...]
    asked: str
    replies: tuple[ReplyView, ...]
    dates: tuple[DateView, ...]
    redline: RedlineView | None
    stubs: tuple[StubView, ...]
    links_only: bool
    full_href: str
    data: tuple[LinkView, ...]
    cites: tuple[CiteView, ...]
    history: tuple[HistoryView, ...]
    edit_href: str
    history_href: str
    contact: str
    verify: str
    siblings: tuple[LinkView, ...]  # the change before and the one after of this document


def change_page(
    catalog: Catalog,
    change: Change,
    evidence: ChangeEvidence,
    redline: Redline | None,
    texts: Texts,
    options: SiteOptions,
) -> tuple[PageSpec, ...]:
    """All files of a change. Without a redline (captures out of reach): note, dates, brackets, quotations, stubs."""
    path = addresses.change_path(change)
    if change.status is Status.WITHDRAWN:
        return _tombstone(catalog, change, evidence, options)
    quotations = tuple(sorted(evidence.quotations, key=lambda q: q.mark.offset))
    before, after = pin_of(catalog, change, Side.BEFORE), pin_of(catalog, change, Side.AFTER)
    links_only = catalog.report.whole_texts is WholeTexts.LINK
    marks = _marks(quotations)
    rows: RedlineRows | None = None
    found: Counterparts | None = None
    source = PassageSource(
        catalog=catalog,
        change=change,
        path=path,
        site=catalog.report.title,
        base_url=(options.base_url or catalog.report.base_url).rstrip("/"),
        before=before,
        after=after,
    )
    pair = _both(texts)
    reserved = frozenset(n for q in quotations for n in (q.passage.id, *q.passage.aliases))
    if redline is not None and pair is not None:
        sheets = (
            make_sheet(Side.BEFORE, pair[0], redline, marks[0]),
            make_sheet(Side.AFTER, pair[1], redline, marks[1]),
        )
        found = find_counterparts(redline)
        rows = draw_rows(
            redline,
            sheets,
            evidence.passages,
            reserved=reserved,
            phrases=catalog.topic_phrases,
            counterparts=found,
        )
        shown = () if links_only else _standing(rows, quotations)
        source = replace(source, redline=redline, sheets=sheets, rows=shown)
    quotes = quote_views(source, quotations)
    drawn = reserved | (rows.drawn if rows and not links_only else frozenset())
    view = _view(catalog, change, options, source, quotations, quotes, redline, rows)
    view = replace(view, stubs=stub_views(evidence, drawn, (before, after)), links_only=links_only)
    specs = [
        PageSpec(path=path, template="change.html", view=view, sources=_sources(change, before, after)),
        PageSpec(
            path=addresses.card_url(change), template="card", view=_card(view, change, source, quotations)
        ),
        *short_pages(catalog, change, options, source, quotations, quotes, view.passages),
        *former_pages(catalog, change, options, evidence),
    ]
    if view.full_href and redline is not None and source.sheets is not None:
        whole = draw_rows(redline, source.sheets, evidence.passages, whole=True, counterparts=found)
        texts_drawn = redline_view(redline, whole, source.sheets, view.language, whole=True)
        specs.append(full_page(catalog, options, source, texts_drawn, view.company.text, view.document.text))
    return tuple(specs)


def _tombstone(
    catalog: Catalog, change: Change, evidence: ChangeEvidence, options: SiteOptions
) -> tuple[PageSpec, ...]:
    """A withdrawn change: what its note says now, and every address it ever had, without the words."""
    path = addresses.change_path(change)
    pins = (pin_of(catalog, change, Side.BEFORE), pin_of(catalog, change, Side.AFTER))
    source = PassageSource(
        catalog=catalog,
        change=change,
        path=path,
        site=catalog.report.title,
        base_url=(options.base_url or catalog.report.base_url).rstrip("/"),
        before=pins[0],
        after=pins[1],
    )
    quoted = {q.passage.id: q.passage for q in evidence.quotations}
    known = {p.id: p for p in evidence.passages}
    all_passages = replace(evidence, passages=tuple({**known, **quoted}.values()))
    kept = tuple(sorted((q for q in evidence.quotations if q.mark.words), key=lambda q: q.mark.offset))
    view = _view(catalog, change, options, source, kept, quote_views(source, kept), None, None)
    parts = tuple(
        link for link in view.chrome.jump if link.href[1:] in ("note", "redline", "evidence", "cite")
    )
    view = replace(
        view,
        chrome=replace(view.chrome, jump=parts, card="", json_ld=""),
        passages=(),
        brief=None,
        means=(),
        stubs=stub_views(all_passages, frozenset(), pins),
    )
    page = PageSpec(path=path, template="change.html", view=view, sources=_sources(change, *pins))
    return (
        page,
        *withdrawn_pages(catalog, change, options, evidence.quotations),
        *former_pages(catalog, change, options, evidence),
    )


def _card(
    view: ChangeView, change: Change, source: PassageSource, quotations: tuple[Quotation, ...]
) -> CardView:
    company, document = view.company.text, view.document.text
    return card_view(change, source, quotations, view.quotes, company=company, document=document)


def _both(texts: Texts) -> tuple[Text, Text] | None:
    before, after = texts
    return (before, after) if before is not None and after is not None else None


def _marks(quotations: tuple[Quotation, ...]) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """What is quoted from each side, with the quotation's number."""
    sides: tuple[list[Mark], list[Mark]] = ([], [])
    for number, quotation in enumerate(quotations, 1):
        side = sides[0 if quotation.mark.side is Side.BEFORE else 1]
        side += [Mark(span=span, number=number) for span in quotation.pieces]
    return tuple(sides[0]), tuple(sides[1])


def _standing(rows: RedlineRows, quotations: tuple[Quotation, ...]) -> tuple[tuple[str, str], ...]:
    """Which row each quotation's words stand in."""
    by_number: dict[int, str] = {}
    for row in rows.all_rows:
        for number in row.quotes:
            by_number.setdefault(number, row.id)
    return tuple((q.passage.id, by_number.get(n, "")) for n, q in enumerate(quotations, 1))


def _sources(change: Change, before: PinView | None, after: PinView | None) -> tuple[Digest, ...]:
    """What the page was made from: its note and its captures."""
    note = parse_digest(change.source_digest)
    return tuple(d for d in (note, before.digest if before else None, after.digest if after else None) if d)


def _view(
    catalog: Catalog,
    change: Change,
    options: SiteOptions,
    source: PassageSource,
    quotations: tuple[Quotation, ...],
    quotes: tuple[QuoteView, ...],
    redline: Redline | None,
    rows: RedlineRows | None,
) -> ChangeView:
    """The page itself."""
    report = catalog.report
    company, document = catalog.company(change.company), catalog.document(change.document_key)
    company_name = company.name if company else change.company
    document_title = document.title if document else change.document
    chrome = change_chrome(catalog, change, options, company_name, document_title)
    language = document.edition.language if document else "en"
    drawn = redline_view(redline, rows, source.sheets, language, phrases=_phrases(catalog, change))
    file = addresses.content_file(change.where.path)
    history = history_views(change)
    passages = passage_views(source, quotations, quotes)
    return ChangeView(
        chrome=chrome,
        title=change.title,
        summary=change.summary,
        company=LinkView(text=company_name, href=chrome.to(addresses.company_url(change.company))),
        document=LinkView(text=document_title, href=chrome.to(addresses.document_url(change.document_key))),
        edition=edition_line(document.edition.audience, document.edition.language, document.edition.seen_from)
        if document
        else "",
        language=language,
        topics=tuple(
            LinkView(text=t.title, href=chrome.to(t.url)) for s in change.topics if (t := catalog.topic(s))
        ),
        withdrawn=change.status is Status.WITHDRAWN,
        correction=next((h for h in history if h.kind), None),
        authors=byline(change, report),
        published=change.published,
        drafted=drafted_line(change),
        review=review_line(change, report),
        before=source.before,
        after=source.after,
        quotes=quotes,
        gaps=gap_notes((source.before, source.after)) if any(q.ruler for q in quotes) else (),
        passages=passages,
        note=NoteView(
            body=change.body,
            figures=note_figures(source, quotations, passages),
        ),
        brief=brief_view(source, quotations, quotes),
        means=meaning_views(change, quotes),
        sources=source_views(change.sources),
        notices=notice_views(change),
        asked=asked_line(change),
        replies=reply_views(change),
        dates=date_views(change, source.after),
        redline=drawn,
        stubs=(),
        links_only=False,
        full_href="full/" if report.whole_texts is WholeTexts.PUBLISH and drawn else "",
        data=tuple(LinkView(text=n, href=chrome.to(u)) for n, u in addresses.change_data_urls(change)),
        cites=cite_page(
            title=change.title,
            site=report.title,
            address=chrome.at(change.url),
            key=f"{report.title.lower()}/{change.key}",
            published=change.published,
            authors=tuple(a.text for a in byline(change, report)),
            before=source.before.cited if source.before else None,
            after=source.after.cited if source.after else None,
            came_after=_came_after(quotes),
            company=company_name,
            document=document_title,
            document_address=source.after.asked if source.after else "",
        ),
        history=history,
        edit_href=addresses.edit_url(report.repository, report.branch, file),
        history_href=addresses.history_url(report.repository, report.branch, file),
        contact=report.contact,
        verify=f"smallprint verify {change.key}",
        siblings=_siblings(catalog, change, chrome),
    )


def _phrases(catalog: Catalog, change: Change) -> tuple[str, ...]:
    """The phrases of the topics of the page, each once."""
    topics = [topic for slug in change.topics if (topic := catalog.topic(slug))]
    return tuple(dict.fromkeys(phrase for topic in topics for phrase in topic.phrases))


def _came_after(quotes: tuple[QuoteView, ...]) -> str:
    """What came after, for a citation of the page: each line once, with all the clauses it is true of."""
    lines: dict[str, list[str]] = {}
    for quote in quotes:
        lines.setdefault(quote.after.short, []).append(quote.clause or quote.name)
    told = [joined((", ".join(dict.fromkeys(clauses)), line), ": ") for line, clauses in lines.items()]
    return say("What came after: %(lines)s.", lines=joined(told, "; ")) if told else ""


def _siblings(catalog: Catalog, change: Change, chrome: Chrome) -> tuple[LinkView, ...]:
    """The neighbouring changes of the same document, by time of the later capture."""
    line = sorted(
        (c for c in catalog.changes_of(change.document_key) if c.status is not Status.WITHDRAWN),
        key=lambda c: (c.after.at, c.slug),
    )
    if change not in line:
        return ()
    at = line.index(change)
    return tuple(
        LinkView(text=other.title, href=chrome.to(other.url), note=note(other.after.at.date()))
        for note, index in ((_previous, at - 1), (_next, at + 1))
        if 0 <= index < len(line)
        for other in (line[index],)
    )


def _previous(on: date) -> str:
    return say("Previous change, %(day)s", day=on)


def _next(on: date) -> str:
    return say("Next change, %(day)s", day=on)
