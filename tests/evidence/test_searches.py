"""Statements of absence rest on searches that are recorded, counted again in the captures, and kept in the lock."""

from dataclasses import replace

import pytest

from generator.content.lock_file import parse_lock, spell_lock
from generator.content.searches import fits, idle_ties, search_problems, unsearched
from generator.evidence.lock_keeping import evidence_from_lock
from generator.evidence.resolve import lock_of, side_text
from generator.evidence.searches import count_problems, later_problems, locked_searches
from generator.model.catalog import Change, Searched, Story
from generator.model.digests import digest_of
from generator.model.evidence import Sides
from generator.model.lock import ChangeLock
from generator.model.problems import SourcePos
from tests.evidence.report_sides import codes
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


def unborne(line: str, *entries: Searched) -> list[str]:
    """The codes of the statements of a title that no search bears."""
    return [p.code for p in unsearched("title", line, entries, HERE)]


def tied(found: str, where: str, *words: str) -> Searched:
    return Searched(phrase="parrot", in_=where, found=found, where=HERE, bears=words)


@pytest.mark.parametrize(
    "line",
    [
        "Acme’s earlier terms lacked the words",
        "The capture of May held neither",
        "The terms no longer named birds",
        "The list of birds was gone",
        "Not a word on birds",
        "Birds were never named",
        "The clause on birds was removed",
        "Birds are first named in May",
    ],
)
def test_a_line_that_says_absent_needs_a_search_about_it_that_found_it_so(line: str) -> None:
    assert unborne(line) == ["unsearched-absence"]
    assert unborne(line, tied("absent", "after")) == ["unsearched-absence"]
    assert unborne(line, tied("2", "after", line)) == ["unsearched-absence"]
    assert unborne(line, tied("absent", "after", line)) == []
    about = replace(tied("0", "after"), phrase=line.split()[-1])
    assert unborne(line, about) == []


def test_words_that_left_are_absent_in_the_later_text_and_not_in_the_earlier() -> None:
    for line in ("Acme dropped the parrot", "The parrot was gone", "The terms no longer named the parrot"):
        assert unborne(line, tied("absent", "before")) == ["unsearched-absence"]
        assert unborne(line, tied("absent", "2024-05-01T00:00:00Z")) == []
    assert unborne("The earlier terms lacked the parrot", tied("absent", "before")) == []


@pytest.mark.parametrize(
    ("line", "found", "told"),
    [
        ("The terms named a parrot twice.", "2", False),
        ("The terms named a parrot twice.", "3", True),
        ("The terms named a parrot twice.", "present", True),
        ("The parrot stands in three places.", "3", False),
        ("The parrot stood in the terms.", "present", False),
        ("The parrot stood in the terms.", "absent", True),
        ("The list still names the parrot.", "1", False),
        ("The banner read “the parrot stands in three places”", "absent", False),
        ("An archive that lacked the parrot would have looked before.", "2", False),
        ("The terms left the parrot two days.", "absent", False),
    ],
)
def test_presence_and_number_need_one_that_came_out_so(line: str, found: str, told: bool) -> None:
    assert unborne(line, tied(found, "after")) == (["unsearched-statement"] if told else [])


def test_a_story_is_read_sentence_by_sentence_and_each_statement_told_at_its_line() -> None:
    body = (
        "The parrot was gone.\n\n| who | what |\n| --- | --- |\n| Acme | birds stood in it |\n\nAll well.\n"
    )
    story = Story(
        slug="birds", title="Birds", summary="Birds.", published=make_sample().change.published, where=HERE,
        searched=(tied("absent", "acme/terms-of-service/2024-04-01#after"),), body=body, body_line=20,
    )  # fmt: skip
    told = search_problems(replace(make_sample().catalog, changes=(), stories=(story,)))
    assert [(p.code, p.where.line) for p in told if p.code.startswith("unsearched")] == [
        ("unsearched-statement", 24)
    ]


def test_words_under_bears_that_nobody_says_are_told() -> None:
    assert [p.code for p in idle_ties((tied("2", "after", "the parrot", "the owl"),), ("The parrot.",))] == [
        "idle-tie"
    ]


def test_a_search_in_another_capture_is_counted_there_or_known_to_the_lock() -> None:
    sample = make_sample()
    document = sample.catalog.document(sample.change.document_key)
    assert document is not None
    row = document.captures[-1]
    entry = replace(tied("2", row.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ")))
    change = replace(sample.change, searched=(entry,))
    assert not later_problems(change, document, lambda _: "A parrot and a Parrot", None)
    assert codes(later_problems(change, document, lambda _: "A parrot", None)) == ["search-disagrees"]
    assert codes(later_problems(change, document, lambda _: None, None)) == ["not-checked"]
    lock = ChangeLock(change=change.key, searches=locked_searches((entry,)))
    assert later_problems(change, document, lambda _: None, lock) == []
    assert parse_lock(spell_lock(lock), "x.lock") == (lock, ())
    nowhere = replace(change, searched=(replace(entry, in_="1999-01-01T00:00:00Z"),))
    told = search_problems(replace(sample.catalog, changes=(nowhere,)))
    assert "bad-search" in codes(told)


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
        told.discard("unsearched-absence")  # of the sample's own summary
        assert (code in told) if code else not told, (where, found, told)


def test_counts_fit_what_is_said() -> None:
    assert [fits("present", 0), fits("present", 3), fits("absent", 0), fits("2", 2), fits("2", 1)] == [
        False, True, True, True, False,
    ]  # fmt: skip
