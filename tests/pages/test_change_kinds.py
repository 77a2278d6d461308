"""Kinds of change: each with its rule and its rows, the weightiest first; they fold, and hide nothing."""

from pathlib import Path

import pytest

from generator.compare.classify import classify, has_phrase
from generator.model.change_classes import ChangeClass
from generator.pages.change.kinds import is_minor, kinds_view

DATA_GUIDE = Path(__file__).resolve().parents[2] / "docs" / "data.md"


def classes(words: str) -> tuple[ChangeClass, ...]:
    return tuple(ChangeClass(word) for word in words.split())


def test_kinds_come_with_rule_and_rows_and_the_weightiest_first() -> None:
    rows = [
        ("a-1", "1.2", classes("wording number")),
        ("a-2", "", classes("dates")),
        ("a-3", "", classes("wording")),
        ("a-4", "3", classes("wording number topic")),
        ("a-5", "4", classes("quiet")),
    ]
    kinds = kinds_view(rows)
    assert [(k.label, k.rule, k.count) for k in kinds] == [
        (each.label, each.rule, count)
        for each, count in (
            (ChangeClass.TOPIC, 1),
            (ChangeClass.NUMBER, 2),
            (ChangeClass.DATES, 1),
            (ChangeClass.WORDING, 1),
        )
    ]
    assert [(link.text, link.href) for link in kinds[1].rows] == [("1.2", "#a-1"), ("3", "#a-4")]
    assert kinds[2].rows[0].text == "¶2"


def test_only_dates_contacts_and_links_may_be_folded() -> None:
    assert is_minor(classes("dates"))
    assert is_minor(classes("contact link"))
    assert not is_minor(classes("wording"))
    assert not is_minor(classes("dates topic"))
    assert not is_minor(classes("quiet"))
    assert not is_minor(())


@pytest.mark.parametrize(
    ("changed", "links", "expected"),
    [
        ("our neighbours", False, "wording"),
        ("you may", False, "wording right"),
        ("you must", False, "wording obligation"),
        ("never", False, "wording negation"),
        ("twelve lamps", False, "wording number"),
        ("3 May 2024", False, "dates"),
        ("desk@acme.example", False, "contact"),
        ("", True, "link"),
        ("", False, "quiet"),
    ],
)
def test_the_comparison_finds_each_class_but_that_of_the_reports_topics(
    changed: str, links: bool, expected: str
) -> None:
    assert classify([changed], links) == classes(expected)


def test_the_data_guide_lists_the_classes_in_their_order() -> None:
    listed = ", ".join(f"`{each}`" for each in ChangeClass)
    assert f"`classes` (what kind of change: {listed}; found by words)" in DATA_GUIDE.read_text("utf-8")


def test_a_digit_in_an_address_or_a_clause_number_is_no_number_that_is_said() -> None:
    assert "number" not in classify(["see [the list](https://acme.example/2024/a1) of partners"], False)
    assert "number" not in classify(["10.4 Partners. We name them."], False)
    assert "number" in classify(["10.4 Partners. We name 12 of them."], False)
    assert "number" in classify(["30 days"], False)
    assert "number" in classify(["1.5 million", "more"], False)
    assert "negation" in classify(["not.", "We name them"], False)
    assert "right" in classify(["may.", "We name them"], False)


def test_a_topics_phrase_is_found_whatever_its_case() -> None:
    assert has_phrase(["to Train\nOur Models"], ("train our models",))
    assert not has_phrase(["to train models"], ("train our models",))
