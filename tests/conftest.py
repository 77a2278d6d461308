"""Fixtures for all tests: where shared data lies, and when its absence is a failure."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
