"""The message template of the interface, `templates/locale/smallprint.pot`, as the sources have it: ``python -m tests.messages`` writes it.

Also the pseudo-locale of tests: every message in letters with accents, so that a sentence that no catalogue reaches is seen.
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from generator.content.prose import Section
from generator.model.change_classes import ChangeClass
from generator.pages.messages import DEFAULT_NOUNS
from tests.conftest import ROOT

TEMPLATE = ROOT / "templates" / "locale" / "smallprint.pot"
KEYWORDS = {"say": None, "say_many": (1, 2), "gettext": None, "ngettext": (1, 2)}
JINJA = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
HEAD = (
    "# Messages of Smallprint, for translators: docs/translating.md says how to make a translation of them."
)
PSEUDO = "en-XA"
ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁɃĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ",
)
_KEPT = re.compile(r"%\(\w+\)s|%%|<[^>]*>|&\w+;")


def messages() -> Iterator[tuple[str, str | tuple[str, str]]]:
    """Every message with the file that says it, in order of files; nouns are messages too."""
    for folder, pattern, method in (
        ("generator/pages", "*.py", "python"),
        ("generator/render", "*.py", "python"),
        ("templates", "*.html", "jinja2.ext:babel_extract"),
    ):
        for file in sorted((ROOT / folder).rglob(pattern)):
            for _, found, _, _ in extract_from_file(method, file, KEYWORDS, options=JINJA):
                yield file.relative_to(ROOT).as_posix(), found
    for section in Section:
        yield "generator/content/prose.py", section.value
    for each in ChangeClass:
        yield from (("generator/model/change_classes.py", words) for words in (each.label, each.rule))
    for noun in dict.fromkeys(DEFAULT_NOUNS.values()):
        yield "generator/model/vocabulary.py", noun


def catalogue() -> Catalog:
    """All messages, without translations and without anything that differs from day to day."""
    made = Catalog(project="Smallprint", version="", header_comment=HEAD, fuzzy=False)
    made.creation_date = made.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    for file, message in messages():
        made.add(message, locations=[(file, 0)])
    return made


def spelled(made: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, made, width=110, include_lineno=False, sort_by_file=True)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(
        line for line in lines if not re.match(r'"(POT-Creation-Date|PO-Revision-Date|Generated-By)', line)
    )


def pseudo(message: str) -> str:
    """The message in accented letters, in brackets, longer than it was; markup and what is filled in stay."""
    kept = _KEPT.findall(message)
    pieces = [piece.translate(ACCENTS) for piece in _KEPT.split(message)]
    return "⟦" + "".join(a + b for a, b in zip(pieces, [*kept, ""], strict=True)) + "⟧"


def pseudo_catalogue(translator: str = "Nobody Invented <nobody@report.example>") -> str:
    """The `.po` file of the pseudo-locale."""
    made = Catalog(locale="en", project="Smallprint", version="", last_translator=translator, fuzzy=False)
    for file, message in messages():
        many = isinstance(message, tuple)
        made.add(message, tuple(map(pseudo, message)) if many else pseudo(message), locations=[(file, 0)])
    return spelled(made)


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(spelled(catalogue()), encoding="utf-8")
