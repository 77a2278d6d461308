"""Citations carry both captures and what came after; rulers are as wide as what is not known."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.model.locators import FolderLocator, OtaLocator, WaybackLocator
from generator.model.lock import Interval, Life
from generator.pages import addresses
from generator.pages.change.evidence import calendar_href, with_fragment
from generator.pages.change.ruler import make_ruler
from generator.pages.spelling import join_words, spell_count, spell_moment
from tests.pages.change_sample import COMMITS, Sample, make_sample


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def at(day: int, month: int = 4, year: int = 2023) -> datetime:
    return datetime(year, month, day, 6, 45, 10, tzinfo=UTC)


def life(*runs: tuple[bool, datetime, datetime], own: int) -> Life:
    intervals = tuple(Interval(present=p, first=a, last=b, captures=1) for p, a, b in runs)
    return Life(archive="versions", intervals=intervals, own=own, listed=len(runs), read=len(runs))


def test_each_form_of_citing_a_passage_holds_both_captures_and_what_came_after(sample: Sample) -> None:
    quote = sample.view().quotes[0]
    assert [c.name for c in quote.cites] == ["Sentence", "Markdown", "HTML"]
    for form in quote.cites:
        assert "Last seen 2024-04-01T06:45:10Z, absent 2024-08-11T19:15:38Z" in form.text
        assert f"blob/{COMMITS[1]}/" in form.text
        assert f"blob/{COMMITS[0]}/" in form.text
        assert f"https://report.example/c/{quote.code}/" in form.text


def test_each_form_of_citing_a_page_holds_both_captures_and_what_came_after(sample: Sample) -> None:
    forms = {c.name: c.text for c in sample.view().cites}
    assert list(forms) == ["Sentence", "Markdown", "HTML", "BibTeX", "CSL-JSON", "Wikipedia"]
    for name in ("Sentence", "Markdown", "HTML", "CSL-JSON", "Wikipedia"):
        assert "2024-01-02T03:04:05Z" in forms[name]
        assert "last seen 2024-04-01T06:45:10Z, absent 2024-08-11T19:15:38Z" in forms[name]
    assert (
        json.loads(forms["CSL-JSON"])[0]["URL"] == "https://report.example/acme/terms-of-service/2024-04-01/"
    )
    assert forms["BibTeX"].startswith("@misc{small-report-acme-terms-of-service-2024-04-01,\n")
    assert "|archive-date=2024-01-02" in forms["Wikipedia"]
    assert "|archive-date=2024-04-01" in forms["Wikipedia"]


def test_words_are_copied_with_side_capture_edition_and_what_came_after(sample: Sample) -> None:
    copy = sample.view().quotes[0].copy
    assert copy.splitlines()[:2] == [
        "“You grant us a perpetual licence for machine learning & <research>.”",
        "Words quoted: “perpetual licence for machine learning”",
    ]
    assert "Acme Rooms, Terms of Service, 2.3, edition: everybody, captured 2024-04-01T06:45:10Z by " in copy
    assert (
        "(the later of two captures compared). Last seen 2024-04-01T06:45:10Z, absent 2024-08-11T19:15:38Z."
        in copy
    )


def test_a_gap_is_drawn_as_wide_as_it_is() -> None:
    words = life(
        (False, at(1, 1), at(1, 2)), (True, at(1, 4), at(1, 5)), (False, at(1, 6), at(1, 6, 2026)), own=1
    )
    ruler = make_ruler((("Archive", words),))
    assert ruler is not None
    lane = ruler.lanes[0]
    assert [b.kind for b in lane.bars] == ["gap", "held", "gap"]
    first, held, last = (float(b.width.rstrip("%")) for b in lane.bars)
    assert first == pytest.approx(held * 59 / 30, rel=0.01)
    assert last == pytest.approx(held * 31 / 30, rel=0.01)
    assert [d.present for d in lane.dots] == [False, True, True, False]
    assert "last capture without the words 1 February 2023, 06:45:10 UTC" in ruler.label


def test_words_that_came_back_are_drawn_twice() -> None:
    words = life((True, at(1, 1), at(1, 2)), (False, at(1, 3), at(1, 3)), (True, at(1, 4), at(1, 5)), own=2)
    ruler = make_ruler((("Archive", words),))
    assert ruler is not None
    assert [b.kind for b in ruler.lanes[0].bars] == ["held", "gap", "gap", "held"]


def test_the_words_of_a_tick_do_not_leave_the_ruler() -> None:
    """Near an end they stand beside their tick: on a phone half of them would hang over the edge."""
    ends = [at(1) + timedelta(days=days) for days in range(1, 900, 13)]
    rulers = [make_ruler((("Archive", life((True, at(1), end), own=0)),)) for end in ends]
    ticks = [tick for ruler in rulers if ruler for tick in ruler.ticks]
    assert {tick.anchor for tick in ticks} == {"start", "middle", "end"}
    for tick in ticks:
        place = float(tick.x.removesuffix("%"))
        assert tick.anchor == ("start" if place < 9 else "end" if place > 91 else "middle")


def test_a_life_that_nobody_followed_has_no_ruler() -> None:
    assert make_ruler((("Archive", life(own=-1)),)) is None


def test_each_archive_has_its_lane() -> None:
    words = life((False, at(1), at(2)), (True, at(5), at(9)), own=1)
    ruler = make_ruler((("One", words), ("Two", words)))
    assert ruler is not None
    assert [lane.name for lane in ruler.lanes] == ["One", "Two"]


def test_links_to_captures_ask_the_browser_for_the_words() -> None:
    assert (
        with_fragment("https://a.example/x", "machine learning")
        == "https://a.example/x#:~:text=machine%20learning"
    )
    long = with_fragment(
        "https://a.example/x", "one two three four five six seven eight nine ten eleven twelve last-one"
    )
    assert long.endswith("#:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20last%2Done")
    assert with_fragment("", "words") == ""


def test_the_wayback_calendar_is_opened_at_the_time_and_never_for_invented_hosts() -> None:
    assert (
        calendar_href("https://zoom.us/terms", at(1))
        == "https://web.archive.org/web/20230401064510*/https://zoom.us/terms"
    )
    assert calendar_href("https://acme-meet.example/terms", at(1)) == ""
    assert calendar_href("", at(1)) == ""


def test_archives_are_named_as_people_know_them() -> None:
    assert (
        OtaLocator(repository="A/pga-versions", path="x").archive_name("pga")
        == "Open Terms Archive (pga-versions)"
    )
    assert WaybackLocator(url="https://a.example/").archive_name("w") == "Wayback Machine"
    assert FolderLocator(path="x").archive_name("") == "folder of captures"


def test_addresses_are_relative_from_any_depth() -> None:
    assert addresses.relative("a/b/index.html", "a/b/#x") == "#x"
    assert addresses.relative("a/b/index.html", "c/d/") == "../../c/d/"
    assert addresses.relative("index.html", "") == "./"
    assert addresses.relative("a/index.html", "#x") == "../#x"
    assert addresses.relative("404.html", "a/") == "a/"
    assert addresses.absolute("", "a/") == "/a/"
    assert addresses.file_of("c/abc/") == "c/abc/index.html"
    assert addresses.url_of("index.html") == ""


def test_words_and_moments_are_spelled_the_same_everywhere() -> None:
    assert spell_moment(at(1), seconds=True) == "1 April 2023, 06:45:10 UTC"
    assert spell_count(1, "address", "addresses") == "1 address"
    assert spell_count(1200, "clause") == "1,200 clauses"
    assert join_words(("a", "b", "c")) == "a, b and c"
