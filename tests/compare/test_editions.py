"""A capture that holds two editions of the document: recognised by its shape, and told in one true line."""

from pathlib import Path

import pytest

from generator.commands.diff import diff_texts
from generator.compare import redline
from generator.compare.editions import TwoEditions, find_editions, find_similar
from generator.extract import extract_text
from generator.model.captures import Capture, Side
from generator.model.digests import digest_of
from generator.model.redline import Redline
from generator.pages.change.editions import editions_json, editions_line
from generator.pages.change.redline_rows import draw_rows
from generator.pages.change.redline_views import RunView
from generator.pages.sheets import make_sheet
from tests.pages.change_sample import policy

THINGS = [
    "lamps",
    "doors",
    "stairs",
    "pianos",
    "kettles",
    "parrots",
    "ladders",
    "gardens",
    "cellars",
    "windows",
    "ovens",
    "carpets",
    "clocks",
    "curtains",
    "mirrors",
    "buckets",
    "candles",
    "barrels",
    "sledges",
    "trumpets",
]


def terms(name: str, days: int, places: tuple[str, ...] = ("hall",)) -> str:
    """Terms of twenty clauses for each place, with a number of days in every fourth."""
    lines = [f"# {name}"]
    for place in places:
        lines.append(f"## The {place}")
        for n, thing in enumerate(THINGS):
            kept = f" for {days} days after the last guest has left" if n % 4 == 0 else ""
            lines.append(
                f"{name} looks after the {thing} of the {place} and lends {thing} to whoever asks{kept}."
            )
    return "\n\n".join(lines) + "\n\n"


def compare(before: str, after: str) -> Redline:
    return redline(policy(before), policy(after))


def test_an_edition_announced_above_the_one_in_force_is_told() -> None:
    found = compare(terms("Acme", 7), terms("Bcme", 30) + terms("Acme", 7))
    assert find_editions(found) == TwoEditions(side=Side.AFTER, unpaired=20, doubled=20)
    assert editions_line(found) == (
        "The later capture holds two editions of this document, one after the other. A clause of the earlier capture is "
        "set against one of them only: of the 20 clauses told as new here, 20 stand in the other edition of the same "
        "capture too, word for word or nearly."
    )
    told = editions_json(found)
    assert told is not None
    assert (told["side"], told["told"], told["twice"]) == ("after", 20, 20)


def test_an_edition_that_left_the_page_is_told_of_the_earlier_capture() -> None:
    found = compare(terms("Bcme", 30) + terms("Acme", 7), terms("Bcme", 30))
    assert find_editions(found) == TwoEditions(side=Side.BEFORE, unpaired=20, doubled=20)
    assert editions_line(found).startswith("The earlier capture holds two editions")
    assert "told as removed here" in editions_line(found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (terms("Acme", 7), terms("Acme", 30)),
        (terms("Acme", 7, ("hall", "attic")), terms("Acme", 30, ("hall", "attic"))),
        (
            terms("Acme", 7),
            terms("Acme", 7)
            + "\n\n".join(
                f"Whoever finds {t} may keep them, said the warden, and so it was done that year."
                for t in THINGS
            ),
        ),
        ("Nothing at all is said here.\n", terms("Acme", 7)),
        ("Nothing at all is said here.\n", terms("Acme", 7) + terms("Bcme", 7)),
        (terms("Acme", 7), "Nothing at all is said here.\n"),
        (terms("Acme", 7), terms("Acme", 7) + "\n\n".join(terms("Acme", 7).split("\n\n")[2:6])),
    ],
)
def test_no_other_rewrite_is_taken_for_two_editions(before: str, after: str) -> None:
    found = compare(before, after)
    assert find_editions(found) is None
    assert editions_line(found) == ""
    assert editions_json(found) is None


def runs(before: str, after: str) -> list[tuple[str, str]]:
    texts = policy(before), policy(after)
    found = redline(*texts)
    sheets = make_sheet(Side.BEFORE, texts[0], found, ()), make_sheet(Side.AFTER, texts[1], found, ())
    return [(i.strong, i.text) for i in draw_rows(found, sheets, ()).items if isinstance(i, RunView)]


NONE = "No counterpart in the earlier capture."
PLAIN = "The warden opens the door at six.\n\nThe cook lights the oven at seven, and bakes until noon.\n\n"


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (
            PLAIN,
            PLAIN + "Parrots may learn whatever is said to them in the kitchen by guests of the house.\n",
            NONE,
        ),
        (
            "Effective September 12, 2021. Last Revised August 12, 2021\n\n" + PLAIN,
            "Effective June 19, 2023. Last Revised April 18, 2023\n\n" + PLAIN,
            "",
        ),
        (
            PLAIN
            + "Parrots learn nothing of what is said to them in the cellar by guests of the old house by the sea.\n",
            PLAIN
            + "Parrots learn nothing of what is said to them in the cellar by guests of the old house by the sea.\n\n"
            "Lizards learn nothing of what is said to them in the cellar by guests of the old house by the sea.\n",
            "",
        ),
    ],
)
def test_no_counterpart_is_said_only_where_nothing_in_the_earlier_text_is_like_it(
    before: str, after: str, text: str
) -> None:
    assert runs(before, after)[0][1] == text


def test_no_run_of_a_page_with_two_editions_says_that_it_has_no_counterpart() -> None:
    after = (
        terms("Bcme", 30)
        + "Parrots learn whatever they are told, on every day of the long year.\n\n"
        + terms("Acme", 7)
    )
    said = runs(terms("Acme", 7), after)
    assert said
    assert {text for _, text in said} == {""}
    compared = compare(terms("Acme", 7), after)
    assert find_similar(compared, find_editions(compared))


def test_the_terminal_says_it_too() -> None:
    bodies = {"a": terms("Acme", 7), "b": terms("Bcme", 30) + terms("Acme", 7)}
    text = diff_texts("a", "b", form="text", read=lambda name: (bodies[name].encode(), "text/markdown"))
    assert editions_line(compare(*bodies.values())) in " ".join(text.split())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "before", "after", "side"),
    [
        ("twitter/privacy-policy", "20230824T095329Z", "20230830T171248Z", "after"),
        ("twitter/privacy-policy", "20230830T171248Z", "20230929T231259Z", "before"),
        ("x/privacy-policy", "20240725T003545Z", "20241017T003653Z", "after"),
        ("twitter/terms-of-service", "20231011T124353Z", "20241021T181530Z", "after"),
        ("reddit/terms-of-service", "20240124T003936Z", "20240215T183945Z", ""),
        ("wetransfer/terms-of-service", "20250717T182158Z", "20250723T182021Z", ""),
        ("zoom/terms-of-service", "20230201T124556Z", "20230401T064510Z", ""),
    ],
)
def test_real_pages_with_two_editions_are_told_from_those_with_two_regions(
    shared: Path, folder: str, before: str, after: str, side: str
) -> None:
    bodies = [(shared / "archive" / folder / f"{name}.md").read_bytes() for name in (before, after)]
    texts = [extract_text(Capture(sha256=digest_of(b), body=b), language="en") for b in bodies]
    found = find_editions(redline(*texts))
    assert (found.side.value if found else "") == side
