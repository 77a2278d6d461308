"""Templates and assets: one environment for a build, one call a page.

Reads ``templates/`` through the Jinja loader and nothing else. CSS comes in parts (``assets/css/10-tokens.css`` ...) and
leaves as one file named by its digest (`assets.py`), so that a changed stylesheet is a new address and caches never lie.

Compiled templates lie in ``templates/__pycache__``, as compiled modules lie beside theirs: whoever can write there can write
templates, which are code as well.
"""

import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    pass_environment,
)
from jinja2 import Environment as Environment
from jinja2.bccache import Bucket
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from generator.content.prose import Section
from generator.model.pages import Artifact, PageSpec
from generator.model.signs import label_signs
from generator.model.visible import escape_controls, show_controls
from generator.pages.change.cards import CardView
from generator.pages.change.page import NoteView
from generator.pages.chrome import Chrome, FileView
from generator.pages.messages import ENGLISH, Wording, known
from generator.pages.spelling import direction_of
from generator.render import filters
from generator.render.assets import Assets, make_assets
from generator.render.card import draw_card
from generator.render.markdown import Figure, NoteSection, note_sections
from generator.render.signs import show_signs
from generator.render.svg import HATCH
from generator.render.template_faults import told_plainly
from generator.render.translation import read_translation

ENGLISH_WORDING = Wording()
_IN_OTHER_WORDS, _MADE_FROM = (
    "_in_other_words",
    "_made_from",
)  # what an environment keeps beside what templates use
OURS = "ours"  # `{% extends "ours/base.html" %}` is our template of that name

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates beside the templates, under the digests of their sources. Where nothing can be written nothing is."""

    def __init__(self, templates_dir: Path) -> None:
        made_by = f"{sys.implementation.cache_tag}-jinja2-{version('jinja2')}-i18n"
        super().__init__(str(templates_dir / "__pycache__"), f"%s.{made_by}.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


class PageEnvironment(Environment):
    """What pages are rendered with, in one language and with one set of nouns; others are made from it and kept with it."""

    def __init__(self, templates_dir: Path, overrides: Path | None, wording: Wording) -> None:
        super().__init__(
            loader=_loader(templates_dir, overrides),
            bytecode_cache=CompiledTemplates(templates_dir),
            optimized=False,  # or calls of filters would be part of what is compiled, and go on when a filter changed
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._folders = (templates_dir, overrides)
        self._others: dict[Wording, PageEnvironment] = {wording: self}
        translation = read_translation(self, wording)
        self.finalize = translation.finalize
        self.newstyle_gettext = True  # of the i18n extension: values are given by name
        self.globals["gettext"], self.globals["ngettext"] = translation.gettext, translation.ngettext
        self.filters.update(filters.FILTERS)
        self.filters.update(filters.speaking_filters(translation))
        self.filters["note"] = pass_environment(draw_note)
        self.globals.update(translation.nouns)
        self.tongue = translation
        self.globals["translator"] = translation.translator
        self.globals["language"] = wording.language
        self.globals["direction"] = direction_of(wording.language)
        self.globals["assets"] = read_assets(self)
        self.globals["hatch"] = HATCH

    def in_words(self, wording: Wording) -> "PageEnvironment":
        """The environment for pages in other words: made once."""
        if wording not in self._others:
            self._others[wording] = PageEnvironment(*self._folders, wording)
        return self._others[wording]


def make_environment(templates_dir: Path, overrides: Path | None = None) -> PageEnvironment:
    """The environment that all pages of a build are rendered with. `overrides` holds a report's own templates."""
    return PageEnvironment(templates_dir, overrides, ENGLISH)


def draw_note(environment: PageEnvironment, note: NoteView, page: Chrome) -> tuple[NoteSection, ...]:
    """The note of a change in its parts, each quotation drawn as a numbered figure."""
    template = environment.get_template("partials/note-quote.html")
    figures = [
        Figure(offset=f.offset, end=f.end, html=Markup(template.render(figure=f, page=page)))
        for f in note.figures
    ]
    tongue = environment.tongue
    heads = {section.value: tongue.text(known(section.value)) for section in Section}
    return note_sections(note.body, figures, page.root, heads)


def read_assets(environment: Environment) -> Assets:
    """Stylesheet, scripts and icon, each under a name that holds its digest."""
    loader = environment.loader
    assert loader is not None
    names = environment.list_templates(filter_func=lambda name: name.startswith("assets/"))
    return make_assets({name: loader.get_source(environment, name)[0] for name in names})


def _loader(templates_dir: Path, overrides: Path | None) -> BaseLoader:
    """Ours; where a report has templates of its own these first, and ours once more below ``ours/`` to be extended."""
    ours = FileSystemLoader(templates_dir)
    if overrides is None:
        return ours
    return ChoiceLoader([FileSystemLoader(overrides), ours, PrefixLoader({OURS: ours})])


def template_closures(
    templates_dir: Path, names: Iterable[str], overrides: Path | None = None
) -> dict[str, tuple[str, ...]]:
    """For each template all that it can include, import or extend, itself first; a name made at run time can be any."""
    environment = make_environment(templates_dir, overrides)
    loader = environment.loader
    assert loader is not None
    listed = tuple(names)
    direct: dict[str, set[str]] = {}
    known = set(listed)
    for name in listed:
        source, file, _ = loader.get_source(environment, name)
        with told_plainly(environment, name):
            found = find_referenced_templates(environment.parse(source, name, file))
        direct[name] = {
            each for one in found for each in (listed if one is None else (one,)) if each in known
        }
    closures: dict[str, tuple[str, ...]] = {}
    for name in listed:
        reached, todo = {name}, [name]
        while todo:
            new = direct.get(todo.pop(), set()) - reached
            reached |= new
            todo += new
        closures[name] = (name, *sorted(reached - {name}))
    return closures


def render_assets(environment: Environment) -> tuple[Artifact, ...]:
    """The site's own files beside its pages."""
    assets = environment.globals["assets"]
    assert isinstance(assets, Assets)
    return assets.files


def spell_card(environment: PageEnvironment, spec: PageSpec) -> PageSpec:
    """A card with its words in the language of its report: what it is remembered by, and drawn from."""
    view = spec.view
    assert isinstance(view, CardView)
    tongue = environment.in_words(view.wording).tongue
    words = tuple(replace(one, label=tongue.text(one.label)) for one in view.words)
    spelled = replace(
        view,
        place=tongue.text(view.place),
        title=tongue.text(view.title),
        words=words,
        after=tongue.text(view.after),
        reviewed=tongue.text(view.reviewed),
    )
    return replace(spec, view=spelled)


def render_page(environment: PageEnvironment, spec: PageSpec) -> Artifact:
    """One output file. Views of kind `FileView` are written as they are; the rest goes through their template."""
    if isinstance(spec.view, FileView):
        return Artifact(path=spec.path, body=spec.view.bytes, media_type=spec.view.media_type)
    if isinstance(spec.view, CardView):
        return draw_card(spell_card(environment, spec))
    chrome = getattr(spec.view, "chrome", None)
    environment = environment.in_words(
        chrome.site.wording if chrome else getattr(spec.view, "wording", ENGLISH)
    )
    with told_plainly(environment, spec.template):
        text = environment.get_template(spec.template).render(view=spec.view)
    suffix = spec.path[spec.path.rfind(".") :]
    return Artifact(
        path=spec.path,
        body=_shown(text, suffix).encode(),
        media_type=MEDIA_TYPES.get(suffix, "application/octet-stream"),
    )


def _shown(text: str, suffix: str) -> str:
    """A file with every sign in it shown that would not be seen, in the way of its kind."""
    if suffix == ".json":
        return escape_controls(text)
    shown = show_controls(text)
    return show_signs(shown) if suffix == ".html" else label_signs(shown) if suffix == ".xml" else shown
