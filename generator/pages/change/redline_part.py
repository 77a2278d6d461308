"""The redline of a change as pages draw it, and the page of both whole texts."""

from dataclasses import dataclass, replace

from generator.model.catalog import Catalog
from generator.model.noticed import Noticed
from generator.model.pages import PageSpec
from generator.model.redline import Outside, Redline
from generator.pages import addresses
from generator.pages.change.evidence import PinView
from generator.pages.change.kinds import KindView, kinds_view
from generator.pages.change.minimap import MapView, make_map
from generator.pages.change.parts import CountsView, counts_view
from generator.pages.change.redline_views import ItemView, RedlineRows, RowView
from generator.pages.change.sections import SectionView, fold_runs, list_sections, open_of, rows_of
from generator.pages.change.sides import PassageSource
from generator.pages.change.unmarked import QuietView, quiet_views
from generator.pages.change.unseen import UnseenView, unseen_views
from generator.pages.chrome import Chrome, SiteOptions, make_chrome, with_crumbs
from generator.pages.messages import say, spelt
from generator.pages.sheets import Sheet

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineView:
    """The redline as drawn."""

    counts: CountsView
    quiet: tuple[QuietView, ...]  # what is counted as not marked, with its words
    items: tuple[ItemView, ...]
    map: MapView
    language: str
    direction: str
    folded: bool
    made_by: str
    kinds: tuple[KindView, ...]
    outside: Outside | None  # what differs in the words that were left out
    has_minor: bool  # whether a row holds nothing but dates, contacts or link addresses
    noticed: tuple[Noticed, ...] = ()  # in reading both captures
    unseen: tuple[UnseenView, ...] = ()  # signs that nobody sees and that are not marked
    sections: tuple[SectionView, ...] = ()  # in which something changed; none where they are few
    short: int = 0  # clauses folded to their first line
    same: int = 0  # rows without a change
    note: str = ""  # the way to the page with the note, where that is another page

    @property
    def bearing(self) -> tuple[Noticed, ...]:
        """What of it bears on what the redline can show; where reading stopped the counts say."""
        return tuple(one for one in self.noticed if one.bears and not one.stops)

    @property
    def open_sections(self) -> tuple[SectionView, ...]:
        """The sections whose lines stand open."""
        return open_of(self.sections)

    @property
    def more_sections(self) -> tuple[SectionView, ...]:
        """The others, behind one line."""
        return self.sections[len(self.open_sections) :]

    @property
    def has_folds(self) -> bool:
        """Whether words in some rows may be folded."""
        return any(row.short or row.folds for row in rows_of(self.items))

    @property
    def has_same(self) -> bool:
        """Whether rows without a change are drawn, so that they can be left out."""
        return any(isinstance(item, RowView) and item.kind == "same" for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullView:
    """Both whole texts, where the report may publish them: archived text, not terms in force."""

    chrome: Chrome
    title: str
    place: str
    back: str
    before: PinView | None
    after: PinView | None
    redline: RedlineView


def redline_view(
    redline: Redline | None,
    rows: RedlineRows | None,
    sheets: tuple[Sheet, Sheet] | None,
    language: str,
    *,
    phrases: tuple[str, ...] = (),
    whole: bool = False,
) -> RedlineView | None:
    """What a page shows of a redline, None where there is none. `phrases` of its topics; `whole` folds nothing."""
    if redline is None or rows is None or sheets is None:
        return None
    before, after = sheets
    items = rows.items if whole else fold_runs(rows.items)
    return RedlineView(
        counts=counts_view(redline, language),
        quiet=quiet_views(redline, before.text, after.text),
        items=items,
        sections=list_sections(items, phrases),
        short=sum(row.short for row in rows_of(items)),
        same=sum(row.kind == "same" for row in rows_of(items)),
        map=make_map(rows.changed, (len(before.text), len(after.text))),
        language=language,
        direction="rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr",
        folded=rows.folded,
        made_by=redline.made_by,
        kinds=kinds_view((row.id, row.number or row.number_before, row.classes) for row in rows.changed),
        noticed=(*before.noticed, *after.noticed),
        unseen=(*unseen_views(before), *unseen_views(after)),
        outside=redline.outside,
        has_minor=any(row.minor for row in rows.changed) and not all(row.minor for row in rows.changed),
    )


def full_page(
    catalog: Catalog,
    options: SiteOptions,
    source: PassageSource,
    drawn: RedlineView | None,
    company: str,
    document: str,
) -> PageSpec:
    """Both whole texts on a page of their own, which asks not to be indexed."""
    assert drawn is not None
    change = source.change
    path = addresses.file_of(addresses.full_url(change))
    chrome = make_chrome(
        catalog,
        options,
        path=path,
        title=say("%(title)s: both texts, whole", title=change.title),
        description=change.summary,
        noindex=True,
    )
    chrome = with_crumbs(
        chrome,
        (company, addresses.company_url(change.company)),
        (document, addresses.document_url(change.document_key)),
        (spelt(change.after.at.date()), change.url),
        (say("Both texts"), ""),
    )
    view = FullView(
        chrome=chrome,
        title=change.title,
        place=f"{company}, {document}",
        back=chrome.to(change.url),
        before=source.before,
        after=source.after,
        redline=replace(drawn, note="../"),  # the full page lies in a folder of the page of the change
    )
    return PageSpec(path=path, template="full.html", view=view)
