"""What each capture was, on invented histories."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archives.ota import OtaClone
from generator.archives.subjects import is_technical
from generator.evidence.history import Observed, classify_captures, fold_noise, line_record, misdated
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.digests import Digest, digest_of
from generator.model.locators import FolderLocator, OtaLocator
from generator.model.policy import PolicyText

START = datetime(2024, 1, 1, tzinfo=UTC)
FIRST, CHANGE, SAME, TECHNICAL, SUSPECT = CaptureClass


def seen(
    day: int, text: str | None, *, order: int | None = None, technical: bool = False, archive: str = "a"
) -> Observed:
    row = CaptureRow(
        archive=archive, captured_at=START + timedelta(days=day), order=day if order is None else order,
        locator=FolderLocator(path=f"{day}.md"), sha256=digest_of((text or f"lost {day}").encode()), size=1,
    )  # fmt: skip
    policy = PolicyText(text=text) if text else None
    return Observed(
        row=row, words=digest_of(text.encode()) if text else "", policy=policy, technical=technical
    )


def kinds(*captures: Observed, judge: object = None) -> list[CaptureClass]:
    return [
        line.kind for line in (classify_captures(captures, judge) if judge else classify_captures(captures))
    ]  # type: ignore[arg-type]


def test_a_history_begins_with_first_and_tells_change_from_same_words() -> None:
    assert kinds(seen(0, "a"), seen(1, "a"), seen(2, "b"), seen(3, "b")) == [FIRST, SAME, CHANGE, SAME]


def test_a_technical_extraction_is_never_a_change_and_the_next_is_held_against_both() -> None:
    lines = (seen(0, "old"), seen(1, "extracted otherwise", technical=True))
    assert kinds(*lines, seen(2, "extracted otherwise")) == [FIRST, TECHNICAL, SAME]
    assert kinds(*lines, seen(2, "old")) == [FIRST, TECHNICAL, SAME]
    assert kinds(*lines, seen(2, "new")) == [FIRST, TECHNICAL, CHANGE]


def test_words_that_return_are_a_change_that_says_so() -> None:
    lines = classify_captures([seen(0, "a"), seen(1, "b"), seen(2, "a")])
    assert lines[2].kind is CHANGE
    assert lines[2].reasons == ("the words of 2024-01-01T00:00:00Z again",)


def test_a_suspect_capture_is_kept_explained_and_not_compared_against() -> None:
    def judge(policy: PolicyText, before: PolicyText | None, after: Sequence[PolicyText]) -> Sequence[str]:
        return ("looks like a login wall",) if policy.text == "Log in" else ()

    lines = classify_captures([seen(0, "a"), seen(1, "Log in"), seen(2, "a"), seen(3, "b")], judge)
    assert [line.kind for line in lines] == [FIRST, SUSPECT, SAME, CHANGE]
    assert lines[1].reasons == ("looks like a login wall",)


def test_the_judge_sees_the_text_before_and_those_after() -> None:
    asked = []

    def judge(policy: PolicyText, before: PolicyText | None, after: Sequence[PolicyText]) -> Sequence[str]:
        asked.append((policy.text, before.text if before else None, tuple(one.text for one in after)))
        return ()

    classify_captures([seen(0, "a"), seen(1, "b"), seen(2, "c")], judge)
    assert asked == [("a", None, ("b", "c")), ("b", "a", ("c",)), ("c", "b", ())]


def test_a_capture_written_down_later_than_its_time_is_misdated_and_only_that_one() -> None:
    """As with a policy dated April whose text says November: its archive recorded it after captures of October."""
    captures = [
        seen(0, "a", order=0),
        seen(1, "of later", order=4),
        seen(2, "b", order=1),
        seen(3, "c", order=2),
        seen(4, "d", order=3),
        seen(5, "of later", order=5),
    ]
    lines = classify_captures(captures)
    assert [line.kind for line in lines] == [FIRST, SUSPECT, CHANGE, CHANGE, CHANGE, CHANGE]
    assert lines[1].reasons == (
        "misdated: its archive recorded it after that of 2024-01-05T00:00:00Z and before that of 2024-01-06T00:00:00Z",
    )


def test_a_misdated_technical_extraction_is_technical_and_nothing_is_held_against_it() -> None:
    captures = [
        seen(0, "a", order=0),
        seen(1, "later", order=3, technical=True),
        seen(2, "a", order=1),
        seen(3, "later", order=2),
    ]
    lines = classify_captures(captures)
    assert [line.kind for line in lines] == [FIRST, TECHNICAL, SAME, CHANGE]
    assert lines[1].reasons[0].startswith("misdated")


def test_of_two_captures_in_swapped_order_the_technical_one_is_blamed() -> None:
    for technical in (0, 1):
        rows = [seen(0, "a", order=1).row, seen(1, "b", order=0).row]
        assert list(misdated(rows, {technical})) == [technical]


def test_orders_of_different_archives_are_not_mixed() -> None:
    rows = [seen(0, "a", order=9, archive="x").row, seen(1, "a", order=0, archive="y").row]
    assert misdated(rows) == {}


def test_a_capture_that_could_not_be_read_is_no_change_and_no_first() -> None:
    lines = classify_captures([seen(0, None), seen(1, "a"), seen(2, None), seen(3, "a")])
    assert [line.kind for line in lines] == [SUSPECT, FIRST, SUSPECT, SAME]
    assert lines[2].reasons == ("not read",)


def test_runs_of_noise_are_folded_and_counted_and_nothing_else_is() -> None:
    lines = classify_captures([seen(0, "a"), seen(1, "a"), seen(2, "a"), seen(3, "b"), seen(4, "b")])
    folds = fold_noise(lines)
    assert [(run.kind, len(run.lines), run.folded) for run in folds] == [
        (FIRST, 1, False), (SAME, 2, True), (CHANGE, 1, False), (SAME, 1, False),
    ]  # fmt: skip


def test_the_record_has_the_keys_that_the_format_promises() -> None:
    (line,) = classify_captures([seen(0, "a")])
    assert line_record(line) == {
        "at": "2024-01-01T00:00:00Z", "sha256": digest_of(b"a"), "words": digest_of(b"a"), "class": "first", "reasons": [],
        "locator": "folder:0.md",
    }  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abc"), st.booleans()), max_size=30))
def test_every_capture_has_one_line_in_order_of_time(given_captures: list[tuple[int, str, bool]]) -> None:
    captures = [
        seen(day, text, order=n, technical=tech) for n, (day, text, tech) in enumerate(given_captures)
    ]
    lines = classify_captures(captures)
    assert sorted(line.order for line in lines) == list(range(len(captures)))
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert [line for run in fold_noise(lines) for line in run.lines] == list(lines)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["pga-versions", "genai-eu-versions"])
def test_no_technical_extraction_of_a_whole_collection_is_shown_as_a_change(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    clone = OtaClone(
        clones=((name, shared / "collections" / f"{name}.bundle"),), cache=tmp_path_factory.mktemp("c")
    )
    by_path: dict[str, list[Observed]] = {}
    for version in clone.versions(name):
        if version.blob and "/" in version.path and version.path.endswith(".md"):
            row = CaptureRow(
                archive=name, captured_at=version.at, order=version.order,
                locator=OtaLocator(repository=f"x/{name}", commit=version.commit, path=version.path),
                sha256=Digest(version.blob), size=0,
            )  # fmt: skip
            by_path.setdefault(version.path, []).append(
                Observed(row=row, technical=is_technical(version.subject))
            )
    technical = 0
    for captures in by_path.values():
        flagged = {str(one.row.locator) for one in captures if one.technical}
        technical += len(flagged)
        lines = classify_captures(captures)
        assert len(lines) == len(captures)
        assert {line.kind for line in lines if str(line.locator) in flagged} <= {TECHNICAL, SUSPECT, FIRST}
    assert technical > 30
