"""The matrix: every cell dated and linked, superseded ones named, old ones drawn as old, blanks left blank."""

from dataclasses import replace
from datetime import date, timedelta

from generator.model.catalog import Claim
from generator.pages.material import Material
from generator.pages.matrix import OLD_AFTER, claims_of, rows_of
from tests.pages.conftest import WholeSite


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


def test_an_announced_claim_says_so(material: Material) -> None:
    catalog = material.catalog
    changes = tuple(
        replace(c, claims=tuple(replace(x, force="announced") for x in c.claims)) for c in catalog.changes
    )
    assert all(c.announced for c in claims_of(replace(material, catalog=replace(catalog, changes=changes))))
