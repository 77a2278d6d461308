"""Every form in which a quotation leaves its page, read against the sentence of its capture.

The sentence and the lead-in are found here once more, by other and simpler means than the generator's: the line of the
captured Markdown that holds the words, cut at the nearest full stops; for a list item, the line above with less indent. What is found so
is never more than the whole, so each form must hold all of it, and each "not" of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from html import unescape
from pathlib import Path

import pytest

from generator.commands.load import text_order
from generator.evidence.lead_in import lead_in
from generator.evidence.passages import find_windows
from generator.evidence.quotes import pieces_of
from generator.evidence.resolve import side_text
from generator.extract import text_of
from generator.jobs.redline_job import read_policy
from generator.model.captures import Side
from generator.model.catalog import Change
from generator.model.evidence import Quotation, SideText
from generator.model.pages import PageSpec
from generator.model.policy import PolicyText, Span
from generator.model.problems import SourcePos
from generator.model.words import Folded, fold, words_1
from generator.pages.change.cards import CardView
from generator.pages.change.page import change_page
from generator.pages.change.passage_pages import ShortView
from generator.pages.chrome import SiteOptions
from generator.render.environment import make_environment, render_page
from generator.store.evidence_store import EvidenceStore
from tests.gathering import Gathered

ROOT = Path(__file__).resolve().parents[2]
STOP = re.compile(r"(?:[.!?][\"'”’)\]]*(?:\[\d+\])*\s+(?=[^a-z\s])|[。！？][”’）]*)")
MARKER = re.compile(r"(?:[*+•-]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)])\s")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|only|except|unless|without|cannot)\b|n[’']t\b|[不未非除仅]", re.IGNORECASE
)
BLOCK = re.compile(
    r"</?(?:p|div|li|ul|blockquote|details|article|section|h\d|dd|dt|dl|header|figure)\b[^>]*>"
)


def level(text: str) -> str:
    """A text as words are folded: one space between them, no marks without width."""
    return " ".join(re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text).split())


def shown(html: str) -> str:
    """The words of a page, without its marks and the labels of what is folded."""
    html = re.sub(r"<(summary|style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    return level(unescape(re.sub(r"<[^>]+>", "", BLOCK.sub(" ", html))))


@dataclass(frozen=True)
class Standing:
    """A quotation in its capture, and what a simple reader finds round it."""

    change: Change
    quotation: Quotation
    policy: PolicyText
    folded: Folded

    @cached_property
    def quoted(self) -> Span:
        """Where the words stand, in folded characters."""
        pieces = pieces_of(self.quotation.mark)
        start = find_windows(self.folded.text, pieces[0])[self.quotation.passage.nth - 1]
        return Span(start, find_windows(self.folded.text[start:], pieces[-1])[0] + start + len(pieces[-1]))

    @cached_property
    def line(self) -> Span:
        """The lines of the capture that the words stand in."""
        source = self.folded.source
        first, last = self.folded.starts[self.quoted.start], self.folded.starts[self.quoted.end - 1]
        end = source.find("\n", last)
        return Span(source.rfind("\n", 0, first) + 1, len(source) if end < 0 else end)

    @cached_property
    def sentence(self) -> str:
        window = self.folded.window(self.line)
        text = self.folded.text
        row = text[window.start : window.end].startswith("|")
        starts = (m.end() for m in STOP.finditer(text, window.start, window.end))
        begin = max((at for at in starts if at <= self.quoted.start), default=window.start)
        behind = STOP.search(text, max(window.start, self.quoted.end - 2), window.end)
        end = window.end if behind is None or behind.end() < self.quoted.end else behind.end()
        if row:  # one cell of a table
            begin = max(begin, text.rfind("|", 0, self.quoted.start) + 1)
            bar = text.find("|", self.quoted.end)
            end = min(end, bar if bar >= 0 else end)
        words = re.sub(r"^(?:(?:[*+-]|#+|\(?[\w.]{1,5}[.)]|\d+(?:\.\d+)+)\s+)+", "", text[begin:end])
        words = words if self.words in words else text[self.quoted.start : end]
        return re.sub(r"[;,]\s+(?:and|or)\s*$", "", level(words)).strip()

    @property
    def words(self) -> str:
        return self.folded.text[self.quoted.start : self.quoted.end]

    @cached_property
    def lead(self) -> str:
        """The last sentence of the nearest line above that ends in a colon, where the words stand in a list under it."""
        source = self.folded.source
        line = source[self.line.start : self.line.end]
        if not MARKER.match(line.lstrip()):
            return ""
        indent = len(line) - len(line.lstrip())
        at = self.line.start - 1
        while at > 0:
            above = source[source.rfind("\n", 0, at) + 1 : at]
            at = source.rfind("\n", 0, at)
            bare = above.lstrip()
            if not bare:
                continue
            own = len(above) - len(bare)
            if MARKER.match(bare) and own >= indent:
                continue
            if bare.startswith("#") or not bare.rstrip(" *_").endswith(":") or own > indent:
                return ""
            found = MARKER.match(bare)
            words = words_1(bare[found.end() :] if found else bare)
            return level(STOP.split(words)[-1])
        return ""

    @property
    def negations(self) -> list[str]:
        return sorted(m[0].lower() for m in NEGATION.finditer(f"{self.lead} {self.sentence}"))


@pytest.fixture(scope="module")
def report(partial_report: Gathered) -> Gathered:
    return partial_report


@pytest.fixture(scope="module")
def standing(
    report: Gathered, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Standing, ...]:
    """Every quotation of the report in the text of its capture."""
    cache = tmp_path_factory.mktemp("mirror")
    store = EvidenceStore(cache / "store", (shared / "archive", ROOT / "content"), cache)
    return tuple(_standing(report, store))


def _standing(report: Gathered, store: EvidenceStore) -> Iterator[Standing]:
    for change in report.catalog.changes:
        document = report.catalog.document(change.document_key)
        assert document is not None
        read: dict[Side, tuple[PolicyText, Folded]] = {}
        for quotation in report.evidence[change.key].quotations:
            side = quotation.mark.side
            if not quotation.mark.words:
                continue
            if side not in read:
                row = report.catalog.row(document.key, change.before if side is Side.BEFORE else change.after)
                assert row is not None
                policy = read_policy(text_order(document, row), store, side, SourcePos(path=change.key))
                assert isinstance(policy, PolicyText), policy
                read[side] = (policy, fold(policy.text))
            yield Standing(change, quotation, *read[side])


@pytest.fixture(scope="module")
def specs(report: Gathered) -> dict[str, PageSpec]:
    """Short pages, embeds, their oEmbed answers and cards, by path."""
    found: dict[str, PageSpec] = {}
    options = SiteOptions(missing=len(report.missing), pinned=report.pinned)
    for change in report.catalog.changes:
        evidence = report.evidence[change.key]
        for spec in change_page(report.catalog, change, evidence, None, (None, None), options):
            if spec.path.startswith(("c/", "embed/")) or isinstance(spec.view, CardView):
                found[spec.path] = spec
    return found


def test_most_quotations_are_read_in_a_sentence_or_a_list_of_their_own(
    standing: tuple[Standing, ...],
) -> None:
    """The simple reader is no empty one: were it to find nothing, the tests below could not fail."""
    assert len(standing) > 200
    assert sum(len(one.sentence) > len(one.words) + 3 for one in standing) > 80
    assert sum(bool(one.lead) for one in standing) > 20
    assert sum(bool(one.negations) for one in standing) > 60


def test_locks_tell_what_the_captures_tell(standing: tuple[Standing, ...]) -> None:
    wrong = []
    sides: dict[str, SideText] = {}
    for one in standing:
        key = one.quotation.passage.capture
        if key not in sides:
            sides[key] = side_text(key, text_of(one.policy))
        spans = (one.folded.span(one.quoted.start, one.quoted.end),)
        if lead_in(sides[key], spans) != one.quotation.lead_in:
            wrong.append(f"{one.change.key}#{one.quotation.mark.name}")
    assert not wrong, "\n".join(wrong)


def test_no_embed_and_no_short_page_loses_the_sentence_or_a_not(
    standing: tuple[Standing, ...], specs: dict[str, PageSpec]
) -> None:
    environment = make_environment(ROOT / "templates")
    lost = []
    for one in standing:
        code = one.quotation.code
        for path in (f"c/{code}/index.html", f"embed/{code}/index.html"):
            html = render_page(environment, specs[path]).body.decode()
            head = html.partition('id="words"')[0].partition("<h1")[2]  # not the clause itself
            lost += [f"{path}: {what}" for what in _missing(one, shown(head))]
    assert not lost, "\n".join(lost)


def test_no_copied_or_cited_words_lose_the_sentence_or_a_not(
    standing: tuple[Standing, ...], specs: dict[str, PageSpec]
) -> None:
    lost = []
    for one in standing:
        spec = specs[f"c/{one.quotation.code}/index.html"]
        assert isinstance(spec.view, ShortView)
        quote = spec.view.quote
        forms = {"copy": quote.copy} | {form.name: form.text for form in quote.cites}
        for name, text in forms.items():
            bare = level(unescape(re.sub(r"</?\w+[^>]*>|\*\*", "", text)))
            lost += [f"{quote.code} {name}: {what}" for what in _missing(one, bare)]
    assert not lost, "\n".join(lost)


def test_no_description_and_no_oembed_answer_loses_what_governs_the_words(
    standing: tuple[Standing, ...], specs: dict[str, PageSpec]
) -> None:
    """A description leaves the other parts of a long list out, and nothing of what opens the list or of the own part."""
    lost = []
    for one in standing:
        code = one.quotation.code
        view = specs[f"c/{code}/index.html"].view
        assert isinstance(view, ShortView)
        text = level(view.chrome.description)
        if view.quote.alone.parts_before or view.quote.alone.parts_behind:
            opening = re.split(r"\s\(?[ai]\)\s", one.sentence)[0]
            lost += [code] if opening not in text or level(view.quote.words) not in text else []
        else:
            lost += [f"{code}: {what}" for what in _missing(one, text)]
        oembed = next(
            spec for path, spec in specs.items() if code in path.split("/") and path.endswith(".json")
        )
        answer = level(oembed.view.body.replace('\\"', '"'))
        lost += [f"{code} oembed: {what}" for what in _missing(one, answer)]
    assert not lost, "\n".join(lost)


def test_no_card_loses_a_not(standing: tuple[Standing, ...], specs: dict[str, PageSpec]) -> None:
    cards = [(path, "".join(_strings(s.view))) for path, s in specs.items() if isinstance(s.view, CardView)]
    lost = []
    for one in standing:
        opening = " ".join(one.words.split()[:8])
        for path, text in cards:
            if not path.startswith(
                (f"{one.change.key}/", f"c/{one.quotation.code}/")
            ) or opening not in level(text):
                continue
            governing = NEGATION.findall(f"{one.lead} {one.sentence.partition(one.words)[0]}")
            if len(NEGATION.findall(text)) < len(governing):
                lost.append(f"{path}: {one.quotation.mark.name}")
    assert not lost, "\n".join(lost)


def _missing(one: Standing, text: str) -> list[str]:
    """What a form has not of the sentence and the lead-in that the simple reader found."""
    missing = [part for part in (one.sentence, one.lead) if part not in text]
    have = [m[0].lower() for m in NEGATION.finditer(text)]
    return missing + [
        f"a {word!r}" for word in set(one.negations) if have.count(word) < one.negations.count(word)
    ]


def _strings(value: object) -> Iterator[str]:
    """Every string of a view, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for f in fields(value):
            yield from _strings(getattr(value, f.name))
