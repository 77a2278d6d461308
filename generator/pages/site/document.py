"""A document: every capture on a time ruler, noise folded and counted, and the life of its quoted clauses."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from generator.model.captures import CaptureClass, CaptureRow, Side
from generator.model.catalog import Change, Document, Status
from generator.model.evidence import Quotation
from generator.model.lock import Life
from generator.model.pages import PageSpec
from generator.pages.messages import say, say_many
from generator.pages import addresses
from generator.pages.alone import alone
from generator.pages.after import AfterView, after_line
from generator.pages.chrome import Chrome, FeedView, LinkView, make_chrome, with_crumbs
from generator.pages.records import FilmView
from generator.pages.site.document_lines import fold_line, standfirst_of
from generator.pages.site.film import film_of
from generator.pages.site.listing import ChangeEntry, entry_of
from generator.pages.material import (
    Material,
    company_name,
    edition_line,
    is_example,
)
from generator.pages.spelling import direction_of
from generator.pages.site.pair import PairView, pair_of
from generator.pages.site.timeline import LaneView, RulerView, axis_over, captures_lane, life_lane, ruler_of

MOST_FILMS = 3
LONGEST_LABEL = 22  # characters of a clause's name in a picture
MOST_LANES = 8  # quoted clauses drawn under the captures; the table beside lists all


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureView:
    """One capture in a list. `url` is the archive's own copy, empty where it is nowhere on the web."""

    at: datetime
    archive: str
    kind: str
    says: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """A line of the history: a change with a note, a change without one, or captures that fold to one line."""

    kind: str  # note | words | first | fold
    at: datetime
    entry: ChangeEntry | None = None
    capture: CaptureView | None = None
    summary: str = ""
    captures: tuple[CaptureView, ...] = ()
    compared: str = ""  # the comparison that nobody has read, where there is a page of it


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeView:
    """The life of quoted words as a line of a table."""

    name: str
    clause: str
    words: str
    side: str
    url: str
    last_without: datetime | None
    first_with: datetime | None
    known_before: bool
    runs: int
    after: AfterView
    change_at: datetime
    language: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationView:
    """Where the document stood, and when."""

    url: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    chrome: Chrome
    title: str
    company: str
    company_href: str
    kind: str
    edition: str
    parts: tuple[str, ...]
    standfirst: str
    newest: datetime | None
    locations: tuple[LocationView, ...]
    ruler: RulerView | None
    counts: tuple[tuple[str, int, str], ...]
    archives: tuple[str, ...]
    lives: tuple[LifeView, ...]
    films: tuple[FilmView, ...]
    history: tuple[HistoryItem, ...]
    pair: PairView | None
    withdrawn: tuple[LinkView, ...]
    body: str
    atom: str
    json_feed: str
    captures_csv: str


KINDS = {
    CaptureClass.FIRST: ("change", say("first capture held")),
    CaptureClass.CHANGE: ("change", say("words changed")),
    CaptureClass.SAME: ("noise", say("words identical")),
    CaptureClass.TECHNICAL: ("technical", say("extracted anew by the archive")),
    CaptureClass.SUSPECT: ("suspect", say("suspect, kept and flagged")),
}


def document_page(document: Document, material: Material) -> PageSpec:
    """The page of a document. It needs captures.tsv and locks only; films need the pinned texts."""
    catalog = material.catalog
    path = addresses.file_of(document.url)
    who = company_name(catalog, document.company)
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title=f"{who}, {document.title}",
            description=say(
                "Every capture held of %(name)s’s %(title)s, and what changed in its words.", name=who, title=document.title
            ),
        ),
        (who, f"{document.company}/"),
        (document.title, ""),
    )
    if not is_example(document.company):
        chrome = replace(chrome, feeds=(*chrome.feeds, *feeds_of(chrome, document)))
    changes = changes_on(document, material)
    lives = lives_of(changes, material)
    view = DocumentView(
        chrome=chrome,
        title=document.title,
        company=who,
        company_href=chrome.to(f"{document.company}/"),
        kind=document.kind.replace("-", " "),
        edition=edition_line(document),
        parts=document.parts,
        standfirst=standfirst_of(document),
        newest=max((row.captured_at for row in document.captures), default=None),
        locations=locations_of(document),
        ruler=ruler_for(document, changes, material),
        counts=counts_of(document),
        archives=tuple(dict.fromkeys(row.archive for row in document.captures)),
        lives=lives,
        films=films_of(changes, material),
        history=history_of(document, changes, material),
        pair=pair_of(document, material.unread, _with_captures(changes, material)),
        withdrawn=tuple(
            LinkView(text=c.title, href=chrome.to(c.url))
            for c in catalog.changes_of(document.key)
            if c.status is Status.WITHDRAWN
        ),
        body=document.body,
        atom="" if is_example(document.company) else chrome.to(addresses.atom_url(document.url)),
        json_feed="" if is_example(document.company) else chrome.to(addresses.json_feed_url(document.url)),
        captures_csv=chrome.to(f"{document.url}captures.csv"),
    )
    return PageSpec(path=path, template="document.html", view=view)


def feeds_of(chrome: Chrome, document: Document) -> tuple[FeedView, ...]:
    if is_example(document.company):
        return ()
    return (
        FeedView(
            title=chrome.title,
            href=chrome.to(addresses.atom_url(document.url)),
            media_type="application/atom+xml",
        ),
    )


def changes_on(document: Document, material: Material) -> tuple[Change, ...]:
    """Changes of a document that are shown, oldest first."""
    found = (c for c in material.catalog.changes_of(document.key) if c.status is not Status.WITHDRAWN)
    return tuple(sorted(found, key=lambda c: (c.after.at, c.key)))


def counts_of(document: Document) -> tuple[tuple[str, int, str], ...]:
    """How many captures of each kind: class in the stylesheet, number, what it is called."""
    listed = [
        (mark, sum(1 for row in document.captures if row.kind is kind), says)
        for kind, (mark, says) in KINDS.items()
    ]
    return tuple(item for item in listed if item[1])


def locations_of(document: Document) -> tuple[LocationView, ...]:
    """Where the document stood; an address nobody recorded says so."""
    found: list[LocationView] = []
    for place in document.locations:
        since = ""
        if place.valid_from and place.valid_until:
            since = say("%(first)s to %(newest)s", first=place.valid_from, newest=place.valid_until)
        elif place.valid_from:
            since = say("since %(day)s", day=place.valid_from)
        elif place.valid_until:
            since = say("until %(day)s", day=place.valid_until)
        found.append(LocationView(url=place.url, since=since))
    return tuple(found)


def ruler_for(document: Document, changes: tuple[Change, ...], material: Material) -> RulerView | None:
    """A lane of captures for each archive, then a lane for the life of each clause that a claim rests on."""
    axis = axis_over(row.captured_at for row in document.captures)
    if axis is None:
        return None
    archives = list(dict.fromkeys(row.archive for row in document.captures))
    lanes: list[LaneView] = []
    drawn: list[tuple[str, Life]] = []
    for archive in archives:
        rows = [row for row in document.captures if row.archive == archive]
        lanes.append(captures_lane(_lane_label(len(rows), archive), rows, axis, len(lanes)))
    for change, quotation in telling_quotations(changes, material):
        if len(lanes) == MOST_LANES:
            break
        clause = quotation.clause or quotation.mark.clause or say("Words")
        if quotation.life is None or not quotation.life.intervals or (clause, quotation.life) in drawn:
            continue
        drawn.append((clause, quotation.life))
        label = say("%(clause)s, as captured %(day)s", clause=shorter(clause), day=change.after.at.date())
        lanes.append(life_lane(label, quotation.life, axis, len(lanes)))
    days = [row.captured_at for row in document.captures]
    changed = sum(1 for row in document.captures if row.kind is CaptureClass.CHANGE)
    label = say_many(
        "%(number)s capture from %(first)s to %(last)s; "
        "the words changed in %(changed)s of them. The list below has every one.",
        "%(number)s captures from %(first)s to %(last)s; "
        "the words changed in %(changed)s of them. The list below has every one.",
        len(days),
        first=min(days).date(),
        last=max(days).date(),
        changed=str(changed),
    )
    return ruler_of(label, lanes, axis)


def _lane_label(count: int, archive: str) -> str:
    return say_many("%(number)s capture, %(archive)s", "%(number)s captures, %(archive)s", count, archive=archive)


def shorter(label: str) -> str:
    """A clause's name short enough to stand in a picture on a phone."""
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def telling_quotations(changes: tuple[Change, ...], material: Material) -> list[tuple[Change, Quotation]]:
    """Quotations of the later side that claims rest on; where there are none, the first of each note."""
    found: list[tuple[Change, Quotation]] = []
    for change in changes:
        claimed = {claim.quote for claim in change.claims}
        own = [q for q in material.quotations(change) if q.mark.side is Side.AFTER]
        chosen = [q for q in own if q.mark.name in claimed] or own[:1]
        found.extend((change, q) for q in chosen)
    return found


def lives_of(changes: tuple[Change, ...], material: Material) -> tuple[LifeView, ...]:
    """Every quoted passage of the document: bracket and what came after, newest change first."""
    views: list[LifeView] = []
    for change in reversed(changes):
        document = material.catalog.document(change.document_key)
        language = document.edition.language if document else "en"
        for quotation in material.quotations(change):
            life = quotation.life
            views.append(
                LifeView(
                    name=quotation.mark.name,
                    clause=quotation.clause or quotation.mark.clause,
                    words=alone(quotation).line,
                    side=quotation.mark.side.value,
                    url=f"{change.url}#{quotation.mark.name}",
                    last_without=life.last_without if life else None,
                    first_with=life.first_with if life else None,
                    known_before=bool(life and life.own == 0),
                    runs=sum(1 for i in life.intervals if i.present) if life else 0,
                    after=after_line(quotation, material.catalog, change),
                    change_at=change.after.at,
                    language=language,
                    direction=direction_of(language),
                )
            )
    return tuple(views)


def films_of(changes: tuple[Change, ...], material: Material) -> tuple[FilmView, ...]:
    """A strip for each clause that a claim rests on and whose words changed again; one strip a clause, the longest first.

    A clause that an earlier strip already passed through gets none of its own.
    """
    films: list[FilmView] = []
    passed: set[tuple[str, str]] = set()
    for change in changes:
        claimed = {claim.quote for claim in change.claims}
        for quotation in material.quotations(change):
            clause = (change.url, quotation.clause or quotation.mark.clause)
            if (
                quotation.mark.side is not Side.AFTER
                or quotation.mark.name not in claimed
                or clause in passed
            ):
                continue
            film = film_of(change, quotation, material)
            if len(film.frames) > 1:
                passed |= {(frame.url, frame.label) for frame in film.frames} | {clause}
                films.append(film)
    ordered = sorted(films, key=lambda film: -len(film.frames))
    return tuple(ordered[:MOST_FILMS])


def _with_captures(
    changes: tuple[Change, ...], material: Material
) -> list[tuple[Change, CaptureRow, CaptureRow]]:
    """The changes of which both captures are listed, with them."""
    found = ((c, material.row(c, Side.BEFORE), material.row(c, Side.AFTER)) for c in changes)
    return [(change, before, after) for change, before, after in found if before and after]


def history_of(
    document: Document, changes: tuple[Change, ...], material: Material
) -> tuple[HistoryItem, ...]:
    """Newest first: notes, changes without a note, and folded runs of captures that say the same."""
    noted = {(c.after.at, c.after.prefix): c for c in changes}
    rows = sorted(document.captures, key=lambda r: (r.captured_at, r.order), reverse=True)
    unread = {u.after.locator: u.url for u in material.unread if u.document == document.key and u.is_step}

    def note_of(row: CaptureRow) -> Change | None:
        return next(
            (
                c
                for (at, prefix), c in noted.items()
                if at == row.captured_at and row.sha256.startswith(prefix)
            ),
            None,
        )

    def folds(row: CaptureRow) -> bool:
        return note_of(row) is None and row.kind not in (CaptureClass.CHANGE, CaptureClass.FIRST)

    items: list[HistoryItem] = []
    for folded, group in groupby(rows, key=folds):
        run = list(group)
        if folded:
            views = tuple(capture_view(row) for row in run)
            items.append(
                HistoryItem(kind="fold", at=run[0].captured_at, summary=fold_line(run), captures=views)
            )
            continue
        for row in run:
            change = note_of(row)
            kind = "note" if change else "first" if row.kind is CaptureClass.FIRST else "words"
            items.append(
                HistoryItem(
                    kind=kind,
                    at=row.captured_at,
                    entry=entry_of(change, material) if change else None,
                    capture=capture_view(row),
                    compared="" if change else unread.get(row.locator, ""),
                )
            )
    return tuple(items)


def capture_view(row: CaptureRow) -> CaptureView:
    return CaptureView(
        at=row.captured_at,
        archive=row.archive,
        kind=KINDS[row.kind][0],
        says=KINDS[row.kind][1],
        url=row.locator.page,
    )
