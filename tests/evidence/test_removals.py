"""Nothing is called removed that the redline pairs with a counterpart."""

import pytest

from generator.compare import redline
from generator.evidence.removals import removal_problems
from generator.evidence.resolve import side_text
from generator.model.digests import digest_of
from generator.model.evidence import Sides
from tests.pages.change_sample import AFTER, BEFORE, NOTE, make_sample, policy

CODE = "removed-with-counterpart"
HEAD = NOTE[: NOTE.index("A licence was added.")]
EDITED = "> [!before thirty] 2.2\n> within 30 days\n"
GONE = "> [!before guests] 1.1\n> Guests may join a room without an account\n"


def told(body: str, head: str = HEAD) -> list[str]:
    sample = make_sample(
        f"{head}## What the captures show\n\n{body}\n\n## How we read it\n\nIt is.\n", expected=CODE
    )
    before, after = policy(BEFORE), policy(AFTER)
    sides = Sides(
        before=side_text(digest_of(BEFORE.encode()), before),
        after=side_text(digest_of(AFTER.encode()), after),
    )
    found = removal_problems(sample.change, sides, redline(before, after), sample.evidence.quotations)
    return [problem.message.partition(": ")[2] for problem in found]


@pytest.mark.parametrize(
    ("sentence", "quotation", "said"),
    [
        ("The clause on deleting was removed.", EDITED, ["“thirty” is edited by the redline"]),
        ("A promise on days was dropped:", EDITED, ["“thirty” is edited by the redline"]),
        ("The clause on guests was removed.", GONE, []),
        ("Data are deleted within 30 days.", EDITED, []),
        ("The clause on deleting was reworded.", EDITED, []),
        ("The sentence was gone. It was short.", EDITED, []),
        ("Section 2.2 was removed.", GONE, ["the redline pairs most of clause 2.2"]),
        ("The terms dropped clause 2.1.", GONE, ["the redline pairs most of clause 2.1"]),
        ("Sections 1.1 and 2.2 were both removed.", GONE, ["the redline pairs most of clause 2.2"]),
        ("Section 1.1 was removed.", GONE, []),
        ("A banner about section 2.2 was gone.", GONE, []),
        ("The words “stamp on the envelope” were gone.", GONE, ["“stamp on the envelope” stands there 1 times, 1 before"]),
        ("The words “without an account” were gone.", GONE, []),
    ],
)  # fmt: skip
def test_a_removal_is_held_against_the_redline(sentence: str, quotation: str, said: list[str]) -> None:
    assert told(f"{sentence}\n\n{quotation}") == said


def test_a_title_is_held_to_it_as_well() -> None:
    head = HEAD.replace(
        "title: Acme Rooms took a licence for machine learning", "title: Acme Rooms dropped clause 2.2"
    )
    assert head != HEAD
    assert told(f"Words.\n\n{GONE}", head) == ["the redline pairs most of clause 2.2"]
