"""No page prints quoted words without what governs them: every page of the real report, read for every quotation.

On each page all whole sentences (with the lead-in of their list) are taken away; what is left may not hold the quoted
words of any quotation that a sentence or a lead-in governs. A change page and its short pages show the clause whole and are
read by `tests/evidence/test_standalone_forms.py`.
"""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from generator.model.lock import LeadIn
from generator.pages import addresses
from generator.pages.alone import AloneView, alone
from generator.pages.chrome import SiteOptions
from generator.pages.material import Material
from tests.gathering import Gathered
from tests.pages.conftest import WholeSite, draw

FEWEST = 5  # words: fewer are no quotation, the report's own sentences may hold them
BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|blockquote|details|section|h\d|d[dtl]|figure|table|t[dhr])\b[^>]*>")


def level(text: str) -> str:
    return " ".join(re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text).split())


def shown(html: str) -> str:
    """The words of a page; the labels of folds, styles and scripts left out. Feeds hold pages as escaped text."""
    html = unescape(html) if html.startswith("<?xml") else html
    html = re.sub(r"<(summary|style|script|title)\b.*?</\1>", "", html, flags=re.DOTALL)
    html = re.sub(r'<span class="vh"[^>]*>[^<]*</span>', "", html)
    return level(unescape(re.sub(r"<[^>]+>", "", BLOCK.sub(" ", html))))


def forms(view: AloneView) -> Iterator[str]:
    """The ways in which a page may show words with all that governs them."""
    yield view.text
    yield view.line
    yield f"{view.lead} {view.sentence}"


def read_elsewhere(material: Material) -> tuple[str, ...]:
    """Where change pages and their short pages lie."""
    own = (addresses.change_path(change).removesuffix("index.html") for change in material.catalog.changes)
    return (*own, "c/", "embed/")


@pytest.fixture(scope="module")
def real(partial_report: Gathered) -> WholeSite:
    found = partial_report
    options = SiteOptions(missing=len(found.missing), pinned=found.pinned)
    material = Material(catalog=found.catalog, evidence=found.evidence, options=options)
    return draw(material, cards=False, leave_out=read_elsewhere(material))


def followed(site: WholeSite) -> list[AloneView]:
    """What came in the place of quoted words, in its sentence: the lines on what became of them print it."""
    return [
        AloneView(words=one.words, lead=around.lead, before=around.before, rest=around.after)
        for evidence in site.material.evidence.values()
        for quotation in evidence.quotations
        for one in quotation.later or ()
        if one.words and (around := one.around or LeadIn())
    ]


def governed(site: WholeSite) -> list[AloneView]:
    """Quotations that a sentence or a lead-in governs."""
    views = (alone(q) for evidence in site.material.evidence.values() for q in evidence.quotations)
    return [view for view in views if view.more and len(view.words.split()) >= FEWEST]


def pages(site: WholeSite) -> Iterator[tuple[str, str]]:
    for path in sorted(site.files):
        if path.endswith((".html", ".xml")):
            yield path, shown(site.text(path))


def losing(text: str, views: list[AloneView], others: list[AloneView]) -> list[str]:
    """Quoted words that stand in a text without their sentence or their lead-in. `others` may be shown whole, too."""
    here = [view for view in views if level(view.words) in text]
    known = {level(form) for view in (*here, *others) for form in forms(view)}
    for form in sorted(known, key=len, reverse=True):
        text = text.replace(form, " ¶ ")
    return [view.words for view in here if level(view.words) in text]


def test_every_page_shows_quoted_words_in_their_sentence(real: WholeSite) -> None:
    views = governed(real)
    assert len(views) > 100
    others = followed(real)
    lost = [f"{path}: {words}" for path, text in pages(real) for words in losing(text, views, others)]
    assert not lost, "\n".join(lost)


def test_lists_and_the_story_do_show_quoted_words(real: WholeSite) -> None:
    """The test above reads something: these pages hold quotations that something governs."""
    views = governed(real)
    held = {path for path, text in pages(real) if any(level(view.words) in text for view in views)}
    assert {
        "index.html",
        "stories/zoom-2023/index.html",
        "topics/ai-training/index.html",
        addresses.atom_url(""),
    } <= held, sorted(held)


def test_words_alone_are_found() -> None:
    """The reader of the test above is no blind one."""
    view = AloneView(words="use the reader to train", lead="You shall not:", before="", rest=" a model.")
    assert losing("Acme: use the reader to train a model.", [view], []) == [view.words]
    assert losing("Acme: You shall not: use the reader to train a model.", [view], []) == []
    assert losing("You shall not: use the reader to train", [view], []) == [view.words]


@pytest.mark.parametrize("words", [120, 400])
def test_a_long_list_in_one_line_shows_where_parts_are_left_out(words: int) -> None:
    parts = " ".join(f"({letter}) {'store ' * (words // 3)}it;" for letter in "abc")
    view = AloneView(words="train models", before=f"You may not: {parts} (d) ", rest=" with it.")
    assert view.line.startswith("You may not: […] (d) train models")
