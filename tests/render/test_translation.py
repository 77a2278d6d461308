"""The interface in another language: every sentence of ours goes through the catalogue, and a translation names who made it."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from jinja2 import DictLoader, Environment

from generator.cli import main
from generator.model.captures import Side
from generator.model.errors import UsageError
from generator.model.pages import PageSpec
from generator.model.vocabulary import Noun, Nouns
from generator.pages.after import AfterKind, AfterPart, AfterView
from generator.pages.change.cards import CardView, CardWords, plain_after
from generator.pages.change.evidence import SIDES
from generator.pages.cite import CapturedView, cite_page
from generator.pages.messages import Wording, joined, say, say_many, spelt
from generator.render.environment import PageEnvironment, spell_card
from generator.render.markdown import note_sections
from generator.render.translation import Translation, read_translation
from tests.conftest import ROOT
from tests.messages import ACCENTS, PSEUDO, TEMPLATE, catalogue, pseudo, pseudo_catalogue, spelled

SAMPLE = ROOT / "tests" / "sites" / "full" / "content"
ATTRIBUTES = (
    "aria-label", "title", "placeholder", "alt", "data-l", "data-copy",
    "data-copied", "data-copied-what", "data-not-copied", "data-not-copied-what", "data-exact", "data-near", "data-kin", "data-none",
)  # fmt: skip
KNOWN = {
    "html",
    "http",
    "https",
    "css",
    "csv",
    "json",
    "atom",
    "feed",
    "jsonfeed",
    "utc",
    "kb",
    "url",
    "cc",
    "by",
    "odc",
    "cc0",
    "apache",
    "bibtex",
    "csl",
    "wikipedia",
    "lumen",  # a company and a document of the sample, put together
    "chat",
    "nobody",
    "invented",
    "404",
}
NAMES = {
    "atom",
    "json",
    "feed",
    "csv",
    "html",
    "sha",
    "embed",
    "insdel",
}  # the same in all languages; two are classes
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
OURS = {
    "ours",
    "kind",
    "rowsay",
    "said",
    "elide",
    "still",
}  # classes of what is never content: hidden words among those of a capture, states
SENTENCE = re.compile(
    r"[A-Z][a-z]+ [a-z]+|[a-z]{3,} (?:[a-z]{2,} )+[a-z]{2,}|[a-z]{2,}[.:] [a-z]"
)  # in a script
DAY = re.compile(rf"\d{{1,2}} (?:{_MONTHS}) \d{{4}}")  # as English pages write it
_LOCAL_DAY = re.compile(
    rf"(?:{_MONTHS}) \d{{1,2}}, \d{{4}}|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) \d+"
)  # as the pseudo-locale does
_FILE = re.compile(r"https?://\S+|%\(\w+\)s|smallprint \w+ .*|\b[\w-]+\.(?:json|zip|diff|csv|txt|html)\b")
_TRANSLATED = re.compile(f"[⟦⟧]|[\\w’]*[{''.join(map(chr, ACCENTS.values()))}][\\w’]*")


def build(folder: Path, language: str, po: str | None = None) -> Result:
    """The invented report in a language, with a catalogue of its own."""
    content = folder / "content"
    shutil.copytree(SAMPLE, content)
    report = content / "report.yaml"
    report.write_text(
        f"{report.read_text(encoding='utf-8').rstrip()}\nlanguage: {language}\n", encoding="utf-8"
    )
    if po is not None:
        place = folder / "templates" / "locale" / f"{language}.po"
        place.parent.mkdir(parents=True)
        place.write_text(po, encoding="utf-8")
    places = {"content": content, "store": folder / "store", "site": folder / "site"}
    given = [part for name, place in places.items() for part in (f"--{name}", str(place))]
    return CliRunner().invoke(
        main,
        ["build", "--offline", "--workers", "1", *given],
        env={"SMALLPRINT_CACHE": str(folder / "cache")},
    )


class Reader(HTMLParser):
    """What a page says in the language of its interface: texts and labels outside elements of another language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.ours: list[str] = []  # of it, what stands where nothing but words of ours can
        self._open: list[tuple[str, bool]] = []
        self._classes: list[set[str]] = []
        self._sentences = False  # whether what follows are those of a script
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._sentences = self._sentences or "data-search-words" in given
        other = (
            given.get("lang", PSEUDO) != PSEUDO
            or tag in ("script", "style", "pre", "code")  # what is copied has a test of its own
            or "mono" in given.get("class", "")
        )
        classes = set(given.get("class", "").split())
        outer = bool(self._open) and self._open[-1][1]
        silent = (
            False if "vh" in classes else other or outer
        )  # hidden words are ours, also among those of a capture
        if "vh" in classes and outer:
            classes.add("ours")
        if not silent:
            self.said += [given[name] for name in ATTRIBUTES if given.get(name)]
            if tag == "meta" and given.get("name") == "description":
                self.said.append(given["content"])
        if tag not in ("meta", "link", "input", "br", "img", "hr", "source", "wbr"):
            self._open.append((tag, silent))
            self._classes.append(classes)

    def handle_endtag(self, tag: str) -> None:
        self._sentences = False
        while self._open:
            self._classes.pop()
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._sentences:
            for said in json.loads(data).values():
                self.said += [said] if isinstance(said, str) else said["forms"]
        if data.strip() and not (self._open and self._open[-1][1]):
            self.said.append(" ".join(data.split()))
            if self._classes and self._classes[-1] & OURS:
                self.ours.append(self.said[-1])


def folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d]+", text.casefold()))


def escaped(page: str, content: str) -> Iterator[str]:
    """Words of a page in plain letters that neither the content says nor a machine: sentences that no catalogue reached."""
    for said in Reader(page).said:
        for part in _TRANSLATED.split(_LOCAL_DAY.sub("⟦", _FILE.sub("", said))):
            for phrase in re.split(r"[.:;,()“”’/·†×→]|\[…\]", part):
                words = [w for w in re.findall(r"[A-Za-z]{2,}", phrase) if w.casefold() not in KNOWN]
                if words and folded(phrase) not in content:
                    yield f"{phrase.strip()!r} in {said!r}"


def pages_of(site: Path) -> list[Path]:
    """Every page: each says all of its own sentences in its language."""
    return sorted(site.rglob("*.html"))


def bare_words(source: str) -> Iterator[str]:
    """Words of a template outside `trans`: texts, labels and strings of expressions, but for names that all languages share."""
    html: list[str] = []
    inside, opened = False, False
    for _, kind, value in Environment(extensions=["jinja2.ext.i18n"]).lex(source):
        if opened and kind == "name":
            inside, opened = value == "trans" or (inside and value == "pluralize"), False
        opened = opened or kind == "block_begin"
        if kind == "data" and not inside:
            html.append(value)
        elif kind == "string" and SENTENCE.search(value):
            yield value
        elif kind in ("variable_end", "block_end"):
            html.append("·" if kind == "variable_end" else "")
    for said in Reader("".join(html).replace("data-search-words", "")).said:
        plain = re.sub(r"#\w+", "", _FILE.sub("", said))
        if words := [w for w in re.findall(r"[A-Za-z]{2,}", plain) if w.casefold() not in NAMES]:
            yield f"{words} in {said!r}"


def content_of(folder: Path) -> str:
    return " ".join(
        folded(f.read_text(encoding="utf-8")) for f in (folder / "content").rglob("*") if f.is_file()
    )


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    built = build(folder, PSEUDO, pseudo_catalogue())
    assert built.exit_code == 0, built.output
    return folder


def test_no_sentence_of_ours_escapes_the_catalogue(translated: Path) -> None:
    content = content_of(translated)
    found = {
        f"{page.relative_to(translated / 'site')}: {said}"
        for page in pages_of(translated / "site")
        for said in escaped(page.read_text(encoding="utf-8"), content)
    }
    assert not found, "\n".join(sorted(found))


def test_words_that_the_content_uses_too_are_translated_where_they_are_ours(translated: Path) -> None:
    """``added``, ``removed`` and ``new`` stand in every note; a place that only has our words must not have them."""
    said = {
        (page.relative_to(translated / "site").as_posix(), one)
        for page in pages_of(translated / "site")
        for one in Reader(page.read_text(encoding="utf-8")).ours
        if re.search(r"[^\W\d]{2}", one)
    }
    assert any("áďďéď" in one for _, one in said)
    assert [one for one in sorted(said) if not set(one[1]) & {"⟦", *map(chr, ACCENTS.values())}] == []


def test_days_and_numbers_are_spelt_at_one_place(translated: Path) -> None:
    """No day in the way of English pages is left where the language writes it otherwise."""
    content = content_of(translated)
    for page in pages_of(translated / "site"):
        assert [
            said
            for said in Reader(page.read_text(encoding="utf-8")).said
            if DAY.search(said) and folded(said) not in content
        ] == [], page


def test_no_template_has_words_outside_the_catalogue() -> None:
    """What a page says can be in the content by chance; what its template says is ours."""
    found = {
        f"{file.relative_to(ROOT)}: {said}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for said in bare_words(file.read_text(encoding="utf-8"))
    }
    assert not found, "\n".join(sorted(found))
    seen = '<p title="{% trans %}A{% endtrans %}">{% trans n=1 %}One{% pluralize n %}Many{% endtrans %} When {{ a or "Not drawn." }}</p>'
    assert list(bare_words(seen)) == ['"Not drawn."', "['When'] in 'When ·'"]


def test_no_kind_of_page_is_missing_from_what_is_looked_at(translated: Path) -> None:
    """A kind of page that the sample lacks would be passed over in silence."""
    site = translated / "site"
    kinds = {
        "change": "brightnote/terms-of-service/2024-04-01/index.html",
        "without its captures": "notewell/terms/2024-04-01/index.html",
        "document": "brightnote/terms-of-service/index.html",
        "passage": "c/*/index.html",
        "embed": "embed/*/index.html",
        "story": "stories/*/index.html",
        "list of unread comparisons": "unread/brightnote/terms-of-service/index.html",
        "unread comparison": "unread/brightnote/*/*/index.html",
        "plain": "about/index.html",
    }
    assert [kind for kind, pattern in kinds.items() if not list(site.glob(pattern))] == []
    assert [
        page for page in pages_of(site) if f'<html lang="{PSEUDO}"' not in page.read_text(encoding="utf-8")
    ] == []


def test_the_script_has_its_sentences_from_the_page(translated: Path) -> None:
    """All names that it asks for are there, and no sentence stands in it."""
    files = list((ROOT / "templates/assets").glob("*/*.js"))
    scripts = {file.name: file.read_text(encoding="utf-8") for file in files}
    page = (translated / "site/search/index.html").read_text(encoding="utf-8")
    found = re.search(r"data-search-words>(.*?)</script>", page)
    assert found is not None
    sentences = json.loads(found[1])
    asked = set(re.findall(r"\bsentences\.(\w+)", scripts["search.js"]))
    assert asked <= set(sentences)
    assert {"results", "captured", "unavailable"} <= asked
    assert sentences["captured"] == "⟦ćáṕťúŕéď %(day)s⟧"
    forms, of = sentences["results"]["forms"], sentences["results"]["of"]
    assert forms[int(of[1])] == "⟦%(number)s ŕéśúĺť.⟧"
    assert forms[int(of[0])] == forms[int(of[199])] == "⟦%(number)s ŕéśúĺťś.⟧"
    literals = [
        (name, literal)
        for name, text in scripts.items()
        for line in text.splitlines()
        for literal in re.findall(r'"[^"]*"|`[^`]*`', re.sub(r"(?<![:\"])//.*", "", line))
    ]
    assert [one for one in literals if SENTENCE.search(one[1])] == []
    assert SENTENCE.search('"Nothing found."')
    assert SENTENCE.search('"not copied: select the words instead"')


def test_what_search_finds_is_told_in_the_language_of_the_report(translated: Path) -> None:
    index = (translated / "site/search/words.js").read_text(encoding="utf-8")
    words = json.loads(index.removeprefix('smallprintSearch("words",').removesuffix(");\n"))
    states = [quote["state"] for change in words["changes"] for quote in change["quotes"]]
    assert states
    assert all("⟦" in state for state in states)
    days = [change["day"] for change in words["changes"]]
    assert [day for day in days if not _LOCAL_DAY.fullmatch(day)] == []
    assert "⟦2 ćĥáńǵéś ẃíťĥ á ńóťé⟧" in index


def test_feeds_speak_the_language_of_the_report(translated: Path) -> None:
    content = content_of(translated)
    atom = ElementTree.parse(translated / "site/atom.xml").getroot()
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == PSEUDO
    name = "{http://www.w3.org/2005/Atom}"
    entries = [each.text or "" for each in atom.iter(f"{name}content")]
    assert any("ćúť ƀý" in entry for entry in entries)
    assert [said for entry in entries for said in escaped(entry, content)] == []
    assert (atom.findtext(f"{name}rights") or "").startswith("⟦Ńóťéś")
    feed = json.loads((translated / "site/feed.json").read_text(encoding="utf-8"))
    assert feed["language"] == PSEUDO
    assert [said for item in feed["items"] for said in escaped(item["content_html"], content)] == []


def test_a_card_speaks_the_language_of_the_report(translated: Path) -> None:
    wording = Wording(language=PSEUDO)
    environment = PageEnvironment(ROOT / "templates", translated / "templates", wording)
    words = CardWords(label=joined((SIDES[Side.AFTER], "2.3", say("new"))), runs=(), bar="", language="en")
    view = CardView(
        site="Report",
        place=joined((say("%(name)s (invented)", name="Acme"), spelt(date(2024, 4, 1))), " · "),
        title="Acme changed its terms",
        words=(words,),
        after=plain_after(
            AfterView(kind=AfterKind.GONE, parts=(AfterPart(text=say("as this change shows")),))
        ),
        reviewed=say("Not reviewed by a person yet"),
        wording=wording,
    )
    drawn = spell_card(environment, PageSpec(path="card.png", template="card", view=view)).view
    assert isinstance(drawn, CardView)
    assert drawn.place == "⟦Acme (íńṽéńťéď)⟧ · April 1, 2024"
    assert drawn.words[0].label == "⟦Áƒťéŕ⟧, 2.3, ⟦ńéẃ⟧"
    assert drawn.reviewed == pseudo("Not reviewed by a person yet")


def test_what_is_copied_as_code_is_translated_and_escaped_for_its_form() -> None:
    tongue = translation(PSEUDO, pseudo_catalogue())
    at = datetime(2024, 4, 1, 6, 45, tzinfo=UTC)
    pin = CapturedView(archive="A & B", at=at, href="", digest="0" * 64)
    forms = cite_page(
        title="T", site="S", address="https://s.example/", key="s/t", published=date(2024, 4, 1), authors=("N",),
        before=pin, after=pin, came_after=say("What came after: %(lines)s.", lines="50 % \"of\" a_b"),
        company="C", document="D", document_address="",
    )  # fmt: skip
    told = {form.name: tongue.text(form.text) for form in forms}
    came = "Ẃĥáť ćáḿé áƒťéŕ: 50 % "
    assert f'{came}"of" a_b' in told["Sentence"]
    assert f"{came}&quot;of&quot; a_b" in told["HTML"]
    assert "A &amp; B" in told["HTML"]
    assert r"áƒťéŕ: 50 \% \"of\" a\_b".replace('\\"', '"') in told["BibTeX"]
    assert json.loads(told["CSL-JSON"])[0]["note"].endswith('50 % "of" a_b.⟧')


def test_heads_of_ours_in_a_note_are_translated_and_known_in_both_languages() -> None:
    heads = {"How we read it": "So lesen wir es", "What the captures show": "Was die Aufnahmen zeigen"}
    english, german = (
        note_sections(f"A fact.\n\n## {head}\n\nA reading.\n\n## Own head\n\nMore.", (), "", heads)
        for head in ("How we read it", "So lesen wir es")
    )
    assert english == german
    assert [(part.kind, part.title) for part in german] == [
        ("fact", "Was die Aufnahmen zeigen"),
        ("reading", "So lesen wir es"),
        ("", "Own head"),
    ]


def test_a_page_says_its_language_and_who_translated_it(translated: Path) -> None:
    home = (translated / "site/index.html").read_text(encoding="utf-8")
    assert f'<html lang="{PSEUDO}" dir="ltr">' in home
    assert "Nobody Invented" in home
    assert "nobody@report.example" not in home


def test_a_translation_that_names_nobody_is_refused(tmp_path: Path) -> None:
    built = build(tmp_path, PSEUDO, pseudo_catalogue("FULL NAME <EMAIL@ADDRESS>"))
    assert built.exit_code == 2
    assert "a translation says who made it" in built.output


def test_a_language_without_a_translation_is_one_usage_error(tmp_path: Path) -> None:
    built = build(tmp_path, "tlh")
    assert built.exit_code == 2
    assert built.output.count("language: tlh") == 1
    assert "templates/locale/tlh.po" in built.output


def test_the_message_template_is_the_one_that_the_sources_make() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == spelled(catalogue()), "run `make messages`"


def translation(language: str, po: str, nouns: Nouns | None = None) -> Translation:
    environment = Environment(loader=DictLoader({f"locale/{language}.po": po}))
    return read_translation(environment, Wording(language=language, nouns=nouns or Nouns()))


GERMAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Last-Translator: Erna Erfunden <erna@report.example>\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "company"
msgstr "Unternehmen"

msgid "%(number)s change of %(day)s"
msgid_plural "%(number)s changes of %(day)s"
msgstr[0] "%(number)s Änderung vom %(day)s"
msgstr[1] "%(number)s Änderungen vom %(day)s"

msgid "This %(company)s at %(what)s"
msgstr "Bei %(what)s: dieses %(company)s"
"""


def test_messages_have_plurals_days_numbers_nouns_and_messages_inside() -> None:
    german = translation("de", GERMAN)
    changes = say_many(
        "%(number)s change of %(day)s", "%(number)s changes of %(day)s", 1200, day=date(2024, 3, 1)
    )
    assert changes == "1,200 changes of 1 March 2024"
    assert german.spell(changes) == "1.200 Änderungen vom 1. März 2024"
    nested = say("This %(company)s at %(what)s", what=joined(["A", changes]))
    assert nested == "This company at A, 1,200 changes of 1 March 2024"
    assert german.spell(nested) == "Bei A, 1.200 Änderungen vom 1. März 2024: dieses Unternehmen"
    assert german.spell_moment(datetime(2024, 3, 1, 6, 45, tzinfo=UTC)) == "1. März 2024, 06:45 UTC"
    assert german.translator == "Erna Erfunden"


def test_nouns_of_a_report_take_the_place_of_ours_in_every_message() -> None:
    nouns = Nouns(company=Noun(one="agency", many="agencies", a="an agency"))
    english = read_translation(Environment(), Wording(nouns=nouns))
    assert (
        english.spell(say("%(Companies)s: %(a_company)s of 2 %(companies)s"))
        == "Agencies: an agency of 2 agencies"
    )
    assert english.gettext("%(A_company)s", what="<b>") == "An agency"


def test_values_in_a_message_of_a_template_are_escaped_and_its_markup_is_not() -> None:
    english = read_translation(Environment(), Wording())
    assert english.gettext("<b>%(name)s</b>", name="<i>") == "<b>&lt;i&gt;</b>"


def test_the_pseudo_locale_keeps_markup_and_what_is_filled_in() -> None:
    assert pseudo('See <a href="%(href)s">it</a>') == '⟦Śéé <a href="%(href)s">íť</a>⟧'


def test_a_translation_of_the_language_serves_its_variants() -> None:
    environment = Environment(loader=DictLoader({"locale/de.po": GERMAN}))
    assert read_translation(environment, Wording(language="de-CH")).nouns["company"] == "Unternehmen"
    with pytest.raises(UsageError, match="de"):
        read_translation(environment, Wording(language="fr"))
