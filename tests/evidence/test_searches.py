"""Statements of absence rest on searches that are recorded, counted again in the captures, and kept in the lock."""

from dataclasses import replace

import pytest

from generator.content.lock_file import parse_lock, spell_lock
from generator.content.searches import fits, search_problems, unsearched
from generator.evidence.lock_keeping import evidence_from_lock
from generator.evidence.resolve import lock_of, side_text
from generator.evidence.searches import count_problems
from generator.model.catalog import Change, Searched, Story
from generator.model.digests import digest_of
from generator.model.evidence import Sides
from generator.model.problems import SourcePos
from tests.pages.change_sample import AFTER, BEFORE, Sample, make_sample, policy

HERE = SourcePos(path="content/acme/terms-of-service/2024-04-01.md", line=9)


def searched(phrase: str, where: str, found: str) -> Searched:
    return Searched(phrase=phrase, in_=where, found=found, where=HERE)


def with_searches(*entries: Searched) -> tuple[Sample, Change]:
    sample = make_sample()
    return sample, replace(sample.change, searched=entries)


def sides() -> Sides:
    before, after = (side_text(digest_of(t.encode()), policy(t)) for t in (BEFORE, AFTER))
    return Sides(before=before, after=after)


@pytest.mark.parametrize(
    ("phrase", "where", "found", "wrong"),
    [
        ("perpetual licence", "before", "absent", False),
        ("perpetual licence", "after", "1", False),
        ("PERPETUAL   licence", "after", "present", False),
        ("perpetual licence", "after", "absent", True),
        ("perpetual licence", "before", "present", True),
        ("this clause is here", "before", "3", False),
        ("this clause is here", "after", "2", True),
        ("30 days", "before", "0", True),
        ("**Rooms.** guests", "before", "0", True),
        ("Rooms. guests", "after", "absent", False),
    ],
)
def test_a_search_is_counted_in_the_folded_words_of_its_capture(
    phrase: str, where: str, found: str, wrong: bool
) -> None:
    _, change = with_searches(searched(phrase, where, found))
    problems = count_problems(change, sides())
    assert [p.code for p in problems] == (["search-disagrees"] if wrong else [])
    assert all(p.where == HERE for p in problems)


def test_a_lock_keeps_what_was_counted_and_speaks_without_captures() -> None:
    entry = searched("Perpetual licence", "after", "1")
    sample, change = with_searches(entry)
    lock, _ = lock_of(change, sample.evidence, None)
    assert lock is not None
    again, problems = parse_lock(spell_lock(lock), "content/acme/x.lock")
    assert not problems
    assert again == lock
    known = evidence_from_lock(change, lock)[1]
    assert not [p for p in known if "search" in p.message]
    for other in (searched("perpetual licence", "after", "2"), searched("parrot", "before", "absent")):
        told = evidence_from_lock(replace(change, searched=(other,)), lock)[1]
        assert [p.code for p in told if "search" in p.message] == ["not-checked"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Acme’s earlier terms lacked the words", True),
        ("The capture of May held neither", True),
        ("The terms no longer named parrots", True),
        ("The list of birds was gone", True),
        ("Not a word on parrots", True),
        ("Parrots were never named", True),
        ("The clause on birds was removed", True),
        ("Parrots are first named in May", True),
        ("The terms named parrots twice", False),
        ("The banner read “this is gone for ever”", False),
    ],
)
def test_a_line_that_says_absent_needs_a_search_that_found_it_so(line: str, told: bool) -> None:
    present = (searched("parrot", "after", "2"),)
    absent = (searched("parrot", "before", "absent"),)
    assert [p.code for p in unsearched(line, "", present, HERE)] == (["unsearched-absence"] if told else [])
    assert unsearched("", line, absent, HERE) == []


def test_a_story_names_searches_that_its_changes_record() -> None:
    sample, change = with_searches(searched("Parrot", "before", "absent"), searched("parrot", "after", "2"))
    catalog = replace(sample.catalog, changes=(change,))
    rows = [
        (f"{change.key}#before", "absent", ""),
        (f"{change.key}#before", "0", ""),
        (f"{change.key}#after", "present", ""),
        (f"{change.key}#after", "3", "unrecorded-search"),
        ("acme/terms-of-service/2031-01-01#after", "2", "unrecorded-search"),
        ("after", "2", "bad-search"),
        (f"{change.key}#after", "often", "bad-search"),
    ]
    for where, found, code in rows:
        story = Story(
            slug="birds", title="Birds", summary="Birds.", published=change.published, where=HERE,
            searched=(searched("parrot", where, found),),
        )  # fmt: skip
        told = {p.code for p in search_problems(replace(catalog, stories=(story,)))}
        assert (code in told) if code else not told, (where, found, told)


def test_counts_fit_what_is_said() -> None:
    assert [fits("present", 0), fits("present", 3), fits("absent", 0), fits("2", 2), fits("2", 1)] == [
        False, True, True, True, False,
    ]  # fmt: skip
