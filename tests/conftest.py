"""Fixtures for all tests: where shared data lies, when its absence is a failure, and what is made once for many tests."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.gathering import Gathered

ROOT = Path(__file__).resolve().parent.parent
VOCABULARY = (ROOT / "generator/starter/content/vocabulary.yaml").read_text(encoding="utf-8")
# In CI the same examples are tried each time, so that a landing does not hang on chance; elsewhere each run tries others.
# How long examples take depends on the machine and proves nothing.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", derandomize=True, **UNTIMED)
settings.register_profile("here", **UNTIMED)
settings.load_profile("ci" if os.environ.get("CI") else "here")
REQUIRE_ALL = os.environ.get("SMALLPRINT_REQUIRE_ALL") == "1"


def need(condition: bool, reason: str) -> None:
    """Skip for `reason` where a need is not met; fail instead where CI promised that all needs are met."""
    if condition:
        return
    if REQUIRE_ALL:
        pytest.fail(f"SMALLPRINT_REQUIRE_ALL is set, but {reason}")
    pytest.skip(reason)


def shared_folder() -> Path:
    """The folder of real captures and fixtures: $SMALLPRINT_SHARED, else ../shared beside the project."""
    return Path(os.environ.get("SMALLPRINT_SHARED") or ROOT.parent / "shared")


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the whole run, above each worker's own."""
    root = factory.getbasetemp()
    return root.parent if "PYTEST_XDIST_WORKER" in os.environ else root


COLLECTED: set[str] = set()  # every test file that has a test of this run, before any test is left out


def pytest_itemcollected(item: pytest.Item) -> None:
    COLLECTED.add(item.nodeid.partition("::")[0])


@pytest.fixture(scope="session")
def report_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What tests of this report share, so that its 60 pairs are read and compared once: $SMALLPRINT_TEST_CACHE, else the
    run's own folder.

    Results are kept by their inputs; that they equal results made anew is tested by tests/jobs and tests/test_determinism.py.
    """
    return Path(os.environ.get("SMALLPRINT_TEST_CACHE") or run_folder(tmp_path_factory) / "report-cache")


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    need((folder / "archive" / "manifest.json").is_file(), f"no shared captures at {folder}")
    return folder


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """While one worker makes what belongs into a folder, the others wait: they will find it there and need not make it too."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def built_once(
    factory: pytest.TempPathFactory,
    name: str,
    mirror: Path | None,
    more: Callable[[Path], tuple[str, ...]],
    cache: Path | None = None,
) -> Path:
    """A site that is built by the first worker of a test run that needs it, and read by all of them.

    `more` makes further options from the folder that everything of the site lies in. The hundreds of cards of this report,
    which is what `cache` is for, are left empty: those of the invented one are drawn.
    """
    from tests.browser.sites import build

    folder = run_folder(factory) / f"built-{name}"
    with one_at_a_time(folder):
        if (folder / "site").is_dir():
            return folder / "site"
        folder.mkdir(exist_ok=True)
        with one_at_a_time(cache) if cache else nullcontext():
            return build(folder, mirror=mirror, more=more(folder), cache=cache, cards=cache is None)


def read_report(folder: Path) -> tuple[str, ...]:
    """Options that build this report without the hundreds of comparisons that nobody has read: the invented one has a page
    of each of their shapes.
    """
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    settings = content / "report.yaml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written.replace("publish-unread: true", "publish-unread: false"), encoding="utf-8")
    return ("--content", str(content))


@pytest.fixture(scope="session")
def full_folder(tmp_path_factory: pytest.TempPathFactory, shared: Path, report_cache: Path) -> Path:
    """The report with every capture: a complete build."""
    return built_once(
        tmp_path_factory,
        "full",
        shared / "archive",
        lambda folder: ("--complete", *read_report(folder)),
        report_cache,
    )


@pytest.fixture(scope="session")
def partial_report(tmp_path_factory: pytest.TempPathFactory, report_cache: Path) -> "Gathered":
    """This report as a partial build has it: what governs the words comes from the locks."""
    from generator.commands.project import Project
    from generator.model.reporting import SilentReporter
    from tests.gathering import gather

    folder = tmp_path_factory.mktemp("partial")
    project = Project(
        content=ROOT / "content",
        site=folder / "site",
        store=folder / "store",
        cache=report_cache,
        templates=ROOT / "templates",
        offline=True,
    )
    with one_at_a_time(report_cache):
        return gather(project, SilentReporter())


MADE: dict[Any, Any] = {}  # what `quick_builds` keeps, by all that it was made from


@pytest.fixture
def quick_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each card is drawn once, and the same template is parsed and compiled once, for all tests of a worker that ask for this.

    Their builds have all their files, but prove nothing of these two steps; those of tests/test_determinism.py do both anew.
    """
    from generator.model.digests import digest_of
    from generator.render import card, environment

    draw, close, parse = card.draw_svg, environment.template_closures, environment.PageEnvironment.parse
    compiled = environment.CompiledTemplates

    def drawn_once(svg: str) -> Any:
        if svg not in MADE:
            MADE[svg] = draw(svg)
        return MADE[svg]

    def closed_once(folder: Path, names: Iterable[str], overrides: Path | None = None) -> Any:
        listed = tuple(names)
        folders = [place for place in (folder, overrides) if place]
        texts = [
            (number, file.relative_to(place).as_posix(), file.read_bytes())
            for number, place in enumerate(folders)
            for file in sorted(place.rglob("*"))
            if file.is_file() and file.parent.name != "__pycache__"
        ]
        key = digest_of(repr((listed, texts)).encode())
        if key not in MADE:
            MADE[key] = close(folder, listed, overrides)
        return MADE[key]

    def parsed_once(self: Any, source: str, name: str | None = None, filename: str | None = None) -> Any:
        key = ("parsed", name, source)
        if key not in MADE:
            MADE[key] = parse(self, source, name, filename)
        return MADE[key]

    def load(self: Any, bucket: Any) -> None:
        bucket.code = MADE.get(("compiled", bucket.key, bucket.checksum))

    def keep(self: Any, bucket: Any) -> None:
        MADE["compiled", bucket.key, bucket.checksum] = bucket.code

    monkeypatch.setattr(environment.PageEnvironment, "parse", parsed_once)
    monkeypatch.setattr(compiled, "get_cache_key", lambda self, name, filename=None: name)
    monkeypatch.setattr(compiled, "load_bytecode", load)
    monkeypatch.setattr(compiled, "dump_bytecode", keep)
    monkeypatch.setattr(card, "draw_svg", drawn_once)
    monkeypatch.setattr(environment, "template_closures", closed_once)
