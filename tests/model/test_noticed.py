"""One value says what was noticed in reading a capture."""

from generator.model.captures import Side
from generator.model.noticed import notice_reading, noticed_of, warnings_json
from generator.model.policy import PolicyText, Span

LIMIT = "reading stopped after 300,000 blocks; 4,025 characters of the page were not read"


def test_counts_that_no_warning_tells_become_lines() -> None:
    policy = PolicyText(text="x", replaced=3, hidden=(Span(0, 1),))
    assert notice_reading(policy) == (
        "3 places that could not be read are shown as U+FFFD",
        "1 passages are hidden by the page's own styles; kept",
    )
    told = PolicyText(
        text="x", replaced=3, hidden=(Span(0, 1),), warnings=("3 are U+FFFD", "1 hidden", "1 hidden")
    )
    assert notice_reading(told) == ("3 are U+FFFD", "1 hidden")
    assert notice_reading(PolicyText(text="x")) == ()


def test_each_line_knows_its_side_and_what_it_bears_on() -> None:
    policy = PolicyText(text="x", warnings=("declared as koi8-r, read as utf-8", LIMIT))
    encoding, limit = noticed_of(Side.BEFORE, policy)
    assert (encoding.bears, encoding.stops) == (False, False)
    assert (limit.bears, limit.stops) == (True, True)
    assert limit.sentence == f"In the earlier capture: {LIMIT}"
    assert warnings_json([limit]) == [{"side": "before", "text": LIMIT}]
