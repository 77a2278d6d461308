"""The change page as HTML: every link target is there and open, marks are spoken, weights stay low."""

import gzip
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from generator.compare import redline
from generator.extract import extract_text
from generator.model.captures import Capture, Side
from generator.model.catalog import Status, WholeTexts
from generator.model.digests import digest_of
from generator.model.policy import Span
from generator.model.redline import Edit, HunkKind, Op
from generator.pages.change.redline_rows import draw_rows
from generator.pages.change.redline_views import HeadView, RunView
from generator.pages.sheets import PieceView, make_sheet
from generator.render.environment import make_environment, render_assets, render_page
from generator.render.rows import pieces, rows
from generator.render.translation import english_translation
from tests.pages.change_sample import NOTE, Sample, make_sample

ENGLISH = english_translation()

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class Reader(HTMLParser):
    """Ids, fragments, what stands inside `details`, and the visible words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.collapsed: list[str] = []
        self.words: list[str] = []
        self.depth = 0
        self.silent = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.depth += tag == "details"
        self.silent += tag in ("script", "style")
        if "id" in known:
            self.ids.append(known["id"] or "")
            if self.depth:
                self.collapsed.append(known["id"] or "")
        if tag == "a" and known.get("href"):
            self.links.append(known["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "details"
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


@pytest.fixture(scope="module")
def environment() -> Environment:
    return make_environment(TEMPLATES)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def draw(environment: Environment, sample: Sample, name: str = "", **options: object) -> str:
    pages = sample.pages(**options)  # type: ignore[arg-type]
    spec = pages[name or f"{sample.change.key}/index.html"]
    return render_page(environment, spec).body.decode()


@pytest.mark.parametrize("bare", [False, True])
def test_every_fragment_leads_to_one_open_element(
    environment: Environment, sample: Sample, bare: bool
) -> None:
    page = Reader(draw(environment, sample, bare=bare))
    assert sorted(page.ids) == sorted(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert page.collapsed == []


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("whole", list(WholeTexts))
def test_every_address_is_on_the_page_whatever_the_build_holds(
    environment: Environment, sample: Sample, bare: bool, whole: WholeTexts
) -> None:
    page = Reader(draw(environment, sample, bare=bare, whole_texts=whole))
    assert {p.id for p in sample.evidence.passages} <= set(page.ids)
    assert {q.passage.id for q in sample.evidence.quotations} <= set(page.ids)


def test_words_of_policies_and_notes_are_escaped(environment: Environment, sample: Sample) -> None:
    text = draw(environment, sample)
    assert "machine learning</mark> &amp; &lt;research&gt;" in text
    assert "&lt;b&gt;not&lt;/b&gt; markup" in text
    assert "<research>" not in text


def test_marks_are_spoken_and_not_only_coloured(environment: Environment, sample: Sample) -> None:
    text = draw(environment, sample)
    assert (
        '<del><span class="vh">[removed] </span><mark>30</mark><span class="vh"> [end]</span></del>' in text
    )
    assert '<ins><span class="vh">[added] </span><mark>90</mark><span class="vh"> [end]</span></ins>' in text


def test_links_stay_inside_the_site_or_lead_to_an_archive(environment: Environment, sample: Sample) -> None:
    page = Reader(draw(environment, sample))
    outside = {link.split("/")[2] for link in page.links if link.startswith("http")}
    assert outside == {"github.com", "web.archive.org", "code.example"}
    assert not [link for link in page.links if link.startswith("/")]


def test_the_note_keeps_fact_and_reading_apart(environment: Environment, sample: Sample) -> None:
    text = draw(environment, sample)
    assert text.count("What the captures show") == 1
    fact, reading = text.index('<section class="fact">'), text.index('<section class="reading">')
    assert (
        fact < text.index("Read first.") < text.index('id="q1"') < reading < text.index("It is <em>wide</em>")
    )
    assert 'class="footnote' in text


def test_the_page_of_a_partial_build_has_quotations_dates_and_stubs(
    environment: Environment, sample: Sample
) -> None:
    text = draw(environment, sample, bare=True)
    assert "out of reach of this build" in text
    assert "perpetual licence for machine learning" in text
    assert text.count('class="stub"') == len({p.id for p in sample.evidence.passages}) - 4
    assert '<meta name="robots" content="noindex">' in text


def test_an_embed_is_small_framed_and_says_what_came_after(environment: Environment, sample: Sample) -> None:
    code = sample.view().quotes[0].code
    text = draw(environment, sample, f"embed/{code}/index.html")
    assert len(text.encode()) < 15_000
    assert "<script" not in text
    assert 'Last seen <time datetime="2024-04-01T06:45:10Z">' in text
    assert 'absent <time datetime="2024-08-11T19:15:38Z">' in text
    assert "application/json+oembed" in text
    assert "form-action &#39;none&#39;" in text


def test_a_short_page_shows_the_passage_itself_with_its_citations(
    environment: Environment, sample: Sample
) -> None:
    quote = sample.view().quotes[0]
    text = draw(environment, sample, f"c/{quote.code}/index.html")
    assert "perpetual licence for machine learning" in text
    assert f'<link rel="canonical" href="https://report.example/{sample.change.url}#{quote.id}">' in text
    assert f'href="../../{sample.change.url}#{quote.id}"' in text
    assert "&lt;iframe src=" in text


def test_a_card_is_a_picture_and_the_same_one_every_time(environment: Environment, sample: Sample) -> None:
    spec = sample.pages()[f"{sample.change.key}/card.png"]
    first, second = render_page(environment, spec), render_page(environment, spec)
    assert first.media_type == "image/png"
    assert first.body[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(first.body[16:20]), int.from_bytes(first.body[20:24])) == (1200, 630)
    assert first.body == second.body


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "before", "after", "limit"),
    [
        ("zoom/terms-of-service", "20230201T124556Z", "20230401T064510Z", 90_000),
        ("facebook/privacy-policy", "20240905T003050Z", "20241115T003038Z", 200_000),
    ],
)
def test_the_rows_of_the_heaviest_pages_stay_light(
    environment: Environment, shared: Path, folder: str, before: str, after: str, limit: int
) -> None:
    bodies = [(shared / "archive" / folder / f"{name}.md").read_bytes() for name in (before, after)]
    texts = [extract_text(Capture(sha256=digest_of(b), body=b), language="en") for b in bodies]
    found = redline(texts[0], texts[1])
    sheets = (make_sheet(Side.BEFORE, texts[0], found, ()), make_sheet(Side.AFTER, texts[1], found, ()))
    html = rows(ENGLISH, draw_rows(found, sheets, ()).items, "en", "ltr")
    assets = b"".join(a.body for a in render_assets(environment))
    assert len(gzip.compress(html.encode(), 9)) + len(gzip.compress(assets, 9)) < limit


@pytest.mark.shared
def test_no_word_of_either_text_is_lost_in_a_rewrite(shared: Path) -> None:
    folder = shared / "archive" / "zoom" / "terms-of-service"
    bodies = [(folder / f"{name}.md").read_bytes() for name in ("20230201T124556Z", "20230401T064510Z")]
    texts = [extract_text(Capture(sha256=digest_of(b), body=b), language="en") for b in bodies]
    found = redline(texts[0], texts[1])
    sheets = (make_sheet(Side.BEFORE, texts[0], found, ()), make_sheet(Side.AFTER, texts[1], found, ()))
    drawn = draw_rows(found, sheets, (), whole=True)
    shown = {"before": "", "after": ""}
    for row in drawn.all_rows:
        for side, blocks in (("before", row.before), ("after", row.after)):
            for block in blocks:
                kept = [p.words for p in block.pieces if side == "before" or p.op not in ("del", "away")]
                shown[side] += " " + "".join(kept)
    for row in drawn.all_rows:
        if row.kind == "same":
            shown["before"] += " " + "".join(p.words for b in row.after for p in b.pieces)
    for side, sheet in zip(("before", "after"), sheets, strict=True):
        words = re.findall(r"\w{3,}", shown[side])
        wanted = re.findall(r"\w{3,}", " ".join(sheet.words(sheet.body(s)) for s in sheet.segments))
        heads = re.findall(r"\w{3,}", " ".join(s.words for s in sheet.segments if s.kind.value == "heading"))
        missing = sorted(set(wanted) - set(words) - set(heads))
        assert missing == []


def test_sentences_that_changed_places_stand_where_the_later_text_has_them() -> None:
    """As in Google's terms of 2024-05-22: a row shows the later words in their own order, and says what moved."""
    one, two, three = "The first holds.", "The second fell away.", "The third came forward."
    before, after = f"{one} {two} {three}", f"{one} {three} {two[:-10]}stayed."
    texts = [extract_text(Capture(sha256=digest_of(t.encode()), body=t.encode())) for t in (before, after)]
    moved = after.index(three)
    edits = (
        Edit(op=Op.EQUAL, before=Span(0, 17), after=Span(0, 17)),
        Edit(op=Op.EQUAL, before=Span(17, 28), after=Span(after.index("The second"), len(after) - 7)),
        Edit(op=Op.DELETE, before=Span(28, 32), after=Span(len(after) - 7, len(after) - 7)),
        Edit(op=Op.QUIET, before=Span(32, 33), after=Span(len(after) - 7, len(after) - 7), rule="space"),
        Edit(op=Op.DELETE, before=Span(33, 38), after=Span(len(after) - 7, len(after) - 7)),
        Edit(op=Op.INSERT, before=Span(38, 38), after=Span(len(after) - 7, len(after))),
        Edit(op=Op.QUIET, before=Span(38, 39), after=Span(len(after), len(after)), rule="space"),
        Edit(op=Op.EQUAL, before=Span(39, len(before)), after=Span(moved, moved + len(three))),
        Edit(op=Op.QUIET, before=Span(len(before), len(before)), after=Span(moved + 23, moved + 24)),
    )
    found = redline(texts[0], texts[1])
    hunk = replace(found.hunks[0], kind=HunkKind.EDITED, edits=edits)
    found = replace(found, hunks=(hunk,))
    sheets = (make_sheet(Side.BEFORE, texts[0], found, ()), make_sheet(Side.AFTER, texts[1], found, ()))
    (row,) = draw_rows(found, sheets, (), whole=True).all_rows
    (earlier,), (later,) = row.before, row.after
    assert "".join(p.words for p in later.pieces if p.op != "del") == after
    assert "".join(p.words for p in earlier.pieces) == before
    assert [p.words for p in later.pieces if p.op == "del"] == ["fell away."]
    assert [p.words for b in (earlier, later) for p in b.pieces if p.op == "mov"] == [three, three]


def test_a_head_says_where_rows_stand_and_nothing_that_a_heading_beside_it_says() -> None:
    quiet = "\n\n".join(
        f"Filler number {'abcdefghij'[n]} that stays as it is and is folded." for n in range(8)
    )
    before = f"# Terms\n\n## Data\n\n{quiet}\n\n### Logs\n\n{quiet}\n\nLogs stay a week.\n\n### Uses\n\n{quiet}\n\nWe use them.\n"
    after = before.replace("a week", "a year").replace(
        "We use them.\n", "We sell them.\n\n### Ads\n\nAds are new.\n\nMore on ads.\n"
    )
    texts = [extract_text(Capture(sha256=digest_of(t.encode()), body=t.encode())) for t in (before, after)]
    found = redline(texts[0], texts[1])
    sheets = (make_sheet(Side.BEFORE, texts[0], found, ()), make_sheet(Side.AFTER, texts[1], found, ()))
    items = draw_rows(found, sheets, ()).items
    assert [(item.way, item.text) for item in items if isinstance(item, HeadView)] == [
        ("", "Data › Logs"),
        ("Data › ", "Uses"),
    ]
    (new,) = (item for item in items if isinstance(item, RunView))
    assert [row.after[0].pieces[0].words for row in new.rows] == ["Ads", "Ads are new.", "More on ads."]
    html = rows(ENGLISH, items, "en", "ltr")
    assert '<h3 class="rl-sec" lang="en" dir="ltr"><span>Data › </span>Uses</h3>' in html


def test_a_withdrawn_change_keeps_every_address_and_repeats_no_words(
    environment: Environment, sample: Sample
) -> None:
    change = replace(
        sample.change, status=Status.WITHDRAWN, body="It was wrong.", quotations=(), summary="Withdrawn."
    )
    silent = tuple(
        replace(q, mark=replace(q.mark, words="", offset=0, end=0)) for q in sample.evidence.quotations
    )
    gone = replace(sample, change=change, evidence=replace(sample.evidence, quotations=silent))
    page = draw(environment, gone)
    read = Reader(page)
    assert {p.id for p in sample.evidence.passages} <= set(read.ids)
    assert {link[1:] for link in read.links if link.startswith("#")} <= set(read.ids)
    assert "perpetual licence" not in page
    assert "It was wrong." in page
    assert '<meta name="robots" content="noindex">' in page
    assert set(gone.pages()) == {path for path in sample.pages() if not path.endswith("/card.png")}
    for path in gone.pages():
        assert "perpetual licence" not in draw(environment, gone, path)


def test_a_quotation_may_be_named_like_a_part_of_the_page(environment: Environment) -> None:
    note = NOTE.replace("[!after licence]", "[!after note]").replace("[!before guests]", "[!before only]")
    note = note.replace("[!before thirty]", "[!before view-one]").replace("[!after ninety]", "[!after q1]")
    page = Reader(draw(environment, make_sample(note=note)))
    assert sorted(page.ids) == sorted(set(page.ids))
    assert "only" in page.ids


def test_neighbours_of_one_kind_are_one_mark_whatever_their_type() -> None:
    views = (
        PieceView(words="We keep "),
        PieceView(words="“", op="ins"),
        PieceView(words="Services", op="ins", bold=True),
        PieceView(words="” for a ", op="ins"),
        PieceView(words="day", op="ins", quoted=2),
        PieceView(words=" "),
        PieceView(words="or two", op="del"),
        PieceView(words="."),
    )
    html = str(pieces(ENGLISH, views))
    assert html.count("[added] ") == html.count("[removed] ") == 1
    assert html.count("<ins>") == html.count("</ins>") == html.count("<del>") == html.count("</del>") == 1
    assert re.sub(r"<[^>]*>|\[\w+\] | \[end\]", "", html) == "We keep “Services” for a day or two."
