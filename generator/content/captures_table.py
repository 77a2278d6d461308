"""`captures.tsv`: every known capture of a document, a row each, as plain text that merges well."""

import re
from collections.abc import Iterable

from generator.model.captures import CaptureClass, CaptureRow
from generator.model.digests import Digest
from generator.model.errors import LocatorError
from generator.model.locators import parse_locator
from generator.model.problems import Problem, SourcePos
from generator.model.times import parse_time, spell_time

COLUMNS = tuple("archive captured-at order locator sha256 bytes media-type words links class".split())
TRANSPORT = ("charset", "coding")  # columns that a list may lack, as those of earlier versions do
_HEX = re.compile(r"[0-9a-f]{64}\Z")
_TOKENS = re.compile(r"[!-~]{0,100}\Z")
_ARCHIVE = re.compile(r"[\w.-]+\Z")


def parse_captures(text: str, path: str) -> tuple[tuple[CaptureRow, ...], tuple[Problem, ...]]:
    """The rows in order of time (then of the archive), and what is wrong with the others."""
    rows: list[CaptureRow] = []
    problems: list[Problem] = []
    lines = text.split("\n")
    header = tuple(lines[0].rstrip("\n").split("\t"))
    if header not in (COLUMNS, COLUMNS + TRANSPORT):
        problem = Problem(
            code="bad-captures-row",
            message="the first line does not name the columns",
            where=SourcePos(path=path),
            hint="tab-separated: " + " ".join(COLUMNS) + "; and, if you like, " + " ".join(TRANSPORT),
        )
        return (), (problem,)
    seen: dict[tuple[str, str, str], int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        row = _parse_row(line.split("\t"), header, path, number, problems)
        if row is None:
            continue
        key = (row.archive, row.ref, row.sha256)
        if key in seen:
            problems.append(
                Problem(
                    code="duplicate-capture",
                    message=f"this capture stands on line {seen[key]} already",
                    where=SourcePos(path=path, line=number),
                    hint="keep one of the two",
                )
            )
            continue
        seen[key] = number
        rows.append(row)
    return sort_rows(rows), tuple(problems)


def sort_rows(rows: Iterable[CaptureRow]) -> tuple[CaptureRow, ...]:
    """By time, then by archive and the archive's own order."""
    return tuple(sorted(rows, key=lambda r: (r.captured_at, r.archive, r.order, r.sha256)))


def spell_captures(rows: Iterable[CaptureRow]) -> str:
    """The file, header included. `parse_captures` gives the same rows back.

    The columns of the transport are written where a row has something in them.
    """
    ordered = sort_rows(rows)
    is_wide = any(row.charset or row.coding for row in ordered)
    lines = ["\t".join(COLUMNS + TRANSPORT if is_wide else COLUMNS)]
    for row in ordered:
        cells = (
            row.archive,
            spell_time(row.captured_at),
            str(row.order),
            str(row.locator),
            row.sha256,
            str(row.size),
            row.media_type,
            row.words,
            row.links,
            row.kind.value,
            *((row.charset, row.coding) if is_wide else ()),
        )
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _parse_row(
    cells: list[str], header: tuple[str, ...], path: str, line: int, problems: list[Problem]
) -> CaptureRow | None:
    def wrong(column: int, message: str, hint: str = "") -> None:
        at = sum(len(c) + 1 for c in cells[:column]) + 1
        problems.append(
            Problem(
                code="bad-captures-row",
                message=message,
                where=SourcePos(path=path, line=line, column=at),
                hint=hint,
            )
        )

    if len(cells) != len(header):
        wrong(0, f"{len(cells)} cells where {len(header)} are wanted", "tab-separated: " + " ".join(header))
        return None
    before = len(problems)
    archive, at_text, order, locator_text, sha256, size, media_type, words, links, kind = cells[
        : len(COLUMNS)
    ]
    charset, coding = cells[len(COLUMNS) :] or ("", "")
    at = parse_time(at_text)
    if not _ARCHIVE.match(archive):
        wrong(0, f"{archive!r} is no name of an archive", "letters, digits, dots, hyphens")
    if at is None or not at_text.endswith("Z"):
        wrong(1, f"{at_text!r} is not the time of a capture", "write 2024-02-01T12:45:56Z")
    if not order.isdecimal():
        wrong(2, f"{order!r} is no place in an order", "a whole number from 0")
    try:
        locator = parse_locator(locator_text)
    except LocatorError as error:
        locator = None
        wrong(3, str(error))
    for column, name, value in ((4, "sha256", sha256), (7, "words", words), (8, "links", links)):
        if not _HEX.match(value) and not (value == "" and name != "sha256"):
            wrong(column, f"{name} is not a SHA-256", "64 digits 0-9a-f")
    if not size.isdecimal():
        wrong(5, f"{size!r} is no number of bytes")
    for column, name, value in ((10, "charset", charset), (11, "coding", coding)):
        if not _TOKENS.match(value):
            wrong(column, f"{value!r} is no {name}", "as the HTTP header had it, or nothing")
    if kind not in set(CaptureClass):
        wrong(9, f"{kind!r} is no class of capture", "known are " + ", ".join(c.value for c in CaptureClass))
    if len(problems) > before or at is None or locator is None:
        return None
    return CaptureRow(
        archive=archive,
        captured_at=at,
        order=int(order),
        locator=locator,
        sha256=Digest(sha256),
        size=int(size),
        media_type=media_type,
        words=words,
        links=links,
        kind=CaptureClass(kind),
        charset=charset,
        coding=coding,
    )
