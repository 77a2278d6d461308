"""`find` on nine real histories: every phrase query with a known answer, normalised and exact."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.archives.folder import FolderArchive
from generator.evidence.history import misdated
from generator.evidence.intervals import find_phrase, result_record
from generator.model.captures import CaptureRow
from generator.model.digests import digest_of
from generator.model.locators import FolderLocator
from generator.model.words import casefold_text, casefold_words, words_1


@cache
def rows_and_texts(
    root: Path, document: str
) -> tuple[tuple[CaptureRow, ...], dict[str, str], dict[str, str]]:
    archive = FolderArchive(roots=(root,))
    texts: dict[str, str] = {}
    words: dict[str, str] = {}
    rows = []
    for listed in archive.list_captures(FolderLocator(path=document)):
        assert listed.sha256 is not None
        if listed.sha256 not in texts:
            texts[listed.sha256] = archive.fetch(listed.locator).body.decode("utf-8")
            words[listed.sha256] = words_1(texts[listed.sha256])
        rows.append(
            CaptureRow(
                archive=listed.archive,
                captured_at=listed.captured_at,
                order=listed.order,
                locator=listed.locator,
                sha256=listed.sha256,
                size=listed.size,
                words=digest_of(words[listed.sha256].encode()),
            )
        )
    return tuple(rows), texts, words


def same_runs(got: list[Any], wanted: list[Any], count: int) -> bool:
    """Equal runs; long lists of known answers leave out the middle and give the count."""
    gap = next((number for number, run in enumerate(wanted) if "omitted" in run), None)
    if gap is None:
        return got == wanted
    tail = wanted[gap + 1 :]
    return len(got) == count and got[:gap] == wanted[:gap] and got[-len(tail) :] == tail


@pytest.mark.shared
@pytest.mark.long
def test_every_phrase_query_with_a_known_answer_is_answered_exactly(shared: Path) -> None:
    root = shared / "archive" / "histories"
    truth = json.loads((root / "truth.json").read_text(encoding="utf-8"))
    asked, wrong = 0, []
    for document, facts in truth.items():
        rows, texts, words = rows_and_texts(root, document)
        assert len(rows) == facts["captures"]
        readable = {digest: casefold_words(folded) for digest, folded in words.items()}
        for query in facts["phrases"]:
            phrase = query["phrase"]
            for kind, exact in (("raw_case_sensitive", True), ("normalised", False)):
                held, wanted = (texts, phrase) if exact else (readable, casefold_text(phrase))
                result = find_phrase(
                    rows, lambda row, h=held, w=wanted: w in h[row.sha256], phrase, exact=exact
                )
                known = query[kind]
                record: Any = result_record(result)
                first = (known.get("first_with") or {}).get("captured_at")
                last = (known.get("last_without_before_it") or {}).get("captured_at")
                asked += 1
                if not (
                    same_runs(record["intervals"], known["run_list"], known["runs"])
                    and (record["first_with"], record["last_without"]) == (first, last)
                    and result.scanned
                    and result.read <= facts["distinct_texts"]
                ):
                    wrong.append((document, phrase, kind))
    assert (asked, wrong) == (140, [])


@pytest.mark.shared
@pytest.mark.parametrize("exact", [False, True])
def test_the_pair_around_service_generated_data_costs_at_most_twelve_of_515_reads(
    shared: Path, exact: bool
) -> None:
    rows, texts, _ = rows_and_texts(shared / "archive" / "histories", "zoom/terms-of-service")
    result = find_phrase(
        rows,
        lambda row: "Service Generated Data" in texts[row.sha256],
        "Service Generated Data",
        exact=exact,
        scan=False,
    )
    assert result.listed == 515
    assert result.read <= 12
    assert not result.scanned
    record: Any = result_record(result)
    assert (record["last_without"], record["first_with"]) == ("2023-02-01T12:45:56Z", "2023-04-01T06:45:10Z")


@pytest.mark.shared
def test_the_three_misdated_captures_of_nine_histories_are_found_and_are_technical(shared: Path) -> None:
    """Each was extracted again later and carries an old date: its text is of a later time than the captures around it."""
    root = shared / "archive" / "histories"
    truth = json.loads((root / "truth.json").read_text(encoding="utf-8"))
    archive = FolderArchive(roots=(root,))
    blamed = {}
    for document, facts in truth.items():
        listed = list(archive.list_captures(FolderLocator(path=document)))
        rows = [
            CaptureRow(
                archive="a",
                captured_at=one.captured_at,
                order=one.order,
                locator=one.locator,
                sha256=digest_of(b""),
                size=0,
            )
            for one in listed
        ]
        technical = {number for number, one in enumerate(listed) if one.technical}
        found = sorted(misdated(rows, technical))
        assert bool(found) == bool(facts["commit_order_differs_from_time"])
        assert set(found) <= technical
        blamed |= {f"{document} {listed[number].captured_at:%Y-%m-%d}": number for number in found}
    assert blamed == {
        "zoom/privacy-policy 2024-03-01": 26,
        "instagram/privacy-policy 2022-12-15": 71,
        "doubao/privacy-policy 2025-04-15": 22,
    }
