"""Bulk data: the report as tables, each as CSV and JSON, described by one data package.

A table is declared once, with a sentence for each field; files, `/data/` and `datapackage.json` follow from it.
"""

from dataclasses import dataclass, replace
from typing import Any

from generator.model.captures import CaptureRow
from generator.model.catalog import Document
from generator.model.pages import PageSpec
from generator.model.times import spell_time
from generator.pages import addresses
from generator.pages.after import after_line
from generator.pages.archives import capture_link
from generator.pages.chrome import Chrome, FileView, make_chrome, with_crumbs
from generator.pages.data_change import JSON_TYPE, json_text
from generator.pages.feeds import base_of
from generator.pages.linked_data import tables_ld
from generator.pages.material import (
    Material,
    company_name,
    is_example,
    published_changes,
    shown_words,
    updated_on,
)
from generator.pages.matrix import CSV_FIELDS, CSV_TYPE, MATRIX_CSV, ClaimView, claim_row, write_csv


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    title: str
    says: str
    csv: str
    json: str
    rows: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    chrome: Chrome
    tables: tuple[TableView, ...]
    beside: tuple[tuple[str, str], ...]
    feeds: tuple[tuple[str, str], ...]
    package: str
    licence: str


BESIDE = (
    ("change.json", "what the page says: captures, quotations, claims, dates, corrections"),
    ("evidence.json", "captures by digest, every address, every quotation with its life in the captures"),
    ("redline.json", "the comparison, clause by clause, with as many words as the report may carry"),
    ("change.diff", "the same as a unified diff, a clause a line"),
    ("evidence.zip", "digests, locators, quotations and a sha256sum -c list; no third-party text"),
)


def data_pages(material: Material, claims: tuple[ClaimView, ...]) -> tuple[PageSpec, ...]:
    """All tables, their description, the page that lists them, and the capture list beside each document."""
    tables = tables_of(material, claims)
    pages: list[PageSpec] = []
    for table in tables:
        pages.append(_file(table.path or f"data/{table.name}.csv", csv_of(table), CSV_TYPE))
        pages.append(_file(f"data/{table.name}.json", json_text(json_of(table)), JSON_TYPE))
    pages.append(_file("data/datapackage.json", json_text(package_of(material, tables)), JSON_TYPE))
    pages.append(_page(material, tables))
    for catalog in (material.catalog, material.catalog.example):
        for document in catalog.documents if catalog else ():
            rows = [
                tuple(f.name for f in CAPTURE_FIELDS),
                *(capture_row(document, r) for r in document.captures),
            ]
            pages.append(_file(f"{document.url}captures.csv", write_csv(rows), CSV_TYPE))
    return tuple(pages)


def _file(path: str, body: str, media_type: str) -> PageSpec:
    return PageSpec(path=path, template="", view=FileView(body=body, media_type=media_type))


def csv_of(table: Table) -> str:
    return write_csv([tuple(f.name for f in table.fields), *table.rows])


def json_of(table: Table) -> dict[str, Any]:
    """The rows as objects; numbers and truth values as such."""
    return {
        "table": table.name,
        "rows": [
            {field.name: typed(cell, field.type) for field, cell in zip(table.fields, row, strict=True)}
            for row in table.rows
        ],
    }


def typed(cell: str, kind: str) -> str | int | bool | None:
    """A cell as JSON has it; empty cells of other types than text are null."""
    if kind == "integer":
        return int(cell) if cell else None
    if kind == "boolean":
        return cell == "yes"
    return cell if cell or kind == "string" else None


def package_of(material: Material, tables: tuple[Table, ...]) -> dict[str, Any]:
    """A Frictionless data package: what each file holds, field by field."""
    report = material.catalog.report
    resources = [
        {
            "name": table.name,
            "path": (table.path or f"data/{table.name}.csv").removeprefix("data/"),
            "title": table.title,
            "description": table.says,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": f.name, "type": f.type, "description": f.says}
                    | ({"trueValues": ["yes"], "falseValues": ["no"]} if f.type == "boolean" else {})
                    for f in table.fields
                ]
            },
        }
        for table in tables
    ]
    return {
        "name": "report",
        "title": report.title,
        "description": report.tagline,
        "homepage": base_of(material),
        "created": report.as_of.isoformat(),
        "licenses": [{"title": report.licence_data}] if report.licence_data else [],
        "resources": resources,
    }


def _page(material: Material, tables: tuple[Table, ...]) -> PageSpec:
    path = addresses.file_of(addresses.DATA)
    chrome = with_crumbs(
        make_chrome(
            material.catalog,
            material.options,
            path=path,
            title="Data",
            description="The report as tables and feeds, each field described.",
        ),
        ("Data", ""),
    )
    listed = [(t.title, t.says, t.path or f"data/{t.name}.csv") for t in tables]
    chrome = replace(chrome, json_ld=tables_ld(material.catalog.report, listed, chrome.site.base_url))
    view = DataView(
        chrome=chrome,
        tables=tuple(
            TableView(
                title=t.title,
                says=t.says,
                csv=chrome.to(t.path or f"data/{t.name}.csv"),
                json=chrome.to(f"data/{t.name}.json"),
                rows=len(t.rows),
                fields=t.fields,
            )
            for t in tables
        ),
        beside=BESIDE,
        feeds=(
            ("Atom, all changes", chrome.to(addresses.SITE_ATOM)),
            ("JSON Feed, all changes", chrome.to(addresses.SITE_JSON_FEED)),
        ),
        package=chrome.to("data/datapackage.json"),
        licence=material.catalog.report.licence_data,
    )
    return PageSpec(path=path, template="data.html", view=view)


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
            title="Captures",
            says="Every known capture of every document, in order of time, noise included.",
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
        redline = material.redlines.get(c.key)
        stats = redline.stats if redline else None
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
        title="Changes",
        says="One row for each published change, the newest capture first.",
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
        title="Quotations",
        says="One row for each quoted passage, checked letter for letter against its capture.",
        fields=(
            Field(name="change", says="key of the change"),
            Field(name="name", says="name of the quotation on its page"),
            Field(name="side", says="before or after: the capture it stands in"),
            Field(name="clause", says="number or heading of the clause"),
            Field(name="words", says="the words; […] where the page leaves words out"),
            Field(name="said", says="new, removed, edited, moved or unchanged, as the redline has it"),
            Field(name="last_without", says="last capture before that lacks the words, UTC", type="datetime"),
            Field(name="first_with", says="first capture of this run that has them, UTC", type="datetime"),
            Field(name="after_kind", says="present, gone or unfollowed"),
            Field(name="after", says="what came after, in words"),
            Field(name="capture_sha256", says="digest of the capture's bytes"),
            Field(name="id", says="address of the passage on its page"),
            Field(name="code", says="short code: /c/CODE/"),
            Field(name="url", says="the passage on its page"),
        ),
        rows=tuple(rows),
    )


MATRIX_SAYS = {
    "company": "slug of the company",
    "right": "the right, see the matrix",
    "over": "over which data",
    "state": "claimed, claimed-with-opt-out, consent-first or ruled-out; our reading of the words",
    "force": "in-force or announced",
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
}


def _matrix(material: Material, claims: tuple[ClaimView, ...]) -> Table:
    base = base_of(material)
    times = {"first_capture_with", "last_capture_read", "last_seen", "absent"}
    truths = {"in_first_capture_held", "old"}
    return Table(
        name="matrix",
        title="Who claims what",
        says="One row for each claim, superseded ones included. What is not here is not established.",
        fields=tuple(
            Field(
                name=name,
                says=MATRIX_SAYS[name],
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
        title="Documents",
        says="One row for each document that is followed.",
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
        capture_link(row.locator),
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
        title="Corrections",
        says="One row for each correction of a change.",
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
