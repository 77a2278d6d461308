"""Which signs are shown, which belong to spelling, and which words mix scripts."""

import pytest

from generator.model.signs import (
    count_unseen,
    differing_signs,
    find_mixed,
    find_signs,
    label_signs,
    name_of,
)


@pytest.mark.parametrize("sign", [*"\u061c\u200e\u200f\u202a\u202e\u2066\u2069", "\U000e0001", "\U000e0041"])
def test_direction_controls_and_tags_are_always_shown(sign: str) -> None:
    (found,) = find_signs(f"pay {sign}later")
    assert (found.at, found.code) == (4, f"U+{ord(sign):04X}")
    assert label_signs(f"a{sign}b") == f"a⟨U+{ord(sign):04X}⟩b"


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u3164", "\u034f"])
def test_signs_of_no_width_are_shown_among_changed_words_alone(sign: str) -> None:
    assert not find_signs(f"fe{sign}es")
    assert [one.at for one in find_signs(f"fe{sign}es", every=True)] == [2]
    assert count_unseen(f"fe{sign}e{sign}s") == {sign: 2}


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f52c and ❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "می\u200cخواهیم",
        "क्\u200dष",
        "co\u00adoperate",
        "plain",
    ],
)
def test_spelling_is_no_sign(text: str) -> None:
    assert not find_signs(text, every=True)


def test_a_flag_of_no_land_is_hidden_text() -> None:
    flag = "\U0001f3f4\U000e0078\U000e0079\U000e007f"
    assert [one.code for one in find_signs(flag)] == ["U+E0078", "U+E0079", "U+E007F"]


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("Brіghtnote", "mixes Latin and Cyrillic letters"),
        ("αccount", "mixes Latin and Greek letters"),
        ("Μоdel", "mixes Latin, Greek and Cyrillic letters"),
        ("feе\u200bs", "mixes Latin and Cyrillic letters"),
    ],
)
def test_a_word_of_mixed_scripts_is_found(word: str, says: str) -> None:
    (found,) = find_mixed(f"We say “{word}”, twice.")
    assert found.says == says
    assert (found.start, found.end) == (8, 8 + len(word))


@pytest.mark.parametrize(
    "text",
    [
        "5 μm",
        "30 μs",
        "47 kΩ",
        "Δt",
        "利用Terms規約",
        "SMS-рассылка",
        "naïve",
        "Ελλάδα and Россия",
        "Œuvre",
        "한국App",
    ],
)
def test_units_and_whole_words_are_not(text: str) -> None:
    assert not find_mixed(text)


def test_soft_hyphens_differ_in_silence_and_other_signs_do_not() -> None:
    assert not differing_signs("coop", "co\u00adop")
    assert differing_signs("coop", "co\u200bop")
    assert not differing_signs("a\u200b", "a\u200b")


def test_names_are_those_of_unicode() -> None:
    assert name_of("\u202e") == "right-to-left override"
    assert name_of("\U000e0041") == "tag character A"
    assert name_of("\ufff0") == "unassigned sign"
