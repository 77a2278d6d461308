"""A list of addresses as documents of a report: a table with the columns address, name and group. Pure.

The group is who publishes the page: a company, an agency. A group that the report knows by name keeps its folder, and an
address that some document has already is that document, so a second import finds what the first one wrote.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.content.fields import is_address
from generator.content.importing import folded_name, free, quoted, slug_of
from generator.model.catalog import Company, Document
from generator.model.errors import UsageError

_COLUMNS = {"address": ("address", "url"), "name": ("name", "title"), "group": ("group", "company", "agency")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAddress:
    """A row of the list."""

    address: str
    name: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDocument:
    """A row and the document that it becomes, or is."""

    listed: ListedAddress
    company: str
    document: str

    @property
    def key(self) -> str:
        return f"{self.company}/{self.document}"


def read_url_list(text: str, name: str) -> tuple[ListedAddress, ...]:
    """The rows of a table with a head. An address that stands in it twice counts once.

    Raises UsageError, which names the line, for a column that is not there and a value that cannot be used.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    rows: dict[str, ListedAddress] = {}
    try:
        places = _places(next(reader, []), name)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row = _row(cells, places, f"{name}:{reader.line_num}")
            rows.setdefault(row.address, row)
    except csv.Error as error:
        raise UsageError(f"{name}:{reader.line_num}: {error}") from None
    if not rows:
        raise UsageError(f"{name}: no address is listed")
    return tuple(rows.values())


def _places(head: Sequence[str], name: str) -> dict[str, int]:
    """Where each column is, by its own name."""
    told = [cell.strip().casefold() for cell in head]
    places = {}
    for column, names in _COLUMNS.items():
        found = [told.index(each) for each in names if each in told]
        if not found:
            raise UsageError(f"{name}:1: there is no column {column!r}; the first line is address,name,group")
        places[column] = found[0]
    return places


def _row(cells: Sequence[str], places: dict[str, int], where: str) -> ListedAddress:
    values = {}
    for column, place in places.items():
        values[column] = " ".join(cells[place].split()) if place < len(cells) else ""
        if not values[column]:
            raise UsageError(f"{where}: the {column} is empty")
    if not is_address(values["address"]):
        raise UsageError(f"{where}: {values['address']!r} is not a web address")
    return ListedAddress(**values)


def plan_addresses(
    rows: Iterable[ListedAddress], companies: Sequence[Company], documents: Sequence[Document]
) -> tuple[PlannedDocument, ...]:
    """The document of each address, in the order of the list."""
    known = {at.url: document for document in documents for at in document.locations if at.url}
    by_group = {folded_name(name): c.slug for c in companies for name in (c.slug, *c.aliases, c.name)}
    taken = {company.slug for company in companies}
    keys = {(document.company, document.slug) for document in documents}
    planned = []
    for row in rows:
        if row.address in known:
            company, slug = known[row.address].company, known[row.address].slug
        else:
            company = by_group.setdefault(folded_name(row.group), "") or free(slug_of(row.group), taken)
            by_group[folded_name(row.group)] = company
            slug = free(slug_of(row.name), {slug for holder, slug in keys if holder == company})
        taken.add(company)
        keys.add((company, slug))
        planned.append(PlannedDocument(listed=row, company=company, document=slug))
    return tuple(planned)


def address_page(planned: PlannedDocument, kind: str, archive: str) -> str:
    """`COMPANY/DOCUMENT/index.md`: the address, and the archive that is asked for its captures."""
    return (
        f"---\ntitle: {quoted(planned.listed.name)}\nkind: {kind}\n"
        f"locations:\n  - url: {quoted(planned.listed.address)}\n"
        f"archives: [{quoted(archive)}]\n---\n"
    )
