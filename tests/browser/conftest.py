"""A real Chromium, and the report built in both states and served on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.host import hosted
from tests.browser.sites import SAMPLE, chromium
from tests.conftest import built_once, need, read_report

FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True, slots=True)
class Site:
    """A built report and the address at which it is served."""

    folder: Path
    base: str
    state: str


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    api = pytest.importorskip("playwright.sync_api")
    path = chromium()
    need(bool(path), "no Chromium was found (set CHROMIUM)")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def bare_folder(tmp_path_factory: pytest.TempPathFactory, report_cache: Path) -> Path:
    """The report without captures: a partial build."""
    return built_once(tmp_path_factory, "bare", None, read_report, cache=report_cache)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented report with its captures and with the comparisons that nobody has read."""
    return built_once(tmp_path_factory, "sample", None, lambda _: SAMPLE)


@pytest.fixture(scope="session")
def bare(bare_folder: Path) -> Iterator[Site]:
    with hosted(bare_folder) as base:
        yield Site(bare_folder, base, "without captures")


@pytest.fixture(scope="session")
def full(full_folder: Path) -> Iterator[Site]:
    with hosted(full_folder) as base:
        yield Site(full_folder, base, "with captures")


@pytest.fixture(scope="session")
def sample(sample_folder: Path) -> Iterator[Site]:
    with hosted(sample_folder) as base:
        yield Site(sample_folder, base, "invented")


LONG = pytest.mark.long


@pytest.fixture(params=[pytest.param("bare", marks=LONG), "full", "sample"])
def any_site(request: pytest.FixtureRequest) -> Site:
    """Both states of the report, and the invented one."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=[pytest.param("bare", marks=LONG), pytest.param("full", marks=LONG), "sample"])
def each_site(request: pytest.FixtureRequest) -> Site:
    """The same for what looks at hundreds of pages: only the invented report, which has every kind, is quick."""
    return request.getfixturevalue(request.param)
