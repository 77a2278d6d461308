"""Lists of changes: one line each, the same on home, company, document, topic, story and feed."""

from dataclasses import dataclass
from datetime import date, datetime

from generator.model.captures import Side
from generator.model.catalog import Catalog, Change
from generator.model.evidence import Quotation
from generator.model.lock import Said
from generator.pages.change.passage import SAID
from generator.pages.after import AfterView, after_line
from generator.pages.alone import AloneView, alone
from generator.pages.material import (
    Material,
    company_name,
    document_title,
    updated_on,
)
from generator.pages.spelling import direction_of

@dataclass(frozen=True, slots=True, kw_only=True)
class PulledView:
    """A quotation as a list shows it: what governs its words, side, clause, where it stands, and what came after."""

    words: str  # the quoted words; what is printed is `alone`, with what governs them
    cut: bool
    source: str  # company and document
    side: str
    clause: str
    said: str
    url: str
    captured_at: datetime
    language: str
    direction: str
    after: AfterView
    alone: AloneView  # the words with what governs them


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEntry:
    """One change in a list. `url` is from the site's root."""

    key: str
    url: str
    title: str
    summary: str
    at: datetime
    company: str
    company_url: str
    document: str
    document_url: str
    topics: tuple[str, ...]
    published: date
    updated: date
    draft: bool
    corrected: date | None
    reviewed: bool
    pulled: PulledView | None


def entry_of(change: Change, material: Material) -> ChangeEntry:
    """The line of one change."""
    catalog = material.catalog
    quotation = telling(change, material.quotations(change))
    return ChangeEntry(
        key=change.key,
        url=change.url,
        title=change.title,
        summary=change.summary,
        at=change.after.at,
        company=company_name(catalog, change.company, change.after.at),
        company_url=f"{change.company}/",
        document=document_title(catalog, change.document_key),
        document_url=f"{change.document_key}/",
        topics=change.topics,
        published=change.published,
        updated=updated_on(change),
        draft=change.status.value == "draft",
        corrected=max((c.on for c in change.corrections), default=None),
        reviewed=change.reviewed is not None,
        pulled=pulled_of(quotation, change, catalog) if quotation else None,
    )


def pulled_of(quotation: Quotation, change: Change, catalog: Catalog) -> PulledView:
    """A quotation as a list shows it, in its sentence."""
    view = alone(quotation)
    document = catalog.document(change.document_key)
    language = document.edition.language if document else "en"
    return PulledView(
        words=view.words,
        cut=False,
        source=f"{company_name(catalog, change.company, change.after.at)}, {document_title(catalog, change.document_key)}",
        side=quotation.mark.side.value,
        clause=quotation.clause or quotation.mark.clause,
        said=SAID[quotation.said],
        url=f"{change.url}#{quotation.mark.name}",
        captured_at=(change.before if quotation.mark.side is Side.BEFORE else change.after).at,
        language=language,
        direction=direction_of(language),
        after=after_line(quotation, catalog, change),
        alone=view,
    )


def telling(change: Change, quotations: tuple[Quotation, ...]) -> Quotation | None:
    """The quotation a list shows: one a claim rests on, else one that is new, else one that is gone, else the first."""
    claimed = {claim.quote for claim in change.claims}

    def rank(quotation: Quotation) -> tuple[bool, int]:
        kinds = (Said.NEW, Said.EDITED, Said.MOVED, Said.REMOVED, Said.UNCHANGED, Said.NOT_JUDGED)
        return (quotation.mark.name not in claimed, kinds.index(quotation.said))

    after = [q for q in quotations if q.mark.side is Side.AFTER]
    return min(after or list(quotations), key=rank, default=None)
