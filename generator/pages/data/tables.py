"""The tables of the report, each declared once: its fields with a sentence each, and its rows."""

from dataclasses import dataclass

from generator.model.captures import CaptureRow
from generator.model.catalog import Document
from generator.model.evidence import Quotation
from generator.model.lock import LeadIn
from generator.model.times import spell_time
from generator.pages import addresses
from generator.pages.after import after_line
from generator.pages.data.feeds import base_of
from generator.pages.material import (
    Material,
    company_name,
    is_example,
    published_changes,
    shown_words,
    updated_on,
)
from generator.pages.messages import say
from generator.pages.site.matrix import CSV_FIELDS, FORCES, MATRIX_CSV, ClaimView, claim_row
from generator.pages.spelling import join_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    says: str
    type: str = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the report: its fields, and its rows in their order."""

    name: str
    title: str
    says: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]
    path: str = ""  # of the CSV file where it is not /data/NAME.csv


def tables_of(material: Material, claims: tuple[ClaimView, ...]) -> tuple[Table, ...]:
    """Every table, examples left out."""
    documents = tuple(d for d in material.catalog.documents if not is_example(d.company))
    return (
        _changes(material),
        _quotations(material),
        _matrix(material, claims),
        _documents(documents, material),
        Table(
            name="captures",
            title=say("Captures"),
            says=say("Every known capture of every document, in order of time, noise included."),
            fields=CAPTURE_FIELDS,
            rows=tuple(capture_row(d, row) for d in documents for row in d.captures),
        ),
        _corrections(material),
    )


def _changes(material: Material) -> Table:
    catalog = material.catalog
    base = base_of(material)
    rows = []
    for c in published_changes(catalog):
        parts = material.parts.get(c.key)
        stats = parts.stats if parts else None
        rows.append(
            (
                c.key,
                company_name(catalog, c.company, c.after.at),
                c.document_key,
                c.title,
                c.summary,
                spell_time(c.before.at),
                spell_time(c.after.at),
                " ".join(c.topics),
                c.published.isoformat(),
                updated_on(c).isoformat(),
                "yes" if c.reviewed else "no",
                *(
                    (str(stats.added), str(stats.removed), str(stats.edited), str(stats.moved))
                    if stats
                    else ("", "", "", "")
                ),
                addresses.absolute(base, c.url),
            )
        )
    return Table(
        name="changes",
        title=say("Changes"),
        says=say("One row for each published change, the newest capture first."),
        fields=(
            Field(name="key", says="company, document and day: the address of the page"),
            Field(name="company", says="the company's name at the time of the later capture"),
            Field(name="document", says="key of the document"),
            Field(name="title", says="title of the page"),
            Field(name="summary", says="one sentence"),
            Field(name="before", says="time of the earlier capture, UTC", type="datetime"),
            Field(name="after", says="time of the later capture, UTC", type="datetime"),
            Field(name="topics", says="slugs of topics, separated by spaces"),
            Field(name="published", says="day the page went out", type="date"),
            Field(
                name="updated", says="newest of published, updates, corrections and responses", type="date"
            ),
            Field(name="reviewed", says="whether a person has reviewed the note", type="boolean"),
            Field(name="clauses_added", says="empty where a capture is out of reach", type="integer"),
            Field(name="clauses_removed", says="as above", type="integer"),
            Field(name="clauses_edited", says="as above", type="integer"),
            Field(name="clauses_moved", says="as above", type="integer"),
            Field(name="url", says="the page"),
        ),
        rows=tuple(rows),
    )


def _quotations(material: Material) -> Table:
    base = base_of(material)
    rows = []
    for change in published_changes(material.catalog):
        for q in material.quotations(change):
            after = after_line(q, material.catalog, change)
            life = q.life
            rows.append(
                (
                    change.key,
                    q.mark.name,
                    q.mark.side.value,
                    q.clause or q.mark.clause,
                    shown_words(q),
                    *_round(q),
                    q.said.value,
                    spell_time(life.last_without) if life and life.last_without else "",
                    spell_time(life.first_with) if life and life.first_with else "",
                    after.kind.value,
                    after.text,
                    q.passage.capture,
                    q.passage.id,
                    q.code,
                    addresses.absolute(base, f"{change.url}#{q.mark.name}"),
                )
            )
    return Table(
        name="quotations",
        title=say("Quotations"),
        says=say("One row for each quoted passage, checked letter for letter against its capture."),
        fields=(
            Field(name="change", says="key of the change"),
            Field(name="name", says="name of the quotation on its page"),
            Field(name="side", says="before or after: the capture it stands in"),
            Field(name="clause", says="number or heading of the clause"),
            Field(name="words", says="the words; […] where the page leaves words out"),
            Field(name="lead_in", says="lead-in of each list the words stand in, outermost first"),
            Field(name="sentence_before", says="beginning of their sentence, before the words"),
            Field(name="sentence_after", says="end of their sentence, behind the words"),
            Field(name="sentence_read", says="whether the sentence is known", type="boolean"),
            Field(name="said", says="new, removed, edited, moved or unchanged, as the redline has it"),
            Field(name="last_without", says="last capture before that lacks the words, UTC", type="datetime"),
            Field(name="first_with", says="first capture of this run that has them, UTC", type="datetime"),
            Field(name="after_kind", says="present, reworded, cut, gone, announced or unfollowed"),
            Field(name="after", says="what came after, in words"),
            Field(name="capture_sha256", says="digest of the capture's bytes"),
            Field(name="id", says="address of the passage on its page"),
            Field(name="code", says="short code: /c/CODE/"),
            Field(name="url", says="the passage on its page"),
        ),
        rows=tuple(rows),
    )


def _round(quotation: Quotation) -> tuple[str, str, str, str]:
    """What governs the words, and whether it is known."""
    around = quotation.lead_in or LeadIn()
    known = "no" if quotation.lead_in is None else "yes"
    return around.lead, around.before.strip(), around.after.strip(), known


MATRIX_SAYS = {
    "company": "slug of the company",
    "right": "the right, see the matrix",
    "over": "over which data",
    "scope": "what the words are limited to, in our words",
    "state": "{}; our reading of the words",
    "force": "; ".join(f"{name}: {says}" for name, says in FORCES.items()),
    "document": "key of the document",
    "edition": "for whom, in what language, seen from where",
    "quotation": "the quotation it rests on",
    "clause": "its clause",
    "words": "its words",
    "first_capture_with": "first capture of this run that has the words, UTC",
    "in_first_capture_held": "whether the words stand in the very first capture held",
    "last_capture_read": "newest capture read, UTC",
    "last_seen": "last capture with the words, where they left",
    "absent": "first capture without them, where they left",
    "old": "last read more than 180 days before the report's day",
    "superseded_by": "the quotation of a later claim that takes this one's place",
    "capture_sha256": "digest of the capture's bytes",
    "url": "the passage on its page",
    "sentence": "the words in their sentence, with the lead-in of their list",
}


def _matrix(material: Material, claims: tuple[ClaimView, ...]) -> Table:
    base = base_of(material)
    states = join_words(tuple(state.key for state in material.catalog.vocabulary.states), "or")
    times = {"first_capture_with", "last_capture_read", "last_seen", "absent"}
    truths = {"in_first_capture_held", "old"}
    return Table(
        name="matrix",
        title=say("Who claims what"),
        says=say("One row for each claim, superseded ones included. What is not here is not established."),
        fields=tuple(
            Field(
                name=name,
                says=MATRIX_SAYS[name].format(states),
                type="datetime" if name in times else "boolean" if name in truths else "string",
            )
            for name in CSV_FIELDS
        ),
        rows=tuple(claim_row(claim, base) for claim in claims),
        path=MATRIX_CSV,
    )


def _documents(documents: tuple[Document, ...], material: Material) -> Table:
    rows = [
        (
            d.key,
            company_name(material.catalog, d.company),
            d.title,
            d.kind,
            d.edition.audience,
            d.edition.language,
            d.edition.seen_from,
            str(len(d.captures)),
            spell_time(min(r.captured_at for r in d.captures)) if d.captures else "",
            spell_time(max(r.captured_at for r in d.captures)) if d.captures else "",
            d.attribution,
        )
        for d in documents
    ]
    return Table(
        name="documents",
        title=say("Documents"),
        says=say("One row for each document that is followed."),
        fields=(
            Field(name="key", says="company and document: the address of the page"),
            Field(name="company", says="the company's newest name"),
            Field(name="title", says="title of the document"),
            Field(name="kind", says="terms-of-service, privacy-policy …"),
            Field(name="audience", says="for whom"),
            Field(name="language", says="language code"),
            Field(name="seen_from", says="from where the archive looked"),
            Field(name="captures", says="captures known", type="integer"),
            Field(name="first_capture", says="UTC", type="datetime"),
            Field(name="newest_capture", says="UTC", type="datetime"),
            Field(name="attribution", says="of the collection that holds the captures"),
        ),
        rows=tuple(rows),
    )


CAPTURE_FIELDS = (
    Field(name="document", says="key of the document"),
    Field(name="captured_at", says="the archive's time, UTC", type="datetime"),
    Field(name="archive", says="name of the archive or collection"),
    Field(name="order", says="place in the archive's own order", type="integer"),
    Field(name="class", says="first, change, same, technical or suspect, against the capture before"),
    Field(name="sha256", says="digest of the capture's bytes"),
    Field(name="bytes", says="size", type="integer"),
    Field(name="media_type", says="of the capture as stored"),
    Field(name="words", says="digest of its words (words-1), empty where nobody read it"),
    Field(name="links", says="digest of its link targets"),
    Field(name="locator", says="where the archive has it"),
    Field(name="url", says="the archive's page for it, empty where it is nowhere on the web"),
)


def capture_row(document: Document, row: CaptureRow) -> tuple[str, ...]:
    return (
        document.key,
        spell_time(row.captured_at),
        row.archive,
        str(row.order),
        row.kind.value,
        row.sha256,
        str(row.size),
        row.media_type,
        row.words,
        row.links,
        str(row.locator),
        row.locator.page,
    )


def _corrections(material: Material) -> Table:
    base = base_of(material)
    rows = [
        (c.key, x.on.isoformat(), x.kind, x.was, x.now, addresses.absolute(base, c.url))
        for c in published_changes(material.catalog)
        for x in c.corrections
    ]
    return Table(
        name="corrections",
        title=say("Corrections"),
        says=say("One row for each correction of a change."),
        fields=(
            Field(name="change", says="key of the change"),
            Field(name="on", says="day of the correction", type="date"),
            Field(name="kind", says="factual, quotation, date or wording"),
            Field(name="was", says="what the page said"),
            Field(name="now", says="what it says now"),
            Field(name="url", says="the page"),
        ),
        rows=tuple(rows),
    )
