"""Sides of a change for tests: Markdown in, texts with segments and redline out."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from generator.compare import redline
from generator.content.quotation_marks import parse_marks
from generator.evidence.resolve import side_text
from generator.extract import extract_text
from generator.model.captures import Capture, CaptureRef, CaptureRow
from generator.model.catalog import Change, QuoteMark, StatedDate
from generator.model.digests import digest_of
from generator.model.evidence import Sides
from generator.model.locators import FolderLocator
from generator.model.problems import Problem, SourcePos
from generator.model.redline import Redline
from generator.model.text import Text

START = datetime(2024, 1, 1, tzinfo=UTC)


def policy(text: str) -> Text:
    body = text.encode("utf-8")
    return extract_text(Capture(sha256=digest_of(body), body=body))


def sides_of(before: str, after: str) -> tuple[Sides, Redline]:
    """Two Markdown texts, read and compared."""
    one, two = policy(before), policy(after)
    found = redline(one, two)
    digests = digest_of(before.encode()), digest_of(after.encode())
    return Sides(before=side_text(digests[0], one), after=side_text(digests[1], two)), found


def real_sides(shared: Path, record: dict[str, dict[str, str]]) -> tuple[Sides, Redline]:
    """The two captures of a record of the shared manifest."""
    texts = [
        (shared / "archive" / record[s]["file"]).read_bytes().decode("utf-8") for s in ("before", "after")
    ]
    return sides_of(*texts)


def marks(body: str) -> tuple[QuoteMark, ...]:
    found, problems = parse_marks(body, "content/acme/terms/2024-01-02.md", 1)
    assert problems == (), problems
    return found


def change(body: str = "", dates: tuple[StatedDate, ...] = ()) -> Change:
    return Change(
        company="acme",
        document="terms",
        slug="2024-01-02",
        title="Acme's terms changed",
        summary="They changed.",
        before=CaptureRef(at=START),
        after=CaptureRef(at=START + timedelta(days=1)),
        published=date(2024, 2, 1),
        dates=dates,
        body=body,
        quotations=marks(body),
        where=SourcePos(path="content/acme/terms/2024-01-02.md"),
    )


def row(day: int, text: str, **more: object) -> CaptureRow:
    """A capture `day` days after the start."""
    values: dict[str, object] = {
        "archive": "acme-versions",
        "captured_at": START + timedelta(days=day),
        "order": day,
        "locator": FolderLocator(path="captures"),
        "sha256": digest_of(text.encode()),
        "size": len(text),
    }
    return CaptureRow(**(values | more))  # type: ignore[arg-type]


def codes(problems: "tuple[Problem, ...] | list[Problem]") -> list[str]:
    return [p.code for p in problems]
