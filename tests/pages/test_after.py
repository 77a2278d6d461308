"""What came after: one wording for every place that says it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from generator.model.captures import CaptureRef, Side
from generator.model.catalog import Catalog, Change, QuoteMark, Report, Status
from generator.model.digests import digest_of
from generator.model.evidence import Passage, Quotation
from generator.model.lock import Interval, Later, LeadIn, Life
from generator.model.problems import SourcePos
from generator.pages.after import AfterKind, AfterView, after_line, change_covering
from generator.pages.messages import Linked, in_iso

HERE = SourcePos(path="content/acme/terms/2024-04-01.md")


def day(month: int, at: int = 1) -> datetime:
    return datetime(2024, month, at, 6, 45, 10, tzinfo=UTC)


def change(slug: str, before: datetime, after: datetime) -> Change:
    return Change(
        company="acme",
        document="terms",
        slug=slug,
        title=f"Acme's terms changed {slug}",
        summary="One sentence.",
        before=CaptureRef(at=before),
        after=CaptureRef(at=after),
        published=date(2024, 12, 1),
        where=HERE,
    )


def interval(present: bool, first: datetime, last: datetime) -> Interval:
    return Interval(present=present, first=first, last=last, captures=1)


def quotation(*intervals: Interval, own: int = 1, side: Side = Side.AFTER) -> Quotation:
    digest = digest_of(b"words")
    life = Life(archive="ota", intervals=intervals, own=own, listed=9, read=9) if intervals else None
    return Quotation(
        mark=QuoteMark(side=side, name="licence", words="words", where=HERE),
        passage=Passage(id="a-aaaaaaaaaa", side=side, capture=digest, words=1, label="10.4"),
        digest=digest,
        life=life,
    )


APRIL = change("2024-04-01", day(2), day(4))
AUGUST = change("2024-08-11", day(7), day(8, 11))
CATALOG = Catalog(report=Report(title="Report", as_of=date(2024, 12, 1), where=HERE), changes=(APRIL, AUGUST))


def test_words_of_the_newest_capture_are_still_present_and_the_newest_is_named() -> None:
    line = after_line(
        quotation(interval(False, day(1), day(2)), interval(True, day(4), day(11))), CATALOG, APRIL
    )
    assert line.kind is AfterKind.PRESENT
    assert line.text == "still present in the newest capture held (2024-11-01T06:45:10Z)"


def test_words_that_left_name_both_captures_and_the_change_that_shows_it() -> None:
    quoted = quotation(
        interval(False, day(1), day(2)),
        interval(True, day(4), day(7)),
        interval(False, day(8, 11), day(11)),
    )
    line = after_line(quoted, CATALOG, APRIL)
    assert line.kind is AfterKind.GONE
    assert line.text == (
        "last seen 2024-07-01T06:45:10Z, absent 2024-08-11T06:45:10Z, see Acme's terms changed 2024-08-11"
    )
    assert line.short == "last seen 2024-07-01T06:45:10Z, absent 2024-08-11T06:45:10Z"
    assert line.see_change == AUGUST
    links = [value for part in line.parts for _, value in part.text.values if isinstance(value, Linked)]
    assert [link.url for link in links] == ["acme/terms/2024-08-11/"]


def test_words_that_this_change_removed_point_at_no_other_page() -> None:
    quoted = quotation(
        interval(True, day(1), day(2)), interval(False, day(4), day(11)), own=0, side=Side.BEFORE
    )
    line = after_line(quoted, CATALOG, APRIL)
    assert line.text.endswith("absent 2024-04-01T06:45:10Z, as this change shows")
    assert line.see_change is None


def test_words_that_came_back_say_since_when_and_whether_they_still_stand() -> None:
    quoted = quotation(
        interval(False, day(1), day(2)),
        interval(True, day(4), day(5)),
        interval(False, day(6), day(6)),
        interval(True, day(7), day(11)),
    )
    line = after_line(quoted, replace(CATALOG, changes=(APRIL,)), APRIL)
    assert line.again == day(7)
    assert line.text == (
        "last seen 2024-05-01T06:45:10Z, absent 2024-06-01T06:45:10Z; present again 2024-07-01T06:45:10Z"
        "; present in the newest capture held (2024-11-01T06:45:10Z)"
    )


def test_words_quoted_from_the_newest_capture_held_are_not_followed() -> None:
    line = after_line(
        quotation(interval(False, day(1), day(2)), interval(True, day(4), day(4))), CATALOG, APRIL
    )
    assert line.kind is AfterKind.UNFOLLOWED
    assert line.text == "not read since 2024-04-01T06:45:10Z"


def test_words_without_a_life_are_not_followed_after_the_capture_of_their_side() -> None:
    line = after_line(quotation(side=Side.BEFORE), CATALOG, APRIL)
    assert line.text == "not read since 2024-02-01T06:45:10Z"


def test_the_narrowest_covering_change_is_named_and_drafts_never() -> None:
    wide = change("2024-09-01", day(5), day(9))
    draft = replace(change("2024-08-11T1200", day(7), day(8, 11)), status=Status.DRAFT)
    catalog = replace(CATALOG, changes=(wide, AUGUST, draft))
    assert change_covering(catalog, "acme/terms", day(7), day(8, 11)) == AUGUST
    assert change_covering(replace(CATALOG, changes=(wide, draft)), "acme/terms", day(7), day(8, 11)) == wide
    assert change_covering(catalog, "acme/terms", day(10), day(11)) is None


def left(*later: Later) -> AfterView:
    """The line of words that left in August, and of which the lock says what became."""
    quoted = quotation(
        interval(False, day(1), day(2)),
        interval(True, day(4), day(7)),
        interval(False, day(8, 11), day(11)),
    )
    return after_line(replace(quoted, later=later), CATALOG, APRIL)


def state(kind: str, at: datetime, **more: Any) -> Later:
    return Later(state=kind, at=at, capture=digest_of(b"later"), archive="ota", **more)


def test_reworded_words_stand_in_the_line_with_their_sentence_and_what_they_lost() -> None:
    now = state(
        "reworded",
        day(8, 11),
        words="show your notes",
        around=LeadIn(lead="You may:", before="", after=" to anyone."),
        lost=("never",),
        last=day(11),
    )
    line = left(now)
    assert line.kind is AfterKind.REWORDED
    assert line.text.startswith(
        "last seen 2024-07-01T06:45:10Z, reworded since 2024-08-11T06:45:10Z: "
        "“You may: show your notes to anyone.”, last read so 2024-11-01T06:45:10Z, without “never”"
    )
    assert "show your notes" not in line.short
    assert "without “never”" in line.short
    assert not line.holds
    assert left(replace(now, lost=())).holds


def test_cut_and_gone_are_told_apart_and_a_chain_names_each_day() -> None:
    cut = left(state("cut", day(8, 11)))
    assert (cut.kind, cut.holds) == (AfterKind.CUT, False)
    assert ", cut by 2024-08-11T06:45:10Z, their clause stands without them" in cut.text
    gone = left(state("gone", day(8, 11)))
    assert gone.kind is AfterKind.GONE
    assert ", gone by 2024-08-11T06:45:10Z" in gone.text
    chain = left(state("reworded", day(8, 11), words="x", last=day(9)), state("gone", day(10)))
    assert chain.kind is AfterKind.GONE
    assert "reworded since 2024-08-11T06:45:10Z, then gone by 2024-10-01T06:45:10Z" in chain.text


def standing(*states: Later) -> AfterView:
    """The line of words that stand in the newest capture, and of which the lock says how."""
    quoted = quotation(interval(False, day(1), day(2)), interval(True, day(4), day(11)))
    return after_line(replace(quoted, stands=states), CATALOG, APRIL)


def test_words_that_stand_under_another_clause_say_from_which_to_which_and_since_when() -> None:
    line = standing(state("moved", day(6), clause="1.10", was="1.8"))
    assert line.kind is AfterKind.MOVED
    assert line.text == (
        "still present in the newest capture held (2024-11-01T06:45:10Z)"
        "; moved or renumbered since 2024-06-01T06:45:10Z, from 1.8 to 1.10"
    )
    assert line.stands
    assert line.holds


def test_words_that_others_limit_show_them_and_short_places_name_the_day_alone() -> None:
    added = state("limited", day(6), clause="1.9", words="We will not sell them.", around=LeadIn())
    line = standing(state("moved", day(5), clause="1.10", was="1.8"), added)
    assert line.kind is AfterKind.LIMITED
    assert line.short == (
        "still present in the newest capture held (2024-11-01T06:45:10Z)"
        "; moved or renumbered since 2024-05-01T06:45:10Z, from 1.8 to 1.10"
        "; limited since 2024-06-01T06:45:10Z by words added in the same section (1.9)"
    )
    assert line.text == f"{line.short}: “We will not sell them.”"
    assert "".join(in_iso(p.text) for p in line.parts_without_words) == line.short
