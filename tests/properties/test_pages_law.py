"""The law of quiet, over HTML pages: what bears on meaning is shown, and what a reader cannot tell apart is not."""

from html import escape

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from generator.compare import redline
from generator.extract import extract_text
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.redline import Redline

QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.lists(
    st.sampled_from("we you may keep share Lampen commande 灯 récolte orders a month Partner’s data".split()),
    min_size=3,
    max_size=9,
)
PLACES = {
    "paragraph": "<p>{}</p>",
    "item": "<ul><li>{}</li><li>Another matter.</li></ul>",
    "numbered item": "<ol><li>First of all.</li><li>{}</li></ol>",
    "lettered item": "<ol type=a><li>{}</li><li>Another matter.</li></ol>",
    "unmarked item": "<ul style='list-style: none'><li>{}</li></ul>",
    "cell": "<table><tr><td>Kind</td><td>{}</td></tr><tr><td>Other</td><td>None</td></tr></table>",
    "first cell": "<table><tr><td>{}</td><td>Kind</td></tr></table>",
    "cell by role": "<div role=row><span role=cell>Kind</span><span role=cell>{}</span></div>",
    "heading": "<h2>{}</h2><p>What stands below.</p>",
    "quotation": "<blockquote>{}</blockquote>",
    "bold": "<p><b>{}</b></p>",
    "link": "<p><a href=/list>{}</a></p>",
    "behind a break": "<p>Kinds:<br>{}</p>",
    "definition": "<dl><dt>Kind</dt><dd>{}</dd></dl>",
    "details": "<details><summary>More</summary>{}</details>",
    "footer": "<footer>{}</footer>",
    "shadow root": "<x-y><template shadowrootmode=open><p>{}</p></template></x-y>",
    "nested table": "<table><tr><td>Kind</td><td><table><tr><td>{}</td></tr></table></td></tr></table>",
    "raised": "<p>All of it<sup>{}</sup></p>",
    "hidden": "<p hidden>{}</p>",
}
PAGE = (
    "<html lang=en><head><meta charset=utf-8><style>.gone {{ display: none }}</style></head><body><main>"
    "<h1>Rules of the Lamp House</h1><p>{above}</p>{inside}<p>Lamps are lit at dusk.</p></main></body></html>"
)


def compared(before: str, after: str) -> Redline:
    texts = [
        extract_text(Capture(sha256=digest_of(body), body=body, media_type="text/html"))
        for body in (before.encode(), after.encode())
    ]
    return redline(*texts)


def page(place: str, inside: str, above: str = "The house keeps a book of its lamps.") -> str:
    return PAGE.format(above=above, inside=PLACES[place].format(inside))


def is_visible(found: Redline) -> bool:
    """Whether a reader is shown anything that differs."""
    return (
        not found.stats.nothing_changed
        or found.outside is not None
        or bool(found.roles or found.stats.links or found.stats.signs)
    )


places = pytest.mark.parametrize("place", PLACES)
FIGURES = st.from_regex(r"\A[1-9]\d{0,2}([.,:]\d{1,2})?\Z")


@places
@QUICK
@example(old="4.99", new="9.99", words=["a", "month"], at=0, sign="")
@given(
    old=FIGURES,
    new=FIGURES,
    words=WORDS,
    at=st.integers(0, 9),
    sign=st.sampled_from(["", " €", "%", ")", ".", "° "]),
)
def test_a_figure_that_differs_is_shown(
    place: str, old: str, new: str, words: list[str], at: int, sign: str
) -> None:
    assume(old != new)
    at %= len(words) + 1
    sides = [" ".join([*words[:at], figure + sign, *words[at:]]) for figure in (old, new)]
    found = compared(*[page(place, escape(side)) for side in sides])
    assert is_visible(found)


@places
@QUICK
@given(
    words=WORDS,
    at=st.integers(0, 9),
    sign=st.sampled_from(["$", "€", "%", "not", "no", "nicht", "ne", "不", ",", ";", "§", "-"]),
)
def test_a_sign_or_a_word_of_meaning_is_shown(place: str, words: list[str], at: int, sign: str) -> None:
    at %= len(words) - 1
    sides = [words, [*words[: at + 1], sign, *words[at + 1 :]]]
    before, after = (page(place, escape(" ".join(side))) for side in sides)
    assert is_visible(compared(before, after))
    assert is_visible(compared(after, before))


@places
@QUICK
@given(
    words=st.lists(
        st.sampled_from(["may", "be", "not", "able", "12", "5", "now", "here"]), min_size=3, max_size=7
    ),
    at=st.integers(0, 6),
    wrap=st.sampled_from(
        ["{}{}", "<b>{}</b>{}", "{}<a href=/list>{}</a>", "<span>{}</span><span>{}</span>", "{}<!-- -->{}"]
    ),
)
def test_words_that_became_one_are_shown(place: str, words: list[str], at: int, wrap: str) -> None:
    at %= len(words) - 1
    first, second = words[at], words[at + 1]
    sides = [wrap.format(f"{first} ", second), wrap.format(first, second)]
    before, after = (page(place, " ".join([*words[:at], side, *words[at + 2 :]])) for side in sides)
    assert is_visible(compared(before, after))
    assert is_visible(compared(after, before))


ROLES = {
    "struck": "<del>{}</del>",
    "struck by style": "<span style='text-decoration: line-through'>{}</span>",
    "inserted": "<ins>{}</ins>",
    "raised": "<sup>{}</sup>",
    "lowered": "<sub>{}</sub>",
    "hidden": "<span hidden>{}</span>",
    "hidden by a rule": "<span class=gone>{}</span>",
    "transparent": "<span style='color: transparent'>{}</span>",
}


@pytest.mark.parametrize("role", ROLES)
@QUICK
@given(
    words=WORDS,
    at=st.integers(0, 9),
    place=st.sampled_from(["paragraph", "item", "cell", "heading", "quotation", "details"]),
)
def test_what_a_page_does_to_a_word_is_shown(role: str, words: list[str], at: int, place: str) -> None:
    at %= len(words)
    marked = [*words[:at], ROLES[role].format(words[at]), *words[at + 1 :]]
    before, after = (page(place, " ".join(side)) for side in (words, marked))
    assert is_visible(compared(before, after))
    assert is_visible(compared(after, before))
    assert not is_visible(compared(after, after))


ALIKE = {
    "space": lambda html: html.replace(" ", "\n   "),
    "spans": lambda html: html.replace("you", "<span>you</span>"),
    "comments": lambda html: html.replace(" ", " <!-- x -->"),
    "bold": lambda html: html.replace("keep", "<strong>keep</strong>"),
    "a rule for print": lambda html: f"<style media=print>p {{ display: none }}</style>{html}",
    "a sheet for print": lambda html: (
        f"<style>@media print {{ p, li, td {{ display: none }} }}</style>{html}"
    ),
    "a wrapper": lambda html: f"<div class=x>{html}</div>",
    "soft hyphens": lambda html: html.replace("share", "sh&shy;are"),
    "no-break spaces": lambda html: html.replace("a month", "a&nbsp;month"),
    "an empty element": lambda html: f"{html}<p></p><div></div>",
}


@pytest.mark.parametrize("way", ALIKE)
@QUICK
@given(words=WORDS, place=st.sampled_from([name for name in PLACES if name != "footer"]))
def test_equal_words_that_are_shown_alike_are_no_change(way: str, words: list[str], place: str) -> None:
    inside = " ".join(words)
    plain = PLACES[place].format(inside)
    dressed = (
        PLACES[place].format(ALIKE[way](inside))
        if way in ("space", "spans", "comments", "bold", "soft hyphens", "no-break spaces")
        else ALIKE[way](plain)
    )
    before, after = (PAGE.format(above="The house keeps a book.", inside=side) for side in (plain, dressed))
    assert not is_visible(compared(before, after))
