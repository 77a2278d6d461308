"""Bulk data: the report as tables, each as CSV and JSON, described by one data package.

A table is declared once, with a sentence for each field; files, `/data/` and `datapackage.json` follow from it.
"""

from dataclasses import dataclass, replace
from typing import Any

from generator.model.pages import PageSpec
from generator.pages import addresses
from generator.pages.chrome import Chrome, FileView, make_chrome, with_crumbs
from generator.pages.data.feeds import base_of
from generator.pages.data.json_text import JSON_TYPE, json_text
from generator.pages.data.linked_data import tables_ld
from generator.pages.data.tables import CAPTURE_FIELDS, Field, Table, capture_row, tables_of
from generator.pages.material import (
    Material,
)
from generator.pages.messages import say
from generator.pages.site.matrix import CSV_TYPE, ClaimView, write_csv


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
        "licenses": [{"title": report.licences.data}] if report.licences.data else [],
        "resources": resources,
    }


def _page(material: Material, tables: tuple[Table, ...]) -> PageSpec:
    path = addresses.file_of(addresses.DATA)
    chrome = with_crumbs(
        make_chrome(
            material.catalog,
            material.options,
            path=path,
            title=say("Data"),
            description=say("The report as tables and feeds, each field described."),
        ),
        (say("Data"), ""),
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
            (say("Atom, all changes"), chrome.to(addresses.SITE_ATOM)),
            (say("JSON Feed, all changes"), chrome.to(addresses.SITE_JSON_FEED)),
        ),
        package=chrome.to("data/datapackage.json"),
        licence=material.catalog.report.licences.data,
    )
    return PageSpec(path=path, template="data.html", view=view)
