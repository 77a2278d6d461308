"""Every real Markdown capture is its own policy text, and its words have the digest that the capture lists record."""

from pathlib import Path

import pytest

from generator.content.captures_table import parse_captures
from generator.extract import extract_policy
from generator.model.captures import Capture, CaptureRow
from generator.model.digests import Digest, digest_of
from generator.model.words import words_digest
from tests.conftest import shared_folder
from tests.histories import read_packed

ROOT = Path(__file__).resolve().parent.parent.parent
LISTS = sorted((ROOT / "content").glob("**/captures.tsv"))

pytestmark = pytest.mark.shared


def _folders() -> list[str]:
    """Every folder of the shared archive that holds Markdown captures, loose or packed."""
    archive = shared_folder() / "archive"
    files = [*archive.glob("**/*.md"), *archive.glob("**/*.tar.xz")]
    return sorted({file.parent.relative_to(archive).as_posix() for file in files} - {"."})


def _captures_in(folder: Path) -> dict[str, bytes]:
    """The Markdown captures of a folder by name."""
    bodies = {file.name: file.read_bytes() for file in folder.glob("*.md")}
    bodies |= {name: body for name, body in read_packed(folder).items() if name.endswith(".md")}
    return dict(sorted(bodies.items()))


@pytest.fixture(scope="module")
def listed() -> dict[Digest, CaptureRow]:
    """The rows of all capture lists by digest of the capture."""
    rows: dict[Digest, CaptureRow] = {}
    for path in LISTS:
        found, problems = parse_captures(path.read_text("utf-8"), path.as_posix())
        assert problems == ()
        rows |= {row.sha256: row for row in found}
    return rows


@pytest.mark.parametrize("folder", _folders())
def test_a_markdown_capture_is_its_own_text(
    shared: Path, folder: str, listed: dict[Digest, CaptureRow]
) -> None:
    for name, body in _captures_in(shared / "archive" / folder).items():
        digest = digest_of(body)
        row = listed.get(digest)
        text = extract_policy(Capture(sha256=digest, body=body)).text
        assert text == body.decode("utf-8"), name
        assert row is None or not row.words or words_digest(text) == row.words, name


def test_most_listed_captures_are_at_hand(shared: Path, listed: dict[Digest, CaptureRow]) -> None:
    """Else the test above would say little."""
    folders = [shared / "archive" / folder for folder in _folders()]
    held = {digest_of(body) for folder in folders for body in _captures_in(folder).values()}
    rows = [row for row in listed.values() if row.words and row.sha256 in held]
    assert len(rows) > 900
