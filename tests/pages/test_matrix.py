"""The matrix: every cell dated and linked, superseded ones named, old ones drawn as old, blanks left blank."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.content.catalog import build_catalog
from generator.evidence.resolve import resolve_changes
from generator.model.captures import Side
from generator.model.catalog import Claim
from generator.model.lock import Interval
from generator.pages.data.plan import csv_of
from generator.pages.data.tables import tables_of
from generator.pages.material import Material
from generator.pages.site.matrix import CSV_FIELDS, OLD_AFTER, ClaimView, claim_row, claims_of, rows_of
from generator.store.sources import read_sources
from tests.pages.conftest import ROOT, WholeSite


def test_every_cell_leads_to_its_quotation_and_is_dated(whole: WholeSite) -> None:
    view = whole.view("matrix/index.html")
    text = whole.text("matrix/index.html")
    claims = [claim for row in view.rows for cell in row.cells for claim in cell.claims]
    assert claims
    for claim in claims:
        assert f'href="../{claim.url}"' in text
        page, _, name = claim.url.partition("#")
        assert f'id="{name}"' in whole.text(f"{page}index.html")
        assert claim.first_with <= claim.last_read
        assert claim.document


def test_a_blank_cell_says_not_established_and_nothing_else(whole: WholeSite) -> None:
    row = whole.view("matrix/index.html").rows[0]
    blank = [cell for cell in row.cells if not cell.claims]
    assert blank
    assert whole.text("matrix/index.html").count('<span class="vh">not established</span>') == sum(
        not cell.claims for row in whole.view("matrix/index.html").rows for cell in row.cells
    )


def test_words_that_a_later_capture_lacks_are_drawn_as_gone(material: Material) -> None:
    claims = {c.reference: c for c in claims_of(material)}
    licence = claims["brightnote/terms-of-service/2024-04-01#licence"]
    assert licence.gone
    assert licence.after is not None
    assert licence.after.absent is not None


def test_a_claim_last_read_long_before_the_reports_day_is_old(material: Material) -> None:
    def old_on(day: date) -> bool:
        catalog = material.catalog
        at = replace(material, catalog=replace(catalog, report=replace(catalog.report, as_of=day)))
        return claims_of(at)[0].old

    last = claims_of(material)[0].last_read.date()
    assert not old_on(last + OLD_AFTER)
    assert old_on(last + OLD_AFTER + timedelta(days=1))


def test_a_superseded_claim_leaves_its_cell_and_is_named_by_its_successor(material: Material) -> None:
    catalog = material.catalog
    earlier = "brightnote/terms-of-service/2024-04-01#licence"
    change = catalog.change("brightnote/terms-of-service/2024-05-11")
    assert change is not None
    name = change.quotations[0].name
    claim = Claim(
        right="train-own-models",
        over="content",
        state="ruled-out",
        quote=name,
        supersedes=earlier,
        where=change.where,
    )
    changes = tuple(replace(c, claims=(claim,)) if c.key == change.key else c for c in catalog.changes)
    claims = claims_of(replace(material, catalog=replace(catalog, changes=changes)))
    by_reference = {c.reference: c for c in claims}
    assert by_reference[earlier].superseded_by == f"{change.key}#{name}"
    successor = by_reference[f"{change.key}#{name}"]
    assert successor.supersedes is not None
    assert successor.supersedes.reference == earlier
    shown = [c.reference for row in rows_of(material, claims) for cell in row.cells for c in cell.claims]
    assert earlier not in shown
    assert successor.reference in shown


def announced(
    material: Material,
    effective: date | None,
    as_of: date,
    *,
    newest: datetime,
    left: datetime | None = None,
    back: datetime | None = None,
) -> ClaimView:
    """The sample's first claim, announced for a day; its words held to `newest`, gone by `left`, there again `back`."""
    catalog = material.catalog
    key = "brightnote/terms-of-service/2024-04-01"
    change = catalog.change(key)
    assert change is not None
    days = tuple(
        replace(d, on=effective) for d in change.dates if d.kind == "effective" and d.side is Side.AFTER
    )
    told = replace(
        change,
        claims=tuple(replace(c, force="announced") for c in change.claims),
        dates=days if effective else (),
    )
    quoted = material.quotation(change, change.claims[0].quote)
    assert quoted is not None
    assert quoted.life is not None
    runs = [Interval(present=True, first=change.after.at, last=newest, captures=1)]
    runs += [Interval(present=False, first=left, last=left, captures=1)] if left else []
    runs += [Interval(present=True, first=back, last=back, captures=1)] if back else []
    life = replace(quoted.life, intervals=tuple(runs), own=0)
    evidence = material.evidence[key]
    quotations = tuple(replace(q, life=life) if q == quoted else q for q in evidence.quotations)
    changed = replace(
        material,
        catalog=replace(
            catalog,
            report=replace(catalog.report, as_of=as_of),
            changes=tuple(told if c.key == key else replace(c, claims=()) for c in catalog.changes),
        ),
        evidence={**material.evidence, key: replace(evidence, quotations=quotations)},
    )
    return next(c for c in claims_of(changed) if c.reference.startswith(f"{key}#"))


QUOTED = datetime(2024, 4, 1, 6, 45, 10, tzinfo=UTC)
MAY = date(2024, 5, 15)


def test_a_claim_announced_for_a_day_that_has_passed_says_that_nobody_read_it_since(
    material: Material,
) -> None:
    view = announced(material, MAY, date(2026, 11, 23), newest=QUOTED)
    assert (view.force, view.force_label) == ("announced", "announced for 15 May 2024; not read since")
    early = announced(material, MAY, date(2026, 11, 23), newest=datetime(2024, 5, 14, 23, tzinfo=UTC))
    assert early.force_label == "announced for 15 May 2024; not read since"


def test_a_claim_announced_for_a_day_to_come_says_the_day_only(material: Material) -> None:
    assert (
        announced(material, MAY, date(2024, 5, 1), newest=QUOTED).force_label == "announced for 15 May 2024"
    )


def test_announced_words_that_a_capture_of_that_day_or_later_has_are_in_force(material: Material) -> None:
    newest = datetime(2024, 5, 15, 0, 1, tzinfo=UTC)
    view = announced(material, MAY, date(2024, 6, 1), newest=newest)
    assert (view.force, view.force_label, view.last_read) == ("in-force", "in force", newest)
    assert announced(material, MAY, date(2026, 6, 1), newest=newest).force_label == "in force when last read"


def test_announced_words_without_a_day_stay_announced(material: Material) -> None:
    newest = datetime(2024, 9, 1, tzinfo=UTC)
    assert announced(material, None, date(2026, 11, 23), newest=newest).force_label == "announced"
    view = announced(material, None, date(2026, 11, 23), newest=QUOTED)
    assert (view.force, view.force_label) == ("announced", "announced; not read since")


def test_an_effective_day_before_the_capture_is_not_that_of_the_announcement(material: Material) -> None:
    """A page may state since when its present text is in force beside a banner about the next one."""
    view = announced(material, date(2024, 3, 1), date(2026, 11, 23), newest=datetime(2024, 9, 1, tzinfo=UTC))
    assert view.force == "announced"


def test_announced_words_that_left_are_withdrawn(material: Material) -> None:
    view = announced(material, MAY, date(2026, 11, 23), newest=QUOTED, left=datetime(2024, 5, 20, tzinfo=UTC))
    assert (view.force, view.force_label) == ("withdrawn", "words since gone")


def rows_of_table(material: Material) -> list[dict[str, str]]:
    tables = {t.name: t for t in tables_of(material, claims_of(material))}
    return list(csv.DictReader(io.StringIO(csv_of(tables["matrix"]))))


def test_no_row_in_force_has_words_that_left(material: Material) -> None:
    rows = rows_of_table(material)
    gone = [row for row in rows if row["absent"]]
    assert gone
    assert {row["force"] for row in gone} <= {"withdrawn", "superseded"}
    assert all(not row["last_seen"] and not row["absent"] for row in rows if row["force"] == "in-force")


def test_a_superseded_claim_is_neither_in_force_nor_withdrawn(material: Material) -> None:
    view = claims_of(material)[0]
    assert view.gone
    assert view.superseded_by
    assert view.force == "superseded"
    assert replace(view, superseded_by="").force == "withdrawn"


def test_words_that_came_back_are_in_force_and_tell_no_absence(material: Material) -> None:
    view = announced(
        material,
        MAY,
        date(2024, 9, 1),
        newest=QUOTED,
        left=datetime(2024, 5, 20, tzinfo=UTC),
        back=datetime(2024, 8, 1, tzinfo=UTC),
    )
    row = dict(zip(CSV_FIELDS, claim_row(view, ""), strict=True))
    assert (row["force"], row["last_seen"], row["absent"]) == ("in-force", "", "")
    assert row["last_capture_read"] == "2024-08-01T00:00:00Z"


def test_a_cell_says_its_state_in_words(whole: WholeSite) -> None:
    text = whole.text("matrix/index.html")
    grid = text[text.index('<table class="mx grid">') : text.index("</table>")]
    view = whole.view("matrix/index.html")
    claims = [claim for row in view.rows for cell in row.cells for claim in cell.claims]
    assert grid.count("<b>") == len(claims)
    assert all(f"<b>{claim.state_label}</b>" in grid for claim in claims)


@pytest.fixture(scope="module")
def real() -> Material:
    """The published report as its locks tell it."""
    catalog, _ = build_catalog(read_sources(ROOT / "content"))
    found = resolve_changes(catalog, {}, lambda *_: None, {lock.change: lock for lock in catalog.locks})
    return Material(catalog=catalog, evidence=found.evidence)


def test_no_row_in_force_of_the_published_report_has_words_that_left(real: Material) -> None:
    rows = rows_of_table(real)
    assert any(row["absent"] for row in rows)
    assert not [row["quotation"] for row in rows if row["force"] == "in-force" and row["absent"]]
    assert all(row["superseded_by"] for row in rows if row["force"] == "superseded")


def test_the_published_claim_on_training_by_recipients_is_read_in_both_archives(real: Material) -> None:
    """X's announced policy was pinned in a collection that ends; another goes on with the same page."""
    own = "twitter/privacy-policy/2024-10-17#third-party-training"
    claims = [c for c in claims_of(real) if c.reference == own]
    assert claims
    for claim in claims:
        assert (claim.force, claim.last_read.date()) == ("superseded", date(2026, 7, 16))
        assert claim.superseded_by == "twitter/privacy-policy/2024-11-15#third-party-training"
        assert claim.after is not None
        assert claim.after.text == (
            "still present in the newest capture held (2026-07-16T00:58:20Z, Open Terms Archive contrib)"
        )
