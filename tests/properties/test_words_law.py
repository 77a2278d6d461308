"""One law ties `words-1` to the redline: texts of equal words differ in nothing that a reader is shown as words.

Where the folded words of both texts are equal, the shapes of quote marks aside, and both hold the same control, bidi, tag
and zero-width characters in the same order, every edit is equal, quiet or of a link, and no word is counted as deleted or
inserted. Else one page says "words identical" and another "2 words added" about one pair.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from generator.compare import redline
from generator.content.captures_table import parse_captures
from generator.extract import extract_text
from generator.model.captures import Capture
from generator.model.digests import Digest, digest_of
from generator.model.redline import Op, Redline
from generator.model.text import Text
from generator.model.words import straighten_quotes, words_1
from tests.conftest import ROOT

CONTENT = ROOT / "content"

WORDS = (
    "we you may keep share notes drafts orders lamps kettles Partner’s don't 30 $9 5% (a) not “loaned” data, R&D, "
    "and/or terms service account 数据 ข้อมูล データ בית U\u034fser co\u00adoperate ok\ufe0f \u2066left\u2069 \u061cnine m\u180eist"
).split(" ")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=12).map(lambda words: " ".join(words) + ".")
LABELS = st.sampled_from(["", "", "", "1. ", "10.3 ", "* ", "## "])
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Way:
    """Two ways to write something down: `plain` and `other` give a paragraph of the sentence and the word drawn."""

    plain: Callable[[str, str], str]
    other: Callable[[str, str], str]


def around(before: str, after: str) -> Way:
    """A word within the sentence, and the same word in marks."""
    return Way(
        lambda text, word: f"{text} The {word} is here.",
        lambda text, word: f"{text} The {before}{word}{after} is here.",
    )


def within(plain: str, other: str) -> Way:
    """Something in the middle of a sentence, written in two ways."""
    return Way(
        lambda text, word: f"{text} The {word} {plain} it.",
        lambda text, word: f"{text} The {word} {other} it.",
    )


HOLDS = {
    "bold": around("**", "**"),
    "emphasis": around("*", "*"),
    "underscores": around("_", "_"),
    "a link": around("[", "](https://acme.example/terms)"),
    "another target": Way(
        lambda text, word: f"{text} The [{word}](https://acme.example/a) is here.",
        lambda text, word: f"{text} The [{word}](https://acme.example/b) is here.",
    ),
    "an image with an alt text": around("![", "](lamp.png)"),
    "a soft wrap": within("and", "\nand"),
    "two spaces": within("and", " \t and"),
    "a no-break space": within("a b", "a\u00a0b"),
    "curly quotes": within("'a' \"b\"", "‘a’ “b”"),
    "angled quotes": within('"b"', "«b»"),
}
BREAKS = {
    "code": around("`", "`"),
    "code in two ticks": around("``", "``"),
    "an address in angles": within("https://acme.example/help", "<https://acme.example/help>"),
    "a mail address in angles": within("help@acme.example", "<help@acme.example>"),
    "a link with a title": Way(
        lambda text, word: f"{text} The [{word}](https://acme.example/a) is here.",
        lambda text, word: f'{text} The [{word}](https://acme.example/a "Terms") is here.',
    ),
    "a fence": Way(lambda text, word: f"{text} {word}", lambda text, word: f"```\n{text} {word}\n```"),
    "a hard break": within("and\nthen", "and\\\nthen"),
    "an escaped ampersand": within("R&D", "R\\&D"),
    "an escaped slash": within("and/or", "and\\/or"),
    "a line break of HTML": within("and\nthen", "and<br>then"),
    "a closing heading mark": Way(
        lambda text, word: f"## {word} lamps", lambda text, word: f"## {word} lamps ##"
    ),
    "a heading mark in a cell": Way(
        lambda text, word: f"| a | {word} lamps |\n| --- | --- |\n| c | {word} kettles |",
        lambda text, word: f"| a | {word} lamps |\n| --- | --- |\n| c | ## {word} kettles |",
    ),
    "a prime": within("'a'", "′a′"),
    "single angled quotes": within("'a'", "‹a›"),
    "a wide quote": within('"b"', "＂b＂"),
}


def text_of(source: str) -> Text:
    body = source.encode()
    return extract_text(Capture(sha256=digest_of(body), body=body))


def shown(found: Redline, before: str, after: str) -> list[tuple[str, str]]:
    """What a reader is shown as words that went or came."""
    return [
        (str(edit.op), before[edit.before.start : edit.before.end] + after[edit.after.start : edit.after.end])
        for edit in found.edits
        if edit.op not in (Op.EQUAL, Op.QUIET) and edit.rule != "link"
    ]


def is_spoken_of(before: str, after: str) -> bool:
    """Whether the law speaks of two texts: equal words, and the same unseen characters."""
    same_words = straighten_quotes(words_1(before)) == straighten_quotes(words_1(after))
    return same_words and UNSEEN.findall(before) == UNSEEN.findall(after)


def assert_law(before: str, after: str) -> None:
    """The law, for two texts of which it speaks."""
    found = redline(text_of(before), text_of(after))
    assert shown(found, before, after) == []
    assert (found.stats.words_deleted, found.stats.words_inserted) == (0, 0)
    assert set(found.classes) <= {"quiet", "link"}


LETTERS = st.sampled_from([word for word in WORDS if word.isalpha() or "\u034f" in word])
PARAGRAPHS = st.builds("{}{}".format, LABELS, SENTENCES)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def law_of(way: Way) -> None:
    """Hold the law on texts that differ in one way of writing, in one paragraph among others."""

    @QUICK
    @example(above=[], text="You keep drafts.", word="notes", below=[])
    @given(
        above=st.lists(PARAGRAPHS, max_size=3),
        text=SENTENCES,
        word=LETTERS,
        below=st.lists(PARAGRAPHS, max_size=3),
    )
    def check(above: list[str], text: str, word: str, below: list[str]) -> None:
        one, two = way.plain(text, word), way.other(text, word)
        before, after = "\n\n".join([*above, one, *below]), "\n\n".join([*above, two, *below])
        assume(is_spoken_of(before, after))
        assert_law(before, after)

    check()


@pytest.mark.parametrize("name", [*HOLDS, *BREAKS])
def test_the_law_speaks_of_each_way_of_writing(name: str) -> None:
    """Else the tests below would say nothing of it."""
    way = (HOLDS | BREAKS)[name]
    for text, word in (("You keep drafts.", "notes"), ("We share R&D, and/or U\u034fser data,", "数据")):
        one, two = way.plain(text, word), way.other(text, word)
        assert one != two
        assert is_spoken_of(one, two)


@pytest.mark.parametrize("name", HOLDS)
def test_a_way_of_writing_is_no_change_of_words(name: str) -> None:
    law_of(HOLDS[name])


@pytest.mark.parametrize("name", BREAKS)
def test_a_way_of_marking_up_is_no_change_of_words(name: str) -> None:
    law_of(BREAKS[name])


LISTS = {
    path.parent.relative_to(CONTENT).as_posix(): path for path in sorted(CONTENT.glob("*/*/captures.tsv"))
}


@pytest.fixture(scope="module")
def bodies(shared: Path) -> dict[Digest, bytes]:
    """The Markdown captures of the shared archive by digest."""
    files = (shared / "archive").glob("**/*.md")
    return {digest_of(body): body for body in (file.read_bytes() for file in files)}


MOST_PAIRS = 100


@pytest.mark.shared
@pytest.mark.long
@pytest.mark.parametrize("document", LISTS)
def test_the_law_holds_between_real_captures_of_equal_words(
    document: str, bodies: dict[Digest, bytes]
) -> None:
    rows, _ = parse_captures(LISTS[document].read_text("utf-8"), document)
    at_hand = [row for row in rows if row.sha256 in bodies and row.media_type == "text/markdown"]
    every = 1 + len(at_hand) // MOST_PAIRS  # of hundreds most differ in the same links again and again
    looked_at = 0
    for one, two in pairwise(at_hand):
        if one.words == two.words and one.sha256 != two.sha256:
            before, after = bodies[one.sha256].decode(), bodies[two.sha256].decode()
            if is_spoken_of(before, after):
                looked_at += 1
                if looked_at % every == 0:
                    assert_law(before, after)


UNSEEN_SIGNS = {
    "a soft hyphen": "no\u00adtes",
    "a zero-width space": "no\u200btes",
    "a joiner": "no\u034ftes",
    "a bidi override": "no\u202etes",
    "an isolate": "no\u2066tes\u2069",
    "a variation selector": "notes\ufe0f",
    "a byte order mark": "\ufeffnotes",
}


@pytest.mark.parametrize("name", UNSEEN_SIGNS)
def test_a_sign_that_nobody_sees_is_told_by_its_own_name_and_counts_no_words(name: str) -> None:
    before, after = "We keep your notes for a day.", f"We keep your {UNSEEN_SIGNS[name]} for a day."
    found = redline(text_of(before), text_of(after))
    assert {edit.rule for edit in found.edits if edit.op is not Op.EQUAL} == {
        "invisible" if name == "a soft hyphen" else "sign"
    }
    assert (found.stats.words_deleted, found.stats.words_inserted) == (0, 0)


# The converse: what bears on meaning is never quiet.

FIGURES = st.from_regex(r"\A[1-9]\d{0,2}([.,]\d{1,3})?\Z")
SIGNS = st.sampled_from(["$", "€", "£", "%", "§", "not ", "no ", ", ", ";"])
OPENERS = st.sampled_from(["", "* ", "- ", "> ", "| ", "## ", "**", "1. ", "(a) ", "3.4 "])
PLAIN = st.lists(
    st.sampled_from("we you keep share lamps kettles orders a month Partner’s data".split()),
    min_size=3,
    max_size=8,
)


def differs_visibly(before: str, after: str) -> bool:
    """Whether a reader is shown some word that went or came."""
    return bool(shown(redline(text_of(before), text_of(after)), before, after))


def paragraphs(above: list[str], line: str, below: list[str]) -> str:
    return "\n\n".join([*above, line, *below])


@QUICK
@example(opener="* ", old="4.99", new="9.99", words=["per", "month", "now"], above=[], below=[])
@example(opener="", old="1", new="2", words=[".", "place", "now"], above=["1. place."], below=[])
@given(
    opener=OPENERS,
    old=FIGURES,
    new=FIGURES,
    words=PLAIN,
    above=st.lists(SENTENCES, max_size=3),
    below=st.lists(SENTENCES, max_size=3),
)
def test_an_amount_that_changes_where_a_line_begins_is_shown(
    opener: str, old: str, new: str, words: list[str], above: list[str], below: list[str]
) -> None:
    assume(old != new)
    rest = " ".join(words)
    before, after = (paragraphs(above, f"{opener}{one} {rest}.", below) for one in (old, new))
    assert differs_visibly(before, after)


@QUICK
@given(words=PLAIN, sign=SIGNS, at=st.integers(0, 7), above=st.lists(PARAGRAPHS, max_size=3))
def test_a_sign_or_a_word_of_meaning_that_came_is_shown(
    words: list[str], sign: str, at: int, above: list[str]
) -> None:
    place = at % len(words)
    before = paragraphs(above, " ".join(words) + ".", [])
    after = paragraphs(
        above, " ".join([*words[:place], sign.strip() + " " + words[place], *words[place + 1 :]]) + ".", []
    )
    assert differs_visibly(before, after)
    assert differs_visibly(after, before)


@QUICK
@example(words=["now", "here", "is"], at=0, above=[], opener="", joint="")
@given(
    words=PLAIN,
    at=st.integers(0, 7),
    above=st.lists(PARAGRAPHS, max_size=3),
    opener=OPENERS,
    joint=st.sampled_from(["", "-", "/", "**", "’"]),
)
def test_two_words_that_became_one_are_shown(
    words: list[str], at: int, above: list[str], opener: str, joint: str
) -> None:
    place = at % (len(words) - 1)
    pair = f"{words[place]}{joint}{words[place + 1]}"
    parted = f"{words[place]} {joint} {words[place + 1]}"
    before, after = (
        paragraphs(above, opener + " ".join([*words[:place], one, *words[place + 2 :]]) + ".", [])
        for one in (parted, pair)
    )
    assert differs_visibly(before, after)
    assert differs_visibly(after, before)


@QUICK
@given(
    marks=st.sampled_from(
        [["1.", "2.", "3.", "4."], ["(a)", "(b)", "(c)", "(d)"], ["2.1", "2.2", "2.3", "2.4"]]
    ),
    items=st.lists(PLAIN, min_size=3, max_size=3, unique_by=tuple),
    place=st.integers(0, 3),
)
def test_items_that_count_on_round_an_inserted_one_are_not_shown(
    marks: list[str], items: list[list[str]], place: int
) -> None:
    told = [" ".join(words).capitalize() + "." for words in items]
    more = [*told[:place], "Wells belong to nobody at all.", *told[place:]]
    before = "\n\n".join(map("{} {}".format, marks, told))
    after = "\n\n".join(map("{} {}".format, marks, more))
    found = redline(text_of(before), text_of(after))
    assert "".join(words for _, words in shown(found, before, after)).strip() == (
        f"{marks[place]} Wells belong to nobody at all."
    )
