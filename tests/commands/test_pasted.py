"""Addresses as people paste them, and the captures that they name."""

import pytest

from generator.archives.settings import ArchiveSettings
from generator.commands.capture_choice import is_whole_history, locator_at
from generator.model.catalog import Document
from generator.model.errors import UsageError
from generator.model.locators import parse_locator
from generator.model.problems import SourcePos

SETTINGS = ArchiveSettings(wayback="http://localhost:8080")
KNOWN = Document(
    slug="terms", company="acme", title="Terms", kind="terms", where=SourcePos(path="x"),
    archives=(parse_locator("ota:x/demo-versions:Acme/Terms.md"),),
)  # fmt: skip
COMMIT = "0123abc" * 5 + "01234"


@pytest.mark.parametrize(
    ("pasted", "locator"),
    [
        ("https://web.archive.org/web/20240401120000/https://acme.example/terms", "wayback:20240401120000/https://acme.example/terms"),
        ("http://localhost:8080/web/20240401120000/https://acme.example/terms", "wayback:20240401120000/https://acme.example/terms"),
        ("http://localhost:8080/terms/20240401120000mp_/https://acme.example/a?b=c", "wayback:20240401120000/https://acme.example/a?b=c"),
        (" https://acme.example/terms ", "wayback:https://acme.example/terms"),
        (f"https://github.com/x/demo-versions/blob/{COMMIT}/Acme/Terms.md", f"ota:x/demo-versions@{COMMIT}:Acme/Terms.md"),
        (f"https://github.com/x/demo-versions/commit/{COMMIT}", f"ota:x/demo-versions@{COMMIT}:Acme/Terms.md"),
        (f"https://github.com/x/demo-versions/commit/{COMMIT}#diff-1", f"ota:x/demo-versions@{COMMIT}:Acme/Terms.md"),
        ("ota:x/demo-versions:Acme/Terms.md", "ota:x/demo-versions:Acme/Terms.md"),
    ],
)  # fmt: skip
def test_a_pasted_address_is_understood(pasted: str, locator: str) -> None:
    found = locator_at(pasted, SETTINGS, KNOWN)
    assert str(found) == locator
    assert is_whole_history(found) == (
        locator in ("wayback:https://acme.example/terms", "ota:x/demo-versions:Acme/Terms.md")
    )


@pytest.mark.parametrize(
    "pasted", ["gopher://x", "terms", "https://github.com/other/one/commit/0123abc", "https:///x"]
)
def test_what_names_no_capture_is_refused(pasted: str) -> None:
    with pytest.raises(UsageError):
        locator_at(pasted, SETTINGS, KNOWN)
