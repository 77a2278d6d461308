"""A side that was not read to its end: what the other side has and it lacks is not judged."""

from dataclasses import replace

import pytest

from generator.compare import after_text, before_text, ops_of, redline, state_of
from generator.extract import extract_policy, text_of
from generator.model.captures import Capture, Side
from generator.model.digests import digest_of
from generator.model.policy import Span
from generator.model.redline import HunkKind, Op
from generator.model.text import Text

LAST = "We never rent the boats to strangers."


def read(text: str, unread: int = 0) -> Text:
    body = text.encode()
    policy = extract_policy(Capture(sha256=digest_of(body), body=body, media_type="text/markdown"))
    stopped = ("reading stopped after 9 blocks; 77 characters of the page were not read",) if unread else ()
    return text_of(replace(policy, unread=unread, warnings=stopped))


WHOLE = f"# Boats\n\nA boat is lent for a day.\n\nKeep the oars dry.\n\n{LAST}\n"
CUT = "# Boats\n\nA boat is lent for a day.\n\n" + "".join(f"Berth {n} is taken.\n\n" for n in range(9))


def kinds(found: object) -> list[str]:
    return [hunk.kind.value for hunk in found.hunks]  # type: ignore[attr-defined]


def test_what_an_unread_rest_may_hold_is_not_told_as_removed() -> None:
    before, after = read(WHOLE), read(CUT, unread=77)
    found = redline(before, after)
    assert "removed" not in kinds(found)
    assert kinds(found)[-1] == "unread"
    assert found.stats.removed == found.stats.words_deleted == 0
    assert found.stats.unread == 2
    assert not found.stats.nothing_changed
    assert found.degraded[0].stage == "the later capture"
    assert "reading stopped after 9 blocks" in found.degraded[0].reason
    at = before.text.index(LAST)
    assert state_of(found, Side.BEFORE, Span(at, at + len(LAST))) == "not judged"


def test_what_an_unread_rest_of_the_earlier_side_may_hold_is_not_told_as_new() -> None:
    found = redline(read(CUT, unread=77), read(WHOLE))
    assert "added" not in kinds(found)
    assert found.stats.added == found.stats.words_inserted == 0
    assert found.degraded[0].stage == "the earlier capture"


@pytest.mark.parametrize("turned", [False, True])
def test_edits_and_hunks_still_hold_both_texts_whole(turned: bool) -> None:
    sides = (read(WHOLE), read(CUT, unread=77))
    before, after = sides[::-1] if turned else sides
    found = redline(before, after)
    assert before_text(found, before.text, after.text) == before.text
    assert after_text(found, before.text, after.text) == after.text
    own = [hunk.before for hunk in found.hunks if hunk.before and hunk.kind is not HunkKind.MOVED]
    assert [n for span in own for n in range(span.start, span.end)] == list(range(len(found.before)))
    own = [hunk.after for hunk in found.hunks if hunk.after and hunk.kind is not HunkKind.MOVED_AWAY]
    assert [n for span in own for n in range(span.start, span.end)] == list(range(len(found.after)))
    ops = ops_of(found.edits)
    for side, text in (("a", before.text), ("b", after.text)):
        ranges = sorted(op[side] for op in ops if side in op)
        assert [edge for one in ranges for edge in one] == [
            0, *(edge for one in ranges[1:] for edge in (one[0], one[0])), len(text),
        ]  # fmt: skip
    assert any(op.get("unread") for op in ops)


def test_the_end_of_a_clause_that_was_cut_off_is_not_told_as_removed() -> None:
    line = "The boats are lent to members who paid their dues in the year before the summer begins."
    found = redline(read(line), read(line[:40], unread=77))
    assert found.stats.words_deleted == 0
    assert not any(edit.op is Op.DELETE for edit in found.edits if len(edit.before) > 12)


def test_a_removal_is_a_removal_where_both_sides_were_read() -> None:
    found = redline(read(WHOLE), read(CUT))
    assert found.stats.removed + found.stats.replaced > 0
    assert found.stats.unread == found.stats.stopped == 0


def test_the_end_of_a_last_line_that_was_cut_off_is_not_told_as_removed() -> None:
    line = "The boats are lent to members who paid their dues in the year before the summer begins."
    found = redline(read(f"{line}\n"), read(f"{line.partition(' their')[0]}\n", unread=77))
    assert found.stats.words_deleted == found.stats.marks == 0
    assert kinds(found) == ["unread"]


def test_white_space_between_clauses_that_were_not_judged_is_no_difference() -> None:
    whole = "We lend boats.\n\nKeep the oars dry.\n\nNo boat is sold.\n\nThe pier is closed.\n"
    for turned in (False, True):
        sides = (read(whole), read("We lend boats.\n", unread=77))
        found = redline(*(sides[::-1] if turned else sides))
        assert (found.stats.unread, found.stats.marks, found.stats.quiet) == (3, 0, 0)
        assert not [op for op in ops_of(found.edits) if op["op"] in "-+"]


def test_what_stands_around_a_page_that_was_not_read_to_its_end_is_not_compared() -> None:
    pages = ("<p>We lend boats.</p><footer>Acme of London</footer>", "<p>We lend boats.</p>")
    sides = []
    for page in pages:
        body = page.encode()
        policy = extract_policy(Capture(sha256=digest_of(body), body=body, media_type="text/html"))
        sides.append(text_of(replace(policy, outside=policy.outside or "Menu")))
    assert redline(sides[0], sides[1]).outside is not None
    cut = text_of(replace(sides[1].policy, unread=77, warnings=("reading stopped after 9 blocks",)))
    assert redline(sides[0], cut).outside is None
