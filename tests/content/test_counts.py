"""Numbers of captures, versions and time rest on counts that are recorded, counted again, and kept in the lock."""

from dataclasses import replace
from datetime import date

import pytest

from generator.content.counting import Counting, NotCounted, captures_of, counting_of, measured
from generator.content.counts import count_statement_problems, uncounted
from generator.content.durations import duration
from generator.content.lock_file import parse_lock, spell_lock
from generator.content.numbers import numbers_of
from generator.evidence.counts import locked_counts, version_problems
from generator.evidence.lock_keeping import evidence_from_lock
from generator.evidence.resolve import lock_of
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.catalog import Catalog, Change, Searched, Source, Story
from generator.model.counts import Counted, CountKind
from generator.model.lock import ChangeLock
from generator.model.problems import SourcePos
from generator.model.times import parse_time, spell_time
from tests.evidence.report_sides import codes
from tests.pages.change_sample import NOTE, make_sample

HERE = SourcePos(path="content/stories/birds.md", line=9)
SAMPLE = make_sample()
DOCUMENT = "acme/terms-of-service"
# Day of January 2024, class, words: a page extracted again keeps its words until the next change, and a wall is no version.
RECORD = (
    (1, "first", "a"), (2, "same", "a"), (3, "change", "b"), (4, "suspect", "w"), (5, "same", "b"),
    (6, "technical", "c"), (7, "same", "c"), (8, "technical", "d"), (9, "same", "c"), (10, "change", "e"),
)  # fmt: skip
VERSIONS = ("2024-01-03T00:00:00Z", "2024-01-10T00:00:00Z")


def entry(count: str, found: str, *bears: str, **given: object) -> Counted:
    values = {"from_": "2024-01-01", "to": "2024-01-31"} | given
    return Counted(count=CountKind(count), found=found, bears=bears, where=HERE, **values)  # type: ignore[arg-type]


def by_hand(found: str, *times: str, **given: object) -> Counted:
    return entry("by-hand", found, as_="named birds", list_=times, from_="", to="", **given)


def record(*more: CaptureRow) -> tuple[CaptureRow, ...]:
    pattern = SAMPLE.catalog.documents[0].captures[0]
    rows = []
    for day, kind, words in RECORD:
        at = parse_time(f"2024-01-{day:02}T00:00:00Z")
        assert at
        rows.append(
            replace(
                pattern, captured_at=at, order=day, kind=CaptureClass(kind), words=words, archive="versions"
            )
        )
    return (*rows, *more)


def catalog(*counted: Counted, **story: object) -> Catalog:
    """The sample with the record above, counts in its change and, where something is given of it, a story."""
    document = replace(SAMPLE.catalog.documents[0], captures=record())
    change = replace(SAMPLE.change, title="Acme Rooms", summary="Birds.", counted=counted)
    stories = ()
    if story:
        values = {"title": "Birds", "summary": "Birds.", "changes": (change.key,)} | story
        stories = (Story(slug="birds", published=change.published, where=HERE, **values),)  # type: ignore[arg-type]
    return replace(SAMPLE.catalog, documents=(document,), changes=(change,), stories=stories)


def told(found: Catalog) -> list[str]:
    return codes(count_statement_problems(found))


def number(one: Counted) -> int:
    return measured(one, counting_of(catalog(), catalog().changes[0]))[0]


def test_captures_and_versions_of_a_span_are_counted_in_the_list_of_captures() -> None:
    assert number(entry("captures", "0")) == 10
    assert number(entry("captures", "0", from_="2024-01-02", to="2024-01-04")) == 3
    assert number(entry("captures", "0", from_="2024-01-02T00:00:00Z", to="2024-01-03T00:00:00Z")) == 2
    whole = captures_of(entry("versions", "0"), counting_of(catalog(), catalog().changes[0]))
    assert tuple(spell_time(row.captured_at) for row in whole) == VERSIONS
    assert number(entry("versions", "0", from_="2024-01-04")) == 1
    assert number(entry("versions", "0", to="2024-01-09")) == 1


def test_each_archive_has_versions_of_its_own() -> None:
    other = replace(record()[0], archive="other", words="z")
    document = replace(SAMPLE.catalog.documents[0], captures=record(other))
    held = replace(catalog(), documents=(document,))
    counting = counting_of(held, held.changes[0])
    assert measured(entry("captures", "0"), counting)[0] == 11
    assert measured(entry("captures", "0", archive="other"), counting)[0] == 1
    assert measured(entry("versions", "0"), counting)[0] == 2
    with pytest.raises(NotCounted):
        measured(entry("captures", "0", archive="nobody"), counting)


@pytest.mark.parametrize(
    ("unit", "first", "last", "number", "exact"),
    [
        ("days", "2024-02-28", "2024-03-01", 2, 2.0),
        ("weeks", "2023-01-20", "2023-03-30", 10, 69 / 7),
        ("months", "2024-01-31", "2024-02-29", 1, 1.0),
        ("months", "2023-04-01", "2023-07-27", 4, 3 + 26 / 31),
        ("months", "2023-07-27", "2023-04-01", 4, 3 + 26 / 31),
        ("months", "2023-12-15", "2024-01-14", 1, 30 / 31),
        ("years", "2020-02-29", "2021-02-28", 1, 1.0),
        ("years", "2020-01-01", "2021-07-01", 2, 1.5),
    ],
)
def test_time_between_two_days_is_told_in_the_nearest_number(
    unit: str, first: str, last: str, number: int, exact: float
) -> None:
    found = duration(CountKind(unit), date.fromisoformat(first), date.fromisoformat(last))
    assert found == (number, pytest.approx(exact))


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (entry("captures", "10"), ""),
        (entry("captures", "9"), "count-disagrees"),
        (entry("captures", "ten"), "bad-count"),
        (entry("captures", "10", to=""), "bad-count"),
        (entry("captures", "10", to="2023-01-01"), "bad-count"),
        (entry("captures", "10", to="2024-02-31"), "bad-count"),
        (entry("captures", "10", of="acme/other"), "bad-count"),
        (entry("companies", "1"), "bad-count"),
        (by_hand("2", *VERSIONS), ""),
        (by_hand("1", *VERSIONS), "count-disagrees"),
        (by_hand("1", VERSIONS[0]), ""),
        (by_hand("2", VERSIONS[0], VERSIONS[0]), "bad-count"),
        (by_hand("1", "2024-01-05T00:00:00Z"), "bad-count"),
        (by_hand("1", "2024-01-06T00:00:00Z"), "bad-count"),
        (by_hand("1", "2031-01-06T00:00:00Z"), "bad-count"),
        (by_hand("0"), "bad-count"),
        (replace(by_hand("2", *VERSIONS), as_=""), "bad-count"),
        (entry("days", "90", from_=f"{SAMPLE.change.key}#before", to=f"{SAMPLE.change.key}#after"), ""),
        (entry("days", "91", from_=f"{SAMPLE.change.key}#before", to=f"{SAMPLE.change.key}#after"), "count-disagrees"),
        (entry("days", "9", from_="2024-01-01", to="2024-01-10"), ""),
        (entry("days", "10", from_="2024-01-01", to="2024-01-11"), "bad-count"),
    ],
)  # fmt: skip
def test_an_entry_is_counted_again_or_told_what_it_lacks(one: Counted, code: str) -> None:
    found = count_statement_problems(catalog(one))
    assert codes(found) == ([code] if code else [])
    assert all(problem.where == HERE for problem in found)


def test_a_story_names_counts_of_a_record_that_a_change_records() -> None:
    versions = entry("versions", "2")
    for given, code in (
        (replace(versions, of=DOCUMENT), ""),
        (replace(versions, of=DOCUMENT, to="2024-01-30"), "unrecorded-count"),
        (replace(versions, of=DOCUMENT, found="3"), "count-disagrees"),
        (replace(versions, of="acme/other"), "bad-count"),
        (replace(by_hand("2"), of=DOCUMENT), ""),
        (replace(by_hand("1"), of=DOCUMENT, from_="2024-01-05"), ""),
        (replace(by_hand("2"), of=DOCUMENT, from_="2024-01-05"), "count-disagrees"),
        (replace(by_hand("2"), of=DOCUMENT, as_="named fish"), "bad-count"),
        (entry("changes", "1"), ""),
        (entry("documents", "1"), ""),
        (entry("companies", "2"), "count-disagrees"),
    ):
        found = told(catalog(versions, by_hand("2", *VERSIONS), counted=(given,)))
        assert found == ([code] if code else []), given


def numbers(line: str) -> list[tuple[str, str]]:
    return [(one.said, str(one.judged)) for one in numbers_of(line)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("It holds 1,515 captures of these terms.", "1,515 captures"),
        ("Twenty-six differing captures stand here.", "Twenty-six differing captures"),
        ("The words had stood there for almost\nfour months.", "almost four months"),
        ("Nine days later it was rewritten.", "Nine days"),
        ("It holds 515 captures. In 26 of them words differ.", "26 of them"),
        ("By our count 13 of the 26 versions changed.", "13 of the 26"),
        ("Captures differ. The other 13 changed menus.", "13"),
        ("Of the captures we count seven before 2023.", "seven before"),
        ("Acme’s two companies", "two companies"),
    ],
)
def test_numbers_of_captures_and_time_are_counts(line: str, said: str) -> None:
    assert (said, "count") in numbers(line)


@pytest.mark.parametrize(
    ("line", "judged"),
    [
        ("Captured on 1 April 2023 at 06:45:10 UTC.", {"date", "time of day"}),
        ("On 7 and 11 August, and on August 8, 2023, in May 2024, in 2025.", {"date"}),
        ("Sections 10.2 and 10.4, clause 3(2) and 12.7.", {"number of a clause"}),
        ("It costs $100 a month, or 5 euros.", {"money"}),
        ("The words stand in six places.", {"count of words"}),
        ("It has two editions, one for each of the two.", {"other"}),
        ("Days between two captures", {"other"}),
        ("It holds captures.\n\nTwo of them named a price, the other 3 did not.", {"other"}),
        ("How one invented company changes its terms", {"other"}),
        ("An archive that records a text when it differs from the one before.", {"other"}),
        ("The banner read “for 30 days”, and `4 captures`.", set()),
        ("{{quote acme/terms-of-service/2024-04-01#licence}}", set()),
        ("See [it](https://acme.example/4-captures/12).", set()),
    ],
)
def test_dates_times_clauses_money_and_quoted_words_are_none(line: str, judged: set[str]) -> None:
    assert {kind for _, kind in numbers(line)} == judged


def unborne(line: str, *counted: Counted, searched: tuple[Searched, ...] = ()) -> list[str]:
    held = catalog(by_hand("2", *VERSIONS), counted=())
    telling = Counting(held, (held.changes[0].key,), ())
    return codes(list(uncounted("title", line, counted, searched, HERE, telling)))


def test_a_number_rests_on_a_count_of_its_kind_and_size_that_bears_its_words() -> None:
    line = "It holds 10 captures."
    good = entry("captures", "10", "holds 10 captures", of=DOCUMENT)
    assert unborne(line) == ["uncounted-statement"]
    assert unborne(line, good) == []
    for bad in (
        replace(good, bears=()),
        replace(good, bears=("210 captures",)),
        replace(good, bears=("it keeps 10 captures",)),
        replace(good, found="9"),
        replace(good, count=CountKind.DAYS),
    ):
        assert unborne(line, bad) == ["uncounted-statement"], bad


@pytest.mark.parametrize(
    ("line", "borne"),
    [
        ("It stood almost two months.", True),
        ("It stood more than two months.", False),
        ("It stood more than one month.", True),
        ("It stood two months.", True),
        ("It stood about two months.", True),
        ("It stood three months.", False),
    ],
)
def test_a_word_before_a_number_says_on_which_side_the_count_lies(line: str, borne: bool) -> None:
    sources = (
        Source(
            url="https://acme.example/", title="Acme", publisher="Acme", published="2024-02-25", read=None
        ),
    )
    held = catalog(counted=())
    one = entry("months", "2", line.rstrip("."), from_="2024-01-01", to="2024-02-25")
    found = list(uncounted("title", line, (one,), (), HERE, Counting(held, (held.changes[0].key,), sources)))
    assert (found == []) is borne


def test_a_number_of_the_policys_own_rests_on_a_search_that_found_it() -> None:
    line = "Acme replaced a limit of 18 months."
    search = Searched(phrase="for 18 months", in_="before", found="1", where=HERE)
    assert unborne(line, searched=(search,)) == []
    assert unborne(line, searched=(replace(search, found="absent"),)) == ["uncounted-statement"]
    assert unborne(line, searched=(replace(search, phrase="months"),)) == ["uncounted-statement"]


def test_a_story_is_told_at_its_line_and_of_words_that_nobody_says() -> None:
    body = "Birds.\n\n| what | when |\n| --- | --- |\n| birds | for 3 weeks |\n"
    idle = entry("companies", "1", "one company")
    found = count_statement_problems(catalog(counted=(idle,), body=body, body_line=20))
    assert [(p.code, p.where.line) for p in found] == [("idle-tie", 9), ("uncounted-statement", 24)]


def test_a_line_of_the_home_page_counts_the_whole_report() -> None:
    held = catalog()
    for line, found in (
        ("How one invented company changes its terms", []),
        ("How 2 companies change 2 documents", ["uncounted-statement"] * 2),
        ("What 1 document said", []),
        ("515 captures", ["uncounted-statement"]),
    ):
        assert told(replace(held, report=replace(held.report, tagline=line))) == found, line


def test_front_matter_is_read_and_a_wrong_kind_told() -> None:
    line = "counted:\n  - {count: days, from: 2024-01-02, to: 2024-04-01, found: 90, bears: [90 days]}\n"
    note = NOTE.replace("dates:\n", line + "dates:\n")
    (read,) = make_sample(note).change.counted
    assert (read.count, read.from_, read.to, read.found, read.bears) == (
        CountKind.DAYS, "2024-01-02", "2024-04-01", "90", ("90 days",),
    )  # fmt: skip


def words_of(row: CaptureRow) -> str | None:
    return f"The words {row.words}."


def test_versions_are_counted_again_in_the_words_of_the_captures() -> None:
    held = catalog(entry("versions", "2"), by_hand("2", *VERSIONS), entry("captures", "10"))
    change = held.changes[0]
    assert version_problems(held, change, words_of, None) == []
    # Captures of two digests turn out to have the same words: one version less, and one that the list has in vain.
    found = version_problems(
        held, change, lambda row: "The words b." if row.words in "ab" else words_of(row), None
    )
    assert codes(found) == ["count-disagrees", "bad-count"]
    assert all(problem.where == HERE for problem in found)


def test_captures_out_of_reach_need_a_lock_that_knows_the_count() -> None:
    held = catalog(entry("versions", "2"), entry("captures", "10"))
    change = held.changes[0]

    def some(row: CaptureRow) -> str | None:
        return None if row.words == "e" else words_of(row)

    assert codes(version_problems(held, change, some, None)) == ["not-checked"]
    known = ChangeLock(change=change.key, counts=locked_counts(change.counted))
    assert version_problems(held, change, some, known) == []
    assert codes(version_problems(held, change, some, replace(known, counts=()))) == ["not-checked"]


def test_a_lock_keeps_counts_and_speaks_without_captures() -> None:
    counted = (entry("versions", "2"), by_hand("2", *VERSIONS), entry("captures", "10"), entry("days", "9"))
    change: Change = replace(SAMPLE.change, counted=counted)
    lock, _ = lock_of(change, SAMPLE.evidence, None)
    assert lock is not None
    assert [one.kind for one in lock.counts] == [CountKind.VERSIONS, CountKind.BY_HAND, CountKind.CAPTURES]
    assert parse_lock(spell_lock(lock), "x.lock") == (lock, ())

    def unknown(one: Change, kept: ChangeLock) -> list[str]:
        return [p.code for p in evidence_from_lock(one, kept)[1] if "count" in p.message]

    assert unknown(change, lock) == []
    assert unknown(change, replace(lock, counts=())) == ["not-checked", "not-checked"]
    other = replace(change, counted=(entry("versions", "3"),))
    assert unknown(other, lock) == ["not-checked"]


def test_a_lock_without_counts_has_the_text_that_it_had() -> None:
    lock, _ = lock_of(SAMPLE.change, SAMPLE.evidence, None)
    assert lock is not None
    assert '"counts"' not in spell_lock(lock)
    broken = spell_lock(lock).replace('"redirects"', '"counts": [{"count": "parrots"}],\n"redirects"')
    found, problems = parse_lock(broken, "x.lock")
    assert found is None
    assert codes(problems) == ["bad-lock"]
