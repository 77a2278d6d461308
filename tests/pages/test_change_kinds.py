"""Kinds of change: each with its rule and its rows, the weightiest first; they fold, and hide nothing."""

from generator.compare.classify import RULES, classify, has_phrase
from generator.pages.change.kinds import is_minor, kinds_view


def test_kinds_come_with_rule_and_rows_and_the_weightiest_first() -> None:
    rows = [
        ("a-1", "1.2", ("wording", "number")),
        ("a-2", "", ("dates",)),
        ("a-3", "", ("wording",)),
        ("a-4", "3", ("wording", "number", "topic")),
    ]
    kinds = kinds_view(rows)
    assert [(k.label, k.count) for k in kinds] == [
        ("a topic’s phrases", 1),
        ("numbers and amounts", 2),
        ("dates only", 1),
        ("other words only", 1),
    ]
    assert [(link.text, link.href) for link in kinds[1].rows] == [("1.2", "#a-1"), ("3", "#a-4")]
    assert kinds[2].rows[0].text == "¶2"
    assert all(kind.rule in RULES.values() for kind in kinds)


def test_only_dates_contacts_and_links_may_be_folded() -> None:
    assert is_minor(("dates",))
    assert is_minor(("contact", "link"))
    assert not is_minor(("wording",))
    assert not is_minor(("dates", "topic"))
    assert not is_minor(("quiet",))
    assert not is_minor(())


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
