"""The whole sample site, gathered once and drawn twice: with its captures and without them."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from generator.commands.project import Project
from generator.model.catalog import Catalog, WholeTexts
from generator.model.pages import Artifact, PageSpec
from generator.model.reporting import SilentReporter
from generator.model.results import Compared
from generator.model.unread import Unread
from generator.pages.change.cards import CardView
from generator.pages.change.page import change_page
from generator.pages.chrome import SiteOptions
from generator.pages.material import Material
from generator.pages.site.unread import counts_of, find_neighbours, unread_lists, unread_page
from generator.pages.site.whole import site_pages
from generator.pages.with_texts import with_sheets
from generator.render.environment import make_environment, render_assets, render_page
from tests.gathering import Gathered, gather

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sites" / "full" / "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSite:
    """All specs and files of a build, by path."""

    material: Material
    specs: Mapping[str, PageSpec]
    files: Mapping[str, Artifact]

    def text(self, path: str) -> str:
        return self.files[path].body.decode()

    def view(self, path: str) -> Any:
        return self.specs[path].view


def unread_pages(
    catalog: Catalog, pairs: Sequence[tuple[Unread, Compared | None]], options: SiteOptions
) -> tuple[PageSpec, ...]:
    """The lists and the pages of comparisons without a note."""
    around = find_neighbours(one for one, compared in pairs if compared)
    told = [(one, counts_of(catalog, one, compared) if compared else None) for one, compared in pairs]
    pages = (
        unread_page(catalog, one, compared, around[one.key], options) for one, compared in pairs if compared
    )
    return (*unread_lists(catalog, told, options), *pages)


def draw(
    material: Material,
    unread: Sequence[tuple[Unread, Compared | None]] = (),
    *,
    cards: bool = True,
    leave_out: tuple[str, ...] = (),
) -> WholeSite:
    """Every page and file of a build of this material, and of these comparisons without a note; on request without cards, and
    without what lies below some folders.
    """
    catalog = material.catalog
    changes: list[PageSpec] = []
    for change in catalog.changes:
        rows = [catalog.row(change.document_key, ref) for ref in (change.before, change.after)]
        before, after = (material.texts.get(row.sha256) if row else None for row in rows)
        evidence, redline = material.evidence[change.key], material.redlines.get(change.key)
        changes += change_page(catalog, change, evidence, redline, (before, after), material.options)
    if catalog.report.publish_unread:
        changes += unread_pages(catalog, unread, material.options)
    around = site_pages(
        catalog,
        material.evidence,
        material.redlines,
        material.texts,
        material.options,
        changes,
        unread=material.unread,
    )
    environment = make_environment(ROOT / "templates")
    specs = [
        spec
        for spec in (*around, *changes)
        if (cards or not isinstance(spec.view, CardView)) and not spec.path.startswith(leave_out)
    ]
    drawn = [*render_assets(environment), *(render_page(environment, spec) for spec in specs)]
    return WholeSite(
        material=material,
        specs={spec.path: spec for spec in specs},
        files={artifact.path: artifact for artifact in drawn},
    )


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """All that a build of the sample site needs."""
    folder = tmp_path_factory.mktemp("whole")
    project = Project(
        content=SAMPLE,
        site=folder / "site",
        store=folder / "store",
        cache=folder / "cache",
        templates=ROOT / "templates",
        offline=True,
        workers=1,
    )
    found = gather(project, SilentReporter(), with_unread=True)
    assert found.errors == ()
    assert found.missing == ()
    return found


@pytest.fixture(scope="session")
def material(gathered: Gathered) -> Material:
    """The sample site with all its captures at hand."""
    return with_sheets(
        Material(
            catalog=gathered.catalog,
            evidence=gathered.evidence,
            redlines=gathered.redlines,
            texts=gathered.texts,
            options=SiteOptions(pinned=gathered.pinned),
            unread=tuple(one for one, compared in gathered.unread if compared),
        )
    )


def without_captures(material: Material) -> Material:
    """The same as a partial build has it: quotations and addresses, no texts and no redlines."""
    evidence = {
        key: replace(
            found,
            complete=False,
            quotations=tuple(
                replace(q, pieces=(), passage=replace(q.passage, span=None, segment=-1))
                for q in found.quotations
            ),
            passages=tuple(replace(p, span=None, segment=-1) for p in found.passages),
        )
        for key, found in material.evidence.items()
    }
    options = replace(material.options, missing=material.options.pinned)
    return Material(catalog=material.catalog, evidence=evidence, options=options)


def with_policy(material: Material, policy: WholeTexts) -> Material:
    """The same under another rule for whole texts."""
    report = replace(material.catalog.report, whole_texts=policy)
    return replace(material, catalog=replace(material.catalog, report=report))


@pytest.fixture(scope="session")
def whole(material: Material, gathered: Gathered) -> WholeSite:
    return draw(material, gathered.unread)


@pytest.fixture(scope="session")
def bare(material: Material, gathered: Gathered) -> WholeSite:
    return draw(without_captures(material), tuple((one, None) for one, _ in gathered.unread))


@pytest.fixture(scope="session")
def zoom(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The real report's changes of Zoom's terms, from the shared captures."""
    folder = tmp_path_factory.mktemp("zoom")
    content = folder / "content"
    (content / "zoom").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "report.yaml", content)
    shutil.copytree(ROOT / "content" / "topics", content / "topics")
    shutil.copy(ROOT / "content" / "zoom" / "index.md", content / "zoom")
    shutil.copytree(ROOT / "content" / "zoom" / "terms-of-service", content / "zoom" / "terms-of-service")
    project = Project(
        content=content,
        site=folder / "site",
        store=folder / "store",
        cache=folder / "cache",
        templates=ROOT / "templates",
        mirrors=(shared / "archive",),
        offline=True,
        workers=1,
    )
    gathered = gather(project, SilentReporter())
    return with_sheets(
        Material(
            catalog=gathered.catalog,
            evidence=gathered.evidence,
            redlines=gathered.redlines,
            texts=gathered.texts,
        )
    )
