"""Fixtures for all tests: where shared data lies, and when its absence is a failure."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
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


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    need((folder / "archive" / "manifest.json").is_file(), f"no shared captures at {folder}")
    return folder
