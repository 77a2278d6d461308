"""Whether another archive may say what came after: only of the same edition, and named in the line."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.model.captures import CaptureRef, CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document, QuoteMark, Report
from generator.model.digests import digest_of
from generator.model.evidence import Passage, Quotation
from generator.model.locators import OtaLocator
from generator.model.lock import Interval, Life
from generator.model.problems import SourcePos
from generator.pages.after import AfterKind, AfterView, after_line

HERE = SourcePos(path="content/acme/terms/2024-04-01.md")
OWN, OTHER = "acme-versions", "other-versions"


def day(month: int, at: int = 1) -> datetime:
    return datetime(2024, month, at, 6, 45, 10, tzinfo=UTC)


def capture(archive: str, at: datetime, words: str) -> CaptureRow:
    return CaptureRow(
        archive=archive,
        captured_at=at,
        order=0,
        locator=OtaLocator(repository=f"Collection/{archive}", commit="0" * 40, path="Acme/Terms.md"),
        sha256=digest_of(f"{archive} {at}".encode()),
        size=10,
        words=words,
    )


def life(archive: str, spelled: str, own: int = -1) -> Life:
    """``-2 +4:6 -8``: a run a word; absent in February, present from April to June, absent in August."""
    runs: list[Interval] = []
    for word in spelled.split():
        first, _, last = word[1:].partition(":")
        runs.append(
            Interval(present=word[0] == "+", first=day(int(first)), last=day(int(last or first)), captures=1)
        )
    held = next((n for n, run in enumerate(runs) if run.present), -1) if own < 0 else own
    return Life(archive=archive, intervals=tuple(runs), own=held, listed=9, read=9)


CHANGE = Change(
    company="acme",
    document="terms",
    slug="2024-04-01",
    title="Acme's terms changed",
    summary="One sentence.",
    before=CaptureRef(at=day(2)),
    after=CaptureRef(at=day(4)),
    published=date(2024, 12, 1),
    where=HERE,
)
QUOTED = capture(OWN, day(4), "quoted")


def line(
    own: str,
    other: str,
    *rows: CaptureRow,
    one_edition: tuple[str, ...] = (),
    side: Side = Side.AFTER,
) -> AfterView:
    """What is said of words with these lives in both archives. `rows` are further captures of the document."""
    quotation = Quotation(
        mark=QuoteMark(side=side, name="licence", words="words", where=HERE),
        passage=Passage(id="a-aaaaaaaaaa", side=side, capture=QUOTED.sha256, words=1, label="10.4"),
        digest=digest_of(b"words"),
        life=life(OWN, own),
        witnesses=(life(OTHER, other),),
    )
    document = Document(
        company="acme",
        slug="terms",
        title="Terms",
        one_edition=one_edition,
        captures=(QUOTED, capture(OTHER, day(3), "something else"), *rows),
        where=HERE,
    )
    report = Report(title="Report", as_of=date(2024, 12, 1), where=HERE)
    return after_line(quotation, Catalog(report=report, documents=(document,), changes=(CHANGE,)), CHANGE)


AGREED = capture(OTHER, day(4, 2), "quoted")
DECLARED = (OWN, OTHER)


def test_an_archive_that_held_the_same_text_goes_on_and_is_named() -> None:
    view = line("-2 +4", "-3 +5:11", AGREED)
    assert view.kind is AfterKind.PRESENT
    assert view.text == (
        "still present in the newest capture held (2024-11-01T06:45:10Z, Open Terms Archive other)"
    )
    assert (view.last_seen, view.newest, view.archive, view.stands) == (day(11), day(11), OTHER, True)


def test_a_declared_archive_says_when_the_words_left() -> None:
    view = line("-2 +4", "-1 +3:5 -6:11", one_edition=DECLARED)
    assert view.kind is AfterKind.GONE
    assert view.text == (
        "last seen 2024-05-01T06:45:10Z, absent 2024-06-01T06:45:10Z (Open Terms Archive other)"
    )
    assert (view.newest, view.stands) == (day(11), False)


def test_words_that_a_declared_archive_had_until_then_and_lacks_next_have_left() -> None:
    view = line("-2 +4", "+1:3 -6:11", one_edition=DECLARED)
    assert (view.kind, view.last_seen, view.absent) == (AfterKind.GONE, day(4), day(6))


def test_words_that_came_back_in_the_declared_archive_say_so() -> None:
    view = line("-2 +4", "-3 +5 -6 +7:11", one_edition=DECLARED)
    assert (view.absent, view.again, view.stands) == (day(6), day(7), True)
    assert view.text.endswith(
        "; present in the newest capture held (2024-11-01T06:45:10Z, Open Terms Archive other)"
    )


def test_absence_in_an_archive_that_agreed_once_proves_nothing() -> None:
    """It may have turned to another page since: only what it has counts."""
    view = line("-2 +4", "-3 +5:7 -8:11", AGREED)
    assert view.kind is AfterKind.UNFOLLOWED
    assert view.text == "not read since 2024-07-01T06:45:10Z (Open Terms Archive other)"
    assert not view.stands
    assert line("-2 +4", "+1:3 -6:11", AGREED).text == "not read since 2024-04-01T06:45:10Z"


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        ("-3 +5:11", ()),  # never the same text
        (
            "-3 +5:11",
            (capture(OTHER, day(2), "before"), capture(OWN, day(2), "before")),
        ),  # agreed earlier only
        ("-1:11", (AGREED,)),  # never the quoted words
        ("-1 +2:4", (AGREED,)),  # nothing later
        ("-3 +5:11", (capture("third-versions", day(5), "quoted"),)),  # a third one agreed
    ],
)
def test_no_other_archive_continues_a_life_without_proof(other: str, rows: tuple[CaptureRow, ...]) -> None:
    assert line("-2 +4", other, *rows).text == "not read since 2024-04-01T06:45:10Z"


@pytest.mark.parametrize("other", ["-1:11", "-1 +2 -3:11", "-5:11", "-1 -4:11"])
def test_a_declared_archive_that_lacks_the_words_at_that_time_is_not_followed(other: str) -> None:
    """It shows the page otherwise, or never had the words: it cannot say that they left."""
    assert line("-2 +4", other, one_edition=DECLARED).kind is AfterKind.UNFOLLOWED


def test_a_declaration_speaks_of_the_archives_it_names() -> None:
    assert line("-2 +4", "-3 +5:11", one_edition=(OTHER, "third")).kind is AfterKind.UNFOLLOWED


def test_what_the_own_archive_says_of_later_captures_stands() -> None:
    view = line("-2 +4:5 -6", "-3 +5:11", AGREED, one_edition=DECLARED)
    assert (view.kind, view.absent, view.archive) == (AfterKind.GONE, day(6), "")
    newer = line("-2 +4:12", "-3 +5:11", AGREED, one_edition=DECLARED)
    assert newer.text == "still present in the newest capture held (2024-12-01T06:45:10Z)"


def test_two_captures_agree_by_their_bytes_where_nobody_read_their_words() -> None:
    unread = replace(AGREED, words="", sha256=QUOTED.sha256)
    assert line("-2 +4", "-3 +5:11", unread).kind is AfterKind.UNFOLLOWED
    assert line("-2 +4", "-3 +5:11", unread, replace(QUOTED, words="")).kind is AfterKind.PRESENT


def test_words_of_the_earlier_side_are_followed_alike() -> None:
    view = line("+2:4", "+1:5 -6:11", one_edition=DECLARED, side=Side.BEFORE)
    assert (view.last_seen, view.absent) == (day(5), day(6))
