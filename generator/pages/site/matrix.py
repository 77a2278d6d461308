"""The matrix: companies by rights and over which data, every cell a claim that rests on a named quotation.

A blank cell means "not established" and says nothing about the company. A claim that a later one supersedes is kept and
named; a claim last read more than 180 days before the report's day is drawn as old.
"""

import csv
import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Claim
from generator.model.evidence import Quotation
from generator.model.pages import PageSpec
from generator.model.times import spell_time
from generator.model.vocabulary import Sign
from generator.pages.messages import say
from generator.pages import addresses
from generator.pages.alone import AloneView, alone
from generator.pages.after import LEFT, AfterView, after_line
from generator.pages.chrome import Chrome, make_chrome, with_crumbs
from generator.pages.material import (
    Material,
    company_name,
    document_title,
    edition_line,
    published_changes,
    real_companies,
    services_of_owners,
    shown_words,
)
from generator.pages.spelling import spell_day

OLD_AFTER = timedelta(days=180)
MATRIX_CSV = "data/matrix.csv"

FORCES = {
    "in-force": "the newest capture read has the words, and the day they were announced for had come",
    "announced": "no capture was read on or after the day that the words were announced for",
    "withdrawn": "a later capture of the same edition lacks the words (last_seen, absent)",
    "superseded": "a later claim takes this one's place (superseded_by)",
}

@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim as a cell shows it. `gone` claims rest on words that a later capture lacks."""

    company: str
    company_name: str
    right: str
    right_label: str
    over: str
    over_label: str
    scope: str  # what the words are limited to; empty where the data say it all
    state: str
    state_label: str
    sign: Sign
    announced: bool  # for a day on or after which no capture was read
    force_label: str
    old: bool
    gone: bool
    url: str
    reference: str  # COMPANY/DOCUMENT/DAY#QUOTATION
    document: str
    edition: str
    clause: str
    words: str
    wholes: tuple[AloneView, ...]  # each quotation it rests on, with its sentence and lead-in
    language: str
    first_with: datetime
    known_before: bool  # the words stand in the first capture held: "first seen" cannot be said
    last_read: datetime
    after: AfterView | None
    digest: str
    superseded_by: str = ""
    supersedes: "ClaimView | None" = None

    @property
    def force(self) -> str:
        """What the captures read say of the claim: one of `FORCES`."""
        if self.superseded_by:
            return "superseded"
        if self.gone:
            return "withdrawn"
        return "announced" if self.announced else "in-force"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """What is known of one right of one company: current claims first."""

    right: str
    right_label: str
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    company: str
    name: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    chrome: Chrome
    rows: tuple[RowView, ...]
    about: str
    rights: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]  # sign and label of each, for the key
    told: frozenset[str]  # rights that some claim is about: each has a page
    claims: int
    services: str  # with a claim, and of how many companies
    past: tuple[ClaimView, ...]
    others: tuple[str, ...]  # companies of the report without any claim
    csv: str


def rights_of(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """The columns of the matrix: key and label."""
    return tuple((right.key, right.label) for right in catalog.vocabulary.rights)


def key_of_signs(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Sign and label of each state, as the key of signs has them."""
    return tuple((state.sign, state.key_label or state.label) for state in catalog.vocabulary.states)


def claims_of(material: Material) -> tuple[ClaimView, ...]:
    """Every claim of published changes, oldest first, each knowing whether another supersedes it."""
    changes = sorted(published_changes(material.catalog), key=lambda c: (c.after.at, c.key))
    views = [_view(change, claim, material) for change in changes for claim in change.claims]
    wanted = {
        claim.supersedes: f"{change.key}#{claim.quote}"
        for change in changes
        for claim in change.claims
        if claim.supersedes
    }
    by_reference = {(v.reference, v.right, v.over): v for v in views}
    linked: list[ClaimView] = []
    for view in views:
        earlier = next(
            (
                by_reference.get((claim.supersedes, view.right, view.over))
                or next((v for v in views if v.reference == claim.supersedes), None)
                for change in changes
                for claim in change.claims
                if claim.supersedes
                and f"{change.key}#{claim.quote}" == view.reference
                and (claim.right, claim.over) == (view.right, view.over)
            ),
            None,
        )
        linked.append(_linked(view, wanted.get(view.reference, ""), earlier))
    return tuple(linked)


def rows_of(material: Material, claims: tuple[ClaimView, ...]) -> tuple[RowView, ...]:
    """A row for each company with a claim that nothing supersedes, a cell for each right."""
    rows: list[RowView] = []
    for company in real_companies(material.catalog):
        own = [c for c in claims if c.company == company.slug and not c.superseded_by]
        if not own:
            continue
        cells = tuple(
            CellView(
                right=right,
                right_label=label,
                claims=tuple(
                    sorted(
                        (c for c in own if c.right == right),
                        key=lambda c: (c.gone, c.old, -c.first_with.timestamp()),
                    )
                ),
            )
            for right, label in rights_of(material.catalog)
        )
        rows.append(RowView(company=company.slug, name=company.name, cells=cells))
    return tuple(rows)


def matrix_page(material: Material, claims: tuple[ClaimView, ...]) -> PageSpec:
    """Companies by rights, with the superseded claims listed below."""
    path = addresses.file_of(addresses.MATRIX)
    chrome = make_chrome(
        material.catalog,
        material.options,
        path=path,
        title=say("Who claims what"),
        description=say("Rights that %(companies)s claim over people’s data, each cell dated and linked to the words."),
    )
    rows = rows_of(material, claims)
    shown = {row.company for row in rows}
    view = MatrixView(
        chrome=with_crumbs(chrome, (say("Matrix"), "")),
        rows=rows,
        about=material.catalog.vocabulary.about,
        rights=rights_of(material.catalog),
        states=key_of_signs(material.catalog),
        told=frozenset(c.right for c in claims if not c.superseded_by and c.company in shown),
        claims=sum(1 for c in claims if not c.superseded_by),
        services=services_of_owners(material.catalog, shown),
        past=tuple(c for c in reversed(claims) if c.superseded_by),
        others=tuple(c.name for c in real_companies(material.catalog) if c.slug not in shown),
        csv=chrome.to(MATRIX_CSV),
    )
    return PageSpec(path=path, template="matrix.html", view=view)


CSV_TYPE = "text/csv; charset=utf-8"
CSV_FIELDS = tuple(
    "company right over scope state force document edition quotation clause words first_capture_with "
    "in_first_capture_held last_capture_read last_seen absent old superseded_by capture_sha256 url sentence".split()
)


def write_csv(rows: "list[tuple[str, ...]]") -> str:
    """Comma-separated values as RFC 4180 has them; a cell that a spreadsheet might run as a formula is quoted by `'`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def claim_row(claim: ClaimView, base: str) -> tuple[str, ...]:
    """A claim as a row of the table, in the order of `CSV_FIELDS`."""
    after = claim.after if claim.gone else None
    return (
        claim.company,
        claim.right,
        claim.over,
        claim.scope,
        claim.state,
        claim.force,
        claim.reference.partition("#")[0].rpartition("/")[0],
        claim.edition,
        claim.reference,
        claim.clause,
        claim.words,
        spell_time(claim.first_with),
        "yes" if claim.known_before else "no",
        spell_time(claim.last_read),
        spell_time(after.last_seen) if after and after.last_seen else "",
        spell_time(after.absent) if after and after.absent else "",
        "yes" if claim.old else "no",
        claim.superseded_by,
        claim.digest,
        addresses.absolute(base, claim.url),
        claim.wholes[0].text if claim.wholes else "",
    )


def _view(change: Change, claim: Claim, material: Material) -> ClaimView:
    quotation = material.quotation(change, claim.quote)
    after = after_line(quotation, material.catalog, change) if quotation else None
    first, known_before, last = _dates(change, quotation, after)
    document = material.catalog.document(change.document_key)
    as_of = material.catalog.report.as_of
    side = quotation.mark.side if quotation else Side.AFTER
    row = material.row(change, side)
    mark = (
        quotation.mark if quotation else next((q for q in change.quotations if q.name == claim.quote), None)
    )
    vocabulary = material.catalog.vocabulary
    right, over, state = (
        vocabulary.right(claim.right), vocabulary.data_kind(claim.over), vocabulary.state(claim.state)
    )
    old = as_of - last.date() > OLD_AFTER
    gone = after is not None and after.kind in LEFT and not after.holds
    coming = _effective_on(change, side) if claim.force == "announced" else None
    announced = claim.force == "announced" and not _in_force_since(coming, after)
    return ClaimView(
        company=change.company,
        company_name=company_name(material.catalog, change.company),
        right=claim.right,
        right_label=right.label if right else claim.right,
        over=claim.over,
        over_label=over.label if over else claim.over,
        scope=claim.scope,
        state=claim.state,
        state_label=vocabulary.state_label(claim.right, claim.state),
        sign=state.sign if state else Sign.EMPTY,
        announced=announced,
        force_label=_announced_label(coming, as_of, after)
        if announced and not gone
        else _held_label(gone, old, after),
        old=old,
        gone=gone,
        url=f"{change.url}#{claim.quote}",
        reference=f"{change.key}#{claim.quote}",
        document=document_title(material.catalog, change.document_key),
        edition=edition_line(document) if document else "",
        clause=(quotation.clause if quotation else "") or (mark.clause if mark else ""),
        words=shown_words(quotation) if quotation else " ".join(mark.words.split()) if mark else "",
        wholes=_wholes(change, claim, material),
        language=document.edition.language if document else "en",
        first_with=first,
        known_before=known_before,
        last_read=last,
        after=after,
        digest=row.sha256 if row else "",
    )


def _wholes(change: Change, claim: Claim, material: Material) -> tuple[AloneView, ...]:
    found = (material.quotation(change, name) for name in (claim.quote, *claim.also))
    return tuple(alone(quotation) for quotation in found if quotation is not None)


def _effective_on(change: Change, side: Side) -> date | None:
    """The day after the capture on which its text says that it takes effect, the first where it names several."""
    captured = (change.before if side is Side.BEFORE else change.after).at.date()
    days = [d.on for d in change.dates if d.kind == "effective" and d.side is side and d.on]
    return min((day for day in days if day > captured), default=None)


def _in_force_since(coming: date | None, after: AfterView | None) -> bool:
    """Whether a capture of the day that announced words were to take effect, or of a later day, has them."""
    if coming is None or after is None:
        return False
    seen = after.newest if after.holds else after.last_seen
    return seen is not None and seen.date() >= coming


def _announced_label(coming: date | None, as_of: date, after: AfterView | None) -> str:
    """What is said of words that no capture is known to have when they were to be in force."""
    if coming is None:
        return say("announced") if after and after.newest else say("announced; not read since")
    if coming <= as_of:
        return say("announced for %(day)s; not read since", day=coming)
    return say("announced for %(day)s", day=coming)


def _held_label(gone: bool, old: bool, after: AfterView | None) -> str:
    if gone:
        return say("words since gone")
    if after and after.reworded_at:
        if old:
            return say("in force when last read, reworded since %(day)s", day=_day(after.reworded_at))
        return say("in force, reworded since %(day)s", day=_day(after.reworded_at))
    return say("in force when last read") if old else say("in force")


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _dates(
    change: Change, quotation: Quotation | None, after: AfterView | None
) -> tuple[datetime, bool, datetime]:
    """First capture with the words, whether that is the first held, and the last capture read of the edition."""
    side = quotation.mark.side if quotation else Side.AFTER
    quoted = (change.before if side is Side.BEFORE else change.after).at
    life = quotation.life if quotation else None
    if after is None or life is None or life.first_with is None:
        return quoted, False, quoted
    return life.first_with, life.own == 0, max(after.newest or quoted, quoted)


def _linked(view: ClaimView, superseded_by: str, earlier: ClaimView | None) -> ClaimView:
    return replace(view, superseded_by=superseded_by, supersedes=earlier)


def company_claims(material: Material, claims: tuple[ClaimView, ...], company: str) -> tuple[CellView, ...]:
    """The established cells of one company, for its page."""
    row = next((r for r in rows_of(material, claims) if r.company == company), None)
    return tuple(cell for cell in row.cells if cell.claims) if row else ()
