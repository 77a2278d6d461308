"""Counts of every published change against `git diff` over its words, and against the rows of its page.

The table is printed with `-s`. Git knows nothing of moves, labels or clauses; it finds the fewest words that differ.
"""

import subprocess
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.commands.load import pins_of
from generator.commands.project import Project, own_templates
from generator.compare.hunks import find_swapped
from generator.compare.unmarked import find_link_changes, list_quiet, quiet_differences
from generator.model.captures import Side
from generator.model.policy import Span
from generator.model.redline import HunkKind, Op, Redline
from generator.model.reporting import SilentReporter
from generator.model.text import Text
from generator.model.words import straighten_quotes, word_spans
from generator.pages.change.counts import clauses_told, quiet_line, sentence_of
from generator.pages.change.redline_rows import draw_rows
from generator.pages.change.unmarked import quiet_views
from generator.pages.sheets import make_sheet
from tests.conftest import ROOT
from tests.gathering import gather

pytestmark = [pytest.mark.shared, pytest.mark.long]
Pair = tuple[Redline, Text, Text]


@pytest.fixture(scope="module")
def pairs(shared: Path, tmp_path_factory: pytest.TempPathFactory, report_cache: Path) -> dict[str, Pair]:
    folder = tmp_path_factory.mktemp("counts")
    project = Project(
        content=ROOT / "content", site=folder / "site", store=folder / "store", cache=report_cache,
        templates=own_templates(), offline=True, mirrors=(shared / "archive",),
    )  # fmt: skip
    found = gather(project, SilentReporter())
    pins = pins_of(found.catalog)
    made: dict[str, Pair] = {}
    for key, redline in found.redlines.items():
        before, after = pins[key]
        assert before is not None
        assert after is not None
        made[key] = (redline, found.texts[before.sha256], found.texts[after.sha256])
    assert len(made) >= 50
    return made


@dataclass(frozen=True, slots=True)
class Touched:
    """How many words of a text hold or adjoin a visible mark; and how many anything that differs."""

    marked: int
    differing: int


def test_counts_agree_with_a_word_diff_of_git(pairs: dict[str, Pair], tmp_path: Path) -> None:
    wrong: list[str] = []
    for key, (redline, before, after) in sorted(pairs.items()):
        stats = redline.stats
        gone, come = git_counts(before, after, tmp_path)
        touched = touched_words(redline, before, after, 0), touched_words(redline, before, after, 1)
        line = (
            f"{key:52} git -{gone:<5} +{come:<5} told -{stats.words_deleted:<5} +{stats.words_inserted:<5} "
            f"marked {touched[0].marked} {touched[1].marked} all {touched[0].differing} {touched[1].differing} "
            f"quiet {stats.quiet} links {stats.links}: {sentence_of(redline)}"
        )
        print(line)
        # Words that git finds different must each be touched by something that is marked, moved or listed as quiet.
        silent = gone > touched[0].differing or come > touched[1].differing
        # What is told as deleted and inserted accounts for the words that one text has more than the other.
        more = (stats.words_after - stats.words_before) - (stats.words_inserted - stats.words_deleted)
        unaccounted = abs(more) > stats.quiet + stats.marks // 10 + 3
        claims = "nothing else changed" in sentence_of(redline)
        if silent or unaccounted or (claims and stats.quiet) or (stats.nothing_changed and (gone or come)):
            wrong.append(line)
    assert wrong == []


def test_every_count_is_that_of_what_is_listed_and_drawn(pairs: dict[str, Pair]) -> None:
    for key, (redline, before, after) in sorted(pairs.items()):
        stats = redline.stats
        sheets = make_sheet(Side.BEFORE, before, redline, ()), make_sheet(Side.AFTER, after, redline, ())
        rows = draw_rows(redline, sheets, ())
        drawn: Counter[str] = Counter()
        for row in rows.changed:
            drawn[row.kind] += row.clauses
        told = {kind.value: count for kind, count in clauses_told(stats)}
        assert {kind: count for kind, count in drawn.items() if count and kind in told} == told, key
        assert all(kind in told or kind in ("moved-away", "linked") for kind in +drawn), key
        assert sum(one.count for one in list_quiet(redline, before.text, after.text)) == stats.quiet, key
        assert sum(one.count for one in quiet_views(redline, before.text, after.text)) == stats.quiet, key
        assert bool(quiet_line(stats)) == bool(stats.quiet), key
        links = find_link_changes(redline.edits, before.folded, after.folded)
        assert len(links) == stats.links, key
        shown = [say.text for row in rows.changed for say in row.says if say.text.startswith("Link ")]
        assert len(shown) == stats.links, key


def git_counts(before: Text, after: Text, folder: Path) -> tuple[int, int]:
    """Words that `git diff` deletes and inserts between two texts of a word a line."""
    names = [folder / "before", folder / "after"]
    for name, text in zip(names, (before, after), strict=True):
        words = [text.folded.text[span.start : span.end] for span in word_spans(text.folded.text)]
        lines = [unicodedata.normalize("NFC", straighten_quotes(word)) for word in words]
        name.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    ran = subprocess.run(
        ["git", "diff", "--no-index", "--minimal", "--numstat", *map(str, names)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    counts = ran.stdout.split()
    return (int(counts[1]), int(counts[0])) if counts else (0, 0)


def touched_words(redline: Redline, before: Text, after: Text, side: int) -> Touched:
    """The words of a side that marks touch, those that came or went beside them included."""
    text = (before, after)[side]
    own = [(edit.before, edit.after)[side] for edit in redline.edits]
    marked = [
        span
        for edit, span in zip(redline.edits, own, strict=True)
        if edit.rule != "link"
        and (edit.op in (Op.DELETE, Op.INSERT) or (edit.op is Op.EQUAL and edit.move >= 0))
    ]
    marked += [
        (edit.before, edit.after)[side]
        for hunk in redline.hunks
        if hunk.kind is HunkKind.EDITED
        for edit in find_swapped(hunk.edits)
    ]
    quiet = [
        (one.before, one.after)[side] for one in quiet_differences(redline.edits, before.text, after.text)
    ]
    return Touched(len(_touch(text, marked)), len(_touch(text, [*marked, *quiet])))


def _touch(text: Text, spans: Iterable[Span]) -> set[int]:
    """The indexes of words that lie in spans or adjoin them without a space between."""
    words = list(word_spans(text.folded.text))
    ends = [word.end for word in words]
    found: set[int] = set()
    for span in spans:
        start, end = text.folded.place(span.start), text.folded.place(span.end)
        at = bisect_left(ends, start)
        while at < len(words) and words[at].start <= end:
            found.add(at)
            at += 1
    return found
